"""Division codes from province to grid: their level, the part that carries meaning, and what lies inside what.

A code is 12 digits (province 2, city 2, district 2, street 3, community 3; GB/T 2260 and the statistical codes) or 15
with a grid's number. Its *scope* is the code without the zeros at its end: everything inside a place begins with it.
The surprise: cities such as Dongguan have streets but no districts, so a group of zeros in the middle is meant.
"""

from __future__ import annotations

import re
from enum import IntEnum

_SHAPE = re.compile(r"[1-9]\d*", re.ASCII)
_PROVINCES = frozenset(
    (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 99)
)  # 99 is no province: demonstrations lie there, so that they can be taken for no real place.
_GRID_DIGITS = 15
_COMMUNITY_DIGITS = 12


class DivisionLevel(IntEnum):
    """A level of the division tree; its value is the number of digits that carry meaning."""

    PROVINCE = 2
    CITY = 4
    DISTRICT = 6
    STREET = 9
    COMMUNITY = 12
    GRID = 15


_LENGTHS = frozenset(level.value for level in DivisionLevel)
_GROUPS = tuple(zip((0, *DivisionLevel), DivisionLevel, strict=False))
"""Where each level's own group of digits begins and ends, the widest first; worked out once: lists are long."""


class UnknownDivision(ValueError):
    """A code has no level: wrong length, a letter, an unknown province or a group that is missing."""

    def __init__(self, code: str) -> None:
        super().__init__(f"{code!r} is not a division code")
        self.code = code


def level_of(code: str) -> DivisionLevel:
    """Return the level of a code, given in full or as a scope. Raises UnknownDivision."""
    return DivisionLevel(len(scope_of(code)))


def scope_of(code: str) -> str:
    """Return the digits that carry meaning: '440305006000' → '440305006', '440000' → '44'. Raises UnknownDivision."""
    if len(code) not in _LENGTHS or not _SHAPE.fullmatch(code) or int(code[:2]) not in _PROVINCES:
        raise UnknownDivision(code)
    for begin, level in reversed(_GROUPS):
        if len(code) >= level and code[begin:level].strip("0"):
            scope = code[:level]
            break
    else:
        raise UnknownDivision(code)
    if level is DivisionLevel.GRID and not scope[9:12].strip("0"):
        raise UnknownDivision(code)  # A grid belongs to a community, never to a street or a district directly.
    return scope


def is_within(code: str, scope: str) -> bool:
    """Whether a place lies inside another or is that other; each in full or as a scope. Raises UnknownDivision."""
    return scope_of(code).startswith(scope_of(scope))


def lineage(code: str) -> tuple[str, ...]:
    """Return the scopes from the province down to the code itself, levels that the place does not have left out."""
    scope = scope_of(code)
    return tuple(scope[:end] for begin, end in _GROUPS if end <= len(scope) and scope[begin:end].strip("0"))


def check_grid_code(code: str) -> bool:
    """Whether a code is a community's 12 digits and a grid's number from 001 (GB/T 30428.1, 12 + 3)."""
    try:
        return len(code) == _GRID_DIGITS and level_of(code) is DivisionLevel.GRID
    except UnknownDivision:
        return False


def full_code(code: str) -> str:
    """Return a scope in the 12-digit form that other systems use; a grid stays 15. Raises UnknownDivision."""
    return scope_of(code).ljust(_COMMUNITY_DIGITS, "0")
