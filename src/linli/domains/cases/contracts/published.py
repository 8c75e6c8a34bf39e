"""What other systems are told of matters: public facts, never anybody's words, and no place finer than a building."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedKind:
    """A kind of matter that can be reported: its code, its words, and the words by which it is found."""

    code: str
    words: str
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFilter:
    """Which public matters are wanted: ``ids`` alone, else those opened in a span, of some kinds, open or closed.

    ``is_open`` is none for both; ``first`` is how many are passed over, ``most`` how many are given.
    """

    ids: tuple[UUID, ...] = ()
    kinds: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    is_open: bool | None = None
    first: int = 0
    most: int = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedCase:
    """A matter as the public may know it. Place and point (degrees, WGS84) are those of its building or its grid."""

    id: UUID
    kind: str
    kind_words: str
    state_words: str
    is_open: bool
    opened_at: datetime
    changed_at: datetime
    due_at: datetime | None
    building: UUID | None
    place: str
    longitude: float | None
    latitude: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedStep:
    """A public matter that came into another state, in the words the public reads."""

    id: UUID
    case_id: UUID
    at: datetime
    state_words: str
    is_open: bool
