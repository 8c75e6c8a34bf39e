"""Orders in, and what became of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceInput:
    """Where: a building with stair, floor or dwelling, or a point (WGS84 degrees), or words; all may be missing.

    A dwelling brings its stair and floor along. ``is_final`` says that a person looked at what the words name: nothing
    more is read from them.
    """

    building: UUID | None = None
    stair: int | None = None
    floor: int | None = None
    dwelling: UUID | None = None
    longitude: float | None = None
    latitude: float | None = None
    words: str = ""
    is_final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactInput:
    """How the reporter may be reached, if wished."""

    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """A matter as it is handed in.

    ``token`` is the form's idempotency token: the same token never opens a second matter. ``caller`` is the caller's
    network address for the hourly count, empty for staff. ``photos`` are results of ``files.store.take_photo``.
    ``kind`` is empty where the text may suggest it. ``about_unit`` seals the matter to the street. ``done_words``
    closes it at once as settled on the spot.
    ``procedure`` is the code of the one staff chose, else the kind's counts. ``assist`` are units that staff ask to
    assist from the start.
    """

    community: str
    text: str
    token: str
    channel: str
    kind: str = ""
    place: PlaceInput = field(default_factory=PlaceInput)
    contact: ContactInput | None = None
    photos: tuple[object, ...] = ()
    caller: str = ""
    about_unit: UUID | None = None
    source: str = ""
    is_read_back: bool = False
    done_words: str = ""
    procedure: str = ""
    assist: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The answer to a report: the code to read aloud, the key for link and QR, and whom to call at once in danger."""

    case_id: UUID
    code: str
    key: str
    is_new: bool
    is_held: bool
    danger_phones: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepOrder:
    """A step somebody wants to take: ``version`` is the matter's version the page showed, ``form`` its answers by name.

    ``then`` names steps without a form that follow at once, such as signing off together with the answer.
    """

    case_id: UUID
    action: str
    version: int
    then: tuple[str, ...] = ()
    form: Mapping[str, object] = field(default_factory=dict)
    photos: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCorrection:
    """Where a matter really is, and why it was written down otherwise: ``version`` is the one the page showed.

    Of ``place`` its building, stair, floor and dwelling count; without a building the matter keeps its point alone.
    """

    case_id: UUID
    version: int
    place: PlaceInput
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDone:
    """What became of a step; ``undo_until`` is set where it can be taken back quietly."""

    case_id: UUID
    action: str
    state: str
    version: int
    undo_until: datetime | None = None
