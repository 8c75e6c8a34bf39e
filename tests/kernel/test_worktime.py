"""Deadlines read as the regulation does: each test names the street's question and the rule that answers it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.holidays import published_days
from linli.kernel.worktime import (
    SHANGHAI,
    Due,
    DueStep,
    Extension,
    Limit,
    LimitUnit,
    Pause,
    StepKind,
    WorkCalendar,
    due,
    explain_equals,
    remaining,
    working_minutes_between,
)

_TABLE = {day: found for year in (2024, 2025, 2026) for day, found in published_days(year).items()}
CALENDAR = WorkCalendar(
    version=1,
    days={day: is_working for day, (is_working, _name) in _TABLE.items()},
    names={day: name for day, (_is_working, name) in _TABLE.items()},
    published_years=frozenset({2024, 2025, 2026}),
)


def at(text: str) -> datetime:
    """Read '2026-09-25 15:40' as Beijing time."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def working_hours(amount: int) -> Limit:
    return Limit(amount=amount, unit=LimitUnit.WORKING_HOURS)


def working_days(amount: int) -> Limit:
    return Limit(amount=amount, unit=LimitUnit.WORKING_DAYS)


def natural_days(amount: int) -> Limit:
    return Limit(amount=amount, unit=LimitUnit.NATURAL_DAYS)


def natural_hours(amount: int) -> Limit:
    return Limit(amount=amount, unit=LimitUnit.NATURAL_HOURS)


def kinds(found: Due) -> list[str]:
    return [step.kind.value for step in found.steps]


class TestWorkingHours:
    def test_two_hours_from_friday_afternoon_end_on_monday_morning(self) -> None:
        found = due(at("2026-11-06 15:40"), limit=working_hours(2), calendar=CALENDAR)
        assert found.at == at("2026-11-09 08:40")
        assert kinds(found) == ["start", "counted", "off_day", "counted", "due"]
        assert [step.minutes for step in found.steps] == [0, 110, 0, 10, 0]
        assert found.steps[2].days == 2

    def test_lunch_does_not_count(self) -> None:
        assert due(at("2026-11-06 11:00"), limit=working_hours(2), calendar=CALENDAR).at == at("2026-11-06 14:30")

    def test_a_report_at_night_starts_when_the_office_opens(self) -> None:
        found = due(at("2026-11-05 22:10"), limit=working_hours(1), calendar=CALENDAR)
        assert found.at == at("2026-11-06 09:30")
        assert kinds(found) == ["start", "moved_to_opening", "counted", "due"]
        assert found.steps[1].at == at("2026-11-06 08:30")

    def test_a_report_during_lunch_starts_after_lunch(self) -> None:
        found = due(at("2026-11-06 12:15"), limit=working_hours(1), calendar=CALENDAR)
        assert found.at == at("2026-11-06 14:30")
        assert found.steps[1].kind is StepKind.MOVED_TO_OPENING

    def test_a_limit_used_up_at_closing_time_ends_then_and_not_next_morning(self) -> None:
        assert due(at("2026-11-06 15:30"), limit=working_hours(2), calendar=CALENDAR).at == at("2026-11-06 17:30")

    def test_the_golden_week_is_skipped_and_named(self) -> None:
        found = due(at("2026-09-30 16:30"), limit=working_hours(2), calendar=CALENDAR)
        assert found.at == at("2026-10-08 09:30")
        off = next(step for step in found.steps if step.kind is StepKind.OFF_DAY)
        assert (off.days, off.note) == (7, "国庆节")

    def test_a_make_up_saturday_counts_and_is_told_apart(self) -> None:
        found = due(at("2026-10-09 16:30"), limit=working_hours(2), calendar=CALENDAR)
        assert found.at == at("2026-10-10 09:30")
        assert kinds(found) == ["start", "counted", "make_up_day", "due"]

    def test_seconds_survive_and_the_minutes_still_add_up(self) -> None:
        found = due(at("2026-11-06 15:40:37"), limit=working_hours(2), calendar=CALENDAR)
        assert found.at == at("2026-11-09 08:40:37")
        assert sum(step.minutes for step in found.steps) == 120

    def test_a_moment_from_another_zone_is_read_in_the_offices_own(self) -> None:
        start = datetime(2026, 11, 6, 7, 40, tzinfo=UTC)
        assert due(start, limit=working_hours(2), calendar=CALENDAR).at == at("2026-11-09 08:40")


