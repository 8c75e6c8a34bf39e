"""Weeks, months, quarters and years as Beijing counts them: half-open ranges of aware moments.

Statistics, plans and reports all ask "which period is this in?"; asking here keeps a case opened at 00:30 on the first
out of the month before, where UTC would put it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from typing import ClassVar, Protocol, Self

from linli.kernel.workcalendar import SHANGHAI

_NIGHT_UTC = 19
"""Three at night in Beijing, which knows no summer time."""
_MONTHS = 12
_QUARTERS = 4


class Period(Protocol):
    """What every period can say about itself; `end` is the first moment after it."""

    @property
    def first_on(self) -> date:
        """The first day."""

    @property
    def last_on(self) -> date:
        """The last day."""

    @property
    def start(self) -> datetime:
        """The first moment."""

    @property
    def end(self) -> datetime:
        """The first moment after the period."""

    def contains(self, moment: datetime) -> bool:
        """Whether a moment lies in the period."""


class _Days:
    """What follows from the first days of a period and of the next; subclasses give both."""

    __slots__ = ()
    shape: ClassVar[re.Pattern[str]]

    @property
    def first_on(self) -> date:
        """The first day."""
        raise NotImplementedError

    def next(self) -> Self:
        """Return the period after this one."""
        return self.on(self.last_on + timedelta(days=1))

    def previous(self) -> Self:
        """Return the period before this one."""
        return self.on(self.first_on - timedelta(days=1))

    @property
    def last_on(self) -> date:
        """The last day."""
        raise NotImplementedError

    @property
    def start(self) -> datetime:
        """The first moment, in Beijing time."""
        return datetime.combine(self.first_on, datetime.min.time(), SHANGHAI)

    @property
    def end(self) -> datetime:
        """The first moment after the period, in Beijing time."""
        return datetime.combine(self.last_on + timedelta(days=1), datetime.min.time(), SHANGHAI)

    def contains(self, moment: datetime) -> bool:
        """Whether an aware moment lies in the period."""
        return self.start <= moment < self.end

    @classmethod
    def on(cls, day: date) -> Self:
        """Return the period that a day lies in."""
        raise NotImplementedError

    @classmethod
    def of(cls, moment: datetime) -> Self:
        """Return the period that an aware moment lies in, in Beijing. Raises ValueError for a naive one."""
        if moment.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return cls.on(moment.astimezone(SHANGHAI).date())

    @classmethod
    def _numbers(cls, text: str) -> tuple[int, ...]:
        match = cls.shape.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"not a {cls.__name__.lower()}: {text!r}")
        numbers = tuple(int(group) for group in match.groups())
        if not MINYEAR <= numbers[0] < MAXYEAR:  # a period also has a first moment after it
            raise ValueError(f"no calendar holds the year {numbers[0]}")
        return numbers


@dataclass(frozen=True, slots=True, order=True)
class Month(_Days):
    """A calendar month, written 2026-10. Raises ValueError for a month that does not exist."""

    shape = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
    year: int
    month: int

    def __post_init__(self) -> None:
        """Refuse a month that does not exist."""
        date(self.year, self.month, 1)

    @property
    def first_on(self) -> date:
        """The first day."""
        return date(self.year, self.month, 1)

    @property
    def last_on(self) -> date:
        """The last day."""
        following = self.year * _MONTHS + self.month
        return date(following // _MONTHS, following % _MONTHS + 1, 1) - timedelta(days=1)

    @classmethod
    def on(cls, day: date) -> Self:
        """Return the month of a day."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read '2026-10'. Raises ValueError."""
        return cls(*cls._numbers(text))

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


@dataclass(frozen=True, slots=True, order=True)
class Quarter(_Days):
    """A quarter of a year, written 2026-Q4. Raises ValueError for a quarter that does not exist."""

    shape = re.compile(r"(\d{4})-Q([1-4])", re.ASCII)
    year: int
    quarter: int

    def __post_init__(self) -> None:
        """Refuse a quarter that does not exist."""
        if not 1 <= self.quarter <= _QUARTERS:
            raise ValueError(f"a year has four quarters, not {self.quarter}")

    @property
    def first_on(self) -> date:
        """The first day."""
        return date(self.year, self.quarter * 3 - 2, 1)

    @property
    def last_on(self) -> date:
        """The last day."""
        return Month(self.year, self.quarter * 3).last_on

    @classmethod
    def on(cls, day: date) -> Self:
        """Return the quarter of a day."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read '2026-Q4'. Raises ValueError."""
        return cls(*cls._numbers(text))

    def __str__(self) -> str:
        return f"{self.year:04}-Q{self.quarter}"


@dataclass(frozen=True, slots=True, order=True)
class Week(_Days):
    """A week from Monday to Sunday (GB/T 7408, as ISO 8601), written 2026-W40; its year is that of its Thursday."""

    shape = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
    year: int
    week: int

    def __post_init__(self) -> None:
        """Refuse a week that does not exist."""
        date.fromisocalendar(self.year, self.week, 1)

    @property
    def first_on(self) -> date:
        """The Monday."""
        return date.fromisocalendar(self.year, self.week, 1)

    @property
    def last_on(self) -> date:
        """The Sunday."""
        return date.fromisocalendar(self.year, self.week, 7)

    @classmethod
    def on(cls, day: date) -> Self:
        """Return the week of a day."""
        found = day.isocalendar()
        return cls(found.year, found.week)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read '2026-W40'. Raises ValueError."""
        return cls(*cls._numbers(text))

    def __str__(self) -> str:
        return f"{self.year:04}-W{self.week:02}"


@dataclass(frozen=True, slots=True, order=True)
class Year(_Days):
    """A calendar year, written 2026."""

    shape = re.compile(r"(\d{4})", re.ASCII)
    year: int

    @property
    def first_on(self) -> date:
        """New Year's Day."""
        return date(self.year, 1, 1)

    @property
    def last_on(self) -> date:
        """The last of December."""
        return date(self.year, 12, 31)

    @classmethod
    def on(cls, day: date) -> Self:
        """Return the year of a day."""
        return cls(day.year)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read '2026'. Raises ValueError."""
        return cls(*cls._numbers(text))

    def __str__(self) -> str:
        return f"{self.year:04}"


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month where it has no such day (民法典 202)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def nightly(minute: int) -> str:
    """Return the cron line of `minute` past three at night in Beijing.

    The job queue reads cron lines in UTC, where three o'clock is the end of the street's morning: work that locks
    rows or reads many would meet everybody at their desks.
    """
    return f"{minute} {_NIGHT_UTC} * * *"
