"""One version of a procedure as its page shows it: boxes and arrows, and the same facts as rows with their faults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from linli.domains.cases.facade import clock_words, limit_words
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.rulepacks.limits import LimitsTable
from linli.foundation.workflow import actions
from linli.foundation.workflow.editing.changes import Change, changes
from linli.foundation.workflow.editing.diagram import Diagram, draw
from linli.foundation.workflow.procedure import LIMITS_PACK, Action, ProcedureBody, State, parse
from linli.foundation.workflow.vocabulary import faults
from linli.foundation.workflow.vocabulary.checking import Part, Problem
from linli.foundation.workflow.vocabulary.naming import effect_words, guard_words, type_words
from linli.foundation.workflow.vocabulary.terms import ROLES, WHOM
from linli.foundation.workflow.words import say

KEYS: Mapping[str, Promise] = {
    "public": _l("What residents read"), "internal": _l("the word for staff"),
    "promise": _l("the sentence for who waits"),
    "clocks": _l("Limits"), "shape": _l("its look"), "final": _l("whether it is an end"), "words": _l("its name"),
    "told": _l("the sentence on the time line"), "from": _l("from which states"), "to": _l("to which state"),
    "by": _l("who may"), "guards": _l("Conditions"), "effects": _l("its effects"), "form": _l("what it asks"),
    "tell": _l("who is told"), "audience": _l("who reads it"), "then": _l("what the program does next"),
    "work": _l("whether it counts as work"), "basis": _l("what it rests on"), "begun": _l("the first sentence"),
    "limits": _l("Limits"), "parties": _l("whose signatures it needs"), "hold_seconds": _l("the seconds for undoing"),
    "initial": _l("the first state"), "order": _l("the order"),
}  # fmt: skip
"""What the parts of a procedure are called where two versions differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRow:
    """A state in words, with what is wrong with it."""

    code: str
    words: str
    public: str
    promise: str
    clocks: tuple[str, ...]
    shape: str
    is_final: bool
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRow:
    """An action in words, with what is wrong with it; ``numbers`` are its arrows in the drawing."""

    code: str
    words: str
    told: str
    starts: tuple[str, ...]
    leads_to: str
    by: tuple[str, ...]
    guards: tuple[str, ...]
    effects: tuple[str, ...]
    fields: tuple[str, ...]
    tells: tuple[str, ...]
    numbers: tuple[int, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A version: its drawing, its rows, the faults of the whole, and how many faults there are."""

    words: str
    body: ProcedureBody
    diagram: Diagram
    states: tuple[StateRow, ...]
    actions: tuple[ActionRow, ...]
    faults: tuple[str, ...]
    count: int


def sheet_of(body: Mapping[str, Any]) -> Sheet:
    """Return a version's sheet; one whose limits are not there at all says only that."""
    procedure = parse(body)
    problems, whole = _problems(body)
    diagram = draw(procedure)
    names = {state.code: say(state.internal) or state.code for state in procedure.states}
    known = clocks_of(procedure)
    return Sheet(
        words=say(procedure.words) or procedure.code,
        body=procedure,
        diagram=diagram,
        states=tuple(_state(state, problems=problems, known=known) for state in procedure.states),
        actions=tuple(_action(a, problems=problems, names=names, diagram=diagram) for a in procedure.actions),
        faults=(*whole, *(faults.told(one) for one in problems if one.part is Part.PROCEDURE)),
        count=len(problems) + len(whole),
    )


def clocks_of(procedure: ProcedureBody) -> dict[str, str]:
    """Return the limits that the rule pack of a procedure knows, with their words and usual length."""
    try:
        table = rulepacks.limits(procedure.limits.removeprefix(LIMITS_PACK), scope="", on=timezone.localdate())
    except rulepacks.NoRule:
        return {}
    names = dict.fromkeys(clock for clock, _kind, _urgency in table.rows)
    return {name: _clock(name, table=table) for name in names}


def said(change: Change, *, sheet: Sheet) -> str:
    """Return a difference as a sentence."""
    names = {row.code: row.words for row in sheet.states} | {row.code: row.words for row in sheet.actions}
    keys = "、".join(str(KEYS.get(key, key)) for key in change.keys)
    values = {"name": names.get(change.code, change.code), "keys": keys}
    words = {
        ("state", "new"): _("New state “%(name)s”"),
        ("state", "gone"): _("State “%(name)s” is taken out"),
        ("state", "changed"): _("State “%(name)s” changes: %(keys)s"),
        ("action", "new"): _("New action “%(name)s”"),
        ("action", "gone"): _("Action “%(name)s” is taken out"),
        ("action", "changed"): _("Action “%(name)s” changes: %(keys)s"),
    }
    return words.get((change.part, change.how), _("The procedure itself changes: %(keys)s")) % values


def differences(before: Mapping[str, Any], after: Mapping[str, Any], *, sheet: Sheet) -> list[str]:
    """Return what differs from another version, in sentences."""
    return [said(change, sheet=sheet) for change in changes(before, after)]


def _problems(body: Mapping[str, Any]) -> tuple[tuple[Problem, ...], tuple[str, ...]]:
    try:
        return actions.faults_of(body, on=timezone.localdate())[1], ()
    except actions.Unsound as unsound:
        return (), (str(unsound),)


def _told(problems: tuple[Problem, ...], *, part: Part, code: str) -> tuple[str, ...]:
    return tuple(faults.told(one) for one in problems if one.part is part and one.where == code)


def _clock(name: str, *, table: LimitsTable) -> str:
    usual = table.limit_for(name, kind="", urgency="")
    return _("%(clock)s (%(limit)s)") % {"clock": clock_words(name), "limit": limit_words(usual)}


def _state(state: State, *, problems: tuple[Problem, ...], known: Mapping[str, str]) -> StateRow:
    return StateRow(
        code=state.code,
        words=say(state.internal) or state.code,
        public=say(state.public),
        promise=say(state.promise, values={"lead": "…", "due": "…"}),
        clocks=tuple(known.get(name, name) for name in state.clocks),
        shape=str(state.shape),
        is_final=state.is_final,
        faults=_told(problems, part=Part.STATE, code=state.code),
    )


def _action(action: Action, *, problems: tuple[Problem, ...], names: Mapping[str, str], diagram: Diagram) -> ActionRow:
    found = {
        diagram.numbers[action.code, here] for here in action.from_states if (action.code, here) in diagram.numbers
    }
    return ActionRow(
        code=action.code,
        words=say(action.words) or action.code,
        told=say(action.told, values={"unit": "…", "lead": "…", "assist": "…", "kind": "…"}),
        starts=tuple(names.get(code, code) for code in action.from_states),
        leads_to=names.get(action.to, action.to) if action.to else "",
        by=tuple(str(ROLES.get(role, role)) for role in sorted(action.by)),
        guards=tuple(guard_words(name) for name in action.guards),
        effects=tuple(effect_words(name) for name in action.effects),
        fields=tuple(f"{say(field.words) or field.name} ({type_words(field.type)})" for field in action.form),
        tells=tuple(str(WHOM.get(rule.whom, rule.whom)) for rule in action.tell),
        numbers=tuple(sorted(found)),
        faults=_told(problems, part=Part.ACTION, code=action.code),
    )
