"""The facts this room announces; ids and codes only."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened:
    """A matter came in. ``lead`` is the leading unit's id or empty."""

    name: ClassVar[str] = "case.opened"
    community: str
    case: str
    code: str
    kind: str
    grid: str
    lead: str
    units: tuple[str, ...]
    state: str
    is_danger: bool
    is_sealed: bool
    is_held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMoved:
    """A step was taken. ``tell`` says who is told what: whom, message, seconds to hold it back, then the units."""

    name: ClassVar[str] = "case.moved"
    community: str
    case: str
    code: str
    action: str
    state: str
    number: int
    is_sealed: bool
    tell: tuple[tuple[str, ...], ...]
    takes_back: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRated:
    """A reporter rated the handling; ``is_low`` sends it to the street."""

    name: ClassVar[str] = "case.rated"
    community: str
    case: str
    code: str
    unit: str
    is_low: bool
