"""Effects on time: a request waits beside the clock, and only granting it moves the clock, by arithmetic."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from linli.foundation.workflow.outcome import Tell
from linli.foundation.workflow.procedure import Audience
from linli.foundation.workflow.requests import Decider, RequestKind, RequestSnap, RequestState
from linli.foundation.workflow.snapshot import ClockSnap, PartyRole
from linli.foundation.workflow.vocabulary.draft import Draft
from linli.foundation.workflow.vocabulary.registry import Question, effect
from linli.foundation.workflow.vocabulary.time_guards import own_clock, own_request, pause_to_end, running_pauses
from linli.kernel.worktime import Extension, Limit, LimitUnit, Pause, standstill

REPLY_CLOCK = "reply"
"""The clock of what was promised to the reporter: it moves with the lead's, never with an assistant's."""


class NoRequest(RuntimeError):
    """An effect on a request ran where there is none: the procedure lacks the guard."""


def _sure(request: RequestSnap | None) -> RequestSnap:
    if request is None:
        raise NoRequest
    return request


@effect(fields=("why", "days"), facts=("pause",))
def ask_pause(question: Question, draft: Draft) -> None:
    """Ask that the unit's clock stand still for some days; nothing moves yet."""
    _ask(question, draft, kind=RequestKind.PAUSE)


@effect(fields=("why", "days"), facts=("extension",))
def ask_extension(question: Question, draft: Draft) -> None:
    """Ask for more time on the unit's clock; nothing moves yet."""
    _ask(question, draft, kind=RequestKind.EXTENSION)


def _ask(question: Question, draft: Draft, *, kind: RequestKind) -> None:
    clock, own, rule = own_clock(question), question.own_party, question.fact(kind.value)
    if clock is None or own is None:
        raise NoRequest
    request = RequestSnap(
        id=draft.new_ids(),
        kind=kind,
        clock_id=clock.id,
        party_id=own.id,
        unit=own.unit,
        asked_by=question.actor.account,
        asked_at=question.at,
        reason=question.form["why"],
        length=Limit(amount=question.form["days"], unit=LimitUnit(rule.params["unit"])),
        decider=Decider(rule.params["decided_by"]),
    )
    draft.requests[request.id] = request
    whom = "street" if request.decider is Decider.STREET else "dispatcher"
    draft.tells.append(Tell(whom=whom, message="time_asked"))


@effect()
def withdraw_time(question: Question, draft: Draft) -> None:
    """Take the unit's own request back: the clock never knew of it."""
    request = _sure(own_request(question))
    draft.requests[request.id] = replace(request, state=RequestState.WITHDRAWN, decided_at=question.at)


@effect(fields=("request",))
def refuse_time(question: Question, draft: Draft) -> None:
    """Refuse a request: the clock stays as it is, and the unit is told."""
    request = _decided(question, draft, state=RequestState.REFUSED)
    draft.tells.append(Tell(whom="units", message="time_refused", unit_ids=(request.unit,)))


@effect(fields=("request",))
def grant_time(question: Question, draft: Draft) -> None:
    """Grant a request: the unit's clock moves, and with the lead's also the day promised to the reporter."""
    request = _decided(question, draft, state=RequestState.GRANTED)
    if request.kind is RequestKind.PAUSE:
        pause = standstill(request.asked_at, length=request.length, calendar=draft.calendar, reason=request.reason)
        request = draft.requests[request.id] = replace(request, from_at=pause.start, until_at=pause.end)
        for clock in _moved_by(request, draft):
            draft.move(clock, pauses=(*clock.pauses, pause))
    else:
        more = Extension(limit=request.length, reason=request.reason)
        for clock in _moved_by(request, draft):
            draft.move(clock, extensions=(*clock.extensions, more))
    draft.tells.append(Tell(whom="units", message="time_granted", unit_ids=(request.unit,)))
    _tell_reporter(request, draft)


@effect()
def resume_clock(question: Question, draft: Draft) -> None:
    """End a pause before its limit: what had stood still until now stays, the rest runs again."""
    request = _sure(pause_to_end(question))
    for clock in _moved_by(request, draft):
        draft.move(clock, pauses=tuple(_cut(p, request, at=question.at) for p in clock.pauses))
    ended = max(question.at, request.from_at or question.at)
    draft.requests[request.id] = replace(request, state=RequestState.OVER, until_at=ended)
    draft.tells.append(Tell(whom="units", message="pause_over", unit_ids=(request.unit,)))
    _tell_reporter(request, draft)


@effect()
def end_pauses(question: Question, draft: Draft) -> None:
    """Note that pauses have ended at their limit; their clocks were reckoned so from the beginning."""
    for request in running_pauses(question.snapshot):
        if request.until_at is not None and request.until_at <= question.at:
            draft.requests[request.id] = replace(request, state=RequestState.OVER)
            draft.tells.append(Tell(whom="units", message="pause_over", unit_ids=(request.unit,)))


def _decided(question: Question, draft: Draft, *, state: RequestState) -> RequestSnap:
    request = _sure(draft.requests.get(question.form["request"]))
    made = replace(request, state=state, decided_by=question.actor.account, decided_at=question.at)
    draft.requests[request.id] = made
    return made


def _moved_by(request: RequestSnap, draft: Draft) -> list[ClockSnap]:
    """Return the running clocks that a request moves: the unit's own, and with the lead's the promise."""
    clocks = [draft.clocks[request.clock_id]]
    if draft.parties[request.party_id].role is PartyRole.LEAD:
        clocks += [c for c in draft.clocks.values() if c.name == REPLY_CLOCK and c.party_id is None]
    return [clock for clock in clocks if clock.is_running]


def _cut(pause: Pause, request: RequestSnap, *, at: datetime) -> Pause:
    """End the pause that this request was granted at a moment; one that had not begun counts for nothing."""
    is_this = (pause.start, pause.end, pause.reason) == (request.from_at, request.until_at, request.reason)
    return replace(pause, end=max(at, pause.start)) if is_this else pause


def _tell_reporter(request: RequestSnap, draft: Draft) -> None:
    """Tell the reporter the new day where it moved; an assistant's time is the units' own business."""
    if any(clock.name == REPLY_CLOCK for clock in _moved_by(request, draft)):
        draft.tells.append(Tell(whom="reporter", message="new_day"))
    else:
        draft.audience = Audience.PARTIES
