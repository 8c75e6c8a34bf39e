"""The rules of a room sheet as pure functions: what a row says of one dwelling, and what is wrong with it."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from linli.domains.places.rules import MOST_FLOORS, MOST_STAIRS
from linli.kernel.chinese_numbers import read_chinese_number
from linli.kernel.doors import bare_building, plate_in, read_door
from linli.kernel.formulas import as_meant
from linli.kernel.narrow import squeezed
from linli.kernel.spots import LOWEST_FLOOR

LONGEST_ROOM = 10
_NUMERALS = "[零〇一二两三四五六七八九十百]+"
_COUNTED = re.compile(rf"{_NUMERALS}(?=号|栋|幢|座|单元|梯|门洞|层|楼|室|$)")
_STAIR = re.compile(r"(?:第|单元)?(\d{1,4})号?(?:单元|梯|门洞|门)?", re.ASCII)
_FLOOR = re.compile(r"第?(负|地下|B|-)?[第F]?(\d{1,4})(?:层|楼|F)?", re.ASCII)
_ROOM = re.compile(r"[\w#-]+")
_SEVERAL_ROOMS = re.compile(r"\d{3,}-\d{3,}", re.ASCII)
_NUMBERED_ROOM = re.compile(r"[1-9]\d{2,3}", re.ASCII)
_HIGH_ROOM = re.compile(r"1\d{4}|20\d{3}", re.ASCII)
_STAIR_AND_ROOM = re.compile(r"(\d{1,2})(?:单元|-)([A-Z]?\d{2,5}[A-Z]?)", re.ASCII)
_WORDED = re.compile(
    r"(?P<building>.+?(?:号楼|栋|幢|座))(?:-?(?P<stair>\d{1,4})(?:单元|梯|门洞|-))?"
    r"(?:(?P<floor>(?:负|地下|B|-)?\d{1,4})层)?-?(?P<room>[A-Z]?\d{2,5}[A-Z]?)(?:室|号|房)?",
    re.ASCII,
)
_BELOW_GROUND = {"负", "地下", "B", "-"}
_GROUND = {"首层": "1层"}
_FROM_100 = 100


class Wrong(StrEnum):
    """What is wrong in a row."""

    NO_BUILDING_SAID = "no_building_said"
    NO_STAIR_SAID = "no_stair_said"
    NO_FLOOR_SAID = "no_floor_said"
    NO_ROOM_SAID = "no_room_said"
    PLACE = "place"
    STAIR = "stair"
    FLOOR = "floor"
    ROOM = "room"
    ROOM_LONG = "room_long"
    STAIR_BOUNDS = "stair_bounds"
    FLOOR_BOUNDS = "floor_bounds"
    STAIR_DIFFERS = "stair_differs"
    BUILDING_DIFFERS = "building_differs"
    FLOOR_DIFFERS = "floor_differs"
    UNKNOWN_BUILDING = "unknown_building"
    SEVERAL_BUILDINGS = "several_buildings"
    FLOOR_BEYOND = "floor_beyond"
    TWICE = "twice"
    TWO_FLOORS = "two_floors"
    OTHER_FLOOR = "other_floor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something wrong: in which field, what, and a value for the sentence."""

    field: str
    wrong: Wrong
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomRow:
    """What a row says of one dwelling: the building as written, stair and floor (None: not said) and the room."""

    building: str
    stair: int | None
    floor: int | None
    room: str


class _Unreadable(Exception):
    """A row says something that cannot be read."""

    def __init__(self, field: str, wrong: Wrong, value: str = "") -> None:
        super().__init__(wrong)
        self.problem = Problem(field=field, wrong=wrong, value=value[:20])


def read_row(texts: Mapping[str, str]) -> RoomRow | Problem:
    """Read one row by its fields, or say the first thing that is wrong with it.

    Three columns count before one with the whole door; a room that brings its stair (``2-302``) must agree with the
    column of stairs.
    """
    said = {name: as_meant(text.strip()) for name, text in texts.items()}
    try:
        if not said.get("building") and not said.get("room") and "address" in said:
            return _whole(said)
        return _parts(said)
    except _Unreadable as unreadable:
        return unreadable.problem


def read_stair(text: str) -> int | None:
    """Return the number of a stair: ``2``, ``二单元``, ``第2单元``. None for what is none."""
    found = _STAIR.fullmatch(_with_digits(text))
    return int(found[1]) if found else None


def read_floor(text: str) -> int | None:
    """Return the number of a floor, below the ground from -1 down: ``3``, ``三层``, ``3F``, ``负一层``, ``B1``, ``-1``.

    None for what is none.
    """
    plain = _with_digits(text)
    found = _FLOOR.fullmatch(_GROUND.get(plain, plain))
    if found is None:
        return None
    return -int(found[2]) if found[1] in _BELOW_GROUND else int(found[2])


def floor_of_room(room: str, *, floors: int | None) -> int | None:
    """Return the floor that a room's number says by the rule of ``lay_out`` (302 → 3, 1203 → 12), None where unclear.

    Five digits say a floor from 100 on only in a building known to be so high: 10203 is as often floor 2 of stair 1.
    """
    is_high = floors is not None and floors >= _FROM_100 and _HIGH_ROOM.fullmatch(room) is not None
    if not (is_high or _NUMBERED_ROOM.fullmatch(room)) or room.endswith("00"):
        return None
    return int(room[:-2])


