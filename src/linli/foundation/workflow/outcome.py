"""What goes into a step beside the matter (who acts, facts), and what comes out of it (a step, or a refusal)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from linli.foundation.workflow.procedure import Audience
from linli.foundation.workflow.requests import RequestSnap
from linli.foundation.workflow.snapshot import ClockSnap, PartySnap
from linli.foundation.workflow.supervisions import SupervisionSnap

ENGINE_ROLE = "clock"
"""The role of what happens by itself: on opening, when the last unit signs off, when a limit runs out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorSnap:
    """Who acts. ``roles`` are the procedure's role names that the caller found this person to hold in this matter."""

    account: UUID | None = None
    unit: UUID | None = None
    roles: frozenset[str] = frozenset()

    @property
    def is_reporter(self) -> bool:
        """Whether the person who reported the matter acts."""
        return "reporter" in self.roles


ENGINE = ActorSnap(roles=frozenset({ENGINE_ROLE}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """An answer fetched before the step, so that guards stay pure: may this unit lead, which days does the rule allow.

    For a fact that is not true, ``code`` and ``params`` name the refusal's sentence and ``basis`` what it rests on.
    ``numbers`` are values of rules (``{"days": 7, "times": 1}``).
    """

    is_true: bool = True
    code: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    basis: str = ""
    numbers: Mapping[str, int] = field(default_factory=dict)


Facts = Mapping[str, Fact]
NO_FACTS: Facts = MappingProxyType({})


class MissingFact(LookupError):
    """A guard needs a fact that the caller did not bring: a fault of the program, never a reason to let a step pass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyChange:
    """A party as it is after the step; ``is_new`` tells inserts from updates."""

    party: PartySnap
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockChange:
    """A clock as it is after the step; ``clock.due.steps`` explain a due time that was reckoned in this step."""

    clock: ClockSnap
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestChange:
    """A request for a pause or an extension as it is after the step."""

    request: RequestSnap
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionChange:
    """A record of supervision as it is after the step."""

    supervision: SupervisionSnap
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDraft:
    """A line of the time line to be written. ``data`` holds ids and codes only; ``text`` is kept apart, erasable."""

    action: str
    audience: Audience
    data: Mapping[str, Any]
    text: str = ""
    actor: UUID | None = None
    unit: UUID | None = None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """Somebody to be told: a role of the procedure, and for units which. ``hold_seconds`` keeps the message back."""

    whom: str
    message: str
    unit_ids: tuple[UUID, ...] = ()
    hold_seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Everything a step changes, for one transaction to write.

    ``facts`` of the matter that changed stand in ``case`` (kind, urgency, closed_at, reopened_count, is_rated).
    ``takes_back`` names actions whose held messages must not go out. ``handlers`` may not verify from now on. The
    matter's ``version`` grows by one for each entry, so it is also the number of the last entry.
    ``effects`` are the names of effects that ran, for rooms that keep details of their own.
    """

    state: str
    party_changes: tuple[PartyChange, ...] = ()
    clock_changes: tuple[ClockChange, ...] = ()
    request_changes: tuple[RequestChange, ...] = ()
    supervision_changes: tuple[SupervisionChange, ...] = ()
    entries: tuple[EntryDraft, ...] = ()
    tell: tuple[Tell, ...] = ()
    effects: tuple[str, ...] = ()
    case: Mapping[str, Any] = field(default_factory=dict)
    takes_back: tuple[str, ...] = ()
    handlers: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a step is not taken: the guard, a code and values for the sentence (``words.sentence``), and the basis."""

    guard: str
    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    basis: str = ""
