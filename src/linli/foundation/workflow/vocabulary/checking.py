"""Is this procedure sound? Every fault found before it runs, so that a published one never strands a matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from linli.foundation.rulepacks.limits import LimitsTable
from linli.foundation.workflow.procedure import Action, ProcedureBody
from linli.foundation.workflow.vocabulary import registry
from linli.foundation.workflow.vocabulary.fields import TEXT_TYPE, TYPES

LANGUAGES = ("zh-Hans", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault: its code, the state or action it lies in, and the name that is wrong."""

    code: str
    where: str
    name: str = ""


def check(body: ProcedureBody, *, limits: LimitsTable | None = None) -> tuple[Problem, ...]:
    """Return the faults of a procedure; clocks are checked against ``limits`` where they are given."""
    found = [*_names(body), *_ways(body), *_words(body)]
    for action in body.actions:
        found += _vocabulary(action)
        found += _targets(body, action)
    if limits is not None:
        found += _clocks(body, limits)
    return tuple(found)


def _names(body: ProcedureBody) -> Iterator[Problem]:
    for things, code in ((body.states, "state_twice"), (body.actions, "action_twice")):
        counts = Counter(thing.code for thing in things)
        yield from (Problem(code=code, where=name, name=name) for name, count in counts.items() if count > 1)
    if body.initial not in {state.code for state in body.states}:
        yield Problem(code="no_such_state", where="initial", name=body.initial)


def _ways(body: ProcedureBody) -> Iterator[Problem]:
    """Find the states nobody comes to, and those nobody leaves though they are no end."""
    reached, waiting = {body.initial}, [body.initial]
    while waiting:
        here = waiting.pop()
        targets = {action.to for action in body.actions if action.to and here in action.from_states}
        waiting += targets - reached
        reached |= targets
    ways = {code: {a.to for a in body.actions if a.to and code in a.from_states} for code in reached}
    for state in body.states:
        if state.code not in reached:
            yield Problem(code="unreachable", where=state.code)
        elif not state.is_final and not ways[state.code] - {state.code}:
            yield Problem(code="dead_end", where=state.code)
    yield from (Problem(code="never_ends", where=code) for code in _never_ending(body))


def _never_ending(body: ProcedureBody) -> Iterator[str]:
    """Return the states with ways out of which none leads to an end."""
    ending = {state.code for state in body.states if state.is_final}
    grew = True
    while grew:
        more = {code for action in body.actions if action.to in ending for code in action.from_states} - ending
        ending |= more
        grew = bool(more)
    leaving = {code for action in body.actions if action.to for code in action.from_states if action.to != code}
    return (state.code for state in body.states if state.code in leaving - ending)


def _vocabulary(action: Action) -> Iterator[Problem]:
    guards, effects = registry.guards(), registry.effects()
    names = {field.name for field in action.form}
    for name in action.guards:
        if name not in guards:
            yield Problem(code="unknown_guard", where=action.code, name=name)
        else:
            missing = sorted(guards[name].fields - names)
            yield from (Problem(code="field_missing", where=action.code, name=field) for field in missing)
    for name in action.effects:
        if name not in effects:
            yield Problem(code="unknown_effect", where=action.code, name=name)
        else:
            missing = sorted(effects[name].fields - names)
            yield from (Problem(code="field_missing", where=action.code, name=field) for field in missing)
    for field in action.form:
        if field.type not in TYPES:
            yield Problem(code="unknown_field_type", where=action.code, name=field.name)
    if sum(field.type == TEXT_TYPE for field in action.form) > 1:
        yield Problem(code="two_texts", where=action.code)
    if not action.by:
        yield Problem(code="nobody_may", where=action.code)


def _targets(body: ProcedureBody, action: Action) -> Iterator[Problem]:
    states = {state.code for state in body.states}
    for code in (*action.from_states, *((action.to,) if action.to else ())):
        if code not in states:
            yield Problem(code="no_such_state", where=action.code, name=code)
    if action.then is not None and action.then not in {other.code for other in body.actions}:
        yield Problem(code="no_such_action", where=action.code, name=action.then)
    chain, seen = action.then, {action.code}
    while chain is not None:
        if chain in seen:
            yield Problem(code="endless_follow_up", where=action.code, name=chain)
            return
        seen.add(chain)
        chain = next((other.then for other in body.actions if other.code == chain), None)


def _clocks(body: ProcedureBody, limits: LimitsTable) -> Iterator[Problem]:
    effects = registry.effects()
    for state in body.states:
        for clock in state.clocks:
            if not limits.has_clock(clock):
                yield Problem(code="no_limit", where=state.code, name=clock)
    for action in body.actions:
        needed = frozenset().union(*(effects[name].clocks for name in action.effects if name in effects))
        for clock in sorted(needed):
            if not limits.has_clock(clock):
                yield Problem(code="no_limit", where=action.code, name=clock)


def _words(body: ProcedureBody) -> Iterator[Problem]:
    """Find what lacks its words in a language of the interface."""
    said = [
        (body.code, body.words),
        *((s.code, s.public) for s in body.states),
        *((a.code, a.words) for a in body.actions),
    ]
    said += [(a.code, a.told) for a in body.actions if a.told]
    said += [(s.code, s.promise) for s in body.states if s.promise]
    for where, words in said:
        yield from (Problem(code="no_words", where=where, name=lang) for lang in LANGUAGES if not words.get(lang))
