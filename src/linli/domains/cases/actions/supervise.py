"""Raises supervision of late clocks, rung by rung; a job of the community does it, and may run twice or be late."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from linli.domains.cases.actions.take_step import step_by_itself
from linli.domains.cases.models import Clock, Supervision
from linli.domains.cases.queries.supervision import rule_of
from linli.foundation.rulepacks.calendar import work_calendar
from linli.foundation.rulepacks.supervision import LEVELS, SupervisionRule
from linli.foundation.workflow import queries as workflow

ACTION = "supervise"


def late_clocks(community: str, *, at: datetime) -> Iterator[tuple[UUID, UUID, str]]:
    """Yield matter, clock and level where a rung was reached that was not raised; of several the highest alone.

    So a job that stood still for a week raises what has come to be, and not every rung it missed.
    """
    rules = _rules(community, on=timezone.localdate(at))
    late = Clock.objects.filter(
        community=community, stopped_at__isnull=True, due_at__lt=at,
        case__procedure__in={code for code, _version in rules},
    )  # fmt: skip
    raised: dict[UUID, int] = {}
    open_clocks = Supervision.objects.filter(community=community, clock__in=late.values("pk"))
    for clock_id, level in open_clocks.values_list("clock", "level"):
        raised[clock_id] = max(raised.get(clock_id, -1), LEVELS.index(level))
    calendar = work_calendar()
    rows = late.order_by("due_at").values_list(
        "case", "pk", "due_at", "name", "case__kind", "case__urgency", "case__procedure", "case__procedure_version"
    )
    for case_id, clock_id, due_at, name, kind, urgency, code, version in rows:
        rule = rules.get((code, version))
        if rule is None or name not in rule.clocks:
            continue
        rung = rule.rung_reached(due_at, kind=kind, urgency=urgency, at=at, calendar=calendar)
        if rung is not None and LEVELS.index(rung.level) > raised.get(clock_id, -1):
            yield case_id, clock_id, rung.level


def _rules(community: str, *, on: date) -> dict[tuple[str, int], SupervisionRule]:
    """Return by code and version the rules of the procedures that have this step; an older version has none."""
    found = {}
    for body in workflow.every_version():
        rule = rule_of(body.code, community=community, on=on)
        if rule is not None and any(action.code == ACTION for action in body.actions):
            found[body.code, body.version] = rule
    return found


def supervise(case_id: UUID, *, clock: UUID, level: str, at: datetime) -> bool:
    """Raise one rung as the engine; says whether it was."""
    return step_by_itself(case_id, ACTION, at=at, form={"clock": str(clock), "level": level})
