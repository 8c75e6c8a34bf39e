"""The forms of set-up pages: what is asked, with labels; the rooms' actions judge the answers."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.domains.duties.facade import ItemKind
from linli.domains.places import facade as places
from linli.foundation.orgs.models import UnitKind
from linli.kernel.geo import Datum

MOST_GRID_BYTES = 700_000
"""A grid file travels back with the preview, inside a form of a megabyte at most."""
MOST_BUILDING_BYTES = 60_000_000
MOST_DRAFT_BYTES = 300_000

MOST_SKIPPED = 10

ITEM_KINDS = (
    (ItemKind.SELF_GOVERNANCE.value, _("The community's own affair")),
    (ItemKind.ASSIST_GOVERNMENT.value, _("Help to the government")),
    (ItemKind.GOVERNMENT.value, _("The government's own affair")),
)
DATUMS = (
    (Datum.WGS84.value, _("WGS 84 or CGCS2000 (receivers, surveys, GeoJSON by its standard)")),
    (Datum.GCJ02.value, _("GCJ-02 (Chinese web maps)")),
    (Datum.BD09.value, _("BD-09 (Baidu)")),
)


def _input(**attrs: str) -> dict[str, str]:
    return {"class": "input", **attrs}


class DayField(forms.DateField):
    """A day, today unless another is chosen."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs=_input(type="date"), format="%Y-%m-%d")
        super().__init__(widget=widget, initial=timezone.localdate, **kwargs)