class TestWorkingDays:
    def test_the_day_of_the_start_does_not_count(self) -> None:
        """民法典 201 I."""
        assert due(at("2026-11-02 09:00"), limit=working_days(1), calendar=CALENDAR).at == at("2026-11-03 17:30")

    def test_a_start_on_saturday_makes_monday_day_one(self) -> None:
        assert due(at("2026-11-07 10:00"), limit=working_days(1), calendar=CALENDAR).at == at("2026-11-09 17:30")

    def test_three_days_over_the_golden_week_count_the_make_up_saturday(self) -> None:
        found = due(at("2026-09-30 10:00"), limit=working_days(3), calendar=CALENDAR)
        assert found.at == at("2026-10-10 17:30")
        assert kinds(found) == ["start", "off_day", "counted", "make_up_day", "due"]
        assert [step.days for step in found.steps] == [0, 7, 2, 1, 0]

    def test_a_plain_weekend_beside_a_holiday_reads_as_one_run(self) -> None:
        found = due(at("2026-06-18 10:00"), limit=working_days(1), calendar=CALENDAR)
        off = [step for step in found.steps if step.kind is StepKind.OFF_DAY]
        assert [(step.days, step.note) for step in off] == [(3, "端午")]
        assert found.at == at("2026-06-22 17:30")

    def test_neighbouring_holidays_keep_their_own_names(self) -> None:
        found = due(at("2025-09-30 10:00"), limit=working_days(1), calendar=CALENDAR)
        off = [step for step in found.steps if step.kind is StepKind.OFF_DAY]
        assert [(step.days, step.note) for step in off] == [(5, "国庆节"), (1, "中秋"), (2, "国庆节")]


class TestNaturalTime:
    def test_natural_days_count_weekends_and_end_with_business(self) -> None:
        """民法典 201 I, 203 II."""
        assert due(at("2026-11-03 09:00"), limit=natural_days(7), calendar=CALENDAR).at == at("2026-11-10 17:30")

    def test_a_last_day_off_moves_to_the_day_after_the_days_off(self) -> None:
        """民法典 203 I."""
        found = due(at("2026-09-23 09:00"), limit=natural_days(10), calendar=CALENDAR)
        assert found.at == at("2026-10-08 17:30")
        assert kinds(found) == ["start", "counted", "off_day", "due"]

    def test_a_last_day_on_a_make_up_saturday_stays(self) -> None:
        assert due(at("2026-10-05 09:00"), limit=natural_days(5), calendar=CALENDAR).at == at("2026-10-10 17:30")

    def test_natural_hours_run_by_night_from_the_moment_itself(self) -> None:
        """民法典 201 II."""
        assert due(at("2026-10-01 21:05"), limit=natural_hours(24), calendar=CALENDAR).at == at("2026-10-02 21:05")

    def test_at_once_is_due_in_the_moment_it_starts(self) -> None:
        """立即: no time at all, which only natural hours can say."""
        assert due(at("2026-10-01 21:05"), limit=natural_hours(0), calendar=CALENDAR).at == at("2026-10-01 21:05")


