"""What a dry run says: which past matters would have gone another way under a draft of the rules."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

LINES_KEPT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a matter goes when it comes in: its kind, to whom it goes, and whether at once or after a person looked."""

    kind: str
    urgency: str
    unit: UUID | None
    is_at_once: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One clock that would run out on another day."""

    clock: str
    was_on: date
    would_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One past matter that would have gone another way; codes and days only."""

    case_id: UUID
    code: str
    community: str
    was: Outcome
    would: Outcome
    moved: Moved | None = None

    @property
    def has_other_unit(self) -> bool:
        """Whether it would have gone to another unit."""
        return self.was.unit != self.would.unit

    @property
    def has_other_acceptance(self) -> bool:
        """Whether it would have gone out at once instead of waiting for a person, or the other way round."""
        return self.was.is_at_once != self.would.is_at_once


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How far a dry run has come: ``last`` is the last matter looked at; the first hundred differences are kept."""

    total: int = 0
    checked: int = 0
    differing: int = 0
    other_unit: int = 0
    other_due: int = 0
    other_acceptance: int = 0
    last: UUID | None = None
    is_over: bool = False
    lines: tuple[Difference, ...] = field(default=())
