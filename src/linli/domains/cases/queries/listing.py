"""The plain list of matters: filters, counts to a thousand, the whole of it for a workbook, and a month's register."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from linli.domains.cases.contracts import CaseFilters, CaseList, CaseRow
from linli.domains.cases.models import Case, Party
from linli.domains.cases.policies import sees_grid_rates
from linli.domains.cases.queries import turning
from linli.domains.cases.queries.quality import measures
from linli.domains.cases.queries.visible import rows_of, visible_cases
from linli.foundation.scope.reader import Reader
from linli.foundation.search import index as search
from linli.kernel.periods import Month, Period, Quarter, Year

PAGE = 50
COUNT_LIMIT = 1000
REGISTER_BATCH = 500
FOUND_LIMIT = 1000
SOON = timedelta(hours=24)


def case_list(reader: Reader, *, filters: CaseFilters, order: str, cursor: str, at: datetime) -> CaseList:
    """Return a page of matters as the filters of the page's address say, in an order of :data:`turning.ORDERS`.

    ``cursor`` is what an earlier page of the same order gave for its neighbours; anything else is the top.
    """
    query = filtered(visible_cases(reader), reader=reader, filters=filters, at=at)
    count = query.order_by("-id")[:COUNT_LIMIT].count()
    page = turning.turn(query, order=_known(order), cursor=cursor, size=PAGE)
    return CaseList(rows=rows_of(page.cases), newer=page.newer, older=page.older, count=count)


def count_to(reader: Reader, *, filters: CaseFilters, at: datetime, limit: int) -> int:
    """Return how many matters fit the filters, at most one more than ``limit``."""
    query = filtered(visible_cases(reader), reader=reader, filters=filters, at=at, is_whole=True)
    return query.order_by("-id")[: limit + 1].count()


def whole_list(reader: Reader, *, filters: CaseFilters, order: str, at: datetime) -> Iterator[CaseRow]:
    """Yield all matters that fit the filters, in batches so that a long list fits into memory."""
    query = filtered(visible_cases(reader), reader=reader, filters=filters, at=at, is_whole=True)
    for batch in turning.each(query, order=_known(order), size=REGISTER_BATCH):
        yield from rows_of(batch)


def _known(order: str) -> str:
    return order if order in turning.ORDERS else turning.NEWEST


def rows_by_id(reader: Reader, *, ids: Collection[UUID]) -> tuple[CaseRow, ...]:
    """Return the rows of these matters as far as the reader may see them, the next due first (two statements)."""
    query = visible_cases(reader).filter(pk__in=ids)
    return rows_of(list(query.order_by(F("due_at").asc(nulls_last=True), "id")))


def filtered(
    query: QuerySet[Case], *, reader: Reader, filters: CaseFilters, at: datetime, is_whole: bool = False
) -> QuerySet[Case]:
    """Narrow matters by the filters; a filter whose value means nothing is left out.

    Words are looked for among the newest thousand that hold them, which is what a page shows; with ``is_whole`` among
    all, for whoever takes a list out takes all of it.
    """
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
    query = _by_period(_by_period(query, filters.month), filters.period)
    if filters.words:
        query = query.filter(_said(filters, reader=reader, is_whole=is_whole) | Q(code=_digits(filters.words)))
    if (filters.measure or filters.answers) and not (filters.grid and not sees_grid_rates(reader, grid=filters.grid)):
        by = measures.measuring(filters.community or reader.territory, at=at)
        return measures.narrowed(query, filters=filters, by=by)
    return query


def _said(filters: CaseFilters, *, reader: Reader, is_whole: bool) -> Q:
    place = filters.community or reader.territory
    if is_whole and search.is_searchable(filters.words):
        return Q(pk__in=search.found("case", filters.words, place).order_by())
    return Q(pk__in=search.find("case", filters.words, place, FOUND_LIMIT))


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


def _by_period(query: QuerySet[Case], period: str) -> QuerySet[Case]:
    wanted = period_of(period)
    return query.filter(opened_at__gte=wanted.start, opened_at__lt=wanted.end) if wanted else query


def period_of(text: str) -> Period | None:
    """Read a month, a quarter or a year; none for anything else."""
    for shape in (Month, Quarter, Year):
        try:
            return shape.parse(text)
        except ValueError:
            continue
    return None


def month_register(reader: Reader, *, month: Month) -> Iterator[CaseRow]:
    """Yield the matters opened in a month, oldest first, in batches so that a city's month fits into memory."""
    query = visible_cases(reader).filter(opened_at__gte=month.start, opened_at__lt=month.end)
    for batch in turning.each(query, order=turning.OLDEST, size=REGISTER_BATCH):
        yield from rows_of(batch)
