"""What a report or an update may bring, checked as the report page checks it; its first fault is one sentence."""

import math
import re
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.domains.cases.facade import ContactInput, OfferedKind, PlaceInput
from linli.domains.places import facade as places
from linli.portals.interop.open311.door import lies_in
from linli.portals.interop.open311.problems import Problem, missing, refuse

TEXT_LENGTH = 2000
PLACE_WORDS_LENGTH = 200
PHONE_DIGITS = range(5, 16)
ATTRIBUTES = frozenset({"building", "stair", "place_words"})
_ATTRIBUTE = re.compile(r"attribute\[([^\]]{0,80})\](\[\])?")
_HAN = re.compile(r"[\u4e00-\u9fff]")


class ReportForm(forms.Form):
    """POST Service Request: the description and a place are needed, all else may be missing.

    E-mail, device and account of a reporter are not asked for and not kept; addresses of pictures are never opened.
    """

    description = forms.CharField(
        max_length=TEXT_LENGTH,
        error_messages={
            "required": gettext_lazy("The description is missing: one sentence is enough."),
            "max_length": gettext_lazy("The description has %(show_value)d characters, %(limit_value)d are the most."),
        },
    )
    lat = forms.FloatField(required=False, min_value=-90, max_value=90)
    long = forms.FloatField(required=False, min_value=-180, max_value=180)
    address_string = forms.CharField(required=False, max_length=PLACE_WORDS_LENGTH)
    address_id = forms.UUIDField(required=False)
    building = forms.UUIDField(required=False)
    stair = forms.IntegerField(required=False, min_value=1, max_value=places.MOST_STAIRS)
    place_words = forms.CharField(required=False, max_length=PLACE_WORDS_LENGTH)
    first_name = forms.CharField(required=False, max_length=20)
    last_name = forms.CharField(required=False, max_length=20)
    phone = forms.CharField(required=False, max_length=30)
    token = forms.CharField(required=False, max_length=200)

    def __init__(self, given: QueryDict, *, community: str) -> None:
        flat = {name: given[name] for name in given if name in self.base_fields and name not in ATTRIBUTES}
        super().__init__({**flat, **_attributes(given)})
        self._community = community

    def clean_phone(self) -> str:
        """Accept what can be a telephone number."""
        phone: str = self.cleaned_data["phone"]
        if phone and sum(character.isdigit() for character in phone) not in PHONE_DIGITS:
            raise forms.ValidationError(_("This does not look like a telephone number; it may be left out."))
        return phone

    def clean(self) -> dict[str, object]:
        """Check that a place is said and lies in the community."""
        data = super().clean() or {}
        point, building = (data.get("lat"), data.get("long")), data.get("building") or data.get("address_id")
        if (point[0] is None) != (point[1] is None):
            raise forms.ValidationError(_("lat and long come together, or neither."))
        if point[0] is None and not building and not data.get("address_string") and not data.get("place_words"):
            raise forms.ValidationError(_("The place is missing: lat and long, address_string or address_id."))
        if not _is_inside(self._community, point):
            raise forms.ValidationError(_("This point lies outside the community; nothing was handed in."))
        self._check_building(building, data.get("stair"))
        return data

    def _check_building(self, building: UUID | None, stair: int | None) -> None:
        if building is None and stair is not None:
            raise forms.ValidationError(_("A stair comes with its building."))
        if building is None:
            return
        try:
            found = places.building(building, community=self._community)
            places.chosen_spot(found, dwellings=(), stair=stair, floor=None, room="")
        except places.NoSuchBuilding:
            raise forms.ValidationError(_("This building does not stand in the community.")) from None
        except places.NoSuchSpot as unknown:
            raise forms.ValidationError(str(unknown)) from unknown

    def place_input(self) -> PlaceInput:
        """Return where it is, as the door of the matters wants it."""
        data = self.cleaned_data
        building = data["building"] or data["address_id"]
        words = "，".join(dict.fromkeys(part for part in (data["address_string"], data["place_words"]) if part))
        return PlaceInput(
            building=building,
            stair=data["stair"] if building else None,
            longitude=data["long"],
            latitude=data["lat"],
            words=words[:PLACE_WORDS_LENGTH],
        )

    def contact_input(self) -> ContactInput | None:
        """Return how to reach the reporter, none where nothing was given; Chinese names begin with the family's."""
        first, last, phone = (self.cleaned_data[name].strip() for name in ("first_name", "last_name", "phone"))
        name = f"{last}{first}" if _HAN.search(last + first) else f"{first} {last}".strip()
        return ContactInput(name=name, phone=phone) if name or phone else None


class UpdateForm(forms.Form):
    """POST Service Request Update: words that the reporter adds to an open matter."""

    service_request_id = forms.UUIDField()
    description = forms.CharField(
        max_length=TEXT_LENGTH, error_messages={"required": gettext_lazy("The description is missing.")}
    )
    update_id = forms.CharField(required=False, max_length=200)


def checked(form: forms.Form) -> forms.Form:
    """Return a form that is right; raises :class:`Problem` with its first fault and where it is."""
    if form.is_valid():
        return form
    name, faults = next(iter(form.errors.items()))
    raise refuse(str(faults[0]) if name in {"__all__", "description"} else f"{name}: {faults[0]}")


def kind_of(code: str, *, offered: tuple[OfferedKind, ...]) -> OfferedKind:
    """Return the kind with this code; raises :class:`Problem`, 400 for none and 404 for an unknown one."""
    if not code:
        raise refuse(_("The service_code is missing; /open311/v2/services.xml names them."))
    found = next((kind for kind in offered if kind.code == code), None)
    if found is None:
        raise _no_kind()
    return found


def _no_kind() -> Problem:
    return missing(_("There is no kind of matter with this service_code here."))


def _attributes(given: QueryDict) -> dict[str, str]:
    """Return the attributes sent as ``attribute[code]``; one that no definition names is refused, not dropped."""
    named = {match[1]: str(given[name]) for name in given if (match := _ATTRIBUTE.fullmatch(name))}
    if not named.keys() <= ATTRIBUTES | {"in_danger"}:
        raise refuse(_("An attribute is not one of this service's; its definition names them."))
    return {name: value for name, value in named.items() if name in ATTRIBUTES}


def _is_inside(community: str, point: tuple[object, object]) -> bool:
    latitude, longitude = point
    if not isinstance(latitude, float) or not isinstance(longitude, float):
        return True
    return math.isfinite(latitude) and math.isfinite(longitude) and lies_in(community, longitude, latitude)
