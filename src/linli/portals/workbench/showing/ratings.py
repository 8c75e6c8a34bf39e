"""A group of ratings in the five official words (GB/T 39734), from best to worst."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.domains.cases.facade import RatingGroupLine

LEVELS: Final[dict[int, str | Promise]] = {
    5: _("Very satisfied"),
    4: _("Satisfied"),
    3: _("Fairly satisfied"),
    2: _("Not satisfied"),
    1: _("Not satisfied at all"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelCount:
    """How often a level was given in a group; ``position`` is the drawn face, 1 the happiest."""

    words: str | Promise
    count: int
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingGroup:
    """A group as a page shows it."""

    until_at: datetime
    total: int
    levels: tuple[LevelCount, ...]
    words: tuple[str, ...]


def groups_of(lines: Iterable[RatingGroupLine]) -> tuple[RatingGroup, ...]:
    """Return groups with all five levels, also those nobody gave."""
    return tuple(
        RatingGroup(
            until_at=line.until_at,
            total=sum(line.counts.values()),
            levels=tuple(
                LevelCount(words=words, count=line.counts.get(level, 0), position=6 - level)
                for level, words in LEVELS.items()
            ),
            words=line.words,
        )
        for line in lines
    )
