"""The to-do list: what waits for this reader, in the order in which it falls due, with true counts."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.domains.cases.contracts import CaseRow, Todo, TodoGroup, TodoTab
from linli.domains.cases.models import Case, Party, Supervision, TimeRequest
from linli.domains.cases.policies import standing_roles
from linli.domains.cases.queries.quality import looks
from linli.domains.cases.queries.visible import rows_of, visible_cases
from linli.foundation.scope.reader import Purpose, Reader
from linli.foundation.workflow import queries as workflow
from linli.foundation.workflow.procedure import ProcedureBody, Shape

PAGE = 50
COUNT_LIMIT = 1000
"""Counts are exact to 999; a thousand says "more"."""

SOON = timedelta(hours=24)
STREET, VERIFYING = "street", "verifying"
STATION = frozenset({"dispatcher", "verifier"})
ALWAYS = ("mine", "unit", "soon", "overdue", "verify", "arbitrate")
"""Tabs that are there also when they are empty; replies of reporters are rare, and show when there are any."""
_OPEN_PARTY = ("asked", "received", "working", "answered")


def todo_list(reader: Reader, *, tab: str, cursor: str, at: datetime) -> Todo:
    """Return one tab of a reader's to-do list, the earliest due first.

    Tabs: ``mine`` waits for this person's step, ``unit`` is all that is open, then ``soon``, ``overdue``, ``replied``
    (a reporter answered a question and nobody has read it), and where the role has it ``verify``, ``arbitrate`` and
    ``supervised``. An unknown tab shows ``mine``.
    """
    tabs = _tabs(reader, at=at)
    chosen = tab if tab in tabs else "mine"
    counts = _counts([query for _words, query in tabs.values()])
    cases = list(_from(tabs[chosen][1], cursor=cursor).order_by(F("next_at").asc(nulls_last=True), "id")[: PAGE + 1])
    more, cases = len(cases) > PAGE, cases[:PAGE]
    rows = tuple(replace(row, due_at=_next_at(case)) for row, case in zip(rows_of(cases), cases, strict=True))
    return Todo(
        tab=chosen,
        tabs=tuple(
            TodoTab(code=code, words=words, count=count)
            for (code, (words, _query)), count in zip(tabs.items(), counts, strict=True)
            if count or code in (chosen, *ALWAYS)
        ),
        groups=_groups(rows, at=at),
        older=_cursor(cases[-1]) if more else "",
    )


def waiting_for(reader: Reader) -> Q:
    """Return the condition that a matter waits for this person: it is the role's turn, or the unit has open work.

    A street has its own turns, decisions and reviews, and those of its communities only where a matter is sealed.
    """
    roles = standing_roles(reader)
    if STREET in roles:
        turn = _turns({STREET}, without=STATION) | (_turns({STREET}) & Q(is_sealed=True))
    else:
        turn = _turns(roles)
    turn |= Q(pk__in=_to_decide(reader))
    turn &= ~Q(state=VERIFYING) | may_verify(reader)
    return turn | Q(pk__in=_parts(reader).filter(state__in=_OPEN_PARTY).values("case"))


def _to_decide(reader: Reader) -> QuerySet[TimeRequest, Any]:
    """Return the requests for time that wait for this reader: the street's for the street, the others for clerks."""
    roles = standing_roles(reader)
    level = "street" if STREET in roles else "community" if "dispatcher" in roles else ""
    waiting = TimeRequest.objects.filter(_in_reach(reader), state="open", decider=level)
    return waiting.exclude(unit__in=[reader.unit] if reader.unit else []).values("case")


def _supervised(reader: Reader) -> QuerySet[Supervision, Any]:
    """Return the supervision that waits for an answer; for people of a unit, their own unit's."""
    waiting = Supervision.objects.filter(answered_at__isnull=True, ended_at__isnull=True)
    if reader.purpose is Purpose.ASSIST:
        return waiting.filter(unit__in=[reader.unit] if reader.unit else []).values("case")
    return waiting.filter(_in_reach(reader)).values("case")


def _in_reach(reader: Reader) -> Q:
    """Return the condition on ``community`` that an index serves; the table's policies decide once more."""
    return Q(community__gte=reader.territory, community__lt=f"{reader.territory}:")


