"""What crosses the door about lists: versions, items, exceptions, what is asked of a community, and answers."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from linli.domains.duties.lists.rules import (
    COMMUNITY_BODIES,
    ItemFacts,
    ListKind,
    Period,
    Share,
    hours_a_month,
    is_open_on,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a version; ``leads`` and ``assists`` are kinds of units, ``instead`` says where to go."""

    id: UUID | None = None
    code: str
    words: str
    case_kinds: tuple[str, ...] = ()
    leads: frozenset[str] = frozenset()
    lead_words: str = ""
    assists: frozenset[str] = frozenset()
    assist_words: str = ""
    document: str
    article: str = ""
    document_on: date | None = None
    hours: Decimal | None = None
    period: Period = Period.MONTH
    from_on: date | None = None
    to_on: date | None = None
    instead: str = ""
    certainty: str = "V"

    @property
    def basis(self) -> str:
        """The document and its article, as one writes them together."""
        return f"{self.document}{self.article}"

    @property
    def facts(self) -> ItemFacts:
        """What the rules judge."""
        return ItemFacts(
            words=self.words,
            document=self.document,
            leads=self.leads,
            assists=self.assists,
            instead=self.instead,
            hours=self.hours,
            valid_from_on=self.from_on,
            valid_to_on=self.to_on,
        )

    @property
    def is_of_community(self) -> bool:
        """Whether the committee or the station has a part in it."""
        return bool((self.leads | self.assists) & COMMUNITY_BODIES)

    @property
    def monthly(self) -> Fraction:
        """The hours a month it may cost."""
        return hours_a_month(self.hours, self.period)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListVersion:
    """One version of a list without its items; ``from_on`` is none for a draft."""

    id: UUID
    scope: str
    kind: ListKind
    version: int
    title: str
    basis: str
    certainty: str
    is_example: bool
    is_draft: bool
    from_on: date | None
    to_on: date | None
    edits: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldVersion:
    """A published version with its items, as the gate looks at it."""

    about: ListVersion
    items: tuple[Item, ...]
    by_kind: dict[str, tuple[Item, ...]] = field(default_factory=dict, compare=False)

    @property
    def kind(self) -> ListKind:
        """What the list says about its items."""
        return self.about.kind

    @property
    def scope(self) -> str:
        """The list's territory."""
        return self.about.scope

    @property
    def version(self) -> int:
        """The version's number."""
        return self.about.version

    @property
    def from_on(self) -> date | None:
        """The first day."""
        return self.about.from_on

    @property
    def to_on(self) -> date | None:
        """The last day, none where no end is set."""
        return self.about.to_on

    def of_kind(self, case_kind: str) -> tuple[Item, ...]:
        """Return the items that a kind of matter falls under."""
        return self.by_kind.get(case_kind, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionRef:
    """An exception as others see it."""

    id: UUID
    scope: str
    words: str
    item_code: str
    case_kinds: tuple[str, ...]
    unit_kind: str
    share: Share
    basis: str
    hours: Decimal
    period: Period
    from_on: date
    to_on: date
    asked_by: UUID
    decided_by: UUID | None
    state: str
    ended_on: date | None

    def is_open_on(self, day: date) -> bool:
        """Return whether it opens its item on a day."""
        return is_open_on(
            is_approved=self.state in ("approved", "ended"),
            from_on=self.from_on,
            to_on=self.to_on,
            ended_on=self.ended_on,
            day=day,
        )

    @property
    def monthly(self) -> Fraction:
        """The hours a month it may cost."""
        return hours_a_month(self.hours, self.period)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One answer to "whose is it?": an item, the version it stands in, and the version's own words."""

    item: Item
    version: ListVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursOfList:
    """What one list asks of a community in hours a month: a plain sum, with how many items state none."""

    version: ListVersion
    hours: Fraction
    items: int
    unstated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """The hours a month that the staff of a community have, as somebody stated them."""

    people: int
    hours_a_month: Decimal
    source: str
    from_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursAsked:
    """All that is asked of a community in hours a month, list by list and by exceptions, beside what was stated."""

    lists: tuple[HoursOfList, ...]
    admissions: tuple[AdmissionRef, ...]
    admitted_hours: Fraction
    stated: Stated | None

    @property
    def total(self) -> Fraction:
        """The sum over lists and exceptions."""
        return sum((one.hours for one in self.lists), Fraction(0)) + self.admitted_hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How a draft differs from the version before it: items that are new, gone, or say something else."""

    added: tuple[Item, ...]
    removed: tuple[Item, ...]
    changed: tuple[tuple[Item, Item], ...]

    @property
    def is_any(self) -> bool:
        """Whether anything differs."""
        return bool(self.added or self.removed or self.changed)
