"""The engine's one question: what does this action change here, or why may it not be done? Pure, without rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from linli.foundation.rulepacks.limits import LimitsTable
from linli.foundation.workflow.outcome import (
    ENGINE,
    NO_FACTS,
    ActorSnap,
    ClockChange,
    Facts,
    PartyChange,
    Refusal,
    Step,
)
from linli.foundation.workflow.procedure import Action, ProcedureBody
from linli.foundation.workflow.snapshot import Snapshot
from linli.foundation.workflow.vocabulary import registry
from linli.foundation.workflow.vocabulary.draft import Draft
from linli.foundation.workflow.vocabulary.fields import BadAnswer, clean_form, entry_data
from linli.kernel.uuid7 import new_id
from linli.kernel.worktime import WorkCalendar

BEGIN = "report"
"""The action code of a matter's first entry."""

CORRECT_PLACE = "correct_place"
"""The action code of an entry beside the procedure: it corrects where a matter is and leaves its state alone."""

LOOKS = ("recheck", "exclusion", "repeated", "abusive", "appeal", "same")
BESIDE = frozenset(
    {CORRECT_PLACE, "called_back"} | {f"{look}_{end}" for look in LOOKS for end in ("asked", "upheld", "turned_down")}
)
"""Action codes of entries beside the procedure: a corrected place, a call-back, what a second person looks at."""

NO_FORM: Mapping[str, Any] = {}


def step(
    procedure: ProcedureBody,
    snapshot: Snapshot,
    action_code: str,
    *,
    actor: ActorSnap,
    at: datetime,
    calendar: WorkCalendar,
    limits: LimitsTable,
    form: Mapping[str, Any] = NO_FORM,
    facts: Facts = NO_FACTS,
    new_ids: Callable[[], UUID] = new_id,
) -> Step | Refusal:
    """Say what ``action_code`` changes, or refuse it with a reason fit for the person who asked.

    In order: the action's roles, its states, its form, its guards; then its effects, the clocks of the new state, the
    entry, whom to tell, and the follow-up that the procedure names. Raises KeyError for an action the procedure does
    not have, MissingFact when a guard needs a fact that was not brought, NoLimit when a clock has no limit.
    """
    action = procedure.action(action_code)
    refusal = _refused_to(action, snapshot=snapshot, actor=actor)
    if refusal is not None:
        return refusal
    try:
        answers = clean_form(action, form)
    except BadAnswer as problem:
        return Refusal(guard="form", code=problem.code, params=problem.params)
    question = registry.Question(
        procedure=procedure, action=action, snapshot=snapshot, actor=actor, form=answers, at=at, facts=facts
    )
    refusal = registry.first_refusal(question)
    if refusal is not None:
        return refusal
    first = _taken(question, calendar=calendar, limits=limits, new_ids=new_ids)
    if action.then is None:
        return first
    followed = step(
        procedure,
        after(snapshot, first),
        action.then,
        actor=ENGINE,
        at=at,
        calendar=calendar,
        limits=limits,
        facts=facts,
        new_ids=new_ids,
    )
    return first if isinstance(followed, Refusal) else merge(first, followed)


def begin(
    procedure: ProcedureBody,
    snapshot: Snapshot,
    *,
    actor: ActorSnap,
    calendar: WorkCalendar,
    limits: LimitsTable,
    data: Mapping[str, Any] = NO_FORM,
    new_ids: Callable[[], UUID] = new_id,
) -> Step:
    """Return the first step of a matter: its first entry, and the clocks of the initial state from ``opened_at`` on.

    ``snapshot`` is the new matter in the procedure's initial state without parties or clocks; ``data`` joins the
    entry's (ids and codes only).
    """
    draft = Draft(snapshot=snapshot, at=snapshot.opened_at, calendar=calendar, limits=limits, new_ids=new_ids)
    draft.data.update(data)
    draft.enter(procedure.state(procedure.initial))
    opening = Action(code=BEGIN, words=procedure.begun, from_states=(), by=frozenset())
    return draft.finish(opening, actor=actor, text="", audience=opening.audience)


