"""How long before a limit people are warned, and who is told how long after it: the ladder of 督办. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from linli.foundation.rulepacks.limits import keys_for, row_key
from linli.kernel.worktime import Limit, LimitUnit, WorkCalendar, due

LEVELS = ("community", "street", "district")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step of the ladder: who supervises, how long after the limit, and within what time the late one answers."""

    level: str
    after: Limit
    answer_within: Limit


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionRule:
    """The clocks that are supervised, when they are due soon, and the ladders by kind and urgency."""

    clocks: tuple[str, ...]
    last_share: int
    longest_hours: int
    rows: Mapping[tuple[str, str], tuple[Rung, ...]]

    @classmethod
    def parse(cls, body: Mapping[str, Any]) -> Self:
        """Read ``{"clocks", "warning": {"last_share", "longest_hours"}, "ladders": [{"kind"?, "urgency"?, "rungs"}]}``.

        Raises ValueError for an unknown level, rungs out of order, or no ladder that fits every matter.
        """
        rows: dict[tuple[str, str], tuple[Rung, ...]] = {}
        for entry in body["ladders"]:
            rows[row_key(entry)] = _rungs(entry["rungs"])
        if ("", "") not in rows:
            raise ValueError("a ladder is needed for every kind and urgency")
        warning = body["warning"]
        made = cls(
            clocks=tuple(body["clocks"]),
            last_share=int(warning["last_share"]),
            longest_hours=int(warning["longest_hours"]),
            rows=rows,
        )
        if made.last_share < 1 or made.longest_hours < 1:
            raise ValueError("a warning comes before its limit")
        return made

    @property
    def longest_warning(self) -> timedelta:
        """How long before a limit the first warning may come."""
        return timedelta(hours=self.longest_hours)

    def is_due_soon(self, *, started_at: datetime, due_at: datetime, at: datetime) -> bool:
        """Whether a clock is in the last share of its time, and no longer from its end than the longest warning."""
        return due_at - at <= min(self.longest_warning, (due_at - started_at) / self.last_share)

    def ladder_for(self, *, kind: str, urgency: str) -> tuple[Rung, ...]:
        """Return the rungs: for kind and urgency, else the kind, else the urgency, else every matter."""
        return next(self.rows[key] for key in keys_for(kind=kind, urgency=urgency) if key in self.rows)

    def rung_reached(
        self, due_at: datetime, *, kind: str, urgency: str, at: datetime, calendar: WorkCalendar
    ) -> Rung | None:
        """Return the highest rung whose time has come at a moment, or none; the ladder does not count what was told."""
        reached = None
        for rung in self.ladder_for(kind=kind, urgency=urgency):
            if due(due_at, limit=rung.after, calendar=calendar).at < at:
                reached = rung
        return reached


def _rungs(given: list[Mapping[str, Any]]) -> tuple[Rung, ...]:
    rungs = tuple(
        Rung(level=str(one["level"]), after=_limit(one["after"]), answer_within=_limit(one["answer_within"]))
        for one in given
    )
    places = [LEVELS.index(rung.level) for rung in rungs]
    if not rungs or places != sorted(set(places)):
        raise ValueError("rungs go up: community, street, district")
    return rungs


def _limit(given: Mapping[str, Any]) -> Limit:
    return Limit(amount=int(given["amount"]), unit=LimitUnit(given["unit"]))
