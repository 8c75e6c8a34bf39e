"""A matter at one moment, as the engine sees it: plain values, no rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from linli.foundation.workflow.requests import RequestSnap
from linli.foundation.workflow.supervisions import SupervisionSnap
from linli.kernel.worktime import Due, Extension, Limit, LimitUnit, Pause, WorkCalendar, due


class PartyRole(StrEnum):
    """What a unit is in a matter. Verifying and arbitrating units are asked by later procedures."""

    LEAD = "lead"
    ASSIST = "assist"
    VERIFY = "verify"
    ARBITRATE = "arbitrate"


class PartyState(StrEnum):
    """How far a unit has come."""

    ASKED = "asked"
    RECEIVED = "received"
    WORKING = "working"
    ANSWERED = "answered"
    SIGNED_OFF = "signed_off"
    REFUSED = "refused"
    HANDED_BACK = "handed_back"


WORKERS = (PartyRole.LEAD, PartyRole.ASSIST)
_MOMENTS = ("received_at", "answered_at", "signed_at", "refused_at", "released_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartySnap:
    """A unit's part in a matter.

    ``released_at`` ends its part in the running round: the dispatch was taken back, a refusal upheld, the matter handed
    back or reopened. At most one party that is not released leads.
    """

    id: UUID
    unit: UUID
    role: PartyRole
    state: PartyState = PartyState.ASKED
    asked_at: datetime
    received_at: datetime | None = None
    answered_at: datetime | None = None
    signed_at: datetime | None = None
    refused_at: datetime | None = None
    released_at: datetime | None = None

    @property
    def is_active(self) -> bool:
        """Whether the unit still has a part in the running round."""
        return self.released_at is None

    def to_data(self) -> dict[str, Any]:
        """Return plain JSON values (ids, codes and moments); what is empty is left out."""
        found: dict[str, Any] = {
            "id": str(self.id),
            "unit": str(self.unit),
            "role": self.role.value,
            "state": self.state.value,
            "asked_at": self.asked_at.isoformat(),
        }
        moments = {name: getattr(self, name) for name in _MOMENTS}
        return found | {name: moment.isoformat() for name, moment in moments.items() if moment is not None}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read what :meth:`to_data` wrote."""
        return cls(
            id=UUID(data["id"]),
            unit=UUID(data["unit"]),
            role=PartyRole(data["role"]),
            state=PartyState(data["state"]),
            asked_at=datetime.fromisoformat(data["asked_at"]),
            **{name: datetime.fromisoformat(data[name]) for name in _MOMENTS if name in data},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSnap:
    """A running or ended clock of the matter (``party_id`` None) or of one party.

    ``due`` is a pure function of start, limit, pauses, extensions and the calendar of ``calendar_version``; its steps
    explain it.
    """

    id: UUID
    name: str
    party_id: UUID | None = None
    limit: Limit
    started_at: datetime
    due: Due
    calendar_version: int
    ended_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()

    @property
    def is_running(self) -> bool:
        """Whether nobody has stopped it yet."""
        return self.ended_at is None

    def reckoned(self, *, calendar: WorkCalendar, at: datetime, **changes: Any) -> Self:
        """Return the clock with another limit, other pauses or extensions, and when it is due then, from its start."""
        made = replace(self, calendar_version=calendar.version, **changes)
        fresh = due(
            made.started_at,
            limit=made.limit,
            calendar=calendar,
            pauses=made.pauses,
            extensions=made.extensions,
            now=at,
        )
        return replace(made, due=fresh)

    def to_data(self) -> dict[str, Any]:
        """Return plain JSON values; the steps of the due time are left out, they can be reckoned again."""
        found: dict[str, Any] = {
            "id": str(self.id),
            "name": self.name,
            "limit": _limit_data(self.limit),
            "started_at": self.started_at.isoformat(),
            "due_at": self.due.at.isoformat(),
            "provisional": self.due.provisional,
            "calendar": self.calendar_version,
        }
        if self.party_id is not None:
            found["party"] = str(self.party_id)
        if self.ended_at is not None:
            found["ended_at"] = self.ended_at.isoformat()
        if self.pauses:
            found["pauses"] = [_pause_data(pause) for pause in self.pauses]
        if self.extensions:
            found["extensions"] = [_limit_data(e.limit) | _reason_data(e.reason) for e in self.extensions]
        return found

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read what :meth:`to_data` wrote; the due time comes back without its steps."""
        ended_at = data.get("ended_at")
        return cls(
            id=UUID(data["id"]),
            name=data["name"],
            party_id=UUID(data["party"]) if "party" in data else None,
            limit=_limit(data["limit"]),
            started_at=datetime.fromisoformat(data["started_at"]),
            due=Due(at=datetime.fromisoformat(data["due_at"]), steps=(), provisional=data["provisional"]),
            calendar_version=data["calendar"],
            ended_at=None if ended_at is None else datetime.fromisoformat(ended_at),
            pauses=tuple(_pause(pause) for pause in data.get("pauses", ())),
            extensions=tuple(
                Extension(limit=_limit(one), reason=one.get("reason", "")) for one in data.get("extensions", ())
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything the engine may know of a matter.

    ``procedure`` is the code by which rule packs of its own are found; ``unruled`` are
    the facts that no such pack tells. ``handlers`` are the accounts that worked on it; ``is_sealed`` says that it names
    a unit or a post-holder, who are then in ``sealed_against`` (unit and account ids) and never see it. ``version`` is
    the number of its last entry, for compare-and-set. ``question`` is how far a question back to the reporter is:
    ``asked``, ``answered``, ``to_street`` (answered for the street alone), or empty.
    """

    case_id: UUID
    community: str
    grid: str = ""
    kind: str
    urgency: str
    state: str
    version: int = 0
    parties: tuple[PartySnap, ...] = ()
    clocks: tuple[ClockSnap, ...] = ()
    requests: tuple[RequestSnap, ...] = ()
    supervisions: tuple[SupervisionSnap, ...] = ()
    handlers: frozenset[UUID] = frozenset()
    opened_at: datetime
    procedure: str = ""
    unruled: frozenset[str] = frozenset()
    closed_at: datetime | None = None
    reopened_count: int = 0
    main: UUID | None = None
    is_rated: bool = False
    is_sealed: bool = False
    sealed_against: frozenset[UUID] = frozenset()
    question: str = ""

    @property
    def lead(self) -> PartySnap | None:
        """The party that leads now, if any."""
        return next((p for p in self.workers() if p.role is PartyRole.LEAD), None)

    def workers(self) -> Iterator[PartySnap]:
        """Yield the parties that lead or assist in the running round."""
        return (p for p in self.parties if p.is_active and p.role in WORKERS)

    def party_of(self, unit: UUID | None) -> PartySnap | None:
        """Return the unit's part in the running round, if it has one."""
        return None if unit is None else next((p for p in self.workers() if p.unit == unit), None)

    def party(self, party_id: UUID) -> PartySnap | None:
        """Return a party by its id, also a released one."""
        return next((p for p in self.parties if p.id == party_id), None)

    def request(self, request_id: UUID) -> RequestSnap | None:
        """Return a request for a pause or an extension by its id, whatever became of it."""
        return next((r for r in self.requests if r.id == request_id), None)

    def running_clocks(self) -> tuple[ClockSnap, ...]:
        """Return the clocks nobody has stopped, the one due first in front."""
        return tuple(sorted((c for c in self.clocks if c.is_running), key=lambda clock: clock.due.at))


def _limit_data(limit: Limit) -> dict[str, Any]:
    return {"amount": limit.amount, "unit": limit.unit.value}


def _limit(data: Mapping[str, Any]) -> Limit:
    return Limit(amount=data["amount"], unit=LimitUnit(data["unit"]))


def _pause_data(pause: Pause) -> dict[str, Any]:
    end = None if pause.end is None else pause.end.isoformat()
    return {"start": pause.start.isoformat(), "end": end} | _reason_data(pause.reason)


def _reason_data(reason: str) -> dict[str, str]:
    """Return a reason's code, if there is one: a code of a rule pack's list, never words."""
    return {"reason": reason} if reason else {}


def _pause(data: Mapping[str, Any]) -> Pause:
    end = data["end"]
    return Pause(
        start=datetime.fromisoformat(data["start"]),
        end=None if end is None else datetime.fromisoformat(end),
        reason=data.get("reason", ""),
    )
