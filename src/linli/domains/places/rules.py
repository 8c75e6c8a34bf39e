"""The rules of places as pure functions: how people say which building they mean, and how dwellings are numbered."""

import math
import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from itertools import count, islice
from typing import NotRequired, TypedDict

from linli.kernel.chinese_numbers import plain_text

_BUILDING = re.compile(r"(?<!\d)([A-Za-z]?)(\d{1,4})(?:号楼|栋|幢|座)|(?<![A-Za-z])([A-Za-z])(?:座|栋|幢|号楼)")
SMALLEST_M2, LARGEST_M2 = 2.0, 500_000.0
"""Below is a post or a slip of the pen, above a site: the largest buildings of China cover some 400,000 m²."""
SAME_SHARE = 0.5
MOST_STAIRS, MOST_FLOORS, MOST_ROOMS_PER_FLOOR = 50, 200, 99
"""Two digits name a door; the others are far above what is built."""
_FIRST_NUMBER = re.compile(r"\d+")
_BARE_NUMBER = re.compile(r"(?<!\d)([A-Za-z]?)(\d{1,4})号(?![院线门人电路])()")


class SizeIssue(StrEnum):
    """Why a footprint's size is none of a building."""

    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True, kw_only=True)
class DwellingPlace:
    """Where a dwelling lies in its building: stair and floor from 1, room as people say it (``302``)."""

    stair: int
    floor: int
    room: str


class Numbering(TypedDict):
    """How the dwellings of a regular building are numbered, apart from its floors: what :func:`lay_out` asks."""

    stairs: int
    rooms_per_floor: int
    first_floor: NotRequired[int]
    skipped_floors: NotRequired[Collection[int]]


def building_names(text: str) -> tuple[str, ...]:
    """Return the building numbers that a text speaks of, in its order: ``三号楼 2 单元`` and ``3栋`` both give ``3``.

    A letter before the number is kept (``B2``), a letter alone (``A 座``) is a name too. A bare ``3 号`` counts only
    where nothing clearer is said, so that a street's number beside a building's is not taken for one.
    """
    plain = plain_text(text)
    found = list(_BUILDING.finditer(plain)) or list(_BARE_NUMBER.finditer(plain))
    return tuple(dict.fromkeys((match[1] + match[2].lstrip("0") if match[2] else match[3]).upper() for match in found))


def plate_parts(text: str) -> tuple[str, str]:
    """Return what stands before a building's number, and its name: ``东区三号楼`` → ``东区`` and ``3``.

    A text that names no building by a number or a letter, or several, is all before it: ``综合楼`` and nothing.
    """
    plain = plain_text(text).upper()
    found = list(_BUILDING.finditer(plain)) or list(_BARE_NUMBER.finditer(plain))
    names = building_names(text)
    return (plain[: found[0].start()], names[0]) if len(names) == 1 else (plain, "")


def lay_out(
    *, stairs: int, floors: int, rooms_per_floor: int, first_floor: int = 1, skipped_floors: Collection[int] = ()
) -> tuple[DwellingPlace, ...]:
    """Return the dwellings of a regular building: room = floor number, then two digits (third floor, second door: 302).

    ``floors`` counts the storeys there really are; numbers that the building leaves out, such as 4 and 14, are skipped,
    so that six storeys without a fourth end with the seventh. Below ``first_floor`` (a number) nobody lives. Raises
    ``ValueError`` for counts below 1, more than 50 stairs, 200 floors or 99 rooms a floor, and where no floor is left.
    """
    counts = ((stairs, MOST_STAIRS), (floors, MOST_FLOORS), (rooms_per_floor, MOST_ROOMS_PER_FLOOR))
    lived_on = [number for number in floor_numbers(floors, skipped=skipped_floors) if number >= first_floor]
    if any(not 1 <= count <= most for count, most in counts) or first_floor < 1 or not lived_on:
        raise ValueError((stairs, floors, rooms_per_floor, first_floor))
    return tuple(
        DwellingPlace(stair=stair, floor=floor, room=f"{floor}{door:02d}")
        for stair in range(1, stairs + 1)
        for floor in lived_on
        for door in range(1, rooms_per_floor + 1)
    )


def floor_numbers(floors: int, *, skipped: Collection[int] = ()) -> list[int]:
    """Return the numbers of so many storeys from the ground up, without those that the building leaves out."""
    left_out = set(skipped)
    return list(islice((number for number in count(1) if number not in left_out), max(floors, 0)))


def size_issue(area_m2: float) -> SizeIssue | None:
    """Return why a footprint of so many square metres is none of a building, or nothing (2 to 500,000 m²)."""
    if area_m2 < SMALLEST_M2:
        return SizeIssue.TOO_SMALL
    return SizeIssue.TOO_LARGE if area_m2 > LARGEST_M2 else None


def is_same_building(share: float) -> bool:
    """Return whether two footprints are one building: they share more than half of the smaller one's ground.

    Two surveys of one building differ by a step; neighbours share a wall, and sometimes a badly drawn metre.
    """
    return share > SAME_SHARE


def by_number(number: str, sequence: int) -> tuple[float, str, int]:
    """Return the key that puts buildings in the order of their numbers: 2 before 10, ``A`` and unnumbered ones last."""
    digits = _FIRST_NUMBER.search(number)
    return (int(digits[0]) if digits else math.inf, number, sequence)
