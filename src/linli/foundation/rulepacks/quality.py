"""How the quality of work is looked at: what rates count, how many matters are re-checked, how long marks stand. Pure.

The tests a rate consists of are a closed vocabulary of the room that has the matters; the pack says them in words and
gives the numbers in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

RATES = ("signed", "on_time", "resolved", "satisfied", "called_back", "sent_back", "repeated")
_WHOLE = 100
_LEVELS = range(1, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class RateWords:
    """A rate's name, which matters it is of (its denominator), and which of them count (its numerator)."""

    words: Mapping[str, str]
    of: Mapping[str, str]
    counts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckRule:
    """Of each kind and unit so many percent are drawn, ``minimum`` at least, to be looked at within ``days``."""

    share_percent: int
    minimum: int
    days: int
    by_kind: Mapping[str, int]

    def percent_for(self, kind: str) -> int:
        """Return the percentage of a kind."""
        return self.by_kind.get(kind, self.share_percent)


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityRule:
    """The pack ``quality``. ``grid_from`` matters are needed before one grid's rates show: it has one worker."""

    rates: Mapping[str, RateWords]
    satisfied_from: int
    grid_from: int
    recheck: RecheckRule
    same_place_days: int
    mark_days: int

    @classmethod
    def parse(cls, body: Mapping[str, Any]) -> Self:
        """Read the pack. Raises ValueError for a rate without words, a share beyond the whole, a level there is not."""
        rates = {
            code: RateWords(words=one["words"], of=one["of"], counts=one["counts"])
            for code, one in body["rates"].items()
        }
        if set(rates) != set(RATES):
            raise ValueError(f"words for each of {', '.join(RATES)}")
        drawn = body["recheck"]
        recheck = RecheckRule(
            share_percent=int(drawn["share_percent"]),
            minimum=int(drawn["minimum"]),
            days=int(drawn["days"]),
            by_kind={kind: int(share) for kind, share in drawn.get("by_kind", {}).items()},
        )
        if any(not 0 <= share <= _WHOLE for share in (recheck.share_percent, *recheck.by_kind.values())):
            raise ValueError("a share lies between 0 and 100 percent")
        if int(body["satisfied_from"]) not in _LEVELS:
            raise ValueError("there are five levels")
        return cls(
            rates={code: rates[code] for code in RATES},
            satisfied_from=int(body["satisfied_from"]),
            grid_from=int(body["grid_from"]),
            recheck=recheck,
            same_place_days=int(body["same_place_days"]),
            mark_days=int(body["mark_days"]),
        )
