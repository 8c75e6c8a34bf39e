"""What a printed case file holds beside the matter's page: all clocks, and where each entry stands in the chain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from linli.domains.cases.contracts.pages import CasePage


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockLine:
    """One limit of the matter or of a unit's part: what it measures, how long, and when it stopped."""

    name: str
    unit: str
    limit: str
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None
    is_provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLink:
    """A row of the audit chain: its hash is the SHA-256 of ``previous``, a line feed and ``payload``."""

    number: int
    payload: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A matter as its file is printed: the page of the reader, all clocks, and links by the entries' numbers."""

    page: CasePage
    clocks: tuple[ClockLine, ...]
    links: Mapping[int, ChainLink]
    actors: Mapping[int, str]
