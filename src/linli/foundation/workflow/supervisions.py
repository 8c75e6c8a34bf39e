"""A record of supervision (督办): a clock ran out, somebody above was told, and the late one has to say why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self
from uuid import UUID


class Level(StrEnum):
    """Who supervises, from the nearest up."""

    COMMUNITY = "community"
    STREET = "street"
    DISTRICT = "district"


RANK = {level: rank for rank, level in enumerate(Level)}


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionSnap:
    """One rung that was reached. Without a party the community itself is late, and its people answer.

    ``ended_at`` says that the clock ended before anybody had answered: the work was done, which is an answer too.
    """

    id: UUID
    clock_id: UUID
    party_id: UUID | None = None
    unit: UUID | None = None
    level: Level
    raised_at: datetime
    answer_due_at: datetime
    answered_at: datetime | None = None
    answered_by: UUID | None = None
    ended_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether an answer is still owed."""
        return self.answered_at is None and self.ended_at is None

    def to_data(self) -> dict[str, Any]:
        """Return plain JSON values (ids, codes and moments); what is empty is left out."""
        found: dict[str, Any] = {"id": str(self.id), "clock": str(self.clock_id), "level": self.level.value}
        ids = {"party": self.party_id, "unit": self.unit, "answered_by": self.answered_by}
        moments = {name: getattr(self, name) for name in _MOMENTS}
        found |= {name: str(value) for name, value in ids.items() if value is not None}
        return found | {name: moment.isoformat() for name, moment in moments.items() if moment is not None}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read what :meth:`to_data` wrote."""
        return cls(
            id=UUID(data["id"]),
            clock_id=UUID(data["clock"]),
            party_id=_id(data.get("party")),
            unit=_id(data.get("unit")),
            level=Level(data["level"]),
            raised_at=datetime.fromisoformat(data["raised_at"]),
            answer_due_at=datetime.fromisoformat(data["answer_due_at"]),
            answered_at=_moment(data.get("answered_at")),
            answered_by=_id(data.get("answered_by")),
            ended_at=_moment(data.get("ended_at")),
        )


def _id(value: str | None) -> UUID | None:
    return UUID(value) if value else None


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


_MOMENTS = ("raised_at", "answer_due_at", "answered_at", "ended_at")
