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
    one. ``is_shared`` is about what many use (a lift, a lamp), so that others may be told it is known already; what
    points at a household or a person is never shared.
    """

    code: str
    words: Mapping[str, str]
    urgency: str
    keywords: tuple[str, ...]
    is_dangerous: bool = False
    procedure: str = ""
    is_shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """The kind a text sounds like and the words that led to it; ``other`` without words when none did.

    ``confidence`` is between 0 and 1: a probability where a trained model said it (``is_learned``), else the share of
    the telling letters that speak for the kind. ``runner_up`` is the second choice, empty where there is none.
    """

    code: str
    words: tuple[str, ...] = ()
    confidence: float = 0.0
    runner_up: str = ""
    is_learned: bool = False

    @property
    def percent(self) -> int:
        """The confidence as people read it, never rounded up to a hundred."""
        return min(99, round(self.confidence * 100))


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
            is_shared=bool(given.get("shared", False)),
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
    One letter more than was told counts against every kind, so that a single short word is never certain.
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    told = [(kind.code, _told_in(plain, kind.keywords)) for kind in kinds]
    weighed = sorted(((sum(map(len, words)), code, words) for code, words in told if words), key=lambda one: -one[0])
    if not weighed:
        return Suggestion(code=OTHER)
    weight, code, words = weighed[0]
    total = sum(one[0] for one in weighed)
    runner_up = weighed[1][1] if len(weighed) > 1 else ""
    return Suggestion(code=code, words=words, confidence=weight / (total + 1), runner_up=runner_up)


def _told_in(plain: str, keywords: Iterable[str]) -> tuple[str, ...]:
    held = [word for word in keywords if word.lower() in plain]
    return tuple(word for word in held if not any(word != other and word in other for other in held))
