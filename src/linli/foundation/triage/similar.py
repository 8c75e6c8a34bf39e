"""Which matters resemble one: by text, place, kind and time, so that nobody does a thing twice. Pure; people decide."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from math import asin, cos, hypot, radians, sin, sqrt
from typing import Final, Generic, TypeVar

from linli.foundation.rulepacks.terms import SimilarRule

Key = TypeVar("Key")
_EARTH_METRES: Final = 6_371_008.8
_DAY_S: Final = 86_400
_LONGEST: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace(Generic[Key]):
    """What two matters are compared by. ``pieces`` come from :func:`pieces_of`; the point is (longitude, latitude)."""

    key: Key
    kind: str
    at: datetime
    pieces: frozenset[str]
    building: str = ""
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike(Generic[Key]):
    """A matter that resembles the one asked about, with its likeness from 0 to 1 and what each part gave."""

    key: Key
    likeness: float
    text: float
    place: float


def pieces_of(text: str) -> frozenset[str]:
    """Return what of a text is compared: pairs of neighbouring letters, without spaces, signs and sizes of letters."""
    plain = unicodedata.normalize("NFKC", text[:_LONGEST]).lower()
    letters = "".join(letter if letter.isalnum() else " " for letter in plain)
    return frozenset(word[i : i + 2] for word in letters.split() for i in range(max(1, len(word) - 1)))


def most_alike(asked: Trace[Key], others: Iterable[Trace[Key]], rule: SimilarRule) -> tuple[Alike[Key], ...]:
    """Return the matters most like one, the likest first and of equal ones the nearest in time; itself never.

    At most ``rule.most``, each with a likeness of ``rule.least`` or more.
    """
    found = [
        (alike, abs((other.at - asked.at).total_seconds()))
        for other in others
        if other.key != asked.key and (alike := likeness(asked, other, rule)).likeness >= rule.least
    ]
    found.sort(key=lambda pair: (-pair[0].likeness, pair[1]))
    return tuple(alike for alike, _ in found[: rule.most])


def likeness(one: Trace[Key], other: Trace[Key], rule: SimilarRule) -> Alike[Key]:
    """Compare two matters; the same both ways, 1 for one with itself. The key is the second's.

    What is not known of one of them (no words, no place) counts as nothing in common.
    """
    text, place = _overlap(one.pieces, other.pieces), _nearness(one, other, metres=rule.metres)
    whole = rule.text * text + rule.place * place + rule.kind * (one.kind == other.kind)
    days = abs((one.at - other.at).total_seconds()) / _DAY_S
    return Alike(key=other.key, likeness=whole / (1 + days / rule.days), text=text, place=place)


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance of two points (longitude, latitude in degrees) on the sphere."""
    west, south, east, north = map(radians, (*one, *other))
    half = hypot(sin((north - south) / 2), sqrt(max(0.0, cos(south) * cos(north))) * sin((east - west) / 2))
    return 2 * _EARTH_METRES * asin(min(1.0, half))


def _overlap(one: Collection[str], other: Collection[str]) -> float:
    if not one or not other:
        return 0.0
    shared = len(frozenset(one) & frozenset(other))
    return shared / sqrt(len(one) * len(other))


def _nearness(one: Trace[Key], other: Trace[Key], *, metres: float) -> float:
    if one.building and one.building == other.building:
        return 1.0
    if one.point is None or other.point is None:
        return 0.0
    return 1 / (1 + (metres_between(one.point, other.point) / metres) ** 2)
