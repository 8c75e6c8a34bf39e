"""The guards every procedure may name: each says why an action may not be done, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from linli.foundation.workflow.outcome import Fact, Refusal
from linli.foundation.workflow.procedure import CloseRule
from linli.foundation.workflow.snapshot import PartyRole, PartyState
from linli.foundation.workflow.vocabulary.registry import Question, guard
from linli.kernel.worktime import SHANGHAI

STREET = "street"
AT_WORK = (PartyState.RECEIVED, PartyState.WORKING, PartyState.ANSWERED)


def last_reopen_day(closed_at: datetime, *, days: int) -> date:
    """Return the last day on which a closed matter can be asked for again.

    The day of closing does not count and the last day counts whole (民法典 201).
    """
    return closed_at.astimezone(SHANGHAI).date() + timedelta(days=days)


def _refuse(name: str, code: str, *, basis: str = "", **params: str) -> Refusal:
    return Refusal(guard=name, code=code, params=params, basis=basis)


def _named_units(question: Question) -> Iterator[UUID]:
    lead = question.form.get("lead")
    if lead is not None:
        yield lead
    yield from question.form.get("assist", ())


@guard(facts=("duty.lead", "duty.assist"), is_about_form=True)
def duty_allows(question: Question) -> Refusal | None:
    """Require that the duty list lets the named units lead or assist (北京接诉即办条例 17)."""
    for field, name in (("lead", "duty.lead"), ("assist", "duty.assist")):
        if field in question.form:
            answer: Fact = question.fact(name)
            if not answer.is_true:
                return Refusal(
                    guard="duty_allows", code=answer.code or "not_their_duty", params=answer.params, basis=answer.basis
                )
    return None


@guard(facts=("kind",), is_about_form=True)
def kind_known(question: Question) -> Refusal | None:
    """Require that the kind chosen is in the published list."""
    if "kind" in question.form and not question.fact("kind").is_true:
        return _refuse("kind_known", "no_such_kind")
    return None


@guard(is_about_form=True)
def leads_already(question: Question) -> Refusal | None:
    """Let a new lead be named only where one leads; before that it is the dispatch that names it."""
    if "lead" in question.form and question.snapshot.lead is None:
        return _refuse("leads_already", "dispatch_names_the_lead")
    return None


@guard()
def not_a_handler(question: Question) -> Refusal | None:
    """Refuse whoever worked on the matter or belongs to a unit that did (GB/T 30428: watching and handling apart)."""
    basis = "GB/T 30428"
    if question.actor.account in question.snapshot.handlers:
        return _refuse("not_a_handler", "you_worked_on_it", basis=basis)
    worked = {p.unit for p in question.snapshot.parties if p.received_at is not None}
    if question.actor.unit in worked:
        return _refuse("not_a_handler", "your_unit_worked_on_it", basis=basis)
    return None


@guard()
def all_signed_off(question: Question) -> Refusal | None:
    """Require a lead, and the signature of every unit whose signature the procedure asks for."""
    lead = question.snapshot.lead
    if lead is None:
        return _refuse("all_signed_off", "nobody_leads")
    everybody = tuple(question.snapshot.workers())
    needed = everybody if question.procedure.close_when is CloseRule.ALL_SIGNED_OFF else (lead,)
    open_count = sum(party.state is not PartyState.SIGNED_OFF for party in needed)
    return _refuse("all_signed_off", "not_all_signed_off", count=str(open_count)) if open_count else None


@guard(facts=("reopen",))
def within_reopen_days(question: Question) -> Refusal | None:
    """Require that the matter was closed no longer ago than the rule allows."""
    days = question.fact("reopen").numbers["days"]
    closed_at = question.snapshot.closed_at
    if closed_at is None:
        return _refuse("within_reopen_days", "not_closed")
    last = last_reopen_day(closed_at, days=days)
    if question.at.astimezone(SHANGHAI).date() > last:
        return _refuse("within_reopen_days", "reopen_days_over", day=last.isoformat(), days=str(days))
    return None


@guard(facts=("reopen",))
def reopened_less_than(question: Question) -> Refusal | None:
    """Require that it was not yet asked for again as often as the rule allows."""
    if question.snapshot.reopened_count >= question.fact("reopen").numbers["times"]:
        return _refuse("reopened_less_than", "next_is_the_street")
    return None


@guard(facts=("reopen",))
def street_has_not_decided(question: Question) -> Refusal | None:
    """Let the street look at a matter once: after it was done again, and before the street itself has decided."""
    times = question.fact("reopen").numbers["times"]
    if question.snapshot.reopened_count < times:
        return _refuse("street_has_not_decided", "ask_again_first")
    if question.snapshot.reopened_count > times:
        return _refuse("street_has_not_decided", "street_has_decided")
    return None


@guard()
def no_question_open(question: Question) -> Refusal | None:
    """Let one question be open at a time, so that a reply says which it answers."""
    return _refuse("no_question_open", "question_open_already") if question.snapshot.question == "asked" else None


@guard()
def question_is_open(question: Question) -> Refusal | None:
    """Require that the reporter was asked something that is not answered yet."""
    return None if question.snapshot.question == "asked" else _refuse("question_is_open", "nothing_was_asked")


@guard()
def reply_is_there(question: Question) -> Refusal | None:
    """Require a reply that nobody has put away; one for the street alone is there for the street."""
    said, roles = question.snapshot.question, question.actor.roles
    is_there = said == "answered" or (said == "to_street" and STREET in roles)
    return None if is_there else _refuse("reply_is_there", "no_reply_waits")


@guard()
def is_party(question: Question) -> Refusal | None:
    """Require that the actor's unit leads or assists."""
    return None if question.own_party else _refuse("is_party", "your_unit_has_no_part")


