"""Where in a building something is: a building by its plate, then its stairs, floors and rooms to choose from.

The same four fields work as plain ones: as long as the building is not known, numbers and words are typed.
"""

from collections.abc import Iterable
from functools import partial
from typing import Final

from django import forms
from django.utils.choices import CallableChoiceIterator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.domains.places import facade as places
from linli.portals.workbench.showing.floors import say_floor, say_spot

SPOT_FIELDS: Final = ("stair", "floor", "room")
_ANY: Final = gettext_lazy("not said")


def _typed(**attrs: str) -> dict[str, str]:
    return {"class": "input", "autocomplete": "off", **attrs}


class WhereForm(forms.Form):
    """A building and, once it is known, its stair, floor and room.

    ``words`` are texts that may name the spot, the closest first. What they name exactly is ``suggestion``; it is
    filled in only where nothing was chosen and it has not been offered before: ``offered`` remembers that.
    """

    use_required_attribute = False

    building = forms.CharField(
        label=gettext_lazy("Building"), required=False, max_length=60,
        widget=forms.TextInput(attrs=_typed(list="buildings")),
    )  # fmt: skip
    stair = forms.IntegerField(
        label=gettext_lazy("Stair"), required=False, min_value=1, max_value=places.MOST_STAIRS,
        widget=forms.NumberInput(attrs=_typed(inputmode="numeric")),
    )  # fmt: skip
    floor = forms.IntegerField(
        label=gettext_lazy("Floor"), required=False, min_value=places.LOWEST_FLOOR, max_value=places.MOST_FLOORS,
        widget=forms.NumberInput(attrs=_typed(inputmode="numeric")),
    )  # fmt: skip
    room = forms.CharField(
        label=gettext_lazy("Room"), required=False, max_length=20, widget=forms.TextInput(attrs=_typed())
    )
    offered = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: object, community: str, words: Iterable[str] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._community, self._words = community, tuple(words)
        if self.known_building is not None:
            for name in SPOT_FIELDS:
                shown = CallableChoiceIterator(partial(self._choices_of, name))  # made when a page shows them
                self.fields[name].widget = forms.Select(attrs={"class": "input"}, choices=shown)

    @cached_property
    def known_building(self) -> places.BuildingRef | None:
        """Return the building that the field names, before anything else is checked."""
        words = str(self["building"].value() or "").strip()
        if not words:
            return None
        exact = [one for one in places.buildings_of(self._community) if one.label == words]
        return exact[0] if len(exact) == 1 else places.find_building(self._community, words)

    @cached_property
    def dwellings(self) -> tuple[places.DwellingRef, ...]:
        """Return the dwellings of the building (one statement)."""
        return places.dwellings_of(self.known_building.id) if self.known_building else ()

    @cached_property
    def suggestion(self) -> places.Spot:
        """Return what the words name exactly in this building."""
        building = self.known_building
        if building is None:
            return places.NOWHERE
        return places.spot_said(self._words, doors=self.dwellings, floors=building.floors)

    @property
    def suggestion_words(self) -> str:
        """The suggestion in words, empty where there is none."""
        return say_spot(self.suggestion)

    @property
    def is_suggestion_chosen(self) -> bool:
        """Whether the fields say what the words say."""
        return all(str(self[name].value() or "") == value for name, value in spot_values(self.suggestion).items())

    def suggested(self) -> dict[str, object]:
        """Return values for the three fields and ``offered``: the suggestion where nothing was chosen, once."""
        given = {name: self[name].value() or "" for name in SPOT_FIELDS}
        token = "/".join(spot_values(self.suggestion).values()) if self.suggestion.is_known else ""
        is_new = bool(token) and token != (self["offered"].value() or "") and not any(given.values())
        return {**given, **(spot_values(self.suggestion) if is_new else {}), "offered": token}

    def clean_building(self) -> places.BuildingRef | None:
        """Find the building that the words mean, by its door plate."""
        words: str = self.cleaned_data["building"].strip()
        if words and self.known_building is None:
            raise forms.ValidationError(
                _("No one building here is called “%(words)s”. Choose it from the list, or write it in words below.")
                % {"words": words}
            )
        return self.known_building

    def clean(self) -> dict[str, object]:
        """Ask for a stair, floor and room that the building has; put what they mean into ``spot``."""
        data = super().clean() or {}
        said = {name: data.get(name) for name in SPOT_FIELDS}
        data["spot"] = places.NOWHERE
        building = data.get("building")
        if isinstance(building, places.BuildingRef):
            try:
                data["spot"] = places.chosen_spot(
                    building, dwellings=self.dwellings, stair=data.get("stair"), floor=data.get("floor"),
                    room=str(said["room"] or ""),
                )  # fmt: skip
            except places.NoSuchSpot as unknown:
                self.add_error(unknown.field, str(unknown))
        elif "building" not in self.errors and any(value not in {None, ""} for value in said.values()):
            self.add_error("building", _("Which building? Stair, floor and room are kept below."))
        return data

    def _choices_of(self, name: str) -> list[tuple[str, str]]:
        return self._choices[name]

    @cached_property
    def _choices(self) -> dict[str, list[tuple[str, str]]]:
        """Return what there is to choose in the building; rooms of the stair and floor chosen, if one is."""
        building = self.known_building
        assert building is not None
        stair, floor = (str(self[name].value() or "") for name in ("stair", "floor"))
        rooms = [
            (places.door_key(one), one.label)
            for one in self.dwellings
            if stair in {"", str(one.stair)} and floor in {"", str(one.floor)}
        ]
        stairs = places.stairs_of(building, dwellings=self.dwellings)
        floors = places.floors_of(building, dwellings=self.dwellings)
        basements = [number for number in (-1, -2) if number not in floors]
        return {
            "stair": self._with_given("stair", [(str(one), _("Stair %(stair)d") % {"stair": one}) for one in stairs]),
            "floor": self._with_given("floor", [(str(one), say_floor(one)) for one in (*floors, *basements)]),
            "room": self._with_given("room", rooms),
        }

    def _with_given(self, name: str, choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return choices with "not said" before them, and what was given after them where it is none of them."""
        given = str(self[name].value() or "")
        meant = places.doors_said(given, dwellings=self.dwellings) if name == "room" and given else ()
        if len(meant) == 1 and given not in dict(choices):
            choices = [(given, meant[0].label), *(one for one in choices if one[0] != places.door_key(meant[0]))]
        is_strange = bool(given) and given not in dict(choices)
        return [("", str(_ANY)), *choices, *([(given, given)] if is_strange else [])]


def spot_values(spot: places.Spot) -> dict[str, str]:
    """Return what the three fields hold for a spot."""
    return {
        "stair": "" if spot.stair is None else str(spot.stair),
        "floor": "" if spot.floor is None else str(spot.floor),
        "room": places.door_key(spot) if spot.dwelling else "",
    }
