"""What a matter's own pages show: the reporter's and the workbench's."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from linli.domains.cases.contracts.clocks import Explanation, RequestLine, SupervisionLine
from linli.domains.cases.contracts.quality import EarlierMatter, LookLine
from linli.foundation.rulepacks.kinds import Suggestion
from linli.kernel.spots import Spot


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
    paused_until: datetime | None = None
    paused_words: str = ""


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
    question: str
    reopen_until: date | None
    followed_state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionField:
    """A field of a step's form: ``type`` is a field type of the workflow's vocabulary, ``longest`` in characters.

    ``closed`` are units that the duty lists keep out of the choices: id, name and the sentence that says why.
    """

    name: str
    type: str
    label: str
    required: bool
    longest: int
    choices: tuple[tuple[str, str], ...] = ()
    closed: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionOffer:
    """A step the reader may take now, with its form. ``is_main`` marks the one filled button."""

    code: str
    words: str
    is_main: bool
    is_danger: bool
    fields: tuple[ActionField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingStep:
    """A step about to be taken: its form for this reader, and the matter as it was read for it.

    ``matter`` is the room's own; it goes back with the order, so that the matter is not read twice.
    """

    case_id: UUID
    version: int
    offer: ActionOffer | None
    matter: object


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingLine:
    """What the reporter thought of the handling: for the street alone. ``is_low`` asks for a call back."""

    level: int
    level_words: str
    words: str
    is_low: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """All that the workbench shows of a matter. ``spot`` is where in ``building`` it is, as far as somebody said."""

    id: UUID
    community: str
    code: str
    title: str
    body: str
    place: str
    building: UUID | None
    spot: Spot
    can_correct_place: bool
    place_words: str
    kind: str
    kind_words: str
    is_kind_confirmed: bool
    suggestion: Suggestion | None
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
    requests: tuple[RequestLine, ...]
    supervisions: tuple[SupervisionLine, ...]
    main: tuple[UUID, str] | None
    followers: tuple[tuple[UUID, str], ...]
    looks: tuple[LookLine, ...]
    earlier: tuple[EarlierMatter, ...]
    explanation: Explanation | None
    offers: tuple[ActionOffer, ...]
    undo_until: datetime | None
    rating: RatingLine | None
    longitude: float | None
    latitude: float | None
