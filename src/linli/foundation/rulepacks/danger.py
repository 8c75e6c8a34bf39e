"""Does a report speak of fire, gas, self-harm, violence or a life at risk? Then 119, 110 or 120 is shown first. Pure.

A false alarm costs a glance, a missed one perhaps a life; so only phrases that certainly mean something else are
excused (一起火锅 holds 起火, 楼上吊灯 holds 上吊).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

_SPACES = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True, kw_only=True)
class DangerGroup:
    """One kind of danger: whom to call, what to say first, and the words that speak of it."""

    kind: str
    phone: str
    advice: Mapping[str, str]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DangerHit:
    """A danger the text speaks of: one for each kind, with the first word that led to it."""

    phone: str
    kind: str
    word: str
    advice: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DangerPack:
    """The groups in order of urgency, and the phrases that only look like danger."""

    groups: tuple[DangerGroup, ...]
    harmless: tuple[str, ...]

    @classmethod
    def parse(cls, body: Mapping[str, Any]) -> Self:
        """Read ``{"groups": […], "harmless": […]}``. Raises ValueError for a harmless phrase without a danger word."""
        groups = tuple(
            DangerGroup(
                kind=g["kind"], phone=g["phone"], advice=g["advice"], words=tuple(w.lower() for w in g["words"])
            )
            for g in body["groups"]
        )
        harmless = tuple(phrase.lower() for phrase in body["harmless"])
        for phrase in harmless:
            if not any(word in phrase for group in groups for word in group.words):
                raise ValueError(f"{phrase} holds no word of danger, so it excuses nothing")
        return cls(groups=groups, harmless=harmless)


def danger_in(text: str, pack: DangerPack) -> tuple[DangerHit, ...]:
    """Return the dangers a text speaks of, the most urgent first; full-width letters and spaces do not hide them."""
    plain = _SPACES.sub("", unicodedata.normalize("NFKC", text).lower())
    excused = tuple(span for phrase in pack.harmless for span in _spans(phrase, plain))
    return tuple(hit for group in pack.groups if (hit := _hit(group, plain, excused=excused)) is not None)


def _hit(group: DangerGroup, plain: str, *, excused: tuple[tuple[int, int], ...]) -> DangerHit | None:
    found = [
        (begin, word)
        for word in group.words
        for begin, end in _spans(word, plain)
        if not any(first <= begin and end <= last for first, last in excused)
    ]
    if not found:
        return None
    _, word = min(found)
    return DangerHit(phone=group.phone, kind=group.kind, word=word, advice=group.advice)


def _spans(phrase: str, plain: str) -> Iterator[tuple[int, int]]:
    begin = plain.find(phrase)
    while begin >= 0:
        yield begin, begin + len(phrase)
        begin = plain.find(phrase, begin + 1)
