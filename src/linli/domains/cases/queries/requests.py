"""Requests for pauses and more time as pages show them: who asks, for how long, why, and what would move."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.domains.cases.contracts import RequestLine
from linli.domains.cases.models.request import RequestKind, RequestState
from linli.foundation.design.moments import say_moment
from linli.foundation.orgs import queries as orgs
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.rulepacks.calendar import work_calendar
from linli.foundation.rulepacks.changes import ChangeRule
from linli.foundation.workflow import queries as workflow
from linli.foundation.workflow.requests import RequestKind as Kind
from linli.foundation.workflow.requests import RequestSnap
from linli.foundation.workflow.snapshot import ClockSnap, Snapshot
from linli.foundation.workflow.words import limit_words, say
from linli.kernel.worktime import Extension, Limit, LimitUnit, standstill

RULES = {Kind.PAUSE: rulepacks.pauses, Kind.EXTENSION: rulepacks.extensions}
REPLY_CLOCK = "reply"


def rule_of(kind: Kind, *, procedure: str, community: str, on: date | None = None) -> ChangeRule | None:
    """Return how clocks of a procedure may be moved in a community, or none where no pack says so."""
    try:
        return RULES[kind](procedure, scope=community, on=on or timezone.localdate())
    except rulepacks.NoRule:
        return None


def reason_choices(kind: Kind, *, community: str, procedure: str) -> tuple[tuple[str, str], ...]:
    """Return the closed list of reasons in the reader's language, each with how much it gives at most."""
    rule = rule_of(kind, procedure=procedure, community=community)
    if rule is None:
        return ()
    longest = {code: limit_words(Limit(amount=one.longest, unit=rule.unit)) for code, one in rule.reasons.items()}
    return tuple(
        (code, _("%(reason)s (%(longest)s at most)") % {"reason": say(one.words), "longest": longest[code]})
        for code, one in rule.reasons.items()
    )


def reason_words(code: str, *, procedure: str, community: str) -> str:
    """Return a reason's words: of a pack's list, or of the step that gave more time by itself; else the code stays."""
    for kind in Kind:
        rule = rule_of(kind, procedure=procedure, community=community)
        if rule is not None and code in rule.reasons:
            return say(rule.reasons[code].words)
    steps = (one for body in workflow.every_version() if body.code == procedure for one in body.actions)
    return next((say(step.words) for step in steps if step.code == code), code)


def request_words(request: RequestSnap) -> str:
    """Return a request in one line, to choose it by: unit, what and how long."""
    return _("%(unit)s: %(kind)s, %(length)s") % {
        "unit": orgs.unit_name(request.unit),
        "kind": RequestKind(request.kind.value).label,
        "length": limit_words(request.length),
    }


def request_lines(snapshot: Snapshot, *, at: datetime) -> tuple[RequestLine, ...]:
    """Return the requests of a matter, those that wait first, then the newest."""
    ordered = sorted(snapshot.requests, key=lambda request: (not request.is_open, -request.asked_at.timestamp()))
    return tuple(_line(request, snapshot=snapshot, at=at) for request in ordered)


def _line(request: RequestSnap, *, snapshot: Snapshot, at: datetime) -> RequestLine:
    clocks = {clock.id: clock for clock in snapshot.clocks}
    own = clocks[request.clock_id]
    lead = snapshot.lead
    leads = lead is not None and lead.id == request.party_id
    promise = next((c for c in snapshot.running_clocks() if c.name == REPLY_CLOCK), None) if leads else None
    is_still = request.from_at is not None and request.until_at is not None and request.until_at > at
    return RequestLine(
        id=request.id,
        kind=request.kind.value,
        kind_words=str(RequestKind(request.kind.value).label),
        unit=orgs.unit_name(request.unit),
        reason=reason_words(request.reason, procedure=snapshot.procedure, community=snapshot.community),
        length=limit_words(request.length),
        state=request.state.value,
        state_words=str(RequestState(request.state.value).label),
        asked_at=request.asked_at,
        decided_at=request.decided_at,
        due_at=own.due.at,
        would_be_due_at=_if_granted(own, request, at=at) if request.is_open else None,
        promise_would_be_at=_if_granted(promise, request, at=at) if promise and request.is_open else None,
        from_at=request.from_at,
        until_at=request.until_at,
        until_words=say_end(request.until_at) if request.until_at else "",
        is_standing=request.state.value == RequestState.GRANTED and is_still,
        is_for_street=request.decider.value == "street",
    )


def say_end(moment: datetime) -> str:
    """Write the end of a pause: one that ends at midnight ends with the day before, at 24:00."""
    last = timezone.localtime(moment - timedelta(minutes=1))
    if timezone.localtime(moment).date() == last.date():
        return say_moment(moment)
    return _("%(day)s, 24:00") % {"day": say_moment(moment - timedelta(minutes=1), form="day")}


def paused_until(snapshot: Snapshot, party_id: UUID, *, at: datetime) -> datetime | None:
    """Return until when a unit's clock stands still, if it does at this moment."""
    pauses = [pause for clock in snapshot.running_clocks() if clock.party_id == party_id for pause in clock.pauses]
    return max((p.end for p in pauses if p.end and p.start <= at < p.end), default=None)


def _if_granted(clock: ClockSnap, request: RequestSnap, *, at: datetime) -> datetime:
    """Return when a clock would be due if the request were granted: the arithmetic of granting, without granting."""
    calendar = work_calendar()
    if request.kind is Kind.PAUSE:
        pause = standstill(request.asked_at, length=request.length, calendar=calendar)
        return clock.reckoned(calendar=calendar, at=at, pauses=(*clock.pauses, pause)).due.at
    more = Extension(limit=request.length)
    return clock.reckoned(calendar=calendar, at=at, extensions=(*clock.extensions, more)).due.at


def entry_values(data: Mapping[str, Any], *, procedure: str, community: str) -> dict[str, str]:
    """Return what an entry's sentence says of a request: what was asked, how long, why, and the new day."""
    requests: Iterable[Mapping[str, Any]] = data.get("requests", ())
    first = next(iter(requests), None)
    if first is None:
        return {}
    length = Limit(amount=first["length"]["amount"], unit=LimitUnit(first["length"]["unit"]))
    return {
        "asked": _("Paused for") if first["kind"] == Kind.PAUSE else _("Extended by"),
        "length": limit_words(length),
        "why": reason_words(first["reason"], procedure=procedure, community=community),
        "day": _new_day(data.get("clocks", ()), own=first["clock"]),
    }


def _new_day(clocks: Iterable[Mapping[str, Any]], *, own: str) -> str:
    """Return the promised day where it moved, else the unit's own."""
    moved = {("" if clock["name"] == REPLY_CLOCK else clock["id"]): clock["due_at"] for clock in clocks}
    moment = moved.get("") or moved.get(own)
    return say_moment(datetime.fromisoformat(moment)) if moment else ""
