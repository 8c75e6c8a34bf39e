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
    is_here: bool = True
    check_by_on: date | None = None
    edition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Where a fact is known from, on what it rests, since when, until when to check, and when a document was shown."""

    source: str
    ground: str
    stated_on: date
    check_by_on: date | None
    confirmed_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StayLine:
    """One dwelling somebody lives or lived in, with where that is known from; ``end`` is words for why it ended."""

    dwelling: UUID
    door: str
    kind: str
    relation: str
    household: str
    from_on: date
    to_on: date | None
    end: str
    known: Known


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """A person's page: masked values, the present household, and the history of moves, newest first.

    ``edition`` is handed back with every change, so that nothing is written over that the page did not show.
    ``can_take_back`` says that this reader entered the last end of a stay today.
    """

    id: UUID
    community: str
    name: str
    document_kind: str
    document: str
    phone: str
    sex: str
    birth_year: int | None
    known: Known
    stays: tuple[StayLine, ...]
    household: tuple[PersonLine, ...]
    edition: str
    can_take_back: bool

    @property
    def present(self) -> StayLine | None:
        """Where the person lives now, None for somebody who does not live here any more."""
        return next((stay for stay in self.stays if stay.to_on is None), None)