def after(snapshot: Snapshot, taken: Step) -> Snapshot:
    """Return the matter as it is when the step has been written: what a dry run and a follow-up go on from."""
    parties = {p.id: p for p in snapshot.parties} | {c.party.id: c.party for c in taken.party_changes}
    clocks = {c.id: c for c in snapshot.clocks} | {c.clock.id: c.clock for c in taken.clock_changes}
    requests = {r.id: r for r in snapshot.requests} | {c.request.id: c.request for c in taken.request_changes}
    raised = {s.id: s for s in snapshot.supervisions}
    raised |= {c.supervision.id: c.supervision for c in taken.supervision_changes}
    return replace(
        snapshot,
        state=taken.state,
        version=snapshot.version + len(taken.entries),
        parties=tuple(parties.values()),
        clocks=tuple(clocks.values()),
        requests=tuple(requests.values()),
        supervisions=tuple(raised.values()),
        handlers=snapshot.handlers | taken.handlers,
        **taken.case,
    )


def merge(first: Step, second: Step) -> Step:
    """Put two steps that follow each other into one to be written at once; the second's word on a row is the last."""
    parties = _last_word({c.party.id: c for c in first.party_changes}, {c.party.id: c for c in second.party_changes})
    clocks = _last_word({c.clock.id: c for c in first.clock_changes}, {c.clock.id: c for c in second.clock_changes})
    requests = _last_word(
        {c.request.id: c for c in first.request_changes}, {c.request.id: c for c in second.request_changes}
    )
    raised = _last_word(
        {c.supervision.id: c for c in first.supervision_changes},
        {c.supervision.id: c for c in second.supervision_changes},
    )
    return Step(
        state=second.state,
        party_changes=parties,
        clock_changes=clocks,
        request_changes=requests,
        supervision_changes=raised,
        entries=first.entries + second.entries,
        tell=first.tell + second.tell,
        effects=first.effects + second.effects,
        case={**first.case, **second.case},
        takes_back=first.takes_back + second.takes_back,
        handlers=first.handlers | second.handlers,
    )


def offered(
    procedure: ProcedureBody, snapshot: Snapshot, *, actor: ActorSnap, at: datetime, facts: Facts = NO_FACTS
) -> tuple[Action, ...]:
    """Return the actions to offer this person now: right state, right role, no guard that already says no.

    Guards about the form are asked when it comes in; guards whose facts are not brought are left for then too.
    """
    return tuple(
        action
        for action in procedure.actions
        if _refused_to(action, snapshot=snapshot, actor=actor) is None
        and registry.first_refusal(
            registry.Question(
                procedure=procedure, action=action, snapshot=snapshot, actor=actor, form={}, at=at, facts=facts
            ),
            is_preview=True,
        )
        is None
    )


def _refused_to(action: Action, *, snapshot: Snapshot, actor: ActorSnap) -> Refusal | None:
    if not action.by & actor.roles:
        return Refusal(guard="by", code="not_your_action", params={"action": action.code})
    if snapshot.state not in action.from_states:
        return Refusal(guard="from", code="not_in_this_state", params={"action": action.code, "state": snapshot.state})
    if not registry.facts_needed(action).isdisjoint(snapshot.unruled):
        return Refusal(guard="rules", code="no_rule_for_it", params={"action": action.code})
    return None


def _taken(
    question: registry.Question, *, calendar: WorkCalendar, limits: LimitsTable, new_ids: Callable[[], UUID]
) -> Step:
    """Let the effects speak, move to the new state, and collect what changed."""
    action, procedure = question.action, question.procedure
    draft = Draft(snapshot=question.snapshot, at=question.at, calendar=calendar, limits=limits, new_ids=new_ids)
    draft.state = action.to or question.snapshot.state
    draft.data.update(entry_data(action, question.form))
    for name in action.effects:
        registry.effect_named(name).apply(question, draft)
    draft.enter(procedure.state(draft.state))
    draft.tell_by(action.tell, hold_seconds=procedure.hold_seconds)
    audience, text = registry.audience_and_text(question)
    return draft.finish(action, actor=question.actor, text=text, audience=draft.audience or audience)


def _last_word(first: dict[UUID, Any], second: dict[UUID, Any]) -> tuple[Any, ...]:
    changes = dict(first)
    for key, change in second.items():
        changes[key] = replace(change, is_new=change.is_new or (key in first and first[key].is_new))
    return tuple(changes.values())


__all__ = [
    "BEGIN",
    "BESIDE",
    "CORRECT_PLACE",
    "ClockChange",
    "PartyChange",
    "after",
    "begin",
    "merge",
    "offered",
    "step",
]
