"""The only way to a list of matters: those a reader may see, found by an index beside the database's own policies."""

from datetime import datetime

from django.db.models import Q, QuerySet

from linli.domains.cases.contracts import CaseRow
from linli.domains.cases.models import Case, Party, Wording
from linli.domains.cases.queries.words import kind_words, state_of
from linli.foundation.orgs import queries as orgs
from linli.foundation.scope.reader import Purpose, Reader
from linli.foundation.workflow.words import say

_COLUMN_BY_DIGITS = {15: "grid", 12: "community", 9: "street", 6: "district"}


def visible_cases(reader: Reader) -> QuerySet[Case]:
    """Return the matters of a reader's standing.

    The filter names a plain column, so that an index serves it; the policies of the table decide once more, and hide
    sealed matters below the street. People of a unit see the matters their unit is or was a party of.
    """
    if reader.purpose is Purpose.ASSIST:
        own = Party.objects.filter(unit=reader.unit).values("case")
        return Case.objects.filter(pk__in=own)
    return Case.objects.filter(within(reader.territory))


def within(territory: str) -> Q:
    """Return the condition that a matter lies in a territory; an empty territory holds nothing."""
    if not territory:
        return Q(pk__isnull=True)
    column = _COLUMN_BY_DIGITS.get(len(territory))
    if column:
        return Q(**{column: territory})
    return Q(district__gte=territory, district__lt=f"{territory}:")


def rows_of(cases: list[Case]) -> tuple[CaseRow, ...]:
    """Return list rows for matters already read; their titles come with one more statement."""
    titles = dict(Wording.objects.filter(case__in=[case.id for case in cases]).values_list("case_id", "title"))
    return tuple(row_of(case, title=titles.get(case.id, "")) for case in cases)


def row_of(case: Case, *, title: str) -> CaseRow:
    """Return one list row."""
    state = state_of(case.procedure, case.procedure_version, case.state)
    return CaseRow(
        id=case.id,
        code=case.code,
        title=title,
        place=case.place,
        kind=case.kind,
        kind_words=kind_words(case.community, case.kind),
        grid=case.grid,
        state=case.state,
        state_words=say(state.internal),
        shape=str(state.shape),
        lead=orgs.unit_name(case.lead_unit_id) if case.lead_unit_id else "",
        parties=len(case.units),
        opened_at=case.opened_at,
        due_at=case.due_at,
        closed_at=case.closed_at,
        is_sealed=case.is_sealed,
        is_held=case.is_held,
        community=case.community,
    )


def is_overdue(case: Case, *, at: datetime) -> bool:
    """Whether an open matter's due time has passed."""
    return case.closed_at is None and case.due_at is not None and case.due_at < at
