"""The plain list of matters: filters, keyset paging both ways, counts to a thousand, and the register of a month."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from linli.domains.cases.contracts import CaseFilters, CaseList, CaseRow
from linli.domains.cases.models import Case, Party
from linli.domains.cases.queries.visible import rows_of, visible_cases
from linli.foundation.scope.reader import Reader
from linli.foundation.search import index as search
from linli.kernel.periods import Month

PAGE = 50
COUNT_LIMIT = 1000
REGISTER_BATCH = 500
FOUND_LIMIT = 1000
SOON = timedelta(hours=24)


def case_list(reader: Reader, *, filters: CaseFilters, cursor: str, at: datetime) -> CaseList:
    """Return a page of matters, newest first, as the filters of the page's address say.

    ``cursor`` is ``<`` or ``>`` and the id of the page's edge: older or newer than it; anything else is the top.
    """
    query = filtered(visible_cases(reader), reader=reader, filters=filters, at=at)
    count = query.order_by("-id")[:COUNT_LIMIT].count()
    page = _page(query, edge=_edge(cursor), is_upward=cursor.startswith(">"))
    return CaseList(
        rows=rows_of(page.cases),
        newer=f">{page.cases[0].id}" if page.has_newer else "",
        older=f"<{page.cases[-1].id}" if page.has_older else "",
        count=count,
    )


def rows_by_id(reader: Reader, *, ids: Collection[UUID]) -> tuple[CaseRow, ...]:
    """Return the rows of these matters as far as the reader may see them, the next due first (two statements)."""
    query = visible_cases(reader).filter(pk__in=ids)
    return rows_of(list(query.order_by(F("due_at").asc(nulls_last=True), "id")))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """Matters of one page, newest first, and whether there are others on either side."""

    cases: list[Case]
    has_newer: bool
    has_older: bool


def _page(query: QuerySet[Case], *, edge: UUID | None, is_upward: bool) -> _Page:
    """Return the page beyond an edge; without one, or with nothing beyond it, the top."""
    if edge is not None and is_upward:
        found = list(query.filter(id__gt=edge).order_by("id")[: PAGE + 1])
        page = _Page(cases=found[:PAGE][::-1], has_newer=len(found) > PAGE, has_older=True)
    else:
        older = query if edge is None else query.filter(id__lt=edge)
        found = list(older.order_by("-id")[: PAGE + 1])
        page = _Page(cases=found[:PAGE], has_newer=edge is not None, has_older=len(found) > PAGE)
    if page.cases or edge is None:
        return page
    return _page(query, edge=None, is_upward=False)


def _edge(cursor: str) -> UUID | None:
    """Return the id a cursor names, or none for the top and for a spoilt one."""
    try:
        return UUID(cursor[1:]) if cursor[:1] in {"<", ">"} else None
    except ValueError:
        return None


def filtered(query: QuerySet[Case], *, reader: Reader, filters: CaseFilters, at: datetime) -> QuerySet[Case]:
    """Narrow matters by the filters; a filter whose value means nothing is left out."""
    if filters.state == "open":
        query = query.filter(closed_at__isnull=True)
    elif filters.state:
        query = query.filter(state=filters.state)
    if filters.kind:
        query = query.filter(kind=filters.kind)
    if filters.grid:
        query = query.filter(grid=filters.grid)
    if filters.community:
        query = query.filter(community=filters.community)
    query = _by_unit(query, filters.unit)
    query = _by_due(query, filters.due, at=at)
    query = _by_month(query, filters.month)
    if filters.words:
        place = filters.community or reader.territory
        found = search.find("case", filters.words, place, FOUND_LIMIT)
        return query.filter(Q(pk__in=found) | Q(code=_digits(filters.words)))
    return query


def _digits(words: str) -> str:
    return "".join(character for character in words if character.isdigit())


def _by_unit(query: QuerySet[Case], unit: str) -> QuerySet[Case]:
    try:
        wanted = UUID(unit)
    except ValueError:
        return query
    return query.filter(pk__in=Party.objects.filter(unit=wanted).values("case"))


def _by_due(query: QuerySet[Case], due: str, *, at: datetime) -> QuerySet[Case]:
    if due == "overdue":
        return query.filter(closed_at__isnull=True, due_at__lt=at)
    if due == "soon":
        return query.filter(closed_at__isnull=True, due_at__gte=at, due_at__lt=at + SOON)
    return query


def _by_month(query: QuerySet[Case], month: str) -> QuerySet[Case]:
    try:
        wanted = Month.parse(month)
    except ValueError:
        return query
    return query.filter(opened_at__gte=wanted.start, opened_at__lt=wanted.end)


def month_register(reader: Reader, *, month: Month) -> Iterator[CaseRow]:
    """Yield the matters opened in a month, oldest first, in batches so that a city's month fits into memory."""
    query = visible_cases(reader).filter(opened_at__gte=month.start, opened_at__lt=month.end).order_by("id")
    last: UUID | None = None
    while True:
        batch = list((query if last is None else query.filter(id__gt=last))[:REGISTER_BATCH])
        yield from rows_of(batch)
        if len(batch) < REGISTER_BATCH:
            return
        last = batch[-1].id
