"""Checks where in a building somebody says something is: stair, floor and room, as they were chosen or typed."""

import re
from collections.abc import Sequence
from typing import Final, NoReturn

from django.utils.translation import gettext as _

from linli.domains.places.contracts import BuildingRef, DwellingRef
from linli.domains.places.rules import MOST_FLOORS, MOST_STAIRS
from linli.kernel.chinese_numbers import plain_text
from linli.kernel.spots import LOWEST_FLOOR, Spot, spot_in, spot_of

_KEY: Final = re.compile(r"(?:(\d{1,2})-)?(?:(-?\d{1,3})-)?([^-]+)")
_NAMED: Final = 6
"""So many stairs are named in a sentence; more only fill the page."""


class NoSuchSpot(ValueError):
    """The building has no such stair, floor or room: the sentence says so, ``field`` names which of the three."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def door_key(door: DwellingRef | Spot) -> str:
    """Return what names a room of a building in an address and on the map: stair, floor and room, ``2-5-502``."""
    return f"{door.stair}-{door.floor}-{door.room}"


def doors_said(room: str, *, dwellings: Sequence[DwellingRef]) -> tuple[DwellingRef, ...]:
    """Return the dwellings that a room as written means: ``2-5-502``, ``2-502``, ``502``, ``2 单元 502 室``."""
    plain = plain_text(room).upper()
    found = _KEY.fullmatch(plain)
    if found is not None:
        stair, floor, number = found.groups()
        named = [
            one
            for one in dwellings
            if one.room.upper() == number and stair in {None, str(one.stair)} and floor in {None, str(one.floor)}
        ]
        if named:
            return tuple(named)
    spot = spot_in(plain, doors=dwellings, floors=None)
    return tuple(one for one in dwellings if one.id == spot.dwelling)


def chosen_spot(
    building: BuildingRef, *, dwellings: Sequence[DwellingRef], stair: int | None, floor: int | None, room: str
) -> Spot:
    """Return the spot that was chosen. Raises :class:`NoSuchSpot` for one that the building does not have.

    A room brings its stair and floor along; one that stands in several stairs needs the stair besides.
    """
    if room.strip():
        return _room(building, dwellings=dwellings, stair=stair, floor=floor, room=room.strip())
    stairs = stairs_of(building, dwellings=dwellings)
    if stair is not None and stair not in stairs:
        raise NoSuchSpot(
            "stair",
            _("%(building)s has no stair %(stair)d; the last one is %(last)d.")
            % {"building": building.label, "stair": stair, "last": stairs[-1]},
        )
    floors = floors_of(building, dwellings=dwellings) or range(1, MOST_FLOORS + 1)
    if floor is not None and floor not in floors and not LOWEST_FLOOR <= floor < 0:
        raise NoSuchSpot(
            "floor",
            _("%(building)s has no floor %(floor)d; the highest one is %(last)d.")
            % {"building": building.label, "floor": floor, "last": max(floors)},
        )
    return Spot(stair=stair, floor=floor)


def stairs_of(building: BuildingRef, *, dwellings: Sequence[DwellingRef]) -> tuple[int, ...]:
    """Return a building's stairs; where nobody knows them, every number a stair can have."""
    known = {one.stair for one in dwellings} | set(range(1, (building.stairs or 0) + 1))
    return tuple(sorted(known)) or tuple(range(1, MOST_STAIRS + 1))


def floors_of(building: BuildingRef, *, dwellings: Sequence[DwellingRef]) -> tuple[int, ...]:
    """Return a building's floors from the ground up as far as they are known; basements only where somebody lives."""
    return tuple(sorted({one.floor for one in dwellings} | set(range(1, (building.floors or 0) + 1))))


def _room(
    building: BuildingRef, *, dwellings: Sequence[DwellingRef], stair: int | None, floor: int | None, room: str
) -> Spot:
    doors = doors_said(room, dwellings=dwellings)
    if not doors:
        _refuse(_("%(building)s has no room %(room)s. Choose it from the list, or leave it empty."), building, room)
    meant = [one for one in doors if stair in {None, one.stair} and floor in {None, one.floor}]
    if not meant:
        _refuse(
            _("Room %(room)s of %(building)s is in %(where)s. Change the room, or the rest."), building, room, doors
        )
    if len(meant) > 1:
        _refuse(_("%(building)s has room %(room)s more than once: %(where)s. Choose one."), building, room, meant)
    return spot_of(meant[0])


def _refuse(sentence: str, building: BuildingRef, room: str, doors: Sequence[DwellingRef] = ()) -> NoReturn:
    where = [_("stair %(stair)d, floor %(floor)d") % {"stair": one.stair, "floor": one.floor} for one in doors[:_NAMED]]
    number = doors[0].room if doors else room
    raise NoSuchSpot("room", sentence % {"building": building.label, "room": number, "where": _(", ").join(where)})
