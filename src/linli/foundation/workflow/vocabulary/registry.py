"""Guards and effects by name: a closed set, each registered by the room that owns it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli.foundation.workflow.outcome import ActorSnap, Fact, Facts, MissingFact, Refusal
from linli.foundation.workflow.procedure import Action, Audience, ProcedureBody
from linli.foundation.workflow.snapshot import PartySnap, Snapshot
from linli.foundation.workflow.vocabulary.draft import Draft
from linli.foundation.workflow.vocabulary.fields import AUDIENCE_TYPE, TEXT_TYPE


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What guards and effects look at: the action, the matter, who asks, the answers given, the facts fetched."""

    procedure: ProcedureBody
    action: Action
    snapshot: Snapshot
    actor: ActorSnap
    form: Mapping[str, Any]
    at: datetime
    facts: Facts

    def fact(self, name: str) -> Fact:
        """Return a fact. Raises MissingFact when the caller did not bring it."""
        try:
            return self.facts[name]
        except KeyError:
            raise MissingFact(name) from None

    @property
    def own_party(self) -> PartySnap | None:
        """The part that the actor's unit has in the running round."""
        return self.snapshot.party_of(self.actor.unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """A condition an action may name. ``facts`` must be brought; ``is_about_form`` guards wait for the answers."""

    name: str
    check: Callable[[Question], Refusal | None]
    facts: frozenset[str] = frozenset()
    is_about_form: bool = False
    fields: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A change an action may name. ``fields`` must be in its form; ``clocks`` must be in the rule pack."""

    name: str
    apply: Callable[[Question, Draft], None]
    fields: frozenset[str] = frozenset()
    clocks: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()


_guards: dict[str, Guard] = {}
_effects: dict[str, Effect] = {}


def guard(
    *, facts: tuple[str, ...] = (), is_about_form: bool = False, fields: tuple[str, ...] = ()
) -> Callable[[Callable[[Question], Refusal | None]], Callable[[Question], Refusal | None]]:
    """Register a function as the guard of its name. Raises ValueError for a name already taken."""

    def register(check: Callable[[Question], Refusal | None]) -> Callable[[Question], Refusal | None]:
        made = Guard(
            name=check.__name__,
            check=check,
            facts=frozenset(facts),
            is_about_form=is_about_form,
            fields=frozenset(fields),
        )
        _take(_guards, made.name, made)
        return check

    return register


def effect(
    *, fields: tuple[str, ...] = (), clocks: tuple[str, ...] = (), facts: tuple[str, ...] = ()
) -> Callable[[Callable[[Question, Draft], None]], Callable[[Question, Draft], None]]:
    """Register a function as the effect of its name. Raises ValueError for a name already taken."""

    def register(apply: Callable[[Question, Draft], None]) -> Callable[[Question, Draft], None]:
        made = Effect(
            name=apply.__name__,
            apply=apply,
            fields=frozenset(fields),
            clocks=frozenset(clocks),
            facts=frozenset(facts),
        )
        _take(_effects, made.name, made)
        return apply

    return register


def _take(names: dict[str, Any], name: str, made: Any) -> None:
    if name in names:
        raise ValueError(f"{name} is registered twice")
    names[name] = made


def guards() -> Mapping[str, Guard]:
    """Return every guard a procedure may name."""
    return dict(_guards)


def effects() -> Mapping[str, Effect]:
    """Return every effect a procedure may name."""
    return dict(_effects)


def effect_named(name: str) -> Effect:
    """Return an effect. Raises KeyError for a name nobody registered."""
    return _effects[name]


def facts_needed(action: Action) -> frozenset[str]:
    """Return the names of the facts to bring for this action; a duty fact only where its field is answered."""
    asked = [_guards[name].facts for name in action.guards]
    used = [_effects[name].facts for name in action.effects]
    return frozenset().union(*asked, *used)


def first_refusal(question: Question, *, is_preview: bool = False) -> Refusal | None:
    """Ask the action's guards in their order. A preview skips those that need answers or facts not there yet."""
    for name in question.action.guards:
        asked = _guards[name]
        if is_preview and (asked.is_about_form or not asked.facts <= set(question.facts)):
            continue
        refusal = asked.check(question)
        if refusal is not None:
            return refusal
    return None


def audience_and_text(question: Question) -> tuple[Audience, str]:
    """Return who may read the entry (a field of the form may say so) and its text."""
    audience, text = question.action.audience, ""
    for field in question.action.form:
        answer = question.form.get(field.name)
        if answer is not None and field.type == AUDIENCE_TYPE:
            audience = Audience(answer)
        if answer is not None and field.type == TEXT_TYPE:
            text = answer
    return audience, text
