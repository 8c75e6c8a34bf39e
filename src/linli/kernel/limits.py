"""How much time somebody has: limits, and the pauses and extensions that change them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from linli.kernel.workcalendar import Span, WorkCalendar

LONGEST_LIMIT = 10_000  # Forty years of working days: beyond this a typing error is certain and the walk is long.


class LimitUnit(StrEnum):
    """In what a limit is counted."""

    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"
    NATURAL_HOURS = "natural_hours"
    NATURAL_DAYS = "natural_days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """An amount of time somebody has, 1 to 10 000; 0 natural hours is "at once" (立即). Else ValueError is raised."""

    amount: int
    unit: LimitUnit

    def __post_init__(self) -> None:
        """Refuse amounts that no rule can mean."""
        least = 0 if self.unit is LimitUnit.NATURAL_HOURS else 1
        if not least <= self.amount <= LONGEST_LIMIT:
            raise ValueError(f"a limit lies between {least} and {LONGEST_LIMIT}, not {self.amount}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A time that does not count, with its reason; `end` None is a pause that still runs."""

    start: datetime
    end: datetime | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse a pause that ends before it begins."""
        if self.end is not None and self.end < self.start:
            raise ValueError("a pause cannot end before it begins")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """More time granted, counted on from the moment the thing would have been due, in its own unit."""

    limit: Limit
    reason: str = ""


def local(moment: datetime, calendar: WorkCalendar) -> datetime:
    """Put an aware moment on the office's clock. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(calendar.tz)


def end_of(pause: Pause, *, now: datetime | None) -> datetime:
    """Return where a pause ends, for now: an open one that lies wholly ahead has no length yet."""
    if pause.end is not None:
        return pause.end
    if now is None:
        raise ValueError("a pause that still runs can only be counted up to `now`")
    return max(now, pause.start)


def standstills(pauses: Iterable[Pause], *, now: datetime | None, calendar: WorkCalendar) -> tuple[Span, ...]:
    """Merge pauses that touch or overlap, so that no minute is taken off twice."""
    merged: list[Span] = []
    spans = ((local(pause.start, calendar), local(end_of(pause, now=now), calendar)) for pause in pauses)
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((begin, end))
    return tuple(merged)


def running(spans: Iterable[Span], standstills: Sequence[Span]) -> Iterator[Span]:
    """Cut the standstills out of working spans."""
    for opens, closes in spans:
        begin = opens
        for pause_begin, pause_end in standstills:
            if pause_end <= begin or pause_begin >= closes:
                continue
            if pause_begin > begin:
                yield begin, pause_begin
            begin = max(begin, pause_end)
        if begin < closes:
            yield begin, closes
