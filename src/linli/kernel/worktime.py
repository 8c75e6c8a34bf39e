"""When is it due? Limits in working hours, working days and natural time, with pauses, extensions and an explanation.

The answer is a pure function of what a clock stores, so it can be recomputed when a year's holiday notice appears.
Rules: 民法典 200–204, notably 201 (the day of the start does not count; hours run from the moment itself) and 203 (a
last day that is a day off moves to the next working day; where there are business hours, the day ends with them).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from linli.kernel.due_steps import Due, DueStep, StepKind, explain_equals
from linli.kernel.due_walk import Walk
from linli.kernel.limits import Extension, Limit, LimitUnit, Pause, local, running, standstills
from linli.kernel.workcalendar import OFFICE_SHIFTS, ONE_DAY, ONE_MINUTE, SHANGHAI, DayKind, WorkCalendar

__all__ = [
    "OFFICE_SHIFTS",
    "SHANGHAI",
    "DayKind",
    "Due",
    "DueStep",
    "Extension",
    "Limit",
    "LimitUnit",
    "Pause",
    "Remaining",
    "StepKind",
    "WorkCalendar",
    "due",
    "explain_equals",
    "remaining",
    "standstill",
    "working_minutes_between",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remaining:
    """Working time left, or, when `is_over`, working time gone since; a day is the sum of its shifts."""

    is_over: bool
    days: int
    hours: int
    minutes: int


def due(
    start: datetime,
    *,
    limit: Limit,
    calendar: WorkCalendar,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
    now: datetime | None = None,
) -> Due:
    """Reckon when `limit` runs out and explain it.

    Working hours skip nights, lunch and days off and count make-up days. Days begin with the day after `start` and
    end when business stops; a natural-day limit that would end on a day off ends on the next working day. A day
    does not count when the clock stands still at its closing time. An open pause counts until `now`.
    Raises ValueError for a moment without a time zone, or for an open pause when `now` is not given.
    """
    walk = Walk(
        calendar=calendar, standstills=standstills(pauses, now=now, calendar=calendar), cursor=local(start, calendar)
    )
    walk.note(StepKind.START, at=walk.cursor)
    walk.count(limit)
    last_unit = limit.unit
    for extension in extensions:
        if last_unit is LimitUnit.NATURAL_DAYS and extension.limit.unit is not LimitUnit.NATURAL_DAYS:
            walk.move_off_rest_days()  # what was due on Monday is not due on Saturday night because somebody got more
        walk.extend(extension)
        last_unit = extension.limit.unit
    if last_unit is LimitUnit.NATURAL_DAYS:
        walk.move_off_rest_days()
    return walk.finish(pauses, now=now)


def standstill(asked_at: datetime, *, length: Limit, calendar: WorkCalendar, reason: str = "") -> Pause:
    """Return the pause of `length` that was asked for at a moment: it is reckoned from then, whenever it is granted.

    Days are whole ones, beginning with the day after (民法典 201: the day itself does not count), from midnight to
    midnight; hours run from the moment. Raises ValueError for a moment without a time zone.
    """
    begin = local(asked_at, calendar)
    if length.unit in {LimitUnit.WORKING_HOURS, LimitUnit.NATURAL_HOURS}:
        return Pause(start=begin, end=due(begin, limit=length, calendar=calendar).at, reason=reason)
    first, left = begin.date() + ONE_DAY, length.amount
    last = begin.date()
    while left:
        last += ONE_DAY
        left -= length.unit is LimitUnit.NATURAL_DAYS or calendar.is_working(last)
    start, end = (datetime.combine(day, datetime.min.time(), calendar.tz) for day in (first, last + ONE_DAY))
    return Pause(start=start, end=end, reason=reason)


def working_minutes_between(
    begin: datetime, end: datetime, *, calendar: WorkCalendar, pauses: Sequence[Pause] = (), now: datetime | None = None
) -> int:
    """Count whole working minutes from `begin` to `end`, negative when `end` lies before `begin`."""
    if end < begin:
        return -working_minutes_between(end, begin, calendar=calendar, pauses=pauses, now=now)
    first, last = local(begin, calendar), local(end, calendar)
    still = standstills(pauses, now=now, calendar=calendar)
    total = timedelta()
    day = first.date()
    while day <= last.date():
        for opens, closes in running(calendar.spans(day), still):
            total += max(min(closes, last) - max(opens, first), timedelta())
        day += ONE_DAY
    return total // ONE_MINUTE


def remaining(due_at: datetime, *, now: datetime, calendar: WorkCalendar) -> Remaining:
    """Say how much working time is left until `due_at`, or has passed since; at that very moment it is not over."""
    is_over = now > due_at
    minutes = abs(working_minutes_between(now, due_at, calendar=calendar))
    days, minutes = divmod(minutes, calendar.day_minutes)
    return Remaining(is_over=is_over, days=days, hours=minutes // 60, minutes=minutes % 60)
