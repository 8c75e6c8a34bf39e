"""The forms of buildings and of how their dwellings are numbered."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.domains.places import facade as places
from linli.portals.setup.forms.fields import FloorNumbersField, count_field, input_attrs


class BuildingForm(forms.Form):
    """What a building is called and how large it is, as somebody says it who stands before it."""

    number = forms.CharField(
        label=_("What it is called"),
        required=False,
        max_length=60,
        help_text=_("As the door plate says it, such as 3 号楼. Each plate stands once in a community."),
        widget=forms.TextInput(attrs=input_attrs(autocomplete="off")),
    )
    address = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=input_attrs(autocomplete="off")),
    )
    use = forms.ChoiceField(label=_("Used for"), choices=places.Use.choices, widget=forms.Select(attrs=input_attrs()))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["floors"] = count_field(_("Floors"), places.MOST_FLOORS, required=False)
        self.fields["stairs"] = count_field(_("Stairs"), places.MOST_STAIRS, required=False)


class AllRoomsForm(forms.Form):
    """How the dwellings of regular buildings are numbered; each building has its own floors."""

    stairs = count_field(_("Stairs"), places.MOST_STAIRS, initial=1)
    rooms_per_floor = count_field(_("Dwellings a floor and stair"), places.MOST_ROOMS_PER_FLOOR, initial=2)
    first_floor = count_field(
        _("First floor with dwellings"),
        places.MOST_FLOORS,
        initial=1,
        help_text=_("2 where there are shops on the ground floor."),
    )
    skipped_floors = FloorNumbersField(
        label=_("Floor numbers that are left out"),
        required=False,
        help_text=_("Such as 4, 14 where the lift has none of them."),
        widget=forms.TextInput(attrs=input_attrs(autocomplete="off")),
    )


class RoomsForm(AllRoomsForm):
    """The same for one building, with its floors."""

    floors = count_field(_("Floors"), places.MOST_FLOORS, help_text=_("Storeys that are really there, shops included."))
    field_order = ("stairs", "floors", "rooms_per_floor", "first_floor", "skipped_floors")
