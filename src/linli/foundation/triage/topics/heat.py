"""How hot a topic is: people first, votes less and less, a little for lasting, less the longer nobody spoke. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import sqrt

from linli.foundation.rulepacks.terms import HeatRule

_DAY_S = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """Who stands behind a topic: people (each once, however often they wrote), votes, first and last word."""

    people: int
    likes: int
    dislikes: int
    first_at: datetime
    last_at: datetime


def heat(crowd: Crowd, rule: HeatRule, *, at: datetime) -> float:
    """Return a topic's heat at a moment, 0 or more.

    It is::

        (person · people + like · √likes + dislike · √dislikes)
        · (1 + span_gain · min(days from first to last, span_days) / span_days)
        · ½ ^ (days since the last word / half_life_days)

    The root lets a vote, which costs a click, count less than a letter, and a hundredth vote less than the first.
    """
    voices = rule.person * crowd.people + rule.like * sqrt(crowd.likes) + rule.dislike * sqrt(crowd.dislikes)
    lasted = max(0.0, (crowd.last_at - crowd.first_at).total_seconds() / _DAY_S)
    silent = max(0.0, (at - crowd.last_at).total_seconds() / _DAY_S)
    return float(
        voices
        * (1 + rule.span_gain * min(lasted, rule.span_days) / rule.span_days)
        * 0.5 ** (silent / rule.half_life_days)
    )