def may_verify(reader: Reader) -> Q:
    """Return the condition that neither this person nor the person's unit worked on a matter."""
    worked = Party.objects.filter(unit=reader.unit, received_at__isnull=False).values("case")
    return ~Q(handlers__contains=[reader.account_id]) & ~Q(pk__in=worked)


def _turns(roles: Collection[str], *, without: Collection[str] = ()) -> Q:
    """Return the condition that one of these roles moves a matter on, and none of ``without`` does.

    A state in which units work is theirs. What all procedures say of a state is asked of the state alone.
    """
    bodies = workflow.every_version()
    turns = {(b.code, b.version): turning(b, roles) - turning(b, without) for b in bodies}
    everywhere = set[str]().union(*turns.values())
    for body in bodies:
        everywhere -= {state.code for state in body.states} - turns[body.code, body.version]
    found = Q(state__in=everywhere)
    for (code, version), states in turns.items():
        if states - everywhere:
            found |= Q(procedure=code, procedure_version=version, state__in=states - everywhere)
    return found


def turning(body: ProcedureBody, roles: Collection[str]) -> set[str]:
    """Return the states of one version in which one of these roles moves a matter on."""
    idle = {state.code for state in body.states if not state.is_final and state.shape is not Shape.DOING}
    moving = [action for action in body.actions if (action.to or action.then) and not action.by.isdisjoint(roles)]
    return idle & {state for action in moving for state in action.from_states}


def _parts(reader: Reader) -> QuerySet[Party]:
    """Return the parts that the reader's unit has in running rounds."""
    return Party.objects.filter(unit=reader.unit, released_at__isnull=True)


def _open_cases(reader: Reader) -> QuerySet[Case]:
    """Return the open matters of a reader's standing with ``next_at``: for people of a unit, that of their own part."""
    seen = visible_cases(reader).filter(closed_at__isnull=True)
    if reader.purpose is not Purpose.ASSIST:
        return seen.annotate(next_at=F("due_at"))
    own = _parts(reader).filter(case=OuterRef("pk")).values("due_at")[:1]
    return seen.filter(pk__in=_parts(reader).values("case")).annotate(next_at=Subquery(own))


def _next_at(case: Case) -> datetime | None:
    found: datetime | None = getattr(case, "next_at", None)
    return found


def _tabs(reader: Reader, *, at: datetime) -> dict[str, tuple[str, QuerySet[Case]]]:
    seen, roles = _open_cases(reader), standing_roles(reader)
    tabs = {
        "mine": (pgettext("to-do list", "Mine"), seen.filter(waiting_for(reader))),
        "unit": (_("My unit's") if reader.purpose is Purpose.ASSIST else _("All open"), seen),
        "soon": (_("Due soon"), seen.filter(Q(next_at__gte=at, next_at__lt=at + SOON))),
        "overdue": (_("Overdue"), seen.filter(Q(next_at__lt=at))),
    }
    replied = ["answered", "to_street"] if STREET in roles else ["answered"]
    tabs["replied"] = (_("Reporter replied"), seen.filter(question__in=replied))
    if "verifier" in roles:
        tabs["verify"] = (_("To verify"), seen.filter(may_verify(reader), state=VERIFYING))
    if STREET in roles:
        own_turn = Q(state="arbitration") | Q(is_sealed=True, state="received") | Q(pk__in=_to_decide(reader))
        tabs["arbitrate"] = (_("To decide"), seen.filter(own_turn))
    if roles & {STREET, "dispatcher"} or reader.purpose is Purpose.ASSIST:
        tabs["supervised"] = (_("Supervised"), seen.filter(pk__in=_supervised(reader)))
    if not roles.isdisjoint({"verifier", "dispatcher"}):
        tabs["looks"] = (_("Second look"), looks.waiting(reader, may_verify=may_verify(reader)))
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
        return query.filter(Q(next_at__isnull=True, id__gt=last_id))
    return query.filter(Q(next_at__gt=due_at) | Q(next_at=due_at, id__gt=last_id) | Q(next_at__isnull=True))


def _cursor(case: Case) -> str:
    due = _next_at(case)
    return f"{due.isoformat() if due else 'none'}_{case.id}"


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
