"""Turns the pages of a list of matters in one of its orders: the newest first, or what falls due next.

An order is a row of *shelves* read one after the other, each in the order of an index: by due moment, the open matters
with a limit, then those without one, then the closed ones, the newest first. An index answers
each shelf, so that a page costs the same however many matters there are.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import IntegerField, Q, QuerySet, Value

from linli.domains.cases.models import Case

NEWEST, DUE, OLDEST = "newest", "due", "oldest"
ORDERS: Final = (NEWEST, DUE)
"""The orders a reader chooses from; the register alone begins with the oldest."""
Edge = Callable[[str, UUID, bool], Q]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """Matters of one page in the list's order, and the cursors of its neighbours; empty where there is none."""

    cases: list[Case]
    newer: str
    older: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shelf:
    """A part of an order: which matters stand on it, by what they are sorted, and what lies beyond an edge."""

    stands: Q
    sort: tuple[str, ...]
    place: Callable[[Case], Any]
    is_descending: bool
    beyond: Edge


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cursor:
    """The matter at a page's edge, and whether the page lies below or above it."""

    is_upward: bool
    shelf: int
    at: str
    id: UUID


def _by_id(stands: Q, *, is_descending: bool) -> _Shelf:
    """Return a shelf sorted by the key, which grows with the moment a matter came in."""

    def beyond(_at: str, key: UUID, is_upward: bool) -> Q:  # noqa: FBT001 - a value of the shelf, called in one place
        return Q(id__gt=key) if is_upward == is_descending else Q(id__lt=key)

    return _Shelf(
        stands=stands,
        sort=("-id",) if is_descending else ("id",),
        place=lambda case: case.id,
        is_descending=is_descending,
        beyond=beyond,
    )


def _due_and_id(case: Case) -> tuple[datetime | None, UUID]:
    return case.due_at, case.id


def _dated(at: str, key: UUID, is_upward: bool) -> Q:  # noqa: FBT001 - a value of the shelf, called in one place
    """Return what lies beyond a moment and key; the bare moment stands first, because an index can begin there."""
    moment = datetime.fromisoformat(at)
    if is_upward:
        return Q(due_at__lte=moment) & (Q(due_at__lt=moment) | Q(id__lt=key))
    return Q(due_at__gte=moment) & (Q(due_at__gt=moment) | Q(id__gt=key))


_OPEN = Q(closed_at__isnull=True)
_SHELVES: Final = {
    NEWEST: (_by_id(Q(), is_descending=True),),
    OLDEST: (_by_id(Q(), is_descending=False),),
    DUE: (
        _Shelf(
            stands=_OPEN & Q(due_at__isnull=False),
            sort=("due_at", "id"),
            place=_due_and_id,
            is_descending=False,
            beyond=_dated,
        ),
        _by_id(_OPEN & Q(due_at__isnull=True), is_descending=False),
        _by_id(Q(closed_at__isnull=False), is_descending=True),
    ),
}


def turn(query: QuerySet[Case], *, order: str, cursor: str, size: int) -> Turned:
    """Return the page beyond a cursor; without one, with a spoilt one, or with nothing beyond it, the top."""
    edge = _read(cursor, order=order)
    found = _fetch(query, order=order, edge=edge, size=size + 1)
    if edge is not None and edge.is_upward:
        cases, has_newer, has_older = found[:size][::-1], len(found) > size, True
    else:
        cases, has_newer, has_older = found[:size], edge is not None, len(found) > size
    if not cases and edge is not None:
        return turn(query, order=order, cursor="", size=size)
    return Turned(
        cases=cases,
        newer=_write(">", cases[0], order=order) if has_newer else "",
        older=_write("<", cases[-1], order=order) if has_older else "",
    )


def each(query: QuerySet[Case], *, order: str, size: int) -> Iterator[list[Case]]:
    """Yield all matters in the list's order, so many at a time, so that a whole list needs the memory of one page."""
    cursor = ""
    while True:
        edge = _read(cursor, order=order) if cursor else None
        found = _fetch(query, order=order, edge=edge, size=size)
        if found:
            yield found
        if len(found) < size:
            return
        cursor = _write("<", found[-1], order=order)


def _fetch(query: QuerySet[Case], *, order: str, edge: _Cursor | None, size: int) -> list[Case]:
    """Return so many matters beyond an edge, nearest first: in one statement, in two where the first shelf runs out.

    The other shelves are not asked before: looking for a closed matter where all are open reads every one of them.
    """
    is_upward = edge is not None and edge.is_upward
    parts = []
    for number, shelf in enumerate(_SHELVES[order]):
        if edge is not None and (number > edge.shelf if is_upward else number < edge.shelf):
            continue
        part = query.filter(shelf.stands)
        if edge is not None and number == edge.shelf:
            part = part.filter(shelf.beyond(edge.at, edge.id, is_upward))
        parts.append((number, part.order_by(*_sorted(shelf.sort, is_upward=is_upward))[:size]))
    if is_upward:
        parts.reverse()
    first = list(parts[0][1])
    if len(first) == size or len(parts) == 1:
        return first
    return (first + _united(parts[1:], order=order, is_upward=is_upward))[:size]


def _united(parts: list[tuple[int, QuerySet[Case]]], *, order: str, is_upward: bool) -> list[Case]:
    """Return the rows of several shelves, shelf by shelf: a union promises no order, the number in a row does."""
    numbered = [part.annotate(shelf=Value(number, output_field=IntegerField())) for number, part in parts]
    rows: dict[int, list[Case]] = {number: [] for number, _part in parts}
    for row in numbered[0].union(*numbered[1:], all=True):
        rows[vars(row)["shelf"]].append(row)
    shelves = _SHELVES[order]
    return [
        row
        for number, _part in parts
        for row in sorted(rows[number], key=shelves[number].place, reverse=shelves[number].is_descending != is_upward)
    ]


def _sorted(sort: tuple[str, ...], *, is_upward: bool) -> tuple[str, ...]:
    if not is_upward:
        return sort
    return tuple(name[1:] if name.startswith("-") else f"-{name}" for name in sort)


def _shelf_of(case: Case, *, order: str) -> int:
    if order != DUE:
        return 0
    if case.closed_at is not None:
        return 2
    return 0 if case.due_at is not None else 1


def _write(direction: str, case: Case, *, order: str) -> str:
    """Write an edge: ``<`` or ``>`` and the id, by due moment with the shelf and the moment before it."""
    if order != DUE:
        return f"{direction}{case.id}"
    shelf = _shelf_of(case, order=order)
    moment = case.due_at.isoformat() if shelf == 0 and case.due_at else ""
    return f"{direction}{shelf}_{moment}_{case.id}"


def _read(cursor: str, *, order: str) -> _Cursor | None:
    """Return the edge a cursor names, or none for the top, for a spoilt one, and for one of another order."""
    if cursor[:1] not in {"<", ">"}:
        return None
    try:
        if order != DUE:
            return _Cursor(is_upward=cursor[0] == ">", shelf=0, at="", id=UUID(cursor[1:]))
        shelf, at, key = cursor[1:].split("_")
        number = ("0", "1", "2").index(shelf)
        if number == 0 and datetime.fromisoformat(at).tzinfo is None:
            return None
        return _Cursor(is_upward=cursor[0] == ">", shelf=number, at=at, id=UUID(key))
    except ValueError:
        return None
