"""Rules of a matter as pure functions: its title, ratings in groups, which closed matters are drawn for a re-check."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

TITLE_LENGTH = 40
_BREAKS = re.compile(r"[。！？!?\n\r；;]")
_SOFT_BREAKS = re.compile(r"[，,、 ]")


def title_of(text: str) -> str:
    """Return the first sentence of a report as its title, at most 40 characters, cut at a soft break if it can."""
    first = next((part.strip() for part in _BREAKS.split(text.strip()) if part.strip()), text.strip())
    if len(first) <= TITLE_LENGTH:
        return first
    cut = first[:TITLE_LENGTH]
    breaks = [match.start() for match in _SOFT_BREAKS.finditer(cut) if match.start() >= TITLE_LENGTH // 2]
    return cut[: breaks[-1]] if breaks else cut


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedOnce:
    """A rating as the grouping rule sees it."""

    level: int
    words: str
    rated_at: datetime


def complete_groups(ratings: Iterable[RatedOnce], *, size: int) -> list[list[RatedOnce]]:
    """Return ratings of one unit in time order, in full groups of ``size``; what does not fill a group waits.

    A unit sees ratings only in groups, so that nobody is found out by what they said (国办发〔2019〕51号).
    """
    ordered = sorted(ratings, key=lambda rating: rating.rated_at)
    full = len(ordered) // size
    return [ordered[i * size : (i + 1) * size] for i in range(full)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """The closed matters of one kind and unit, of which ``percent`` are drawn, and ``minimum`` at least."""

    ids: tuple[str, ...]
    percent: int
    minimum: int

    @property
    def wanted(self) -> int:
        """How many are drawn: the share rounded up, the minimum at least, never more than there are."""
        share = -(-len(self.ids) * self.percent // 100)
        return min(len(self.ids), max(share, self.minimum))


def drawn(strata: Iterable[Stratum], *, seed: str) -> tuple[str, ...]:
    """Return the matters that a seed draws: of each stratum those whose digest with the seed is smallest.

    It depends on the seed and the ids alone, not on their order, so that anybody can draw the same again; nobody who
    chooses the ids before the seed is made can choose who is drawn.
    """
    found = []
    for stratum in strata:
        ordered = sorted(stratum.ids, key=lambda one: (sha256(f"{seed}|{one}".encode()).hexdigest(), one))
        found += ordered[: stratum.wanted]
    return tuple(sorted(found))
