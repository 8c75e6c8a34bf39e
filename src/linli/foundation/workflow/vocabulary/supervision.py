"""Guards and effects of supervision: the engine raises a rung once its time has come, and whoever is late answers."""

from __future__ import annotations

from dataclasses import replace

from linli.foundation.workflow.outcome import Refusal, Tell
from linli.foundation.workflow.supervisions import RANK, Level, SupervisionSnap
from linli.foundation.workflow.vocabulary.draft import Draft
from linli.foundation.workflow.vocabulary.registry import Question, effect, guard
from linli.kernel.worktime import Limit, LimitUnit, due

WHO_IS_TOLD = {Level.COMMUNITY: "dispatcher", Level.STREET: "street", Level.DISTRICT: "district"}


def _refuse(name: str, code: str) -> Refusal:
    return Refusal(guard=name, code=code)


def owed_by(question: Question) -> tuple[SupervisionSnap, ...]:
    """Return the records the actor has to answer: those of its own part; of the community's, who has none."""
    own = question.own_party
    waiting = (one for one in question.snapshot.supervisions if one.is_open)
    return tuple(one for one in waiting if one.party_id == (own.id if own else None))


@guard(facts=("supervision",), is_about_form=True, fields=("clock", "level"))
def rung_is_reached(question: Question) -> Refusal | None:
    """Require a running clock that is late enough for this rung, and neither this nor a higher one raised for it."""
    clock = next((c for c in question.snapshot.running_clocks() if c.id == question.form["clock"]), None)
    if clock is None or not question.fact("supervision").is_true:
        return _refuse("rung_is_reached", "not_late_enough")
    level = Level(question.form["level"])
    raised = [RANK[one.level] for one in question.snapshot.supervisions if one.clock_id == clock.id]
    return _refuse("rung_is_reached", "is_supervised") if max(raised, default=-1) >= RANK[level] else None


@guard()
def owes_an_answer(question: Question) -> Refusal | None:
    """Require a record of supervision that waits for the actor's answer."""
    return None if owed_by(question) else _refuse("owes_an_answer", "nothing_to_answer")


@effect(fields=("clock", "level"), facts=("supervision",))
def raise_supervision(question: Question, draft: Draft) -> None:
    """Record the rung, with the time to answer; tell who supervises and who is late."""
    rule, clock = question.fact("supervision"), draft.clocks[question.form["clock"]]
    within = Limit(amount=rule.numbers["amount"], unit=LimitUnit(rule.params["unit"]))
    party = draft.parties[clock.party_id] if clock.party_id else None
    made = SupervisionSnap(
        id=draft.new_ids(),
        clock_id=clock.id,
        party_id=clock.party_id,
        unit=party.unit if party else None,
        level=Level(question.form["level"]),
        raised_at=question.at,
        answer_due_at=due(question.at, limit=within, calendar=draft.calendar).at,
    )
    draft.supervisions[made.id] = made
    draft.tells.append(Tell(whom=WHO_IS_TOLD[made.level], message="supervised"))
    if party is not None:
        draft.tells.append(Tell(whom="units", message="explain_delay", unit_ids=(party.unit,)))
    elif made.level is not Level.COMMUNITY:
        draft.tells.append(Tell(whom="dispatcher", message="explain_delay"))


@effect()
def answer_supervision(question: Question, draft: Draft) -> None:
    """Note that the late one has said why and by when; whoever supervised last is told."""
    answered = owed_by(question)
    for one in answered:
        draft.supervisions[one.id] = replace(one, answered_at=question.at, answered_by=question.actor.account)
    highest = max(answered, key=lambda one: RANK[one.level])
    draft.tells.append(Tell(whom=WHO_IS_TOLD[highest.level], message="supervision_answered"))