class DivisionForm(forms.Form):
    """A new community of the administrator's territory; its name may be looked up where a list is there."""

    code = forms.CharField(
        label=_("12-digit code"),
        max_length=12,
        min_length=12,
        widget=forms.TextInput(attrs=_input(inputmode="numeric")),
    )
    name = forms.CharField(label=_("What it is called"), max_length=100, widget=forms.TextInput(attrs=_input()))

    def __init__(self, *args: Any, list_day: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if list_day is not None:
            self.fields["name"].required = False
            text = _("Leave it empty to look it up in the list of divisions as of %(day)s.")
            self.fields["name"].help_text = text % {"day": list_day}


class NameForm(forms.Form):
    """Another name for a community, and its boundary where it is known."""

    name = forms.CharField(label=_("What it is called"), max_length=100, widget=forms.TextInput(attrs=_input()))
    boundary = forms.FileField(
        label=_("Boundary as GeoJSON"),
        required=False,
        help_text=_("One area. Grids and buildings brought afterwards must lie in it."),
        widget=forms.FileInput(attrs=_input(accept=".geojson,.json")),
    )
    datum = forms.ChoiceField(
        label=_("Coordinates in the file"), required=False, choices=DATUMS, widget=forms.RadioSelect
    )


class UnitForm(forms.Form):
    """A unit: what it is called, what it is, how its office is reached."""

    name = forms.CharField(label=_("What it is called"), max_length=100, widget=forms.TextInput(attrs=_input()))
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices, widget=forms.Select(attrs=_input()))
    phone = forms.CharField(
        label=_("Office telephone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs=_input(inputmode="tel")),
    )
    email = forms.EmailField(label=_("Office mail"), required=False, widget=forms.EmailInput(attrs=_input()))


class NewUnitForm(UnitForm):
    """A new unit: besides, whom it serves."""

    scope = forms.ChoiceField(label=_("Serves"), widget=forms.Select(attrs=_input()))

    def __init__(self, *args: Any, scopes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = scopes  # type: ignore[attr-defined]


class PostForm(forms.Form):
    """A new post of a unit, and who holds it from when on where that is known."""

    title = forms.CharField(label=_("Post"), max_length=60, widget=forms.TextInput(attrs=_input()))
    person_name = forms.CharField(
        label=_("Held by"), max_length=60, required=False, widget=forms.TextInput(attrs=_input(autocomplete="off"))
    )
    from_on = DayField(label=_("From"))


class HolderForm(forms.Form):
    """Who holds a post from a day on."""

    person_name = forms.CharField(
        label=_("Held by"), max_length=60, widget=forms.TextInput(attrs=_input(autocomplete="off"))
    )
    from_on = DayField(label=_("From"))


class FileForm(forms.Form):
    """A GeoJSON file and what its coordinates are: asked, with nothing chosen beforehand."""

    file = forms.FileField(label=_("GeoJSON file"), widget=forms.FileInput(attrs=_input(accept=".geojson,.json")))
    datum = forms.ChoiceField(label=_("Coordinates in the file"), choices=DATUMS, widget=forms.RadioSelect)

    def __init__(self, *args: Any, most_bytes: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._most_bytes = most_bytes

    def clean_file(self) -> Any:
        """Refuse a file that is larger than the page can take."""
        file = self.cleaned_data["file"]
        if file.size > self._most_bytes:
            text = _("The file has %(size)d kB, this page takes %(most)d kB. Use the command line for larger ones.")
            raise forms.ValidationError(text % {"size": file.size // 1000, "most": self._most_bytes // 1000})
        return file


class BuildingFileForm(FileForm):
    """A file of footprints, and what only some files leave open."""

    file = forms.FileField(
        label=_("File of footprints"), widget=forms.FileInput(attrs=_input(accept=".geojson,.json,.zip,.gpkg,.pbf"))
    )
    crs = forms.CharField(
        label=_("Coordinate reference system"),
        required=False,
        max_length=20,
        help_text=_("For a Shapefile without .prj or a GeoPackage without one, such as EPSG:4490 or EPSG:4547."),
        widget=forms.TextInput(attrs=_input(autocomplete="off")),
    )
    encoding = forms.ChoiceField(
        label=_("Encoding of the texts"),
        required=False,
        choices=(("", _("As the file says")), ("gbk", "GBK"), ("utf-8", "UTF-8")),
        help_text=_("For a Shapefile without .cpg."),
        widget=forms.Select(attrs=_input()),
    )
    layer = forms.CharField(
        label=_("Layer"),
        required=False,
        max_length=100,
        help_text=_("For a file with several layers."),
        widget=forms.TextInput(attrs=_input(autocomplete="off")),
    )
    field_order = ("file", "datum", "crs", "encoding", "layer")


class BuildingForm(forms.Form):
    """What a building is called and how large it is, as somebody says it who stands before it."""

    number = forms.CharField(
        label=_("What it is called"),
        required=False,
        max_length=60,
        help_text=_("As the door plate says it, such as 3 号楼. Each plate stands once in a community."),
        widget=forms.TextInput(attrs=_input(autocomplete="off")),
    )
    address = forms.CharField(
        label=_("Address"), required=False, max_length=200, widget=forms.TextInput(attrs=_input(autocomplete="off"))
    )
    use = forms.ChoiceField(label=_("Used for"), choices=places.Use.choices, widget=forms.Select(attrs=_input()))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["floors"] = _count(_("Floors"), places.MOST_FLOORS, required=False)
        self.fields["stairs"] = _count(_("Stairs"), places.MOST_STAIRS, required=False)


class FloorNumbersField(forms.CharField):
    """Numbers of floors separated by commas or spaces, as a sorted tuple of at most ten."""

    def clean(self, value: Any) -> tuple[int, ...]:
        """Return the numbers, or refuse what is none."""
        words = re.split(r"[\s,，、;；]+", super().clean(value).strip())
        try:
            numbers = sorted({int(word) for word in words if word})
        except ValueError:
            raise forms.ValidationError(_("Write floors as numbers, such as 4, 14.")) from None
        if len(numbers) > MOST_SKIPPED or any(not 1 <= number <= places.MOST_FLOORS for number in numbers):
            raise forms.ValidationError(_("Write floors as numbers, such as 4, 14."))
        return tuple(numbers)


def _count(label: Any, most: int, **kwargs: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs=_input(inputmode="numeric"))
    return forms.IntegerField(label=label, min_value=1, max_value=most, widget=widget, **kwargs)


class AllRoomsForm(forms.Form):
    """How the dwellings of regular buildings are numbered; each building has its own floors."""

    stairs = _count(_("Stairs"), places.MOST_STAIRS, initial=1)
    rooms_per_floor = _count(_("Dwellings a floor and stair"), places.MOST_ROOMS_PER_FLOOR, initial=2)
    first_floor = _count(
        _("First floor with dwellings"),
        places.MOST_FLOORS,
        initial=1,
        help_text=_("2 where there are shops on the ground floor."),
    )
    skipped_floors = FloorNumbersField(
        label=_("Floor numbers that are left out"),
        required=False,
        help_text=_("Such as 4, 14 where the lift has none of them."),
        widget=forms.TextInput(attrs=_input(autocomplete="off")),
    )


class RoomsForm(AllRoomsForm):
    """The same for one building, with its floors."""

    floors = _count(_("Floors"), places.MOST_FLOORS, help_text=_("Storeys that are really there, shops included."))
    field_order = ("stairs", "floors", "rooms_per_floor", "first_floor", "skipped_floors")


class GridFileForm(FileForm):
    """A grid file, and the day from which its grids hold."""

    from_on = DayField(label=_("In force from"))


class WorkItemForm(forms.Form):
    """A line of the duty register."""

    name = forms.CharField(label=_("Work"), max_length=100, widget=forms.TextInput(attrs=_input()))
    kind = forms.ChoiceField(label=_("Whose affair"), choices=ITEM_KINDS, widget=forms.Select(attrs=_input()))
    owner = forms.ChoiceField(label=_("Leads"), widget=forms.Select(attrs=_input()))
    case_kinds = forms.MultipleChoiceField(
        label=_("Kinds of matter"), required=False, widget=forms.CheckboxSelectMultiple
    )
    assisting_kinds = forms.MultipleChoiceField(
        label=_("Usually assisted by"), required=False, choices=UnitKind.choices, widget=forms.CheckboxSelectMultiple
    )
    basis = forms.CharField(
        label=_("Basis"),
        max_length=1000,
        help_text=_("Law and article, standard, contract or decision."),
        widget=forms.Textarea(attrs=_input(rows="3")),
    )
    from_on = DayField(label=_("In force from"))

    def __init__(
        self, *args: Any, owners: list[tuple[str, str]], case_kinds: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = owners  # type: ignore[attr-defined]
        self.fields["case_kinds"].choices = case_kinds  # type: ignore[attr-defined]


class ReceiverForm(forms.Form):
    """An outside system: where it listens, and what it hears of."""

    name = forms.CharField(label=_("What it is called"), max_length=60, widget=forms.TextInput(attrs=_input()))
    url = forms.CharField(
        label=_("Address"),
        max_length=300,
        help_text=_("Begins with https://. Addresses in a private network have to be allowed by the operator first."),
        widget=forms.TextInput(attrs=_input(inputmode="url", autocomplete="off", spellcheck="false")),
    )
    kinds = forms.MultipleChoiceField(label=_("Hears of"), widget=forms.CheckboxSelectMultiple)
    scope = forms.ChoiceField(label=_("Place"), widget=forms.Select(attrs=_input()))
    unit = forms.ChoiceField(
        label=_("One unit's matters only"),
        required=False,
        help_text=_("For a unit's own system: it then hears only of matters in which the unit takes part."),
        widget=forms.Select(attrs=_input()),
    )

    def __init__(
        self,
        *args: Any,
        kinds: list[tuple[str, Any]],
        scopes: list[tuple[str, str]],
        units: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = kinds  # type: ignore[attr-defined]
        self.fields["scope"].choices = scopes  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", _("All units")), *units]  # type: ignore[attr-defined]


class RepeatForm(forms.Form):
    """Which deliveries are sent again: since when, and whether also those that arrived."""

    since_on = DayField(label=_("Since"))
    which = forms.ChoiceField(
        label=_("Which"),
        choices=(("parked", _("Only what is parked")), ("all", _("Also what arrived"))),
        initial="parked",
        widget=forms.RadioSelect,
    )


class PeriodForm(forms.Form):
    """Which past matters a draft is run over."""

    since_on = DayField(label=_("From"))
    until_on = DayField(label=_("Until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since_on"].initial = timezone.localdate() - timedelta(days=365)

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        said = super().clean() or {}
        since, until = said.get("since_on"), said.get("until_on")
        if since and until and until < since:
            self.add_error("until_on", _("This day lies before the first one."))
        return said


class PublishForm(forms.Form):
    """From which day on a draft holds; ``seen`` is what the publisher read."""

    from_on = DayField(label=_("In force from"))
    seen = forms.CharField(widget=forms.HiddenInput)


class DraftFileForm(forms.Form):
    """A decision table as a JSON file."""

    file = forms.FileField(label=_("JSON file"), widget=forms.FileInput(attrs=_input(accept=".json")))

    def clean_file(self) -> Any:
        """Refuse a file that no table of rules can be."""
        file = self.cleaned_data["file"]
        if file.size > MOST_DRAFT_BYTES:
            raise forms.ValidationError(_("The file is too large."))
        return file
