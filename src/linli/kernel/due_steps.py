"""How a due time explains itself: a list of steps that any language can put into words, and its stored form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self


class StepKind(StrEnum):
    """One kind of line in the explanation of a due time."""

    START = "start"
    MOVED_TO_OPENING = "moved_to_opening"
    COUNTED = "counted"
    OFF_DAY = "off_day"
    MAKE_UP_DAY = "make_up_day"  # A counted day, told apart because people forget that it counts.
    PAUSE = "pause"
    EXTENSION = "extension"
    DUE = "due"


@dataclass(frozen=True, slots=True, kw_only=True)
class DueStep:
    """One line: what happened `at` a moment, or from then up to and not including `until`, and how much it counted.

    `minutes` and `days` are what a counted step used up, what a run of days off skipped, or what an extension
    granted; the other is zero. `note` is a holiday's name or the reason somebody gave, in their words.
    """

    kind: StepKind
    at: datetime
    until: datetime | None = None
    minutes: int = 0
    days: int = 0
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values; what is empty is left out."""
        found: dict[str, Any] = {"kind": self.kind.value, "at": self.at.isoformat()}
        if self.until is not None:
            found["until"] = self.until.isoformat()
        rest = {"minutes": self.minutes, "days": self.days, "note": self.note}
        return found | {name: value for name, value in rest.items() if value}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote. Raises KeyError or ValueError on anything else."""
        until = data.get("until")
        return cls(
            kind=StepKind(data["kind"]),
            at=datetime.fromisoformat(data["at"]),
            until=None if until is None else datetime.fromisoformat(until),
            minutes=int(data.get("minutes", 0)),
            days=int(data.get("days", 0)),
            note=str(data.get("note", "")),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When something falls due, why, and whether an unpublished holiday notice may still move it."""

    at: datetime
    steps: tuple[DueStep, ...]
    provisional: bool

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values, fit for storing beside the clock."""
        steps = [step.to_json() for step in self.steps]
        return {"at": self.at.isoformat(), "provisional": self.provisional, "steps": steps}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote. Raises KeyError or ValueError on anything else."""
        return cls(
            at=datetime.fromisoformat(data["at"]),
            steps=tuple(DueStep.from_json(step) for step in data["steps"]),
            provisional=bool(data["provisional"]),
        )


def explain_equals(stored: Due, fresh: Due) -> bool:
    """Whether two explanations reckon alike, step by step; a holiday that was merely renamed does not count."""

    def reckoning(due: Due) -> list[tuple[object, ...]]:
        return [(step.kind, step.at, step.until, step.minutes, step.days) for step in due.steps]

    same_answer = (stored.at, stored.provisional) == (fresh.at, fresh.provisional)
    return same_answer and reckoning(stored) == reckoning(fresh)
