"""Where a matter can go by a procedure: the states it comes to, who takes it there, and where it would be stuck. Pure.

What the program does by itself counts only where an action of people leads to it: nothing waits for a step that nobody
sets off.
"""

from __future__ import annotations

from dataclasses import dataclass

from linli.foundation.workflow.outcome import ENGINE_ROLE
from linli.foundation.workflow.procedure import Action, ProcedureBody
from linli.foundation.workflow.vocabulary.terms import ENGINES_OWN, PEOPLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """What can happen: ``reached`` states, ``taken`` steps (action, from state), ``ending`` states that lead to an end.

    ``edges`` are the moves between two different states.
    """

    reached: frozenset[str]
    taken: frozenset[tuple[str, str]]
    edges: frozenset[tuple[str, str]]
    ending: frozenset[str]


def ways(body: ProcedureBody) -> Ways:
    """Follow every step from the initial state on."""
    reached, waiting = {body.initial}, [body.initial]
    taken, edges = set[tuple[str, str]](), set[tuple[str, str]]()
    while waiting:
        here = waiting.pop()
        there: set[str] = set()
        for action in body.actions:
            if here in action.from_states and _begins(action):
                there |= _landings(body, action, here, taken)
        edges |= {(here, state) for state in there if state != here}
        waiting += there - reached
        reached |= there
    ends = {state.code for state in body.states if state.is_final}
    return Ways(
        reached=frozenset(reached),
        taken=frozenset(taken),
        edges=frozenset(edges),
        ending=frozenset(_leading_to(ends, edges)),
    )


def can_follow(action: Action, following: Action) -> bool:
    """Whether the program can go on with ``following`` after ``action``, in one of its states at least."""
    there = {action.to} if action.to else set(action.from_states)
    return ENGINE_ROLE in following.by and not there.isdisjoint(following.from_states)


def _begins(action: Action) -> bool:
    """Whether people take it, or regular work does."""
    return bool(action.by & PEOPLE) or (action.code in ENGINES_OWN and ENGINE_ROLE in action.by)


def _landings(body: ProcedureBody, action: Action, here: str, taken: set[tuple[str, str]]) -> set[str]:
    """Return where a matter may stand after an action and all that the program goes on with; notes what was taken.

    A follow-up without conditions is always taken, so that nobody ever stands in between; one with conditions may not.
    """
    there, found, seen = action.to or here, set[str](), set[str]()
    taken.add((action.code, here))
    while action.then and action.then not in seen:
        seen.add(action.then)
        following = next((one for one in body.actions if one.code == action.then), None)
        if following is None or ENGINE_ROLE not in following.by or there not in following.from_states:
            break
        if following.guards or any(field.is_required for field in following.form):
            found.add(there)
        taken.add((following.code, there))
        action, there = following, following.to or there
    return found | {there}


def _leading_to(ends: set[str], moves: set[tuple[str, str]]) -> set[str]:
    found = set(ends)
    grew = True
    while grew:
        more = {here for here, there in moves if there in found} - found
        found |= more
        grew = bool(more)
    return found