class TestPauses:
    def test_a_pause_moves_working_hours_by_the_working_time_in_it(self) -> None:
        pause = Pause(start=at("2026-11-06 16:00"), end=at("2026-11-09 09:00"), reason="等居民补材料")
        found = due(at("2026-11-06 15:00"), limit=working_hours(2), calendar=CALENDAR, pauses=[pause])
        assert found.at == at("2026-11-09 10:00")
        told = next(step for step in found.steps if step.kind is StepKind.PAUSE)
        assert (told.at, told.until, told.note) == (pause.start, pause.end, "等居民补材料")

    def test_a_day_does_not_count_when_the_clock_stands_still_at_closing_time(self) -> None:
        pause = Pause(start=at("2026-11-03 10:00"), end=at("2026-11-05 10:00"))
        found = due(at("2026-11-02 09:00"), limit=working_days(3), calendar=CALENDAR, pauses=[pause])
        assert found.at == at("2026-11-09 17:30")

    def test_a_pause_within_one_day_leaves_a_day_limit_alone(self) -> None:
        pause = Pause(start=at("2026-11-03 10:00"), end=at("2026-11-03 16:00"))
        found = due(at("2026-11-02 09:00"), limit=working_days(1), calendar=CALENDAR, pauses=[pause])
        assert found.at == at("2026-11-03 17:30")

    @pytest.mark.parametrize(
        ("begin", "end"),
        [("2026-11-03 17:30", "2026-11-04 10:00"), ("2026-11-03 10:00", "2026-11-03 17:30")],
    )
    def test_a_pause_that_only_touches_closing_time_costs_no_day(self, begin: str, end: str) -> None:
        pause = Pause(start=at(begin), end=at(end))
        found = due(at("2026-11-02 09:00"), limit=working_days(1), calendar=CALENDAR, pauses=[pause])
        assert found.at == at("2026-11-03 17:30")

    def test_a_pause_after_the_due_time_changes_nothing(self) -> None:
        pause = Pause(start=at("2026-11-06 09:30"), end=at("2026-11-06 12:00"))
        plain = due(at("2026-11-06 08:30"), limit=working_hours(1), calendar=CALENDAR)
        assert due(at("2026-11-06 08:30"), limit=working_hours(1), calendar=CALENDAR, pauses=[pause]) == plain

    def test_overlapping_pauses_are_not_taken_off_twice(self) -> None:
        pauses = [
            Pause(start=at("2026-11-06 09:00"), end=at("2026-11-06 10:00")),
            Pause(start=at("2026-11-06 09:30"), end=at("2026-11-06 10:30")),
        ]
        found = due(at("2026-11-06 08:30"), limit=working_hours(1), calendar=CALENDAR, pauses=pauses)
        assert found.at == at("2026-11-06 11:00")

    def test_a_short_pause_inside_a_long_one_does_not_end_it(self) -> None:
        pauses = [
            Pause(start=at("2026-11-06 09:00"), end=at("2026-11-06 11:00")),
            Pause(start=at("2026-11-06 09:30"), end=at("2026-11-06 10:00")),
        ]
        found = due(at("2026-11-06 08:30"), limit=working_hours(1), calendar=CALENDAR, pauses=pauses)
        assert found.at == at("2026-11-06 11:30")

    def test_two_pauses_that_meet_at_closing_time_are_one(self) -> None:
        pauses = [
            Pause(start=at("2026-11-03 10:00"), end=at("2026-11-03 17:30")),
            Pause(start=at("2026-11-03 17:30"), end=at("2026-11-04 10:00")),
        ]
        found = due(at("2026-11-02 09:00"), limit=working_days(1), calendar=CALENDAR, pauses=pauses)
        assert found.at == at("2026-11-04 17:30")

    def test_a_pause_from_before_the_start_counts_from_the_start_only(self) -> None:
        pause = Pause(start=at("2026-11-06 10:00"), end=at("2026-11-06 22:00"))
        found = due(at("2026-11-06 20:00"), limit=natural_hours(24), calendar=CALENDAR, pauses=[pause])
        assert found.at == at("2026-11-07 22:00")

    def test_an_open_pause_counts_until_now(self) -> None:
        pause = Pause(start=at("2026-11-06 09:00"))
        found = due(
            at("2026-11-06 08:30"),
            limit=working_hours(1),
            calendar=CALENDAR,
            pauses=[pause],
            now=at("2026-11-06 11:00"),
        )
        assert found.at == at("2026-11-06 11:30")

    def test_an_open_pause_without_now_is_refused(self) -> None:
        with pytest.raises(ValueError, match="now"):
            due(
                at("2026-11-06 08:30"),
                limit=working_hours(1),
                calendar=CALENDAR,
                pauses=[Pause(start=at("2026-11-06 09:00"))],
            )

    def test_natural_hours_stand_still_too(self) -> None:
        pause = Pause(start=at("2026-11-07 00:00"), end=at("2026-11-07 06:00"))
        found = due(at("2026-11-06 20:00"), limit=natural_hours(24), calendar=CALENDAR, pauses=[pause])
        assert found.at == at("2026-11-08 02:00")


