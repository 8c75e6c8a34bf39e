"""The gate before a community: what a matter's kind may be dispatched to committee and station for, as pure functions.

北京市接诉即办工作条例 and the local rules on admission: what is not on a community's list is not passed down to it,
where it only assists it is not made to lead, and what is barred stays away; an exception opens its item for its days.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from linli.domains.duties.lists.contracts import AdmissionRef, HeldVersion, Item, ListVersion
from linli.domains.duties.lists.rules import COMMUNITY_BODIES, ListKind, Share, holds_on, in_force


class Ground(StrEnum):
    """Why a community is not given a matter."""

    BARRED = "barred"
    ONLY_ASSISTS = "only_assists"
    NOT_ITS_PART = "not_its_part"
    TAKEN_OFF = "taken_off"
    LAPSED = "lapsed"
    NOT_LISTED = "not_listed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """The matter may be dispatched: by an item, by an exception, or because no list speaks of the unit (neither)."""

    item: Item | None = None
    version: ListVersion | None = None
    admission: AdmissionRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """The matter may not be dispatched; the item where one is known, and the version that decides."""

    ground: Ground
    version: ListVersion
    item: Item | None = None
    earlier: ListVersion | None = None


_PARTS = (ListKind.OWN, ListKind.ADMITTED, ListKind.ASSIST)
"""Lists of what a community does, in the order in which they are asked."""


def judge(
    case_kind: str,
    *,
    unit_kind: str,
    share: Share,
    place: str,
    day: date,
    versions: Sequence[HeldVersion],
    admissions: Iterable[AdmissionRef] = (),
) -> Open | Stopped:
    """Return whether a matter of a kind may be dispatched to a unit of a kind, on the versions in force on the day.

    Units other than committee and station pass: the lists protect these two. Where no list of what a community does
    is in force, only what is barred is stopped.
    """
    if unit_kind not in COMMUNITY_BODIES:
        return Open()
    for one in admissions:
        if _opens(one, case_kind, unit_kind=unit_kind, share=share, place=place, day=day):
            return Open(admission=one)
    deciding = in_force(versions, place=place, day=day)
    barred = next(_items(deciding, case_kind, kinds=(ListKind.BARRED,), day=day), None)
    if barred is not None:
        return Stopped(ground=Ground.BARRED, item=barred[0], version=barred[1])
    parts = [one for one in deciding if one.kind in _PARTS]
    if not parts:
        return Open()
    return _by_lists(case_kind, unit_kind=unit_kind, share=share, parts=parts, versions=versions, day=day)


def _by_lists(
    case_kind: str,
    *,
    unit_kind: str,
    share: Share,
    parts: Sequence[HeldVersion],
    versions: Sequence[HeldVersion],
    day: date,
) -> Open | Stopped:
    stands = list(_items(parts, case_kind, kinds=_PARTS, day=day))
    for item, version in stands:
        if unit_kind in item.leads or (share is Share.ASSIST and unit_kind in item.assists):
            return Open(item=item, version=version)
    for item, version in stands:
        if unit_kind in item.assists:
            return Stopped(ground=Ground.ONLY_ASSISTS, item=item, version=version)
    if stands:
        return Stopped(ground=Ground.NOT_ITS_PART, item=stands[0][0], version=stands[0][1])
    for one in parts:
        if lapsed := next(iter(one.of_kind(case_kind)), None):
            return Stopped(ground=Ground.LAPSED, item=lapsed, version=one.about)
    return _taken_off(case_kind, unit_kind=unit_kind, parts=parts, versions=versions)


def _taken_off(
    case_kind: str, *, unit_kind: str, parts: Sequence[HeldVersion], versions: Sequence[HeldVersion]
) -> Stopped:
    """Return that nothing on the lists speaks of the matter, with an item of an earlier or wider list that did."""
    earlier = sorted(
        (
            (old, item, now)
            for now in parts
            for old in versions
            if old.kind is now.kind and _gave_way(old, now)
            for item in old.of_kind(case_kind)
        ),
        key=lambda one: (unit_kind not in one[1].leads | one[1].assists, -len(one[0].scope), -one[0].version),
    )
    if earlier:
        old, item, now = earlier[0]
        return Stopped(ground=Ground.TAKEN_OFF, item=item, version=now.about, earlier=old.about)
    return Stopped(ground=Ground.NOT_LISTED, version=parts[0].about)


def _gave_way(old: HeldVersion, now: HeldVersion) -> bool:
    """Whether a version is an earlier one of the list that decides, or one of a wider territory before it."""
    if old.scope == now.scope:
        return old.version < now.version
    return now.scope.startswith(old.scope)


def _items(
    versions: Iterable[HeldVersion], case_kind: str, *, kinds: Sequence[ListKind], day: date
) -> Iterator[tuple[Item, ListVersion]]:
    """Yield the items of a kind of matter that are in force, list by list."""
    ordered = sorted((one for one in versions if one.kind in kinds), key=lambda one: kinds.index(one.kind))
    return ((item, one.about) for one in ordered for item in one.of_kind(case_kind) if holds_on(item, day))


def _opens(one: AdmissionRef, case_kind: str, *, unit_kind: str, share: Share, place: str, day: date) -> bool:
    """Return whether an exception opens this: its kinds, unit, place and days; leading includes helping."""
    return (
        case_kind in one.case_kinds
        and one.unit_kind == unit_kind
        and place.startswith(one.scope)
        and (one.share is Share.LEAD or share is Share.ASSIST)
        and one.is_open_on(day)
    )
