"""Reminds people of limits: once when little is left, once when it is over; a job of the community does it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.utils import timezone

from linli.domains.cases.actions.telling import notice_of, tell_role, tell_street
from linli.domains.cases.models import Clock
from linli.domains.cases.models.party import Told
from linli.domains.cases.queries.supervision import rule_of
from linli.foundation.notices import send
from linli.foundation.notices.words import Kind
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.rulepacks.supervision import SupervisionRule
from linli.foundation.workflow import queries as workflow

AT_ONCE = 500

WHOSE = {"accept": "dispatcher", "dispatch": "dispatcher", "reply": "dispatcher", "verify": "verifier"}
"""Who of the community keeps a matter's own clocks; the street keeps the others, a unit those of its part."""


def remind(community: str, *, at: datetime) -> int:
    """Tell whoever keeps a running clock that it is due soon or overdue, once each; returns how many were told of."""
    rules = _rules(community, on=timezone.localdate(at))
    longest = max(rule.longest_warning for rule in rules.values())
    ticking = Clock.objects.filter(community=community, stopped_at__isnull=True, due_at__lt=at + longest)
    waiting = ticking.exclude(told=Told.OVERDUE).exclude(told=Told.SOON, due_at__gte=at)
    clocks = list(waiting.select_related("case", "party").order_by("due_at")[:AT_ONCE])
    overdue = [clock for clock in clocks if clock.due_at < at]
    soon = [clock for clock in clocks if clock.due_at >= at and _is_due_soon(clock, rules=rules, at=at)]
    _tell(overdue, kind=Kind.OVERDUE, told=Told.OVERDUE)
    _tell(soon, kind=Kind.DUE_SOON, told=Told.SOON)
    return len(overdue) + len(soon)


def _rules(community: str, *, on: date) -> dict[str, SupervisionRule]:
    """Return by procedure when people are warned; the usual procedure says it for those without a pack of their own."""
    usual = rulepacks.supervision(workflow.USUAL, scope=community, on=on)
    codes = {body.code for body in workflow.every_version()}
    return {code: rule_of(code, community=community, on=on) or usual for code in codes}


def _is_due_soon(clock: Clock, *, rules: Mapping[str, SupervisionRule], at: datetime) -> bool:
    return rules[clock.case.procedure].is_due_soon(started_at=clock.started_at, due_at=clock.due_at, at=at)


def _tell(clocks: Iterable[Clock], *, kind: Kind, told: Told) -> None:
    found = list(clocks)
    for clock in found:
        notice = notice_of(clock.case, kind=kind, event_id=clock.id, due_at=clock.due_at)
        if clock.party is not None:
            send.tell_unit(clock.party.unit_id, notice)
        elif clock.name in WHOSE:
            tell_role(WHOSE[clock.name], clock.case, notice)
        else:
            tell_street(clock.case, notice)
    Clock.objects.filter(pk__in=[clock.pk for clock in found]).update(told=told)
