"""Which days and hours an office is open: the published holiday table laid over plain Monday to Friday.

A year whose notice the State Council has not published yet is read as plain weeks; whoever counts over such a year
learns from `is_published` that the answer may still move.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE_SHIFTS = ((time(8, 30), time(12, 0)), (time(13, 30), time(17, 30)))
ONE_DAY = timedelta(days=1)
ONE_MINUTE = timedelta(minutes=1)

Span = tuple[datetime, datetime]
_SATURDAY = 5


class DayKind(StrEnum):
    """What a day is to a clock that counts working time."""

    WORKING = "working"
    MAKE_UP = "make_up"  # 调休: a Saturday or Sunday that the notice turned into a working day.
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCalendar:
    """One version of an office's calendar.

    `days` names the days that the notice changes (True works, False is off); `published_years` are the years whose
    notice is known; `shifts` are wall-clock hours in `tz`, in order, none over midnight; `names` are the holidays'.
    Raises ValueError when the shifts are empty, out of order or overlap.
    """

    version: int
    days: Mapping[date, bool] = field(default_factory=dict)
    published_years: frozenset[int] = frozenset()
    shifts: tuple[tuple[time, time], ...] = OFFICE_SHIFTS
    tz: ZoneInfo = SHANGHAI
    names: Mapping[date, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse shifts that cannot be walked, and keep copies of the tables so that the value stays what it was."""
        edges = [edge for shift in self.shifts for edge in shift]
        if not edges or any(early >= late for early, late in zip(edges[::2], edges[1::2], strict=True)):
            raise ValueError("a calendar needs shifts, and each must end after it begins")
        if edges != sorted(edges):
            raise ValueError("shifts must be in order and must not overlap")
        object.__setattr__(self, "days", dict(self.days))
        object.__setattr__(self, "names", dict(self.names))

    def is_working(self, day: date) -> bool:
        """Whether the office works on `day`: the notice first, else Monday to Friday."""
        return self.days.get(day, day.weekday() < _SATURDAY)

    def is_published(self, day: date) -> bool:
        """Whether the answer for `day` rests on a published notice rather than on the weekday alone."""
        return day in self.days or day.year in self.published_years

    def kind_of(self, day: date) -> DayKind:
        """Tell working days, make-up days and days off apart."""
        if not self.is_working(day):
            return DayKind.OFF
        return DayKind.WORKING if day.weekday() < _SATURDAY else DayKind.MAKE_UP

    def name_of(self, day: date) -> str:
        """Return the holiday that `day` belongs to, or an empty string."""
        return self.names.get(day, "")

    def opening(self, day: date) -> datetime:
        """Return the moment the first shift of `day` begins, whether or not the day is worked."""
        return datetime.combine(day, self.shifts[0][0], self.tz)

    def closing(self, day: date) -> datetime:
        """Return the moment business stops on `day` (民法典 203 II), whether or not the day is worked."""
        return datetime.combine(day, self.shifts[-1][1], self.tz)

    def spans(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Return the working spans of `day`; none on a day off."""
        if not self.is_working(day):
            return ()
        return tuple(
            (datetime.combine(day, begin, self.tz), datetime.combine(day, end, self.tz)) for begin, end in self.shifts
        )

    def day_of(self, moment: datetime) -> date:
        """Return the calendar's own day for an aware moment."""
        return moment.astimezone(self.tz).date()

    @property
    def day_minutes(self) -> int:
        """Length of one working day: the sum of its shifts, in minutes."""
        any_day = date(2000, 1, 1)
        lengths = (datetime.combine(any_day, end) - datetime.combine(any_day, begin) for begin, end in self.shifts)
        return sum(lengths, timedelta()) // ONE_MINUTE
