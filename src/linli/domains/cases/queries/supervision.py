"""Supervision as pages show it: who supervises whom for which limit, and whether an answer is owed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from linli.domains.cases.contracts import SupervisionLine
from linli.domains.cases.models.supervision import SupervisionLevel
from linli.domains.cases.queries.explain import clock_words
from linli.foundation.design.moments import say_moment
from linli.foundation.orgs import queries as orgs
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.rulepacks.supervision import SupervisionRule
from linli.foundation.workflow.snapshot import Snapshot


def rule_of(procedure: str, *, community: str, on: date) -> SupervisionRule | None:
    """Return who supervises late clocks of a procedure, or none where no pack says so."""
    try:
        return rulepacks.supervision(procedure, scope=community, on=on)
    except rulepacks.NoRule:
        return None


def supervision_lines(snapshot: Snapshot, *, at: datetime) -> tuple[SupervisionLine, ...]:
    """Return the records of supervision of a matter, the newest first."""
    clocks = {clock.id: clock for clock in snapshot.clocks}
    return tuple(
        SupervisionLine(
            level_words=str(SupervisionLevel(one.level.value).label),
            unit=orgs.unit_name(one.unit) if one.unit else "",
            clock=clock_words(clocks[one.clock_id].name),
            due_at=clocks[one.clock_id].due.at,
            raised_at=one.raised_at,
            answer_due_at=one.answer_due_at,
            answered_at=one.answered_at,
            is_open=one.is_open,
            is_answer_late=one.is_open and one.answer_due_at < at,
        )
        for one in sorted(snapshot.supervisions, key=lambda one: one.raised_at, reverse=True)
    )


def entry_values(data: Mapping[str, Any]) -> dict[str, str]:
    """Return what an entry's sentence says of a rung: who supervises, who is late, and until when it answers."""
    first = next(iter(data.get("supervisions", ())), None)
    if first is None:
        return {}
    return {
        "level": str(SupervisionLevel(first["level"]).label),
        "late": orgs.unit_name(UUID(first["unit"])) if first.get("unit") else _("The service station"),
        "day": say_moment(datetime.fromisoformat(first["answer_due_at"])),
    }
