"""Pauses and extensions as laws: over holidays, 调休, month ends and years whose notice is not out yet."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.kernel.holidays import published_days
from linli.kernel.worktime import (
    SHANGHAI,
    Extension,
    Limit,
    LimitUnit,
    Pause,
    StepKind,
    WorkCalendar,
    due,
    standstill,
)

_TABLE = {day: found for year in (2024, 2025, 2026) for day, found in published_days(year).items()}
CALENDAR = WorkCalendar(
    version=1,
    days={day: is_working for day, (is_working, _name) in _TABLE.items()},
    published_years=frozenset({2024, 2025, 2026}),
)
ONE_DAY = timedelta(days=1)
WHOLE_DAYS = (LimitUnit.WORKING_DAYS, LimitUnit.NATURAL_DAYS)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def working_days(amount: int) -> Limit:
    return Limit(amount=amount, unit=LimitUnit.WORKING_DAYS)


def natural_days(amount: int) -> Limit:
    return Limit(amount=amount, unit=LimitUnit.NATURAL_DAYS)


class TestStandstill:
    def test_three_working_days_begin_with_the_day_after_and_skip_the_weekend(self) -> None:
        found = standstill(at("2026-11-05 16:00"), length=working_days(3), calendar=CALENDAR, reason="weather")
        assert (found.start, found.end) == (at("2026-11-06 00:00"), at("2026-11-11 00:00"))
        assert found.reason == "weather"

    def test_a_make_up_saturday_is_one_of_the_days(self) -> None:
        found = standstill(at("2026-10-08 09:00"), length=working_days(2), calendar=CALENDAR)
        assert found.end == at("2026-10-11 00:00")

    def test_natural_days_count_the_weekend(self) -> None:
        found = standstill(at("2026-11-06 23:59"), length=natural_days(2), calendar=CALENDAR)
        assert (found.start, found.end) == (at("2026-11-07 00:00"), at("2026-11-09 00:00"))

    def test_hours_run_from_the_moment(self) -> None:
        hours = Limit(amount=2, unit=LimitUnit.WORKING_HOURS)
        found = standstill(at("2026-11-06 17:00"), length=hours, calendar=CALENDAR)
        assert (found.start, found.end) == (at("2026-11-06 17:00"), at("2026-11-09 10:00"))

    def test_asking_at_night_costs_no_day(self) -> None:
        """A limit of five days asked to stand still for one is due exactly one working day later, whatever the hour."""
        plain = due(at("2026-11-02 09:00"), limit=working_days(5), calendar=CALENDAR)
        for hour in ("08:00", "12:30", "17:29", "17:31", "23:59"):
            pause = standstill(at(f"2026-11-04 {hour}"), length=working_days(1), calendar=CALENDAR)
            moved = due(at("2026-11-02 09:00"), limit=working_days(5), calendar=CALENDAR, pauses=[pause])
            assert (plain.at, moved.at) == (at("2026-11-09 17:30"), at("2026-11-10 17:30"))


class TestMixedUnits:
    def test_more_hours_are_counted_from_the_monday_on_which_it_was_due(self) -> None:
        """民法典 203: six natural days that end on Sunday are due on Monday, and an hour more is an hour after that."""
        start, six = at("2026-11-02 09:00"), natural_days(6)
        assert due(start, limit=six, calendar=CALENDAR).at == at("2026-11-09 17:30")
        more = Extension(limit=Limit(amount=1, unit=LimitUnit.NATURAL_HOURS))
        assert due(start, limit=six, calendar=CALENDAR, extensions=[more]).at == at("2026-11-09 18:30")

    def test_sixty_days_and_thirty_more_end_where_ninety_would(self) -> None:
        """信访工作条例 34: sixty days, and not more than thirty on top."""
        start = at("2026-07-01 09:00")
        found = due(start, limit=natural_days(60), calendar=CALENDAR, extensions=[Extension(limit=natural_days(30))])
        assert found.at == due(start, limit=natural_days(90), calendar=CALENDAR).at
        assert found.at == at("2026-09-29 17:30")


# From 2024 into 2028: two years beyond the last notice.
moments = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31)).map(lambda one: one.replace(tzinfo=SHANGHAI))  # noqa: DTZ001
amounts = st.integers(1, 40)
limits = st.builds(Limit, amount=amounts, unit=st.sampled_from(LimitUnit))
lengths = st.builds(Limit, amount=st.integers(1, 15), unit=st.sampled_from(WHOLE_DAYS))
granted = st.builds(lambda asked, length: standstill(asked, length=length, calendar=CALENDAR), moments, lengths)
extensions = st.lists(st.builds(lambda limit: Extension(limit=limit), limits), max_size=3)


def apart(pauses: list[Pause]) -> list[Pause]:
    """Keep of some pauses those that do not overlap."""
    kept: list[Pause] = []
    for pause in sorted(pauses, key=lambda one: one.start):
        if not kept or (kept[-1].end is not None and pause.start > kept[-1].end):
            kept.append(pause)
    return kept


class TestLaws:
    @given(start=moments, limit=limits, more=extensions, pauses=st.lists(granted, max_size=3), last=granted)
    def test_a_pause_never_makes_it_due_earlier(
        self, start: datetime, limit: Limit, more: list[Extension], pauses: list[Pause], last: Pause
    ) -> None:
        before = due(start, limit=limit, calendar=CALENDAR, pauses=pauses, extensions=more)
        after = due(start, limit=limit, calendar=CALENDAR, pauses=[*pauses, last], extensions=more)
        assert before.at <= after.at

    @given(start=moments, limit=limits, more=extensions, pauses=st.lists(granted, max_size=3), extra=limits)
    def test_an_extension_never_makes_it_due_earlier(
        self, start: datetime, limit: Limit, more: list[Extension], pauses: list[Pause], extra: Limit
    ) -> None:
        before = due(start, limit=limit, calendar=CALENDAR, pauses=pauses, extensions=more)
        after = due(start, limit=limit, calendar=CALENDAR, pauses=pauses, extensions=[*more, Extension(limit=extra)])
        assert before.at <= after.at

    @given(start=moments, unit=st.sampled_from(LimitUnit), parts=st.tuples(amounts, amounts, amounts))
    def test_extensions_of_one_unit_add_up(self, start: datetime, unit: LimitUnit, parts: tuple[int, int, int]) -> None:
        base, first, second = parts
        by_two = due(
            start,
            limit=Limit(amount=base, unit=unit),
            calendar=CALENDAR,
            extensions=[Extension(limit=Limit(amount=amount, unit=unit)) for amount in (first, second)],
        )
        at_once = due(start, limit=Limit(amount=base + first + second, unit=unit), calendar=CALENDAR)
        assert by_two.at == at_once.at

    @given(start=moments, limit=limits, more=extensions, pauses=st.lists(granted, max_size=4).map(apart))
    def test_the_order_of_pauses_that_do_not_overlap_does_not_matter(
        self, start: datetime, limit: Limit, more: list[Extension], pauses: list[Pause]
    ) -> None:
        found = {
            due(start, limit=limit, calendar=CALENDAR, pauses=order, extensions=more).at
            for order in permutations(pauses)
        }
        assert len(found) == 1

    @given(start=moments, amount=amounts, days=st.integers(1, 15), asked_after=st.integers(0, 30))
    def test_a_pause_of_working_days_moves_a_limit_of_days_by_as_many(
        self, start: datetime, amount: int, days: int, asked_after: int
    ) -> None:
        plain = due(start, limit=working_days(amount), calendar=CALENDAR)
        asked_at = start + timedelta(days=asked_after)
        pause = standstill(asked_at, length=working_days(days), calendar=CALENDAR)
        moved = due(start, limit=working_days(amount), calendar=CALENDAR, pauses=[pause])
        whole = due(start, limit=working_days(amount + days), calendar=CALENDAR)
        if asked_at.date() < plain.at.date():
            assert moved.at == whole.at
        else:
            assert moved.at == plain.at

    @given(start=moments, limit=limits, pause=granted, hours=st.integers(0, 24 * 30))
    def test_ending_a_pause_early_lies_between_none_and_all_of_it(
        self, start: datetime, limit: Limit, pause: Pause, hours: int
    ) -> None:
        assert pause.end is not None
        cut = Pause(start=pause.start, end=min(pause.end, pause.start + timedelta(hours=hours)))
        none, part, whole = (due(start, limit=limit, calendar=CALENDAR, pauses=p).at for p in ([], [cut], [pause]))
        assert none <= part <= whole

    @given(start=moments, limit=limits, more=extensions, pauses=st.lists(granted, max_size=3))
    def test_every_step_stands_in_the_explanation(
        self, start: datetime, limit: Limit, more: list[Extension], pauses: list[Pause]
    ) -> None:
        found = due(start, limit=limit, calendar=CALENDAR, pauses=pauses, extensions=more)
        steps = [step.kind for step in found.steps]
        assert steps.count(StepKind.EXTENSION) == len(more)
        touched = [p for p in pauses if p.end and p.start < found.at and p.end > start]
        assert steps.count(StepKind.PAUSE) == len(touched)

    @given(year=st.integers(2027, 2030), days=st.integers(1, 40))
    def test_a_year_without_a_notice_is_provisional_and_counts_plain_weeks(self, year: int, days: int) -> None:
        start = datetime(year, 3, 1, 9, 0, tzinfo=SHANGHAI)
        pause = standstill(start, length=working_days(2), calendar=CALENDAR)
        found = due(start, limit=working_days(days), calendar=CALENDAR, pauses=[pause])
        assert found.provisional
        assert found.at == due(start, limit=working_days(days + 2), calendar=CALENDAR).at

    @settings(max_examples=60)
    @given(asked_at=moments, length=lengths)
    def test_a_pause_is_whole_days_and_as_many_as_were_asked_for(self, asked_at: datetime, length: Limit) -> None:
        pause = standstill(asked_at, length=length, calendar=CALENDAR)
        assert pause.end is not None
        days: list[date] = []
        day = pause.start.date()
        while day < pause.end.date():
            days.append(day)
            day += ONE_DAY
        assert days[0] == asked_at.date() + ONE_DAY
        counted = days if length.unit is LimitUnit.NATURAL_DAYS else [d for d in days if CALENDAR.is_working(d)]
        assert len(counted) == length.amount


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        standstill(datetime(2026, 11, 2, 9), length=working_days(1), calendar=CALENDAR)  # noqa: DTZ001
