"""What a procedure is: states, actions, forms and words, read from the JSON of one published version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NoReturn

Words = Mapping[str, str]
"""One thing in several languages: ``{"zh-Hans": …, "en": …}``."""

NO_WORDS: Words = MappingProxyType({})

LIMITS_PREFIX = "rulepack:"
LIMITS_PACK = "limits."
"""The rule pack of a procedure's clocks is called so, with the procedure's own code behind."""

RULED_FACTS: Mapping[str, str] = MappingProxyType(
    {"pause": "pauses", "extension": "extensions", "supervision": "supervision", "review": "reopen"}
)
"""Facts that a rule pack of the procedure's own tells, and what the pack is called before the procedure's code."""


class BadProcedure(ValueError):
    """The JSON is no procedure; the sentence says where."""


class Audience(StrEnum):
    """Who may read an entry of the time line."""

    PUBLIC = "public"
    PARTIES = "parties"
    INTERNAL = "internal"
    STREET = "street"
    """The reporter and the street alone: words that name a unit never reach it."""


class Shape(StrEnum):
    """What a state looks like to somebody who waits: the drawing beside its word."""

    WAITING = "waiting"
    DOING = "doing"
    VERIFYING = "verifying"
    DONE = "done"
    PAUSED = "paused"


class CloseRule(StrEnum):
    """Whose signatures a matter needs before it can be verified."""

    ALL_SIGNED_OFF = "all_signed_off"
    LEAD_SIGNED_OFF = "lead_signed_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state of the matter.

    ``public`` is the short word on its badge, ``promise`` the sentence for whoever waits (placeholders ``lead`` and
    ``due``), ``internal`` the word for staff. ``clocks`` run while the matter is here; one that the next state names
    too goes on.
    """

    code: str
    public: Words
    promise: Words = field(default_factory=dict)
    internal: Words = field(default_factory=dict)
    clocks: tuple[str, ...] = ()
    shape: Shape = Shape.WAITING
    is_final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One thing an action asks for. ``type`` is a registered field type; ``choices`` limit a choice to codes."""

    name: str
    type: str
    words: Words = field(default_factory=dict)
    is_required: bool = False
    choices: Mapping[str, Words] = field(default_factory=dict)
    longest: int = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class TellRule:
    """Whom an action tells, with which kind of message. A held one waits ``hold_seconds`` so that it can be undone."""

    whom: str
    message: str
    is_held: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something that can be done to a matter.

    ``to`` None leaves the state as it is; ``told`` is the sentence on the time line (placeholders ``unit``, ``lead``,
    ``assist``, ``kind``); ``then`` is tried by the engine itself right afterwards and skipped when its guards refuse;
    ``is_work`` makes whoever does it a handler, who may not verify; so does any action of a party.
    """

    code: str
    words: Words
    from_states: tuple[str, ...]
    by: frozenset[str]
    to: str | None = None
    told: Words = field(default_factory=dict)
    guards: tuple[str, ...] = ()
    form: tuple[FormField, ...] = ()
    effects: tuple[str, ...] = ()
    tell: tuple[TellRule, ...] = ()
    audience: Audience = Audience.PUBLIC
    then: str | None = None
    is_work: bool = False

    def form_field(self, name: str) -> FormField | None:
        """Return the form's field of this name, if it has one."""
        return next((f for f in self.form if f.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureBody:
    """One version of a procedure. ``limits`` is the code of the rule pack that holds the clocks' lengths."""

    code: str
    words: Words
    initial: str
    states: tuple[State, ...]
    actions: tuple[Action, ...]
    limits: str
    close_when: CloseRule = CloseRule.ALL_SIGNED_OFF
    hold_seconds: int = 0
    begun: Words = field(default_factory=dict)
    version: int = 0

    def state(self, code: str) -> State:
        """Return a state. Raises KeyError when the procedure has none of this code."""
        return next((state for state in self.states if state.code == code), None) or _missing(code)

    def action(self, code: str) -> Action:
        """Return an action. Raises KeyError when the procedure has none of this code."""
        return next((action for action in self.actions if action.code == code), None) or _missing(code)


def _missing(code: str) -> NoReturn:
    raise KeyError(code)


def parse(body: Mapping[str, Any], *, version: int = 0) -> ProcedureBody:
    """Read the JSON of a procedure. Raises :class:`BadProcedure` for a missing key, an unknown one or a wrong value."""
    try:
        return ProcedureBody(
            code=body["code"],
            words=body["words"],
            initial=body["initial"],
            states=tuple(_state(s) for s in body["states"]),
            actions=tuple(_action(a) for a in body["actions"]),
            limits=str(body["limits"]).removeprefix(LIMITS_PREFIX),
            close_when=CloseRule(body["parties"]["close_when"]),
            hold_seconds=int(body.get("hold_seconds", 0)),
            begun=body.get("begun", NO_WORDS),
            version=version,
        )
    except KeyError as problem:
        raise BadProcedure(f"the procedure lacks {problem}") from problem
    except (TypeError, ValueError, AttributeError) as problem:
        raise BadProcedure(str(problem)) from problem


_STATE_KEYS = {"code", "public", "promise", "internal", "clocks", "shape", "final"}
_ACTION_KEYS = {
    "code", "words", "told", "from", "to", "by", "guards", "form", "effects", "tell", "audience", "then", "work",
}  # fmt: skip
_FIELD_KEYS = {"name", "type", "words", "required", "choices", "longest"}


def _only(given: Mapping[str, Any], keys: set[str], *, what: str) -> None:
    unknown = sorted(set(given) - keys)
    if unknown:
        raise BadProcedure(f"{what} has unknown keys: {', '.join(unknown)}")


def _state(given: Mapping[str, Any]) -> State:
    _only(given, _STATE_KEYS, what=f"state {given.get('code')}")
    return State(
        code=given["code"],
        public=given["public"],
        promise=given.get("promise", NO_WORDS),
        internal=given.get("internal", given["public"]),
        clocks=tuple(given.get("clocks", ())),
        shape=Shape(given.get("shape", "waiting")),
        is_final=bool(given.get("final", False)),
    )


def _action(given: Mapping[str, Any]) -> Action:
    _only(given, _ACTION_KEYS, what=f"action {given.get('code')}")
    return Action(
        code=given["code"],
        words=given["words"],
        told=given.get("told", NO_WORDS),
        from_states=tuple(given["from"]),
        to=given.get("to"),
        by=frozenset(given["by"]),
        guards=tuple(given.get("guards", ())),
        form=tuple(_form_field(f) for f in given.get("form", ())),
        effects=tuple(given.get("effects", ())),
        tell=tuple(_tell(given["code"], given.get("tell", ()))),
        audience=Audience(given.get("audience", "public")),
        then=given.get("then"),
        is_work=bool(given.get("work", False)),
    )


def _form_field(given: Mapping[str, Any]) -> FormField:
    _only(given, _FIELD_KEYS, what=f"field {given.get('name')}")
    return FormField(
        name=given["name"],
        type=given["type"],
        words=given.get("words", NO_WORDS),
        is_required=bool(given.get("required", False)),
        choices=given.get("choices", {}),
        longest=int(given.get("longest", 1000)),
    )


def _tell(action: str, given: Any) -> Iterator[TellRule]:
    """Read whom to tell; a plain name is told with the action's own kind of message."""
    for rule in given:
        if isinstance(rule, str):
            yield TellRule(whom=rule, message=action)
        else:
            yield TellRule(
                whom=rule["whom"], message=rule.get("message", action), is_held=bool(rule.get("held", False))
            )
