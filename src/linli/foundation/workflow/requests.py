"""What a unit asks for a clock of its own: to stand still for some days, or more time. Plain values, no rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from linli.kernel.worktime import Limit, LimitUnit


class RequestKind(StrEnum):
    """What is asked for."""

    PAUSE = "pause"
    EXTENSION = "extension"


class RequestState(StrEnum):
    """What became of it. Only ``granted`` and ``over`` ones have moved a clock; ``lapsed``: the clock ended before."""

    OPEN = "open"
    GRANTED = "granted"
    OVER = "over"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Decider(StrEnum):
    """Who decides at least: the community, or the street above it."""

    COMMUNITY = "community"
    STREET = "street"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSnap:
    """One request. ``reason`` is a code of the rule pack's list; ``from_at`` and ``until_at`` bound a granted pause."""

    id: UUID
    kind: RequestKind
    clock_id: UUID
    party_id: UUID
    unit: UUID
    asked_by: UUID | None
    asked_at: datetime
    reason: str
    length: Limit
    decider: Decider = Decider.COMMUNITY
    state: RequestState = RequestState.OPEN
    decided_by: UUID | None = None
    decided_at: datetime | None = None
    from_at: datetime | None = None
    until_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided on it yet."""
        return self.state is RequestState.OPEN

    @property
    def has_moved(self) -> bool:
        """Whether a clock was moved by it."""
        return self.state in {RequestState.GRANTED, RequestState.OVER}

    def to_data(self) -> dict[str, Any]:
        """Return plain JSON values (ids, codes and moments); what is empty is left out."""
        found: dict[str, Any] = {
            "id": str(self.id),
            "kind": self.kind.value,
            "clock": str(self.clock_id),
            "party": str(self.party_id),
            "unit": str(self.unit),
            "asked_at": self.asked_at.isoformat(),
            "reason": self.reason,
            "length": {"amount": self.length.amount, "unit": self.length.unit.value},
            "decider": self.decider.value,
            "state": self.state.value,
        }
        people = {"asked_by": self.asked_by, "decided_by": self.decided_by}
        moments = {"decided_at": self.decided_at, "from_at": self.from_at, "until_at": self.until_at}
        found |= {name: str(account) for name, account in people.items() if account is not None}
        return found | {name: moment.isoformat() for name, moment in moments.items() if moment is not None}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read what :meth:`to_data` wrote."""
        moments = {name: datetime.fromisoformat(data[name]) for name in _MOMENTS if data.get(name)}
        return cls(
            id=UUID(data["id"]),
            kind=RequestKind(data["kind"]),
            clock_id=UUID(data["clock"]),
            party_id=UUID(data["party"]),
            unit=UUID(data["unit"]),
            asked_by=UUID(data["asked_by"]) if data.get("asked_by") else None,
            asked_at=datetime.fromisoformat(data["asked_at"]),
            reason=data["reason"],
            length=Limit(amount=data["length"]["amount"], unit=LimitUnit(data["length"]["unit"])),
            decider=Decider(data["decider"]),
            state=RequestState(data["state"]),
            decided_by=UUID(data["decided_by"]) if data.get("decided_by") else None,
            **moments,
        )


_MOMENTS = ("decided_at", "from_at", "until_at")
