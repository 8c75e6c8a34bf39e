"""Is this procedure sound? Every fault found before it runs, so that a published one never strands a matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from linli.foundation.rulepacks.limits import LimitsTable
from linli.foundation.workflow.procedure import LIMITS_PACK, Action, ProcedureBody
from linli.foundation.workflow.vocabulary import registry
from linli.foundation.workflow.vocabulary.fields import TEXT_TYPE, TYPES
from linli.foundation.workflow.vocabulary.saying import words_missing
from linli.foundation.workflow.vocabulary.terms import RECKON_AGAIN, ROLES, WHOM, carried_to
from linli.foundation.workflow.vocabulary.ways import can_follow, ways

CLOSE, REOPEN, FOLLOW = "close", "reopen", "follow_main"
OWN_PART: Mapping[str, frozenset[str]] = {
    "receive_own": frozenset({"waits_for_receipt"}),
    "refuse_own": frozenset({"waits_for_receipt"}),
    "answer_own": frozenset({"has_received"}),
    "sign_off_own": frozenset({"has_received", "has_answered"}),
    "hand_back_own": frozenset({"has_received"}),
    "uphold_refusal": frozenset({"party_has_refused"}),
    "reject_refusal": frozenset({"party_has_refused"}),
    "release_last_dispatch": frozenset({"undo_in_time_or_reason"}),
}
"""Effects that change a unit's part, and the guards of which one makes sure that there is such a part."""


