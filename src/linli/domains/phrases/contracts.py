"""What crosses the door of text templates."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from linli.kernel.uuid7 import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseLine:
    """A template as it holds now, or one of its earlier versions."""

    line: UUID
    version: int
    action: str
    kind: str
    state: str
    name: str
    text: str
    written_at: datetime
    is_retired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseDraft:
    """A template as somebody wrote it; ``version`` is the one the page showed, 0 for a new template."""

    action: str
    name: str
    text: str
    kind: str = ""
    state: str = ""
    version: int = 0
    line: UUID = field(default_factory=new_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A template offered in a step: its words with everything filled in."""

    line: UUID
    name: str
    words: str
