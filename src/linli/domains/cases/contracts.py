"""What crosses the room's door: orders in, answers out, all frozen values without a table behind them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceInput:
    """Where: a building with its stair, or a point (WGS84 degrees), or words; all may be missing."""

    building: UUID | None = None
    stair: int | None = None
    longitude: float | None = None
    latitude: float | None = None
    words: str = ""


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
    closes it at once as settled on the spot. ``assist`` are units that staff ask to assist from the start.
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
class StepDone:
    """What became of a step; ``undo_until`` is set where it can be taken back quietly."""

    case_id: UUID
    state: str
    version: int
    undo_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """A unit's part as a page shows it. ``state`` and ``role`` are codes, ``state_words`` is fit to read."""

    party_id: UUID
    unit_id: UUID
    unit: str
    role: str
    role_words: str
    state: str
    state_words: str
    basis: str
    asked_at: datetime
    received_at: datetime | None
    answered_at: datetime | None
    signed_at: datetime | None
    is_released: bool
    due_at: datetime | None
    is_mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoLine:
    """A photo of an entry: its attachment id and pixel size of the thumbnail."""

    id: UUID
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """One entry of the time line as a page shows it. ``audience`` is public, parties or internal."""

    number: int
    at: datetime
    headline: str
    text: str
    audience: str
    actor: str
    action: str
    photos: tuple[PhotoLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicState:
    """What the code alone shows: no words, no place, no unit."""

    code: str
    state: str
    state_words: str
    shape: str
    kind: str
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCase:
    """What code and key show to the reporter."""

    case_id: UUID
    community: str
    code: str
    title: str
    body: str
    place: str
    state: str
    state_words: str
    promise: str
    shape: str
    kind: str
    lead: str
    assists: tuple[str, ...]
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    is_due_provisional: bool
    version: int
    entries: tuple[EntryLine, ...]
    can_rate: bool
    rating: int | None
    can_reopen: bool
    reopen_goes_to_street: bool
    can_supplement: bool
    reopen_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One row of a list. ``shape`` is waiting, doing, verifying, done or paused."""

    id: UUID
    code: str
    title: str
    place: str
    kind: str
    kind_words: str
    grid: str
    state: str
    state_words: str
    shape: str
    lead: str
    parties: int
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    is_sealed: bool
    is_held: bool
    community: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoGroup:
    """Rows of a to-do list under one heading: ``overdue``, ``today``, ``later`` or ``no_limit``."""

    code: str
    rows: tuple[CaseRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoTab:
    """A tab with its true count (exact to 999, more as 1000)."""

    code: str
    words: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """The to-do list of one reader: tabs ``mine``, ``unit``, ``soon``, ``overdue``, ``verify``, ``arbitrate``."""

    tab: str
    tabs: tuple[TodoTab, ...]
    groups: tuple[TodoGroup, ...]
    older: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilters:
    """Filters of the case list, as its address carries them; empty means all."""

    state: str = ""
    kind: str = ""
    grid: str = ""
    unit: str = ""
    due: str = ""
    words: str = ""
    month: str = ""
    community: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseList:
    """A page of the case list: keyset cursors (empty: no such page) and the count, exact to 999, more as 1000."""

    rows: tuple[CaseRow, ...]
    newer: str
    older: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDay:
    """A day in the deadline's explanation strip: ``counted`` is 0 for days that do not count."""

    on: date
    is_working: bool
    counted: int
    is_due: bool
    note: str
    is_provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How a deadline came about, step by step."""

    clock: str
    limit_words: str
    started_at: datetime
    due_at: datetime
    is_provisional: bool
    basis: str
    steps: tuple[str, ...]
    days: tuple[DueDay, ...]
    pauses: tuple[str, ...]
    is_replayed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionField:
    """A field of a step's form: ``type`` is a field type of the workflow's vocabulary, ``longest`` in characters."""

    name: str
    type: str
    label: str
    required: bool
    longest: int
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionOffer:
    """A step the reader may take now, with its form. ``is_main`` marks the one filled button."""

    code: str
    words: str
    is_main: bool
    is_danger: bool
    fields: tuple[ActionField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """All that the workbench shows of a matter."""

    id: UUID
    community: str
    code: str
    title: str
    body: str
    place: str
    place_words: str
    kind: str
    kind_words: str
    is_kind_confirmed: bool
    suggestion_words: tuple[str, ...]
    grid: str
    grid_name: str
    channel_words: str
    source: str
    state: str
    state_words: str
    shape: str
    opened_at: datetime
    due_at: datetime | None
    reply_due_at: datetime | None
    closed_at: datetime | None
    is_sealed: bool
    is_held: bool
    is_danger: bool
    version: int
    contact_name: str
    contact_phone: str
    can_reveal: bool
    units: tuple[UnitLine, ...]
    entries: tuple[EntryLine, ...]
    explanation: Explanation | None
    offers: tuple[ActionOffer, ...]
    undo_until: datetime | None
    longitude: float | None
    latitude: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCounts:
    """How many matters are open in a community, and on which buildings: what a public drawing may show."""

    total: int
    by_building: Mapping[UUID, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePoint:
    """An open matter's point on the flat map (degrees, WGS84)."""

    id: UUID
    longitude: float
    latitude: float
    shape: str
    is_overdue: bool
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A code and its words, for a list to choose from."""

    code: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingGroupLine:
    """Ratings of a unit as it may see them: at least five together, words only when they are old enough."""

    until_at: datetime
    counts: Mapping[int, int]
    words: tuple[str, ...]
