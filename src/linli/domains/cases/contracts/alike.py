"""What is asked and answered about matters that resemble each other: titles for staff, facts alone for the public."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What a matter is compared by before it is one; what is not known stays empty."""

    community: str
    text: str = ""
    kind: str = ""
    building: UUID | None = None
    longitude: float | None = None
    latitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlikeLine:
    """An open matter that resembles another, for staff who may see both. The reasons are what they have in common."""

    id: UUID
    code: str
    title: str
    place: str
    kind_words: str
    state_words: str
    shape: str
    opened_at: datetime
    is_same_building: bool
    is_near: bool
    is_same_kind: bool
    is_worded_alike: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownLine:
    """An open matter of a kind that many share, as anybody may know it: no words, no code, no stair, nobody."""

    kind_words: str
    place: str
    state_words: str
    shape: str
    opened_at: datetime
