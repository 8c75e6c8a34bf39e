"""Which of a procedure's words are missing in a language of the interface, or name a value nobody fills in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from linli.foundation.workflow.procedure import Action, ProcedureBody, State, Words

LANGUAGES = ("zh-Hans", "en")
PROMISED = frozenset({"lead", "due"})
TOLD = frozenset({"unit", "lead", "assist", "kind"})
"""The values that the time line fills into an action's sentence; a promise knows who leads and what is due."""
_TIME, _DELAY = frozenset({"asked", "length", "why", "day"}), frozenset({"level", "late", "day"})
TOLD_BY: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        ("ask_pause", "ask_extension", "withdraw_time", "grant_time", "refuse_time", "resume_clock"), _TIME
    ),
    **dict.fromkeys(("raise_supervision", "answer_supervision"), _DELAY),
}
"""The values that an effect leaves for the sentence besides: of a request for time, and of a supervised delay."""

_PLACE = re.compile(r"%\((\w+)\)s")
_STRAY = re.compile(r"%(?!\(\w+\)s)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """Words that are not there: of which part, and of which of its words in which language."""

    part: str
    where: str
    name: str


def words_missing(body: ProcedureBody) -> Iterator[Silent]:
    """Yield what lacks its words, and words with a place that stays empty."""
    yield from _of("procedure", body.code, "words", body.words)
    yield from _of("procedure", body.code, "begun", body.begun)
    for state in body.states:
        yield from _state(state)
    for action in body.actions:
        yield from _action(action)


def _state(state: State) -> Iterator[Silent]:
    yield from _of("state", state.code, "public", state.public)
    yield from _of("state", state.code, "internal", state.internal)
    yield from _of("state", state.code, "promise", state.promise, places=PROMISED)


def _action(action: Action) -> Iterator[Silent]:
    yield from _of("action", action.code, "words", action.words)
    places = TOLD.union(*(TOLD_BY.get(effect, frozenset()) for effect in action.effects))
    yield from _of("action", action.code, "told", action.told, places=places)
    for field in action.form:
        yield from _of("action", action.code, field.name, field.words)
        for code, words in field.choices.items():
            yield from _of("action", action.code, f"{field.name}/{code}", words)


def _of(part: str, where: str, what: str, words: Words, *, places: frozenset[str] = frozenset()) -> Iterator[Silent]:
    for language in LANGUAGES:
        text = str(words.get(language) or "").strip()
        if not text or set(_PLACE.findall(text)) - places or _STRAY.search(text):
            yield Silent(part=part, where=where, name=f"{what}/{language}")
