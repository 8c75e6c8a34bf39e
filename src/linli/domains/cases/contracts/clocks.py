"""What pages show of limits: how one came about, what was asked for it, and who supervises what is late."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDay:
    """A day in the deadline's explanation strip: ``counted`` is 0 for days that do not count."""

    on: date
    is_working: bool
    counted: int
    is_due: bool
    note: str
    is_provisional: bool
    is_paused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How a deadline came about, step by step."""

    clock: str
    limit_words: str
    started_at: datetime
    due_at: datetime
    is_provisional: bool
    basis: str
    steps: tuple[str, ...]
    days: tuple[DueDay, ...]
    pauses: tuple[str, ...]
    extensions: tuple[str, ...]
    is_replayed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    """A request for a pause (``kind`` pause) or more time (extension), as a page shows it.

    ``would_be_due_at`` is the unit's limit and ``promise_would_be_at`` the day promised to the reporter, if an open
    one were granted; ``is_standing`` says that a granted pause is not over.
    """

    id: UUID
    kind: str
    kind_words: str
    unit: str
    reason: str
    length: str
    state: str
    state_words: str
    asked_at: datetime
    decided_at: datetime | None
    due_at: datetime
    would_be_due_at: datetime | None
    promise_would_be_at: datetime | None
    from_at: datetime | None
    until_at: datetime | None
    until_words: str
    is_standing: bool
    is_for_street: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionLine:
    """A rung that was reached, as a page shows it; ``unit`` is empty where the community itself is late."""

    level_words: str
    unit: str
    clock: str
    due_at: datetime
    raised_at: datetime
    answer_due_at: datetime
    answered_at: datetime | None
    is_open: bool
    is_answer_late: bool
