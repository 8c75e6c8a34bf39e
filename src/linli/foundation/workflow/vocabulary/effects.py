"""The effects every procedure may name: each writes into the draft what an action changes."""

from __future__ import annotations

from linli.foundation.workflow.outcome import Tell
from linli.foundation.workflow.snapshot import PartyRole, PartySnap, PartyState
from linli.foundation.workflow.vocabulary.draft import HANDLE_CLOCK, RECEIVE_CLOCK, Draft
from linli.foundation.workflow.vocabulary.guards import is_held
from linli.foundation.workflow.vocabulary.registry import Question, effect


class NoPart(RuntimeError):
    """An effect on the actor's own part ran for a unit without one: the procedure lacks the guard."""


def _own(question: Question) -> PartySnap:
    own = question.own_party
    if own is None:
        raise NoPart(question.action.code)
    return own


def _lead(draft: Draft) -> PartySnap:
    lead = draft.now().lead
    if lead is None:
        raise NoPart("lead")
    return lead


@effect(fields=("lead",), clocks=(RECEIVE_CLOCK,))
def ask_units(question: Question, draft: Draft) -> None:
    """Ask one unit to lead and others to assist."""
    lead = question.form["lead"]
    draft.ask(lead, role=PartyRole.LEAD)
    for unit in question.form.get("assist", ()):
        if unit != lead:
            draft.ask(unit, role=PartyRole.ASSIST)


@effect(fields=("assist",), clocks=(RECEIVE_CLOCK,))
def ask_assistants(question: Question, draft: Draft) -> None:
    """Ask more units to assist; one that has a part already keeps it."""
    for unit in question.form["assist"]:
        if draft.now().party_of(unit) is None:
            draft.ask(unit, role=PartyRole.ASSIST)


@effect()
def release_last_dispatch(question: Question, draft: Draft) -> None:
    """Take the last dispatch back: its units have no part any more; a message still held does not go out."""
    lead = _lead(draft)
    if is_held(question):
        draft.takes_back, draft.is_quiet = ("dispatch",), True
    for party in list(draft.now().workers()):
        if party.asked_at == lead.asked_at:
            draft.release(party)


@effect(clocks=(HANDLE_CLOCK,))
def receive_own(question: Question, draft: Draft) -> None:
    """Note that the unit has the matter: its clock for receiving ends, its clock for handling begins."""
    own = draft.change(_own(question), state=PartyState.RECEIVED, received_at=question.at)
    draft.stop_clocks(RECEIVE_CLOCK, party_id=own.id)
    draft.start_clock(HANDLE_CLOCK, party_id=own.id)


@effect()
def work_own(question: Question, draft: Draft) -> None:
    """Note that a unit reporting progress is at work; for others nothing changes."""
    own = question.own_party
    if own is not None and own.state is PartyState.RECEIVED:
        draft.change(own, state=PartyState.WORKING)


@effect()
def answer_own(question: Question, draft: Draft) -> None:
    """Note that the unit has said what it did."""
    draft.change(_own(question), state=PartyState.ANSWERED, answered_at=question.at)


@effect()
def sign_off_own(question: Question, draft: Draft) -> None:
    """Note that the unit has signed: its clocks stop."""
    own = draft.change(_own(question), state=PartyState.SIGNED_OFF, signed_at=question.at)
    draft.stop_clocks(party_id=own.id)


@effect()
def refuse_own(question: Question, draft: Draft) -> None:
    """Note that the unit holds it is not its duty: its clocks stop until somebody has decided."""
    own = draft.change(_own(question), state=PartyState.REFUSED, refused_at=question.at)
    draft.stop_clocks(party_id=own.id)


@effect()
def hand_back_own(question: Question, draft: Draft) -> None:
    """Release a unit that gives back what it had received."""
    draft.release(_own(question), state=PartyState.HANDED_BACK)


@effect(fields=("party", "lead"), clocks=(RECEIVE_CLOCK,))
def uphold_refusal(question: Question, draft: Draft) -> None:
    """Release a unit that was right to refuse, and ask another one to lead where it led."""
    draft.release(draft.parties[question.form["party"]])
    if "lead" in question.form:
        draft.ask(question.form["lead"], role=PartyRole.LEAD)


@effect(fields=("party",), clocks=(RECEIVE_CLOCK,))
def reject_refusal(question: Question, draft: Draft) -> None:
    """Ask the unit again, with a new clock for receiving."""
    party = draft.change(
        draft.parties[question.form["party"]], state=PartyState.ASKED, asked_at=question.at, refused_at=None
    )
    draft.start_clock(RECEIVE_CLOCK, party_id=party.id)


@effect(clocks=(HANDLE_CLOCK,))
def back_to_work(question: Question, draft: Draft) -> None:
    """Give what was not done well back to the lead, with a new clock for handling."""
    del question
    lead = draft.change(_lead(draft), state=PartyState.WORKING, answered_at=None, signed_at=None)
    draft.start_clock(HANDLE_CLOCK, party_id=lead.id)


@effect()
def close(question: Question, draft: Draft) -> None:
    """Close the matter, so that it can be rated."""
    draft.case |= {"closed_at": question.at, "is_rated": False}


@effect()
def reopen(question: Question, draft: Draft) -> None:
    """Begin the matter again: counted, no longer closed, and nobody has a part until it is dispatched."""
    del question
    draft.case |= {"closed_at": None, "is_rated": False, "reopened_count": draft.snapshot.reopened_count + 1}
    if draft.snapshot.main is not None:
        draft.case["main"] = None
    draft.release_all()


@effect()
def open_question(question: Question, draft: Draft) -> None:
    """Note that the reporter was asked something; no clock stops or moves for it."""
    del question
    draft.case["question"] = "asked"


@effect()
def answer_question(question: Question, draft: Draft) -> None:
    """Note that the reporter answered, until somebody has read it."""
    del question
    draft.case["question"] = "answered"


@effect()
def answer_question_for_street(question: Question, draft: Draft) -> None:
    """Note that the reporter answered for the street alone."""
    del question
    draft.case["question"] = "to_street"


@effect()
def put_question_away(question: Question, draft: Draft) -> None:
    """Note that the reply was read: nothing is asked any more."""
    del question
    draft.case["question"] = ""


@effect(fields=("kind",))
def set_kind(question: Question, draft: Draft) -> None:
    """Confirm or correct the kind: every running clock is reckoned anew from its own start."""
    draft.case["kind"] = question.form["kind"]
    draft.case["urgency"] = question.form.get("urgency", draft.urgency)
    draft.data["was_kind"] = question.snapshot.kind
    draft.retime()


@effect()
def reckon_again(question: Question, draft: Draft) -> None:
    """Reckon the running clocks by a calendar that was published since; limits once given stay."""
    del question
    draft.retime(with_own_limits=True)


@effect(clocks=(RECEIVE_CLOCK,))
def reroute(question: Question, draft: Draft) -> None:
    """Let another unit lead where the new kind is its duty, and release the former one."""
    if "lead" in question.form:
        draft.ask(question.form["lead"], role=PartyRole.LEAD)


@effect(fields=("rating",), facts=("ratings",))
def rate(question: Question, draft: Draft) -> None:
    """Note the rating; a low one goes to the street (国办发〔2019〕51号: each is called back and put right)."""
    draft.case["is_rated"] = True
    if question.form["rating"] <= question.fact("ratings").numbers["low"]:
        draft.tells.append(Tell(whom="street", message="low_rating"))
