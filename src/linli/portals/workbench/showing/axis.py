"""The axis of working time on which all lanes of a matter lie: working days are wide, days off are folded narrow."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils.translation import gettext as _

from linli.foundation.design.moments import weekday_name
from linli.kernel.worktime import DayKind, WorkCalendar, working_minutes_between

FOLD_SHARE: Final = 0.25
"""How wide a run of days off is drawn, in working days."""
LABEL_GAP: Final = 15.0
"""Labels closer than this (per cent) would touch, so the later one is left out."""
FOLD_LABEL_LEAST: Final = 3.5
MOST_DAYS: Final = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisLabel:
    """A word above the axis; ``x`` is per cent from the left."""

    x: str
    words: str
    is_centred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """A run of days off, drawn narrow; ``x`` and ``width`` are per cent."""

    x: str
    width: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    """One piece of the axis: a working day or a run of days off, from one moment to another, and its width."""

    first: date
    begin: datetime
    end: datetime
    width: float
    kind: DayKind


def per_cent(share: float) -> str:
    """Write a share of the axis for an SVG attribute."""
    return f"{share:.2f}%"


class Axis:
    """Maps moments to places (per cent); what lies outside is held at the edges.

    ``begin`` and ``end`` are moments; the axis is at least one working hour long, so that a clock that starts and ends
    at night still has a lane.
    """

    def __init__(self, begin: datetime, end: datetime, *, calendar: WorkCalendar) -> None:
        self._calendar = calendar
        self.begin = begin.astimezone(calendar.tz)
        self.end = min(max(end.astimezone(calendar.tz), self.begin), self.begin + timedelta(days=MOST_DAYS))
        self._stretches = tuple(self._cut())
        self._total = sum(stretch.width for stretch in self._stretches) or 1.0

    def _cut(self) -> Iterator[_Stretch]:
        day, last = self.begin.date(), self.end.date()
        off_since: date | None = None
        while day <= last:
            if self._calendar.kind_of(day) is DayKind.OFF:
                off_since = off_since or day
            else:
                if off_since is not None:
                    yield self._fold(off_since, day)
                    off_since = None
                yield self._worked(day)
            day += timedelta(days=1)
        if off_since is not None:
            yield self._fold(off_since, day)

    def _fold(self, first: date, after: date) -> _Stretch:
        return _Stretch(
            first=first,
            begin=max(self.begin, self._midnight(first)),
            end=min(self.end, self._midnight(after)),
            width=FOLD_SHARE * self._calendar.day_minutes,
            kind=DayKind.OFF,
        )

    def _worked(self, day: date) -> _Stretch:
        begin = max(self.begin, self._midnight(day))
        end = min(self.end, self._midnight(day + timedelta(days=1)))
        minutes = working_minutes_between(begin, end, calendar=self._calendar)
        # A day on which nothing is counted any more still gets a sliver, so that its dots do not sit on the next day's.
        return _Stretch(
            first=day, begin=begin, end=end, width=max(minutes, 0.06 * self._calendar.day_minutes),
            kind=self._calendar.kind_of(day),
        )  # fmt: skip

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self._calendar.tz)

    def place(self, moment: datetime) -> float:
        """Return where a moment lies, in per cent from the left."""
        here, passed = moment.astimezone(self._calendar.tz), 0.0
        for stretch in self._stretches:
            if here >= stretch.end:
                passed += stretch.width
                continue
            if here > stretch.begin:
                passed += stretch.width * self._share(stretch, here)
            break
        return min(100.0, 100.0 * passed / self._total)

    def _share(self, stretch: _Stretch, moment: datetime) -> float:
        if stretch.kind is not DayKind.OFF:
            whole = working_minutes_between(stretch.begin, stretch.end, calendar=self._calendar)
            if whole:
                return working_minutes_between(stretch.begin, moment, calendar=self._calendar) / whole
        return (moment - stretch.begin) / (stretch.end - stretch.begin)

    def folds(self) -> tuple[Fold, ...]:
        """Return the runs of days off."""
        return tuple(
            Fold(x=per_cent(x), width=per_cent(self._wide(stretch)))
            for x, stretch in self._placed()
            if stretch.kind is DayKind.OFF
        )

    def day_lines(self) -> tuple[str, ...]:
        """Return where one day meets the next, in per cent."""
        return tuple(per_cent(x) for x, _stretch in self._placed() if x)

    def labels(self) -> tuple[AxisLabel, ...]:
        """Return the days' names as far as they have room."""
        found, free_from = [], 0.0
        for x, stretch in self._placed():
            if stretch.kind is DayKind.OFF:
                if self._wide(stretch) >= FOLD_LABEL_LEAST and x + self._wide(stretch) / 2 >= free_from - LABEL_GAP / 2:
                    centre = per_cent(x + self._wide(stretch) / 2)
                    found.append(AxisLabel(x=centre, words=_("off"), is_centred=True))
                continue
            room_after = self._room_after(x)
            if x >= free_from and room_after:
                found.append(AxisLabel(x=per_cent(x + (0.9 if x else 0.0)), words=self._name(stretch)))
                free_from = x + LABEL_GAP
        return tuple(found)

    def _room_after(self, x: float) -> bool:
        """Whether a name that begins here ends before the right edge and before the next fold's word."""
        folds = [at for at, stretch in self._placed() if stretch.kind is DayKind.OFF and at > x]
        return min([*folds, 100.0 + LABEL_GAP / 2]) - x >= LABEL_GAP / 2

    def _name(self, stretch: _Stretch) -> str:
        words = _("%(weekday)s %(day)d") % {"weekday": weekday_name(stretch.first), "day": stretch.first.day}
        return _("%(day)s, worked") % {"day": words} if stretch.kind is DayKind.MAKE_UP else words

    def _placed(self) -> Iterator[tuple[float, _Stretch]]:
        passed = 0.0
        for stretch in self._stretches:
            yield 100.0 * passed / self._total, stretch
            passed += stretch.width

    def _wide(self, stretch: _Stretch) -> float:
        return 100.0 * stretch.width / self._total
