"""A report that staff take down for somebody: by telephone, at the counter, on paper, or dictated."""

from typing import Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.domains.cases import facade as cases
from linli.domains.places import facade as places
from linli.foundation.orgs.queries import UnitRef
from linli.kernel import codes
from linli.portals.workbench.forms.photos import PhotosField
from linli.portals.workbench.forms.where import WhereForm

TEXT_LENGTH: Final = 2000
DICTATION: Final = "dictation"
CHANNELS: Final = (
    ("phone", gettext_lazy("Telephone")),
    ("visit", gettext_lazy("At the counter")),
    ("paper", gettext_lazy("On paper")),
    (DICTATION, gettext_lazy("Dictated, I write it down")),
    ("round", gettext_lazy("Seen on my round")),
)
KEPT = gettext_lazy("Everything else you filled in is still here.")


class IntakeForm(WhereForm):
    """What was said, where, by whom, and what is known already."""

    token = forms.CharField(max_length=64, widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label=gettext_lazy("How it came in"), choices=CHANNELS, widget=forms.RadioSelect, initial="phone"
    )
    text = forms.CharField(
        label=gettext_lazy("What was said"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"class": "input", "rows": 5, "data-part": "text"}),
        error_messages={
            "required": gettext_lazy("Please write down what was said. Everything else you filled in is still here."),
            "max_length": gettext_lazy(
                "That is %(show_value)d characters, %(limit_value)d are the most. Nothing was cut off."
            ),
        },
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of matter"),
        required=False,
        widget=forms.Select(attrs={"class": "input", "data-part": "kind"}),
    )
    place_words = forms.CharField(
        label=gettext_lazy("Place, in words"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    contact_name = forms.CharField(
        label=gettext_lazy("Name of the reporter"), required=False, max_length=40,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )  # fmt: skip
    contact_phone = forms.CharField(
        label=gettext_lazy("Telephone"), required=False, max_length=30,
        widget=forms.TextInput(attrs={"class": "input", "inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    source = forms.CharField(
        label=gettext_lazy("Whose words these are"), required=False, max_length=80,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )  # fmt: skip
    is_read_back = forms.BooleanField(label=gettext_lazy("I read it back, and it was said to be right"), required=False)
    photos = PhotosField(label=gettext_lazy("Photos"), required=False)
    assist = forms.MultipleChoiceField(
        label=gettext_lazy("Units to assist"), required=False, widget=forms.CheckboxSelectMultiple
    )
    done_words = forms.CharField(
        label=gettext_lazy("Done on the spot"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "input"}),
    )

    def __init__(self, *args: object, community: str, units: tuple[UnitRef, ...], **kwargs: object) -> None:
        super().__init__(*args, community=community, **kwargs)  # type: ignore[arg-type]
        self._words = tuple(str(self[name].value() or "") for name in ("place_words", "text"))
        kind, assist = self.fields["kind"], self.fields["assist"]
        assert isinstance(kind, forms.ChoiceField)
        assert isinstance(assist, forms.MultipleChoiceField)
        kind.choices = [
            ("", _("Take it from the words")),
            *((one.code, one.words) for one in cases.kinds(community)),
        ]
        assist.choices = [(str(unit.id), unit.name) for unit in units]

    def clean_contact_phone(self) -> str:
        """Accept what can be called; a mobile number with a wrong count of digits is named."""
        text: str = self.cleaned_data["contact_phone"]
        digits = [character for character in text if character.isdigit()]
        if text and not digits:
            raise forms.ValidationError(_("There is no number in it. Leave it empty where there is none. %s") % KEPT)
        is_mobile = bool(digits) and digits[0] == "1"
        if is_mobile and codes.check_phone(text) is not None:
            raise forms.ValidationError(
                _("A mobile number has 11 digits, this one has %(count)d.") % {"count": len(digits)} + f" {KEPT}"
            )
        return text

    def clean(self) -> dict[str, object]:
        """Ask for the source and the reading back of dictated words, and for a place that exists."""
        data = super().clean()
        if data.get("channel") == DICTATION:
            if not data.get("source"):
                self.add_error("source", _("Please write whose words these are: dictated reports carry their source."))
            if not data.get("is_read_back"):
                self.add_error("is_read_back", _("Please read it back first, then tick this."))
        return data

    def order(self, *, token: str) -> cases.OpenCase:
        """Return the report as the door of the matters takes it."""
        data = self.cleaned_data
        building: places.BuildingRef | None = data["building"]
        spot: places.Spot = data["spot"]
        name, phone = data["contact_name"], data["contact_phone"]
        return cases.OpenCase(
            community=self._community,
            text=data["text"],
            token=token,
            channel=data["channel"],
            kind=data["kind"],
            place=cases.PlaceInput(
                building=building.id if building else None,
                stair=spot.stair,
                floor=spot.floor,
                dwelling=spot.dwelling,
                words=data["place_words"],
                is_final=bool(data["offered"]),
            ),
            contact=cases.ContactInput(name=name, phone=phone) if name or phone else None,
            photos=data["photos"],
            source=data["source"],
            is_read_back=data["is_read_back"],
            done_words=data["done_words"],
            assist=tuple(UUID(unit) for unit in data["assist"]),
        )
