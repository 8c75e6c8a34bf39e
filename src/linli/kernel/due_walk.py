"""The walk from a start to its due time, noting each step on the way; `worktime.due` is its only caller."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from linli.kernel.due_steps import Due, DueStep, StepKind
from linli.kernel.limits import Extension, Limit, LimitUnit, Pause, end_of, local, running
from linli.kernel.workcalendar import ONE_DAY, ONE_MINUTE, DayKind, Span, WorkCalendar


@dataclass(slots=True, kw_only=True)
class Walk:
    """The walk from the start to the due time: where it stands, what it has noted, and what it rested on."""

    calendar: WorkCalendar
    standstills: tuple[Span, ...]
    cursor: datetime
    steps: list[DueStep] = field(default_factory=list)
    is_provisional: bool = False

    def note(
        self,
        kind: StepKind,
        *,
        at: datetime,
        until: datetime | None = None,
        minutes: int = 0,
        days: int = 0,
        note: str = "",
    ) -> None:
        """Write one step down."""
        self.steps.append(DueStep(kind=kind, at=at, until=until, minutes=minutes, days=days, note=note))

    def count(self, limit: Limit) -> None:
        """Move the cursor on by one limit."""
        if limit.unit is LimitUnit.WORKING_HOURS:
            self._count_working_time(timedelta(hours=limit.amount))
        elif limit.unit is LimitUnit.NATURAL_HOURS:
            self._count_natural_time(timedelta(hours=limit.amount))
        else:
            self._count_days(limit.amount, only_working=limit.unit is LimitUnit.WORKING_DAYS)

    def extend(self, extension: Extension) -> None:
        """Count an extension on from here."""
        limit = extension.limit
        in_hours = limit.unit in {LimitUnit.WORKING_HOURS, LimitUnit.NATURAL_HOURS}
        minutes, days = (limit.amount * 60, 0) if in_hours else (0, limit.amount)
        self.note(StepKind.EXTENSION, at=self.cursor, minutes=minutes, days=days, note=extension.reason)
        self.count(limit)

    def move_off_rest_days(self) -> None:
        """民法典 203 I: a period whose last day is a day off ends on the day after the days off."""
        day = self.cursor.date()
        while self._kind_of(day) is DayKind.OFF:
            self._note_day_off(day)
            day += ONE_DAY
        self.cursor = self.calendar.closing(day)

    def finish(self, pauses: Iterable[Pause], *, now: datetime | None) -> Due:
        """Put the pauses that touched the walk among the steps, in order of time, and name the end."""
        started_at = self.steps[0].at
        for pause in pauses:
            end = end_of(pause, now=now)
            begin = max(local(pause.start, self.calendar), started_at)
            if end > begin and begin < self.cursor:
                self.note(StepKind.PAUSE, at=begin, until=local(end, self.calendar), note=pause.reason)
        ordered = [self.steps[0], *sorted(self.steps[1:], key=lambda step: step.at)]
        last = DueStep(kind=StepKind.DUE, at=self.cursor)
        return Due(at=self.cursor, steps=(*ordered, last), provisional=self.is_provisional)

    def _count_working_time(self, budget: timedelta) -> None:
        self._note_opening()
        whole, used = budget, timedelta()
        day = self.cursor.date()
        while True:
            begin: datetime | None = None
            before = used
            for opens, closes in self._spans_after_cursor(day):
                begin = begin or opens
                step = min(closes - opens, whole - used)
                used += step
                self.cursor = opens + step
                if used == whole:
                    break
            if begin is not None:
                # Whole minutes of the running total, so that the steps add up to the limit even from 15:40:37.
                minutes = used // ONE_MINUTE - before // ONE_MINUTE
                self.note(
                    _counted(self._kind_of(day)), at=begin, until=self.cursor, minutes=minutes, note=self._name(day)
                )
            elif self._kind_of(day) is DayKind.OFF:
                self._note_day_off(day)
            if used == whole:
                return
            day += ONE_DAY

    def _spans_after_cursor(self, day: date) -> list[Span]:
        spans = running(self.calendar.spans(day), self.standstills)
        return [(max(opens, self.cursor), closes) for opens, closes in spans if closes > self.cursor]

    def _note_opening(self) -> None:
        """Say so when counting cannot begin at the cursor because the office is closed."""
        day = self.cursor.date()
        while not (spans := [span for span in self.calendar.spans(day) if span[1] > self.cursor]):
            day += ONE_DAY
        opening = spans[0][0]
        if opening > self.cursor:
            self.note(StepKind.MOVED_TO_OPENING, at=opening)

    def _count_natural_time(self, budget: timedelta) -> None:
        """Hours run by day and night, from the moment itself (民法典 201 II)."""
        begin = self.cursor
        end = begin.astimezone(UTC) + budget
        for pause_start, pause_end in self.standstills:
            if pause_end > begin and pause_start < end:
                end += pause_end.astimezone(UTC) - max(pause_start, begin).astimezone(UTC)
        self.cursor = local(end, self.calendar)
        self.note(StepKind.COUNTED, at=begin, until=self.cursor, minutes=budget // ONE_MINUTE)

    def _count_days(self, amount: int, *, only_working: bool) -> None:
        """Day one is the day after the cursor (民法典 201 I)."""
        day = self.cursor.date()
        counted = 0
        while counted < amount:
            day += ONE_DAY
            kind = self._kind_of(day) if only_working else DayKind.WORKING
            if kind is DayKind.OFF:
                self._note_day_off(day)
            elif not self._stands_still_at_closing(day):
                counted += 1
                self._note_day_counted(day, kind=kind)
        self.cursor = self.calendar.closing(day)

    def _stands_still_at_closing(self, day: date) -> bool:
        closing = self.calendar.closing(day)
        return any(begin < closing < end for begin, end in self.standstills)

    def _note_day_counted(self, day: date, *, kind: DayKind) -> None:
        opening, closing = self.calendar.opening(day), self.calendar.closing(day)
        last = self.steps[-1]
        follows = last.until == self.calendar.closing(day - ONE_DAY)
        if kind is DayKind.WORKING and last.kind is StepKind.COUNTED and follows:
            self.steps[-1] = DueStep(kind=last.kind, at=last.at, until=closing, days=last.days + 1)
        else:
            note = self._name(day) if kind is DayKind.MAKE_UP else ""
            self.note(_counted(kind), at=opening, until=closing, days=1, note=note)

    def _note_day_off(self, day: date) -> None:
        """Join neighbouring days off into one step; a plain weekend joins the holiday that it lies beside."""
        midnight = datetime.combine(day, datetime.min.time(), self.calendar.tz)
        name, last = self._name(day), self.steps[-1]
        joins = last.kind is StepKind.OFF_DAY and last.until == midnight
        if joins and (name == last.note or not name or not last.note):
            self.steps.pop()
            self.note(last.kind, at=last.at, until=midnight + ONE_DAY, days=last.days + 1, note=last.note or name)
        else:
            self.note(StepKind.OFF_DAY, at=midnight, until=midnight + ONE_DAY, days=1, note=name)

    def _name(self, day: date) -> str:
        return self.calendar.name_of(day)

    def _kind_of(self, day: date) -> DayKind:
        """Look a day up, remembering when its year's notice is not out yet."""
        if not self.calendar.is_published(day):
            self.is_provisional = True
        return self.calendar.kind_of(day)


def _counted(kind: DayKind) -> StepKind:
    return StepKind.MAKE_UP_DAY if kind is DayKind.MAKE_UP else StepKind.COUNTED