class TestExtensions:
    def test_an_extension_counts_on_from_the_old_due_time(self) -> None:
        extension = Extension(limit=working_days(5), reason="案情复杂")
        found = due(at("2026-11-02 09:00"), limit=working_days(5), calendar=CALENDAR, extensions=[extension])
        assert found.at == at("2026-11-16 17:30")
        told = next(step for step in found.steps if step.kind is StepKind.EXTENSION)
        assert (told.at, told.days, told.note) == (at("2026-11-09 17:30"), 5, "案情复杂")

    def test_only_the_end_of_natural_days_moves_off_a_day_off(self) -> None:
        found = due(
            at("2026-11-01 09:00"),
            limit=natural_days(6),
            calendar=CALENDAR,
            extensions=[Extension(limit=natural_days(1)), Extension(limit=natural_days(2))],
        )
        assert found.at == at("2026-11-10 17:30")


class TestUnpublishedYears:
    def test_a_walk_into_a_year_without_a_notice_is_provisional(self) -> None:
        found = due(at("2026-12-31 10:00"), limit=working_days(1), calendar=CALENDAR)
        assert found.provisional
        assert found.at == at("2027-01-01 17:30")

    def test_a_walk_that_ends_on_the_last_published_day_is_final(self) -> None:
        assert not due(at("2026-12-30 10:00"), limit=working_days(1), calendar=CALENDAR).provisional

    def test_the_notice_changes_the_answer_and_the_explanation(self) -> None:
        later = WorkCalendar(
            version=2, days=CALENDAR.days | {date(2027, 1, 1): False}, published_years=frozenset({2026, 2027})
        )
        before = due(at("2026-12-31 10:00"), limit=working_days(1), calendar=CALENDAR)
        after = due(at("2026-12-31 10:00"), limit=working_days(1), calendar=later)
        assert after.at == at("2027-01-04 17:30")
        assert not explain_equals(before, after)


class TestRefusals:
    def test_a_naive_moment_is_refused(self) -> None:
        with pytest.raises(ValueError, match="time zone"):
            due(datetime(2026, 11, 6, 9), limit=working_hours(1), calendar=CALENDAR)  # noqa: DTZ001

    @pytest.mark.parametrize("amount", [0, -1, 10_001])
    def test_a_limit_no_rule_can_mean_is_refused(self, amount: int) -> None:
        with pytest.raises(ValueError, match="limit"):
            working_days(amount)

    @pytest.mark.parametrize(
        "shifts",
        [
            (),
            ((time(12), time(8)),),
            ((time(8), time(12)), (time(11), time(17))),
            ((time(13), time(17)), (time(8), time(12))),
        ],
    )
    def test_shifts_that_cannot_be_walked_are_refused(self, shifts: tuple[tuple[time, time], ...]) -> None:
        with pytest.raises(ValueError, match="shifts"):
            WorkCalendar(version=1, shifts=shifts)


class TestStoredForm:
    def test_an_explanation_survives_json_and_replays(self) -> None:
        inputs = {
            "limit": working_hours(20),
            "calendar": CALENDAR,
            "pauses": [Pause(start=at("2026-10-09 09:00"), end=at("2026-10-09 11:00"), reason="等检测")],
            "extensions": [Extension(limit=working_days(1), reason="备件")],
        }
        first = due(at("2026-09-30 16:00"), **inputs)  # type: ignore[arg-type]
        stored = Due.from_json(json.loads(json.dumps(first.to_json())))
        assert stored == first
        assert explain_equals(stored, due(at("2026-09-30 16:00"), **inputs))  # type: ignore[arg-type]

    def test_a_renamed_holiday_is_not_another_reckoning(self) -> None:
        one = due(at("2026-09-30 16:30"), limit=working_hours(2), calendar=CALENDAR)
        other = WorkCalendar(version=2, days=CALENDAR.days, published_years=CALENDAR.published_years)
        assert explain_equals(one, due(at("2026-09-30 16:30"), limit=working_hours(2), calendar=other))

    def test_empty_parts_are_left_out(self) -> None:
        step = DueStep(kind=StepKind.DUE, at=at("2026-11-06 17:30"))
        assert step.to_json() == {"kind": "due", "at": "2026-11-06T17:30:00+08:00"}


