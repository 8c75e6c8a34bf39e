"""The rules of the national list as pure functions: which rows fit, what ends, what follows what, which name to offer.

Codes follow the coding rules of the statistics bureau (统计用区划代码和城乡划分代码编制规则): 2, 4, 6, 9 and 12 digits
carry meaning. The surprise: a group of zeros is a *filler*. 东莞 has no districts, so the list repeats it as 441900
between 4419 and its streets; such a row names nothing new.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from linli.kernel.divisions import UnknownDivision, lineage, scope_of

MOST_NAME = 100
ENDED_FREELY = 100
"""So many divisions may end without a question."""
ENDED_SHARE = 10
"""Beyond those, a list that would end more than one in ten of what is known is taken for one that was cut off."""
_COMMUNITY_DIGITS = 12
_ONE_DAY = timedelta(days=1)
_BODIES = {
    **dict.fromkeys(("社区居民委员会", "社区居委会", "居民委员会", "居委会"), "社区"),
    **dict.fromkeys(("村民委员会", "村委会"), "村"),
}


class Fault(StrEnum):
    """Why a row of the list is not taken."""

    NOT_A_CODE = "not_a_code"
    OTHER_LEVEL = "other_level"
    NO_NAME = "no_name"
    NO_PARENT = "no_parent"
    TWICE = "twice"


class Fate(StrEnum):
    """What becomes of a division that a newer list no longer names."""

    END = "end"
    IN_USE = "in_use"
    SAME_DAY = "same_day"
    ENDED = "ended"


class Break(StrEnum):
    """Why a division cannot follow another."""

    NOT_A_CODE = "not_a_code"
    ITSELF = "itself"
    OTHER_LEVEL = "other_level"
    OLD_UNKNOWN = "old_unknown"
    NEW_UNKNOWN = "new_unknown"
    OLD_IN_USE = "old_in_use"
    OLD_GOES_ON = "old_goes_on"
    NEW_ENDED_FIRST = "new_ended_first"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One row that fits; ``parent`` is the code of the level above that the place has, empty for a province."""

    code: str
    name: str
    parent: str


class Stored(NamedTuple):
    """A division as the table has it, compared with a row of a list; ``parent`` is a code or none."""

    name: str
    parent: str | None
    valid_to_on: date | None
    is_in_use: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a division stands in the table; ``is_needed``: a community set up here is it or lies in it."""

    valid_from_on: date
    valid_to_on: date | None
    is_needed: bool


def judge(code: str, name: str, *, digits: int, above: Container[str]) -> Listed | Fault | None:
    """Return a row of a level (``digits`` of its codes) as it is taken, its fault, or none for a filler.

    ``above`` are the codes that were taken so far.
    """
    if len(code) != digits:
        return Fault.OTHER_LEVEL if code.isdecimal() else Fault.NOT_A_CODE
    try:
        line = lineage(code)
    except UnknownDivision:
        return Fault.NOT_A_CODE
    if line[-1] != code:
        return None if line[-1] in above else Fault.NO_PARENT
    name = " ".join(name.split())
    if not name or len(name) > MOST_NAME or not name.isprintable():
        return Fault.NO_NAME
    parent = line[-2] if len(line) > 1 else ""
    if parent and parent not in above:
        return Fault.NO_PARENT
    return Listed(code=code, name=name, parent=parent)


def revised(stored: Stored, listed: Listed, *, update_names: bool) -> Stored:
    """Return a division as it stands after a list named it again.

    Names and ends that people here gave stay: only ``update_names`` renames what is in use, and only what nobody uses
    is taken back after an older list lacked it. Everything hangs below what the list puts it in.
    """
    name, valid_to_on = stored.name, stored.valid_to_on
    if not stored.is_in_use:
        name, valid_to_on = listed.name, None
    elif update_names:
        name = community_name(listed.name) if len(listed.code) == _COMMUNITY_DIGITS else listed.name
    return stored._replace(name=name, parent=listed.parent or None, valid_to_on=valid_to_on)


def fate_of(missing: Standing, *, as_of_on: date) -> Fate:
    """Return what becomes of a division that a list of a day does not name; it ends :func:`last_day` or stays.

    Nothing that a community set up here hangs on ends by a list: somebody decides that by hand. What begins on the
    list's own day or later cannot end before it begins.
    """
    if missing.valid_to_on is not None:
        return Fate.ENDED
    if missing.is_needed:
        return Fate.IN_USE
    if missing.valid_from_on >= as_of_on:
        return Fate.SAME_DAY
    return Fate.END


def last_day(as_of_on: date) -> date:
    """Return the last day of a division that a list of a day no longer names: the day before."""
    return as_of_on - _ONE_DAY


def is_cut_off(*, ending: int, known: int) -> bool:
    """Return whether a list would end so many of the known divisions that it is rather a list that was cut off."""
    return ending > ENDED_FREELY and ending * ENDED_SHARE > known


def break_between(old: str, new: str, *, known: Mapping[str, Standing]) -> Break | None:
    """Return why one division cannot be the successor of another, or none where it can; codes in full or as scopes.

    The one that follows ends later than the one before it, or not at all: so no chain of successors runs in a circle.
    """
    try:
        before, after = scope_of(old), scope_of(new)
    except UnknownDivision:
        return Break.NOT_A_CODE
    if before == after or len(before) != len(after):
        return Break.ITSELF if before == after else Break.OTHER_LEVEL
    if before not in known or after not in known:
        return Break.NEW_UNKNOWN if before in known else Break.OLD_UNKNOWN
    return _break_in_time(known[before], known[after])


def _break_in_time(before: Standing, after: Standing) -> Break | None:
    if before.valid_to_on is None:
        return Break.OLD_IN_USE if before.is_needed else Break.OLD_GOES_ON
    if after.valid_to_on is not None and after.valid_to_on <= before.valid_to_on:
        return Break.NEW_ENDED_FIRST
    return None


def community_name(listed: str) -> str:
    """Return what a community is called, from the body that the list names: 多福巷社区居委会 → 多福巷社区.

    The list names the committee, people name the place: a residents' committee's area is a community (Organic Law of
    Urban Residents' Committees, in force from 2026-01-01, article 3), a villagers' committee's a village. Other names
    stay as they are.
    """
    for body, kind in _BODIES.items():
        place = listed.removesuffix(body)
        if place and place != listed:
            return place if place.endswith((kind, "社区")) else place + kind
    return listed
