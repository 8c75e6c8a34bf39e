"""The kinds of matters a community takes, and which of them a report sounds like. Pure; a person confirms it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of matter: its words, its usual urgency, and the words that make a report sound like it.

    ``is_dangerous`` lets the duty desk know at once. ``procedure`` is the one its matters take, empty for the usual
    one.
    """

    code: str
    words: Mapping[str, str]
    urgency: str
    keywords: tuple[str, ...]
    is_dangerous: bool = False
    procedure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """The kind a text sounds like and the words that led to it; ``other`` without words when none did."""

    code: str
    words: tuple[str, ...] = ()


def parse_kinds(body: Mapping[str, Any]) -> tuple[Kind, ...]:
    """Read a pack's ``{"kinds": […]}``. Raises ValueError when a code stands twice or ``other`` is missing."""
    kinds = tuple(
        Kind(
            code=given["code"],
            words=given["words"],
            urgency=given["urgency"],
            keywords=tuple(given.get("keywords", ())),
            is_dangerous=bool(given.get("danger", False)),
            procedure=str(given.get("procedure", "")),
        )
        for given in body["kinds"]
    )
    codes = [kind.code for kind in kinds]
    if len(set(codes)) != len(codes) or OTHER not in codes:
        raise ValueError("every kind once, and one for everything else")
    return kinds


def suggest_kind(text: str, kinds: Iterable[Kind]) -> Suggestion:
    """Return the kind whose keywords the text holds most of; a longer word says more than a short one.

    A word inside another one of the same kind counts once (困人 in 电梯困人); equal weight leaves the earlier kind.
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    best, weight = Suggestion(code=OTHER), 0
    for kind in kinds:
        held = [word for word in kind.keywords if word.lower() in plain]
        told = tuple(word for word in held if not any(word != other and word in other for other in held))
        if (heavier := sum(len(word) for word in told)) > weight:
            best, weight = Suggestion(code=kind.code, words=told), heavier
    return best