class TestRemaining:
    def test_a_working_day_is_the_sum_of_its_shifts(self) -> None:
        left = remaining(at("2026-11-09 10:00"), now=at("2026-11-06 08:30"), calendar=CALENDAR)
        assert (left.is_over, left.days, left.hours, left.minutes) == (False, 1, 1, 30)

    def test_at_the_moment_itself_it_is_not_over(self) -> None:
        moment = at("2026-11-06 17:30")
        assert not remaining(moment, now=moment, calendar=CALENDAR).is_over

    def test_a_second_later_it_is_over_though_no_working_minute_has_passed(self) -> None:
        moment = at("2026-11-06 17:30")
        left = remaining(moment, now=moment + timedelta(seconds=1), calendar=CALENDAR)
        assert (left.is_over, left.days, left.hours, left.minutes) == (True, 0, 0, 0)

    def test_a_pause_is_taken_off_the_minutes_between(self) -> None:
        pause = Pause(start=at("2026-11-06 11:00"), end=at("2026-11-06 14:00"))
        begin, end = at("2026-11-06 08:30"), at("2026-11-06 17:30")
        assert working_minutes_between(begin, end, calendar=CALENDAR) == 450
        assert working_minutes_between(begin, end, calendar=CALENDAR, pauses=[pause]) == 360


moments = st.datetimes(datetime(2024, 1, 1), datetime(2026, 11, 30)).map(lambda found: found.replace(tzinfo=SHANGHAI))  # noqa: DTZ001
limits = st.builds(Limit, amount=st.integers(1, 60), unit=st.sampled_from(LimitUnit))
pauses_of = st.builds(
    lambda start, hours: Pause(start=start, end=start + timedelta(hours=hours)), moments, st.integers(0, 400)
)


class TestLawsOfEveryClock:
    @given(start=moments, limit=limits, later_hours=st.integers(0, 2000))
    def test_a_later_start_is_never_due_earlier(self, start: datetime, limit: Limit, later_hours: int) -> None:
        later = due(start + timedelta(hours=later_hours), limit=limit, calendar=CALENDAR)
        assert due(start, limit=limit, calendar=CALENDAR).at <= later.at

    @given(start=moments, limit=limits, pauses=st.lists(pauses_of, max_size=4))
    def test_a_pause_never_makes_it_due_earlier(self, start: datetime, limit: Limit, pauses: list[Pause]) -> None:
        paused = due(start, limit=limit, calendar=CALENDAR, pauses=pauses)
        assert due(start, limit=limit, calendar=CALENDAR).at <= paused.at

    @given(start=moments, hours=st.integers(1, 60), pauses=st.lists(pauses_of, max_size=4))
    def test_the_working_minutes_up_to_due_are_the_limit(
        self, start: datetime, hours: int, pauses: list[Pause]
    ) -> None:
        found = due(start, limit=working_hours(hours), calendar=CALENDAR, pauses=pauses)
        assert working_minutes_between(start, found.at, calendar=CALENDAR, pauses=pauses) == hours * 60
        assert sum(step.minutes for step in found.steps) == hours * 60

    @given(start=moments, amount=st.integers(1, 60), pauses=st.lists(pauses_of, max_size=4))
    def test_the_counted_days_are_the_limit(self, start: datetime, amount: int, pauses: list[Pause]) -> None:
        found = due(start, limit=working_days(amount), calendar=CALENDAR, pauses=pauses)
        counted = {StepKind.COUNTED, StepKind.MAKE_UP_DAY}
        assert sum(step.days for step in found.steps if step.kind in counted) == amount
        assert CALENDAR.is_working(found.at.date())

    @given(start=moments, limit=limits, pauses=st.lists(pauses_of, max_size=3))
    def test_the_steps_are_in_order_and_end_with_the_answer(
        self, start: datetime, limit: Limit, pauses: list[Pause]
    ) -> None:
        found = due(start, limit=limit, calendar=CALENDAR, pauses=pauses)
        assert [found.steps[0].kind, found.steps[-1].kind] == [StepKind.START, StepKind.DUE]
        middle = [step.at for step in found.steps[1:-1]]
        assert middle == sorted(middle)
        assert Due.from_json(found.to_json()) == found

    @given(begin=moments, middle=moments, end=moments)
    def test_working_time_adds_up(self, begin: datetime, middle: datetime, end: datetime) -> None:
        begin, middle, end = (moment.replace(second=0, microsecond=0) for moment in (begin, middle, end))
        parts = [
            working_minutes_between(one, other, calendar=CALENDAR)
            for one, other in ((begin, middle), (middle, end), (end, begin))
        ]
        assert sum(parts) == 0
