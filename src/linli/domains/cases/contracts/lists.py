"""What lists, drawings and counts show of matters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One row of a list. ``shape`` is waiting, doing, verifying, done or paused."""

    id: UUID
    code: str
    title: str
    place: str
    kind: str
    kind_words: str
    grid: str
    state: str
    state_words: str
    shape: str
    lead: str
    parties: int
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    is_sealed: bool
    is_held: bool
    community: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoGroup:
    """Rows of a to-do list under one heading: ``overdue``, ``today``, ``later`` or ``no_limit``."""

    code: str
    rows: tuple[CaseRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoTab:
    """A tab with its true count (exact to 999, more as 1000)."""

    code: str
    words: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """The to-do list of one reader: tabs ``mine``, ``unit``, ``soon``, ``overdue``, ``verify``, ``arbitrate``."""

    tab: str
    tabs: tuple[TodoTab, ...]
    groups: tuple[TodoGroup, ...]
    older: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilters:
    """Filters of the case list, as its address carries them; empty means all.

    ``period`` is the month, quarter or year in which matters came in; ``measure`` and ``answers`` open a number of the
    rates: what is counted, and the unit that answers for it.
    """

    state: str = ""
    kind: str = ""
    grid: str = ""
    unit: str = ""
    due: str = ""
    words: str = ""
    month: str = ""
    community: str = ""
    period: str = ""
    measure: str = ""
    answers: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseList:
    """A page of the case list: keyset cursors (empty: no such page) and the count, exact to 999, more as 1000."""

    rows: tuple[CaseRow, ...]
    newer: str
    older: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCounts:
    """How many matters are open in a community, and on which buildings: what a public drawing may show."""

    total: int
    by_building: Mapping[UUID, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePoint:
    """An open matter's point on a map (degrees, WGS84), and the building it is about, if any.

    Where in the building it is stands in ``dwelling``, else in ``stair`` and ``floor``: for the map's panel alone.
    """

    id: UUID
    building: UUID | None
    longitude: float
    latitude: float
    shape: str
    is_overdue: bool
    place: str
    stair: int | None = None
    floor: int | None = None
    dwelling: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A code and its words, for a list to choose from."""

    code: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingGroupLine:
    """Ratings of a unit as it may see them: at least five together, words only when they are old enough."""

    until_at: datetime
    counts: Mapping[int, int]
    words: tuple[str, ...]
