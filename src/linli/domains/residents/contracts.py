"""What goes into the room of residents and what comes out: frozen values."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOutcome:
    """What an import did: people new, changed, unchanged, and rows with faults; ``faults`` is the workbook of these."""

    added: int
    changed: int
    same: int
    faulty: int
    faults: bytes
    is_complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """A person in a list: masked, with what the search goes by."""

    id: UUID
    name: str
    phone: str
    document: str
    sex: str
    birth_year: int | None
    door: str
    kind: str
    relation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StayLine:
    """One dwelling somebody lives or lived in, with where that is known from."""

    door: str
    kind: str
    relation: str
    household: str
    from_on: date
    to_on: date | None
    source: str
    stated_on: date
    check_by_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """A person's page: masked values, the present household, and the history of moves, newest first."""

    id: UUID
    community: str
    name: str
    document_kind: str
    document: str
    phone: str
    sex: str
    birth_year: int | None
    source: str
    stated_on: date
    check_by_on: date | None
    stays: tuple[StayLine, ...]
    household: tuple[PersonLine, ...]
