"""Periods as Beijing counts them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from croniter import croniter
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.periods import Month, Period, Quarter, Week, Year, nightly
from linli.kernel.workcalendar import SHANGHAI

KINDS = [Month, Quarter, Week, Year]
days = st.dates(date(1995, 1, 1), date(2100, 1, 1))


class TestBoundaries:
    def test_half_past_midnight_in_beijing_on_the_first_is_the_new_month(self) -> None:
        moment = datetime(2026, 9, 30, 16, 30, tzinfo=UTC)
        assert Month.of(moment) == Month(2026, 10)
        assert not Month(2026, 9).contains(moment)

    def test_october_begins_and_ends_at_midnight_in_beijing(self) -> None:
        october = Month.parse("2026-10")
        assert october.start == datetime(2026, 9, 30, 16, tzinfo=UTC)
        assert october.end == datetime(2026, 10, 31, 16, tzinfo=UTC)
        assert october.contains(october.start)
        assert not october.contains(october.end)

    @pytest.mark.parametrize(("text", "last"), [("2028-02", 29), ("2026-02", 28), ("2026-12", 31)])
    def test_months_know_their_length(self, text: str, last: int) -> None:
        assert Month.parse(text).last_on.day == last

    def test_new_years_day_2027_lies_in_the_last_week_of_2026(self) -> None:
        week = Week.on(date(2027, 1, 1))
        assert (str(week), week.first_on, week.last_on) == ("2026-W53", date(2026, 12, 28), date(2027, 1, 3))

    def test_the_fourth_quarter_is_october_to_december(self) -> None:
        quarter = Quarter.parse("2026-Q4")
        assert (quarter.first_on, quarter.last_on) == (date(2026, 10, 1), date(2026, 12, 31))

    @pytest.mark.parametrize("kind", KINDS)
    @given(day=days)
    def test_periods_follow_each_other_without_a_gap(self, kind: type[Month], day: date) -> None:
        period = kind.on(day)
        assert period.first_on <= day <= period.last_on
        assert period.end == period.next().start
        assert period.next().previous() == period
        assert kind.parse(str(period)) == period
        assert period < period.next()


class TestRefusals:
    @pytest.mark.parametrize(
        ("kind", "text"),
        [
            (Month, "2026-13"),
            (Month, "2026-1"),
            (Month, "october"),
            (Quarter, "2026-Q5"),
            (Week, "2026-W54"),
            (Year, "0000"),
            (Year, "9999"),
            (Month, "9999-12"),
        ],
    )
    def test_what_does_not_exist_is_refused(self, kind: type[Month], text: str) -> None:
        with pytest.raises(ValueError, match=r"."):
            kind.parse(text)

    def test_a_naive_moment_is_refused(self) -> None:
        with pytest.raises(ValueError, match="time zone"):
            Year.of(datetime(2026, 1, 1))  # noqa: DTZ001

    def test_a_fifth_quarter_is_refused(self) -> None:
        with pytest.raises(ValueError, match="four quarters"):
            Quarter(2026, 5)

    def test_every_kind_is_a_period(self) -> None:
        found: list[Period] = [Month(2026, 1), Quarter(2026, 1), Week(2026, 1), Year(2026)]
        assert all(period.start < period.end for period in found)


class TestNightly:
    def test_it_is_three_at_night_in_beijing_whatever_the_season(self) -> None:
        for start in ("2026-01-10 12:00", "2026-07-10 12:00"):
            begin = datetime.fromisoformat(start).replace(tzinfo=SHANGHAI)
            found = datetime.fromtimestamp(croniter(nightly(29)).get_next(float, begin.timestamp()), tz=SHANGHAI)
            assert found == (begin + timedelta(days=1)).replace(hour=3, minute=29)
