"""The to-do list: what waits for this reader, in the order in which it falls due, with true counts."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.domains.cases.contracts import CaseRow, Todo, TodoGroup, TodoTab
from linli.domains.cases.models import Case, Party
from linli.domains.cases.policies import standing_roles
from linli.domains.cases.queries.visible import rows_of, visible_cases
from linli.domains.cases.queries.words import PROCEDURE
from linli.foundation.scope.reader import Purpose, Reader
from linli.foundation.workflow import queries as workflow
from linli.foundation.workflow.procedure import Shape

PAGE = 50
COUNT_LIMIT = 1000
"""Counts are exact to 999; a thousand says "more"."""

SOON = timedelta(hours=24)
_OPEN_PARTY = ("asked", "received", "working")


def todo_list(reader: Reader, *, tab: str, cursor: str, at: datetime) -> Todo:
    """Return one tab of a reader's to-do list, the earliest due first.

    Tabs: ``mine`` waits for this person's step, ``unit`` is all that is open, then ``soon``, ``overdue``, and where the
    role has it ``verify`` and ``arbitrate``. An unknown tab shows ``mine``.
    """
    tabs = _tabs(reader, at=at)
    chosen = tab if tab in tabs else "mine"
    counts = _counts([query for _words, query in tabs.values()])
    cases = list(_from(tabs[chosen][1], cursor=cursor).order_by(F("due_at").asc(nulls_last=True), "id")[: PAGE + 1])
    more, cases = len(cases) > PAGE, cases[:PAGE]
    return Todo(
        tab=chosen,
        tabs=tuple(
            TodoTab(code=code, words=words, count=count)
            for (code, (words, _query)), count in zip(tabs.items(), counts, strict=True)
        ),
        groups=_groups(rows_of(cases), at=at),
        older=_cursor(cases[-1]) if more else "",
    )


def waiting_for(reader: Reader) -> Q:
    """Return the condition that a matter waits for this person: it is the role's turn, or the unit has open work."""
    roles = standing_roles(reader)
    procedure = workflow.published(PROCEDURE)
    states = [
        state.code
        for state in procedure.states
        if not state.is_final
        and state.shape is not Shape.DOING
        and any(state.code in a.from_states and a.to and a.by & roles for a in procedure.actions)
    ]
    own = Party.objects.filter(unit=reader.unit, released_at__isnull=True, state__in=_OPEN_PARTY).values("case")
    return Q(state__in=states) | Q(pk__in=own) if reader.unit else Q(state__in=states)


def _tabs(reader: Reader, *, at: datetime) -> dict[str, tuple[str, QuerySet[Case]]]:
    seen = visible_cases(reader).filter(closed_at__isnull=True)
    roles = standing_roles(reader)
    tabs = {
        "mine": (_("Mine"), seen.filter(waiting_for(reader))),
        "unit": (_("My unit's") if reader.purpose is Purpose.ASSIST else _("All open"), seen),
        "soon": (_("Due soon"), seen.filter(due_at__gte=at, due_at__lt=at + SOON)),
        "overdue": (_("Overdue"), seen.filter(due_at__lt=at)),
    }
    if "verifier" in roles:
        tabs["verify"] = (_("To verify"), seen.filter(state="verifying"))
    if "street" in roles:
        tabs["arbitrate"] = (_("To decide"), seen.filter(Q(state="arbitration") | Q(is_sealed=True, state="received")))
    return tabs


def _counts(queries: list[QuerySet[Case]]) -> list[int]:
    """Count each query up to a thousand, all in one statement."""
    parts: list[str] = []
    values: list[Any] = []
    for query in queries:
        sql, params = query.order_by().values("pk")[:COUNT_LIMIT].query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) counted)")  # noqa: S608 - compiled by Django, values apart
        values += params
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return list(cursor.fetchone())


def _from(query: QuerySet[Case], *, cursor: str) -> QuerySet[Case]:
    """Go on below a cursor of due moment and id; matters without a limit come last. A spoilt cursor starts anew."""
    due, _sep, last = cursor.partition("_")
    try:
        last_id = UUID(last)
        due_at = datetime.fromisoformat(due) if due != "none" else None
    except ValueError:
        return query
    if due_at is None:
        return query.filter(due_at__isnull=True, id__gt=last_id)
    return query.filter(Q(due_at__gt=due_at) | Q(due_at=due_at, id__gt=last_id) | Q(due_at__isnull=True))


def _cursor(case: Case) -> str:
    return f"{case.due_at.isoformat() if case.due_at else 'none'}_{case.id}"


def _groups(rows: tuple[CaseRow, ...], *, at: datetime) -> tuple[TodoGroup, ...]:
    today = timezone.localdate(at)
    groups: dict[str, list[CaseRow]] = {"overdue": [], "today": [], "later": [], "no_limit": []}
    for row in rows:
        if row.due_at is None:
            groups["no_limit"].append(row)
        elif row.due_at < at:
            groups["overdue"].append(row)
        else:
            groups["today" if timezone.localdate(row.due_at) == today else "later"].append(row)
    return tuple(TodoGroup(code=code, rows=tuple(found)) for code, found in groups.items() if found)