class Part(StrEnum):
    """What a fault lies in."""

    PROCEDURE = "procedure"
    STATE = "state"
    ACTION = "action"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault: its code, the state or action it lies in, and the name that is wrong."""

    code: str
    where: str
    name: str = ""
    part: Part = Part.ACTION


def check(body: ProcedureBody, *, limits: LimitsTable | None = None) -> tuple[Problem, ...]:
    """Return the faults of a procedure, each once; clocks are checked against ``limits`` where they are given."""
    found = [*_names(body), *_ways(body), *_clocks(body), *_endings(body)]
    found += [Problem(code="no_words", where=s.where, name=s.name, part=Part(s.part)) for s in words_missing(body)]
    for action in body.actions:
        found += [*_vocabulary(action), *_form(action), *_people(action), *_targets(body, action)]
    if limits is not None:
        found += _limits(body, limits)
    return tuple(dict.fromkeys(found))


def _names(body: ProcedureBody) -> Iterator[Problem]:
    parts = ((body.states, "state_twice", Part.STATE), (body.actions, "action_twice", Part.ACTION))
    for things, code, part in parts:
        counts = Counter(thing.code for thing in things)
        yield from (Problem(code=code, where=n, name=n, part=part) for n, count in counts.items() if count > 1)
    if body.initial not in {state.code for state in body.states}:
        yield Problem(code="no_such_state", where="initial", name=body.initial, part=Part.PROCEDURE)
    if not any(state.is_final for state in body.states):
        yield Problem(code="no_end", where=body.code, part=Part.PROCEDURE)
    if body.limits != f"{LIMITS_PACK}{body.code}":
        yield Problem(code="limits_of_another", where=body.code, name=body.limits, part=Part.PROCEDURE)


def _ways(body: ProcedureBody) -> Iterator[Problem]:
    """Find the states nobody comes to, those nobody leaves though they are no end, and actions nobody ever takes."""
    found = ways(body)
    leaving = {here for here, _there in found.edges}
    for state in body.states:
        if state.code not in found.reached:
            yield Problem(code="unreachable", where=state.code, part=Part.STATE)
        elif not state.is_final and state.code not in leaving:
            yield Problem(code="dead_end", where=state.code, part=Part.STATE)
        elif state.code not in found.ending:
            yield Problem(code="never_ends", where=state.code, part=Part.STATE)
    known, taken = {state.code for state in body.states}, {code for code, _state in found.taken}
    for action in body.actions:
        starts = found.reached & known & set(action.from_states)
        if action.code not in taken and (starts or not action.by & set(ROLES)):
            yield Problem(code="nobody_may", where=action.code)


def _clocks(body: ProcedureBody) -> Iterator[Problem]:
    """Find states that wait without a limit, ends whose clocks would run for ever, and clocks no calendar reaches.

    A matter handled together with another one keeps that one's limits and needs none of its own.
    """
    reckoned = {state for action in body.actions if action.code == RECKON_AGAIN for state in action.from_states}
    followed = {action.to for action in body.actions if FOLLOW in action.effects}
    for state in body.states:
        if state.is_final and state.clocks:
            yield Problem(code="clock_at_end", where=state.code, name=state.clocks[0], part=Part.STATE)
        elif not state.is_final and not state.clocks and state.code not in followed:
            yield Problem(code="no_clock", where=state.code, part=Part.STATE)
        elif state.clocks and state.code not in reckoned:
            yield Problem(code="not_reckoned", where=state.code, part=Part.STATE)


def _endings(body: ProcedureBody) -> Iterator[Problem]:
    """Find actions that end a matter without closing it, or begin it again without opening it."""
    ends = {state.code for state in body.states if state.is_final}
    for action in body.actions:
        starts = set(action.from_states)
        if action.to in ends and starts - ends and CLOSE not in action.effects:
            yield Problem(code="ends_open", where=action.code, name=action.to or "")
        if CLOSE in action.effects and action.to not in ends:
            yield Problem(code="closes_midway", where=action.code)
        if action.to and action.to not in ends and starts & ends and REOPEN not in action.effects:
            yield Problem(code="begins_closed", where=action.code, name=action.to)


def _vocabulary(action: Action) -> Iterator[Problem]:
    guards, effects = registry.guards(), registry.effects()
    names = {field.name for field in action.form}
    known: tuple[tuple[tuple[str, ...], Mapping[str, registry.Guard | registry.Effect], str], ...] = (
        (action.guards, guards, "unknown_guard"),
        (action.effects, effects, "unknown_effect"),
    )
    for used, there, code in known:
        for name in used:
            if name not in there:
                yield Problem(code=code, where=action.code, name=name)
            else:
                missing = sorted(there[name].fields - names)
                yield from (Problem(code="field_missing", where=action.code, name=field) for field in missing)
    for name in action.effects:
        if name in OWN_PART and OWN_PART[name].isdisjoint(action.guards):
            yield Problem(code="guard_missing", where=action.code, name=min(OWN_PART[name]))


def _form(action: Action) -> Iterator[Problem]:
    counts = Counter(field.name for field in action.form)
    for name, count in counts.items():
        if count > 1:
            yield Problem(code="field_twice", where=action.code, name=name)
    for field in action.form:
        if field.type not in TYPES:
            yield Problem(code="unknown_field_type", where=action.code, name=field.name)
        if field.type == "choice" and not field.choices:
            yield Problem(code="no_choices", where=action.code, name=field.name)
    if sum(field.type == TEXT_TYPE for field in action.form) > 1:
        yield Problem(code="two_texts", where=action.code)


def _people(action: Action) -> Iterator[Problem]:
    for role in sorted(action.by - set(ROLES)):
        yield Problem(code="unknown_role", where=action.code, name=role)
    for rule in action.tell:
        if rule.whom not in WHOM:
            yield Problem(code="unknown_receiver", where=action.code, name=rule.whom)
            continue
        messages = carried_to(rule.whom)
        if messages is not None and rule.message not in messages:
            yield Problem(code="unknown_message", where=action.code, name=rule.message)


def _targets(body: ProcedureBody, action: Action) -> Iterator[Problem]:
    states = {state.code for state in body.states}
    actions = {other.code: other for other in body.actions}
    if not action.from_states:
        yield Problem(code="from_nowhere", where=action.code)
    for code in (*action.from_states, *((action.to,) if action.to else ())):
        if code not in states:
            yield Problem(code="no_such_state", where=action.code, name=code)
    if action.then is None:
        return
    if action.then not in actions:
        yield Problem(code="no_such_action", where=action.code, name=action.then)
    elif not can_follow(action, actions[action.then]):
        yield Problem(code="cannot_follow", where=action.code, name=action.then)
    chain: str | None = action.then
    seen = {action.code}
    while chain is not None:
        if chain in seen:
            yield Problem(code="endless_follow_up", where=action.code, name=chain)
            return
        seen.add(chain)
        following = actions.get(chain)
        chain = following.then if following else None


def _limits(body: ProcedureBody, limits: LimitsTable) -> Iterator[Problem]:
    effects = registry.effects()
    for state in body.states:
        for clock in state.clocks:
            if not limits.has_clock(clock):
                yield Problem(code="no_limit", where=state.code, name=clock, part=Part.STATE)
    for action in body.actions:
        needed = frozenset().union(*(effects[name].clocks for name in action.effects if name in effects))
        for clock in sorted(needed):
            if not limits.has_clock(clock):
                yield Problem(code="no_limit", where=action.code, name=clock)
