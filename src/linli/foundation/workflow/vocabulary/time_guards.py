"""Guards about time: who may ask for a pause or more time, how far the rules let a clock be moved, who may decide."""

from __future__ import annotations

from linli.foundation.workflow.outcome import Fact, Refusal
from linli.foundation.workflow.requests import Decider, RequestKind, RequestSnap, RequestState
from linli.foundation.workflow.snapshot import ClockSnap, Snapshot
from linli.foundation.workflow.vocabulary.draft import HANDLE_CLOCK
from linli.foundation.workflow.vocabulary.guards import STREET
from linli.foundation.workflow.vocabulary.registry import Question, guard
from linli.kernel.worktime import SHANGHAI


def _refuse(name: str, code: str, *, basis: str = "", **params: str) -> Refusal:
    return Refusal(guard=name, code=code, params=params, basis=basis)


def own_clock(question: Question) -> ClockSnap | None:
    """Return the running clock by which the actor's unit has to finish its part."""
    own = question.own_party
    running = question.snapshot.running_clocks()
    return None if own is None else next((c for c in running if c.party_id == own.id and c.name == HANDLE_CLOCK), None)


def own_request(question: Question) -> RequestSnap | None:
    """Return what the actor's unit has asked for and nobody has decided on."""
    own = question.own_party
    return None if own is None else next((r for r in _open(question.snapshot) if r.party_id == own.id), None)


def running_pauses(snapshot: Snapshot) -> tuple[RequestSnap, ...]:
    """Return the granted pauses whose clocks still run."""
    ticking = {clock.id for clock in snapshot.running_clocks()}
    return tuple(
        r
        for r in snapshot.requests
        if r.kind is RequestKind.PAUSE and r.state is RequestState.GRANTED and r.clock_id in ticking
    )


def _open(snapshot: Snapshot) -> tuple[RequestSnap, ...]:
    return tuple(request for request in snapshot.requests if request.is_open)


@guard()
def clock_can_move(question: Question) -> Refusal | None:
    """Require that the unit's own clock runs, is not past, and that no other request of the unit waits."""
    clock = own_clock(question)
    if clock is None:
        return _refuse("clock_can_move", "no_clock_runs")
    if question.at > clock.due.at:
        day = clock.due.at.astimezone(SHANGHAI).date().isoformat()
        return _refuse("clock_can_move", "clock_is_past", day=day)
    return _refuse("clock_can_move", "request_is_open") if own_request(question) else None


@guard(facts=("pause",), is_about_form=True, fields=("why", "days"))
def pause_within_rules(question: Question) -> Refusal | None:
    """Require a reason of the list, and no more pauses, nor longer ones, than the rule pack allows."""
    return _within_rules(question, kind=RequestKind.PAUSE, name="pause_within_rules")


@guard(facts=("extension",), is_about_form=True, fields=("why", "days"))
def extension_within_rules(question: Question) -> Refusal | None:
    """Require a reason of the list, and no more extensions, nor longer ones, than the rule pack allows."""
    return _within_rules(question, kind=RequestKind.EXTENSION, name="extension_within_rules")


def _within_rules(question: Question, *, kind: RequestKind, name: str) -> Refusal | None:
    rule, clock = question.fact(kind.value), own_clock(question)
    if not rule.is_true:
        return _refuse(name, "no_such_reason")
    before = [r for r in question.snapshot.requests if clock and r.clock_id == clock.id and r.kind is kind]
    given = [request.length.amount for request in before if request.has_moved]
    if len(given) >= rule.numbers["times"]:
        return _refuse(name, "asked_too_often", basis=rule.basis, times=str(rule.numbers["times"]))
    if question.form["days"] > rule.numbers["longest"]:
        return _refuse(name, "asked_too_long", basis=rule.basis, longest=_length(rule, rule.numbers["longest"]))
    left = rule.numbers["amount"] - sum(given)
    if question.form["days"] > left:
        return _refuse(name, "asked_too_much", basis=rule.basis, left=_length(rule, max(left, 0)))
    return None


def _length(rule: Fact, amount: int) -> str:
    """Return a length with its unit's code; the sentence puts words in its place."""
    return f"{amount} {rule.params['unit']}"


@guard()
def has_asked(question: Question) -> Refusal | None:
    """Require that a request of the actor's unit waits."""
    return None if own_request(question) else _refuse("has_asked", "no_request_waits")


@guard()
def may_decide_some(question: Question) -> Refusal | None:
    """Require that a request waits on which this person may decide."""
    answers = [_not_theirs(question, request) for request in _open(question.snapshot)]
    if not answers:
        return _refuse("may_decide_some", "no_request_waits")
    return None if None in answers else answers[0]


@guard(is_about_form=True, fields=("request",))
def may_decide(question: Question) -> Refusal | None:
    """Require that the request named still waits, and that whoever decides did not ask for it."""
    request = question.snapshot.request(question.form["request"])
    if request is None or not request.is_open:
        return _refuse("may_decide", "no_request_waits")
    return _not_theirs(question, request)


def _not_theirs(question: Question, request: RequestSnap) -> Refusal | None:
    actor = question.actor
    if actor.account == request.asked_by or actor.unit == request.unit:
        return _refuse("may_decide", "own_request")
    if request.decider is Decider.STREET and STREET not in actor.roles:
        return _refuse("may_decide", "street_decides_time")
    return None


def pause_to_end(question: Question) -> RequestSnap | None:
    """Return the pause that the actor may end: its own unit's; any of them for who decides on pauses."""
    own = question.own_party
    found = [r for r in running_pauses(question.snapshot) if r.until_at is not None and r.until_at > question.at]
    if own is not None:
        found = [request for request in found if request.party_id == own.id]
    return next(iter(found), None)


@guard()
def stands_still(question: Question) -> Refusal | None:
    """Require a granted pause that is not over."""
    return None if pause_to_end(question) else _refuse("stands_still", "not_paused")


@guard()
def pause_is_over(question: Question) -> Refusal | None:
    """Require a granted pause whose last day has passed."""
    over = [r for r in running_pauses(question.snapshot) if r.until_at is not None and r.until_at <= question.at]
    return None if over else _refuse("pause_is_over", "pause_goes_on")