def storeys(numbers: Collection[int]) -> int:
    """Return how many storeys above ground floors of these numbers make: the highest, without numbers left out.

    A number counts as left out where it has a 4 or is 13, as is usual, and the floors around it are there.
    """
    above = sorted({number for number in numbers if number > 0})
    if not above:
        return 0
    return above[-1] - sum(len(gap) for gap in _gaps(above))


def highest_number(floors: int, *, numbers: Collection[int]) -> int:
    """Return the highest floor number of a building of so many storeys whose floors have these numbers.

    Six storeys end with the 6th; where the sheet has a 3rd and a 5th but no 4th, with the 7th.
    """
    left_out = {number for gap in _gaps(sorted({one for one in numbers if one > 0})) for number in gap}
    number = 0
    for _storey in range(floors):
        number += 1
        while number in left_out:
            number += 1
    return number


def _gaps(above: list[int]) -> list[range]:
    """Return the gaps between floor numbers that are left out as is usual."""
    between = [range(low + 1, high) for low, high in pairwise(above)]
    return [gap for gap in between if gap and all(number == 13 or "4" in str(number) for number in gap)]  # noqa: PLR2004


def _parts(said: Mapping[str, str]) -> RoomRow:
    building, room = said.get("building", ""), _with_digits(said.get("room", ""))
    if not building:
        raise _Unreadable("building", Wrong.NO_BUILDING_SAID)
    if not room:
        raise _Unreadable("room", Wrong.NO_ROOM_SAID)
    brought, room = _room_with_stair(room, building=building)
    return RoomRow(
        building=building,
        stair=_one_stair(_stair(said), brought, field="room"),
        floor=_floor(said),
        room=_room(room),
    )


def _room_with_stair(room: str, *, building: str) -> tuple[int | None, str]:
    """Return the stair that a room brings with it (``2-302``, ``3-2-302``), None for none, and the room alone."""
    if _SEVERAL_ROOMS.fullmatch(room):
        raise _Unreadable("room", Wrong.ROOM, room)
    if found := _STAIR_AND_ROOM.fullmatch(room.rstrip("室号房")):
        return int(found[1]), found[2]
    door = read_door(room)
    if door is None:
        return None, room
    if door[0] != bare_building(_with_digits(building)):
        raise _Unreadable("room", Wrong.BUILDING_DIFFERS)
    return door[1] or None, door[2]


def _whole(said: Mapping[str, str]) -> RoomRow:
    text = _with_digits(said["address"])
    if not text:
        raise _Unreadable("address", Wrong.NO_ROOM_SAID)
    floor = _floor(said)
    building, brought, level, room = _door_in(text)
    if level is not None and floor not in {None, level}:
        raise _Unreadable("floor", Wrong.FLOOR_DIFFERS, str(level))
    return RoomRow(
        building=building,
        stair=_one_stair(_stair(said), brought, field="address"),
        floor=floor if level is None else level,
        room=_room(room),
    )


def _door_in(text: str) -> tuple[str, int | None, int | None, str]:
    """Return building, stair, floor and room of a whole door, the building with what stands before it."""
    if found := _WORDED.fullmatch(text):
        stair = int(found["stair"]) if found["stair"] else None
        floor = read_floor(found["floor"]) if found["floor"] else None
        return found["building"], stair, _floor_in_bounds(floor, field="address"), found["room"]
    door = read_door(text)
    if door is None:
        raise _Unreadable("address", Wrong.PLACE)
    return plate_in(text), door[1] or None, None, door[2]


def _one_stair(said: int | None, brought: int | None, *, field: str) -> int | None:
    """Return the stair that a row says in its column, or with its room; twice only where both agree."""
    if brought is not None and not 1 <= brought <= MOST_STAIRS:
        raise _Unreadable(field, Wrong.STAIR_BOUNDS)
    if brought is not None and said not in {None, brought}:
        raise _Unreadable("stair", Wrong.STAIR_DIFFERS)
    return said if brought is None else brought


def _stair(said: Mapping[str, str]) -> int | None:
    text = said.get("stair", "")
    if not text:
        return None
    stair = read_stair(text)
    if stair is None:
        raise _Unreadable("stair", Wrong.STAIR, text)
    if not 1 <= stair <= MOST_STAIRS:
        raise _Unreadable("stair", Wrong.STAIR_BOUNDS)
    return stair


def _floor(said: Mapping[str, str]) -> int | None:
    text = said.get("floor", "")
    if not text:
        return None
    floor = read_floor(text)
    if floor is None:
        raise _Unreadable("floor", Wrong.FLOOR, text)
    return _floor_in_bounds(floor, field="floor")


def _floor_in_bounds(floor: int | None, *, field: str) -> int | None:
    if floor is not None and (floor == 0 or not LOWEST_FLOOR <= floor <= MOST_FLOORS):
        raise _Unreadable(field, Wrong.FLOOR_BOUNDS)
    return floor


def _room(text: str) -> str:
    room = text.rstrip("室号房") or text
    if len(room) > LONGEST_ROOM:
        raise _Unreadable("room", Wrong.ROOM_LONG)
    if not _ROOM.fullmatch(room) or _SEVERAL_ROOMS.fullmatch(room):
        raise _Unreadable("room", Wrong.ROOM, room)
    return room


def _with_digits(text: str) -> str:
    """Return a text without spaces, half-width and upper case, its Chinese counts as digits: ``二单元`` → ``2单元``."""
    return _COUNTED.sub(lambda found: str(read_chinese_number(found[0])), squeezed(text).upper())
