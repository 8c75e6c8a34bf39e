"""Field types of forms: how an answer is read, and what is wrong with one that cannot be.

Text never enters an entry's data: it is kept apart, so that it can be erased. A rating and private words do not enter
the time line at all: the room that owns them keeps them out of sight of the units rated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from linli.foundation.workflow.procedure import Action, Audience, FormField

TEXT_TYPE = "text"
PRIVATE_TEXT_TYPE = "private_text"
RATING_TYPE = "rating"
AUDIENCE_TYPE = "audience"
NOT_IN_DATA = frozenset({TEXT_TYPE, PRIVATE_TEXT_TYPE, RATING_TYPE, AUDIENCE_TYPE})
COUNT_TYPE = "count"
GROUND_TYPES = {"pause_reason": "pause", "extension_reason": "extension"}
"""Types whose choices are the closed list of a rule pack, and the fact that knows it."""
BEST_RATING = 5
LONGEST_COUNT = 1000
CHOSEN_AUDIENCES = (Audience.PUBLIC, Audience.PARTIES, Audience.INTERNAL)
"""Whom somebody who writes may choose; what is for the street alone, the procedure says."""


class BadAnswer(ValueError):
    """An answer cannot be read; ``code`` and ``params`` name the sentence."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code, self.params = code, params


Reader = Callable[[FormField, Any], Any]


def _text(field: FormField, raw: Any) -> str:
    text = str(raw).strip()
    if len(text) > field.longest:
        raise BadAnswer("text_too_long", field=field.name, longest=str(field.longest), length=str(len(text)))
    return text


def _choice(field: FormField, raw: Any) -> str:
    if raw not in field.choices:
        raise BadAnswer("no_such_choice", field=field.name)
    return str(raw)


def _code(field: FormField, raw: Any) -> str:
    code = str(raw)
    if not code.isascii() or not code.replace("_", "").isalnum():
        raise BadAnswer("no_such_choice", field=field.name)
    return code


def _uuid(field: FormField, raw: Any) -> UUID:
    try:
        return raw if isinstance(raw, UUID) else UUID(str(raw))
    except ValueError:
        raise BadAnswer("no_such_choice", field=field.name) from None


def _units(field: FormField, raw: Any) -> tuple[UUID, ...]:
    if isinstance(raw, str | UUID):
        raw = [raw]
    return tuple(dict.fromkeys(_uuid(field, one) for one in raw))


def _rating(field: FormField, raw: Any) -> int:
    """Five levels, 5 very satisfied to 1 very dissatisfied (GB/T 39734)."""
    try:
        level = int(raw)
    except (TypeError, ValueError):
        level = 0
    if not 1 <= level <= BEST_RATING:
        raise BadAnswer("no_such_choice", field=field.name)
    return level


def _matter(field: FormField, raw: Any) -> str:
    """Read a matter's code as people write it, with spaces or hyphens; whether there is one, a fact says."""
    code = "".join(str(raw).split()).replace("-", "")
    if not code.isascii() or not code.isdigit():
        raise BadAnswer("no_such_code", field=field.name)
    return code


def _count(field: FormField, raw: Any) -> int:
    """Read a number of days or hours; how many there may be, a rule pack says."""
    try:
        count = int(raw)
    except (TypeError, ValueError):
        count = 0
    if not 1 <= count <= LONGEST_COUNT:
        raise BadAnswer("no_such_count", field=field.name)
    return count


def _audience(field: FormField, raw: Any) -> str:
    if raw not in CHOSEN_AUDIENCES:
        raise BadAnswer("no_such_choice", field=field.name)
    return str(Audience(raw))


TYPES: Mapping[str, Reader] = {
    TEXT_TYPE: _text,
    PRIVATE_TEXT_TYPE: _text,
    "choice": _choice,
    "kind": _code,
    "unit": _uuid,
    "units": _units,
    "party": _uuid,
    "request": _uuid,
    "clock": _uuid,
    "matter": _matter,
    COUNT_TYPE: _count,
    **dict.fromkeys(GROUND_TYPES, _code),
    RATING_TYPE: _rating,
    AUDIENCE_TYPE: _audience,
}


def clean_form(action: Action, form: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers as values, without the empty ones.

    Raises :class:`BadAnswer` for a required field left empty, an answer that cannot be read, or one never asked for.
    """
    unknown = sorted(set(form) - {field.name for field in action.form})
    if unknown:
        raise BadAnswer("not_asked_for", field=unknown[0])
    found: dict[str, Any] = {}
    for field in action.form:
        raw = form.get(field.name)
        answer = None if raw in (None, "", [], ()) else TYPES[field.type](field, raw)
        if answer not in (None, "", ()):
            found[field.name] = answer
        elif field.is_required:
            raise BadAnswer("answer_missing", field=field.name)
    return found


def entry_data(action: Action, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of the answers goes into the entry: ids and codes, never text, never a rating."""
    types = {field.name: field.type for field in action.form}
    return {name: _plain(answer) for name, answer in answers.items() if types[name] not in NOT_IN_DATA}


def _plain(answer: Any) -> Any:
    if isinstance(answer, UUID):
        return str(answer)
    return [str(one) for one in answer] if isinstance(answer, tuple) else answer