@guard()
def is_lead(question: Question) -> Refusal | None:
    """Require that the actor's unit leads."""
    own = question.own_party
    return None if own and own.role is PartyRole.LEAD else _refuse("is_lead", "your_unit_does_not_lead")


@guard()
def is_assistant(question: Question) -> Refusal | None:
    """Require that the actor's unit assists."""
    own = question.own_party
    return None if own and own.role is PartyRole.ASSIST else _refuse("is_assistant", "your_unit_does_not_assist")


@guard()
def waits_for_receipt(question: Question) -> Refusal | None:
    """Require that the actor's unit was asked and has neither received nor refused."""
    own = question.own_party
    if own is None or own.state is PartyState.ASKED:
        return None if own else _refuse("waits_for_receipt", "your_unit_has_no_part")
    is_refused = own.state is PartyState.REFUSED
    return _refuse("waits_for_receipt", "street_decides_first" if is_refused else "already_received")


@guard()
def has_received(question: Question) -> Refusal | None:
    """Require that the actor's unit has received the matter and has not signed it off."""
    own = question.own_party
    if own is None:
        return _refuse("has_received", "your_unit_has_no_part")
    if own.state in AT_WORK:
        return None
    codes = {PartyState.ASKED: "receive_first", PartyState.REFUSED: "street_decides_first"}
    return _refuse("has_received", codes.get(own.state, "already_signed_off"))


@guard()
def has_answered(question: Question) -> Refusal | None:
    """Require that the actor's unit has said what it did."""
    own = question.own_party
    is_answered = own is not None and own.state is PartyState.ANSWERED
    return None if is_answered else _refuse("has_answered", "answer_first")


@guard(is_about_form=True, fields=("reason",))
def has_reason(question: Question) -> Refusal | None:
    """Require a reason in words."""
    return None if question.form.get("reason") else _refuse("has_reason", "reason_missing")


@guard(is_about_form=True)
def not_sealed_against(question: Question) -> Refusal | None:
    """Keep a matter that names a unit or a post-holder from them, whoever would send it there (信访工作条例 2022)."""
    hidden = question.snapshot.sealed_against
    if question.actor.account in hidden or question.actor.unit in hidden:
        return _refuse("not_sealed_against", "not_yours_to_see")
    if any(unit in hidden for unit in _named_units(question)):
        return _refuse("not_sealed_against", "names_this_unit", basis="信访工作条例 (2022)")
    return None


@guard()
def street_only_when_sealed(question: Question) -> Refusal | None:
    """Leave a sealed matter to the street alone."""
    if question.snapshot.is_sealed and STREET not in question.actor.roles:
        return _refuse("street_only_when_sealed", "street_leads_this")
    return None


@guard(is_about_form=True, fields=("reason",))
def undo_in_time_or_reason(question: Question) -> Refusal | None:
    """Let a dispatch be taken back at once without a word, later with a reason, and not when its lead has answered."""
    lead = question.snapshot.lead
    if lead is None:
        return _refuse("undo_in_time_or_reason", "nobody_leads")
    if lead.state in (PartyState.ANSWERED, PartyState.SIGNED_OFF):
        return _refuse("undo_in_time_or_reason", "work_is_done")
    if is_held(question) or question.form.get("reason"):
        return None
    return _refuse("undo_in_time_or_reason", "reason_missing")


def is_held(question: Question) -> bool:
    """Whether the lead's dispatch is so fresh that its message has not gone out (the last moment still counts)."""
    lead = question.snapshot.lead
    held = timedelta(seconds=question.procedure.hold_seconds)
    return lead is not None and lead.received_at is None and question.at - lead.asked_at < held


@guard(is_about_form=True, fields=("party",))
def party_has_refused(question: Question) -> Refusal | None:
    """Require that the party named has refused and that nobody has decided on it."""
    party = question.snapshot.party(question.form["party"])
    is_open = party is not None and party.is_active and party.state is PartyState.REFUSED
    return None if is_open else _refuse("party_has_refused", "no_refusal_open")


@guard(is_about_form=True, fields=("party", "lead"))
def replacement_named(question: Question) -> Refusal | None:
    """Require another unit to lead when the lead's refusal is upheld."""
    party = question.snapshot.party(question.form["party"])
    if party is None or party.role is not PartyRole.LEAD:
        return _refuse("replacement_named", "lead_stays") if "lead" in question.form else None
    if question.form.get("lead") in (None, party.unit):
        return _refuse("replacement_named", "name_another_lead")
    return None


@guard()
def no_refusal_open(question: Question) -> Refusal | None:
    """Require that every refusal has been decided on."""
    is_open = any(party.state is PartyState.REFUSED for party in question.snapshot.workers())
    return _refuse("no_refusal_open", "street_decides_first") if is_open else None


@guard()
def not_rated(question: Question) -> Refusal | None:
    """Allow one rating a matter (GB/T 39734: 一事一评)."""
    return _refuse("not_rated", "already_rated", basis="GB/T 39734") if question.snapshot.is_rated else None
