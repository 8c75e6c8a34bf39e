"""Rates of the work, and second looks at matters, as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A rate as two exact counts: ``counted`` of ``whole``."""

    counted: int = 0
    whole: int = 0

    def __add__(self, other: Self) -> "Share":
        """Return both together."""
        return Share(counted=self.counted + other.counted, whole=self.whole + other.whole)

    @property
    def rest(self) -> int:
        """How many of the whole do not count."""
        return self.whole - self.counted


@dataclass(frozen=True, slots=True, kw_only=True)
class RateRow:
    """The rates of one unit, one kind, or all together; ``code`` is the unit's id, the kind's code, or empty.

    ``matters`` are all that came in, ``excluded`` those of them that count in no rate.
    """

    code: str
    words: str
    matters: int = 0
    excluded: int = 0
    shares: Mapping[str, Share] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RateWords:
    """A rate's name and its definition in words: of which matters, and which of them count."""

    code: str
    words: str
    of: str
    counts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTable:
    """Rates of a territory over a period, by unit and by kind, never ordered by a rate.

    A grid's table has its total alone; ``is_hidden`` says that it has too few matters to show even that.
    """

    total: RateRow
    units: tuple[RateRow, ...]
    kinds: tuple[RateRow, ...]
    rates: tuple[RateWords, ...]
    basis: str
    valid_from_on: str
    grid_from: int
    is_hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LookLine:
    """A second look at a matter in words; ``can_decide`` is whether this reader is the second person."""

    id: UUID
    kind: str
    kind_words: str
    state: str
    state_words: str
    asked_at: datetime
    due_at: datetime | None
    decided_at: datetime | None
    until_at: datetime | None
    can_decide: bool
    is_in_force: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierMatter:
    """A closed matter of the same kind at the same place, shown to staff beside a new one."""

    id: UUID
    code: str
    title: str
    closed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawLine:
    """One random draw with its seed; ``is_the_same`` says that drawing again gives the matters that were drawn."""

    id: UUID
    period: str
    seed: str
    size: int
    drawn: int
    drawn_at: datetime
    is_the_same: bool
    open: int
    passed: int
    failed: int
