"""What crosses the door of duties: a place, the duty that decides there, and the answer to who may lead."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a matter lies: its community (12 digits) and, where it is known, its grid (15 digits)."""

    community: str
    grid: str = ""

    @property
    def code(self) -> str:
        """The most exact code of the place."""
        return self.grid or self.community


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One line of the register as it decides a matter: whose it is and on what basis."""

    unit_id: UUID
    item_id: UUID
    item_code: str
    item_name: str
    kind: str
    basis: str
    scope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """A unit may lead; ``basis`` says why, for the time line."""

    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A unit may not lead; the sentence is fit for the person who asked, the basis names the rule behind it."""

    sentence: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A unit of the community that is not given a matter, with the sentence that says why and where to go."""

    unit_id: UUID
    name: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assistant:
    """A unit that may be asked to assist; the register names those of its kind as usual for the matter or not."""

    unit_id: UUID
    name: str
    kind: str
    is_usual: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItemRef:
    """One line of the register as others see it."""

    id: UUID
    code: str
    name: str
    kind: str
    owner_id: UUID
    case_kinds: tuple[str, ...]
    assisting_kinds: tuple[str, ...]
    scope: str
    basis: str
