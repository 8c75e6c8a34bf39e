"""Draws closed matters at random for a re-check, each to be looked at by somebody who did not work on it."""

import secrets
from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.domains.cases.actions.quality.beside import write_beside
from linli.domains.cases.actions.take_step import StalePage, StepRefused
from linli.domains.cases.models import Draw, SecondLook
from linli.domains.cases.models.quality import LookKind
from linli.domains.cases.policies import draws
from linli.domains.cases.queries.listing import period_of
from linli.domains.cases.queries.snapshot import load
from linli.domains.cases.queries.visible import visible_cases
from linli.domains.cases.rules import Stratum, drawn
from linli.foundation.audit import log as audit
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.rulepacks.calendar import work_calendar
from linli.foundation.scope.context import current_reader
from linli.foundation.workflow import queries as workflow
from linli.kernel.worktime import Limit, LimitUnit, due

RECHECK_STEP = "recheck_fail"
COMMUNITY_DIGITS = 12


@transaction.atomic
def draw_rechecks(period: str, *, at: datetime | None = None) -> UUID:
    """Draw from the matters closed during a period in the reader's territory; returns the draw's id.

    Sealed matters and those drawn since they were last closed are not drawn from. Two people at once draw one after
    the other. Raises :class:`StepRefused` for who may not draw, no period, or nothing to draw from.
    """
    reader, now = current_reader(), at or timezone.now()
    if not draws(reader) or reader.account_id is None:
        raise StepRefused(_("The street draws matters for a re-check."))
    if period_of(period) is None:
        raise StepRefused(_("Please choose a month, a quarter or a year."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"draw:{reader.territory[:6]}"])
    strata = _strata(period, at=now)
    if not strata:
        raise StepRefused(_("There is no closed matter of this period left to draw from."))
    seed = secrets.token_hex(16)
    chosen = drawn(strata, seed=seed)
    held = [{"ids": list(one.ids), "percent": one.percent, "minimum": one.minimum} for one in strata]
    draw = Draw.objects.create(
        scope=reader.territory, period=period, seed=seed, strata=held, drawn=len(chosen), drawn_by=reader.account_id,
        size=sum(len(one.ids) for one in strata), drawn_at=now,
    )  # fmt: skip
    for case_id in chosen:
        _ask(UUID(case_id), draw=draw, at=now)
    audit.record(
        "case.rechecks_drawn", community=reader.territory[:COMMUNITY_DIGITS], subject_type="draw", subject_id=draw.id,
        data={"period": period, "seed": seed, "size": draw.size, "drawn": draw.drawn},
    )  # fmt: skip
    return draw.id


def _strata(period: str, *, at: datetime) -> list[Stratum]:
    """Return the matters to draw from by kind and lead unit (one statement), each group with its share."""
    reader, wanted = current_reader(), period_of(period)
    assert wanted is not None
    looked = SecondLook.objects.filter(case=OuterRef("pk"), kind=LookKind.RECHECK, round=OuterRef("reopened_count"))
    rows = (
        visible_cases(reader)
        .filter(closed_at__gte=wanted.start, closed_at__lt=wanted.end, is_sealed=False)
        .exclude(Exists(looked))
        .order_by("id")
        .values_list("id", "kind", "lead_unit_id", "procedure", "procedure_version", named=False)
    )
    bodies = workflow.every_version()
    checked = {(b.code, b.version) for b in bodies if any(action.code == RECHECK_STEP for action in b.actions)}
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for case_id, kind, unit, procedure, version in rows:
        if (procedure, version) in checked:
            groups[kind, str(unit or "")].append(str(case_id))
    rule = rulepacks.quality(scope=reader.territory, on=timezone.localdate(at)).recheck
    return [
        Stratum(ids=tuple(ids), percent=rule.percent_for(kind), minimum=rule.minimum)
        for (kind, _unit), ids in sorted(groups.items())
    ]


def _ask(case_id: UUID, *, draw: Draw, at: datetime) -> None:
    """Lay the matter into the to-do lists of those who may look; one that is open again by now is left out."""
    loaded = load(case_id)
    case = loaded.case
    if case.closed_at is None:
        return
    days = rulepacks.quality(scope=case.community, on=timezone.localdate(at)).recheck.days
    limit = Limit(amount=days, unit=LimitUnit.WORKING_DAYS)
    try:
        write_beside(loaded, since=loaded.snapshot.version, action="recheck_asked", data={"draw": str(draw.id)}, at=at)
    except StalePage:
        return
    SecondLook.objects.create(
        case=case, community=case.community, kind=LookKind.RECHECK, round=case.reopened_count, draw=draw, asked_at=at,
        due_at=due(at, limit=limit, calendar=work_calendar()).at,
    )  # fmt: skip
