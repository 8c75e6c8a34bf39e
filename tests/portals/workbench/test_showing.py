"""What pages show of time: lengths in words, the axis of working time, lanes."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import translation

from linli.domains.cases.facade import UnitLine
from linli.kernel.worktime import SHANGHAI, WorkCalendar
from linli.portals.workbench.showing.axis import Axis
from linli.portals.workbench.showing.clocks import look_of, say_left, say_margin
from linli.portals.workbench.showing.lanes import lay_out
from linli.portals.workbench.showing.plan import shared_place

CALENDAR = WorkCalendar(version=1)
MONDAY = datetime(2026, 10, 12, 14, 20, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def _in_english() -> object:
    with translation.override("en"):
        yield


class TestClocks:
    def test_days_leave_the_minutes_out(self) -> None:
        due = datetime(2026, 10, 13, 17, 30, tzinfo=SHANGHAI)
        assert say_left(due, now=MONDAY, calendar=CALENDAR) == "1 working day 3 h left"

    def test_hours_keep_them(self) -> None:
        due = datetime(2026, 10, 12, 17, 30, tzinfo=SHANGHAI)
        assert say_left(due, now=MONDAY, calendar=CALENDAR) == "3 h 10 min left"
        assert say_left(MONDAY - timedelta(minutes=20), now=MONDAY, calendar=CALENDAR) == "20 min over"

    def test_at_night_nothing_is_left_and_nothing_is_over(self) -> None:
        night = datetime(2026, 10, 12, 22, 0, tzinfo=SHANGHAI)
        assert say_left(night + timedelta(hours=1), now=night, calendar=CALENDAR) == "due at once"

    def test_only_time_gives_a_colour(self) -> None:
        later = datetime(2026, 10, 16, 17, 30, tzinfo=SHANGHAI)
        assert look_of("doing", due_at=later, now=MONDAY, calendar=CALENDAR) == "doing"
        assert look_of("doing", due_at=MONDAY + timedelta(hours=2), now=MONDAY, calendar=CALENDAR) == "soon"
        assert look_of("doing", due_at=MONDAY - timedelta(hours=2), now=MONDAY, calendar=CALENDAR) == "late"
        assert look_of("done", due_at=MONDAY - timedelta(hours=2), now=MONDAY, calendar=CALENDAR) == "done"

    def test_a_margin_says_on_which_side_it_lies(self) -> None:
        due = datetime(2026, 10, 12, 17, 30, tzinfo=SHANGHAI)
        assert say_margin(MONDAY, due, calendar=CALENDAR) == "3 h 10 min early"
        assert say_margin(due + timedelta(days=1), due, calendar=CALENDAR) == "1 working day late"


class TestAxis:
    FRIDAY = datetime(2026, 10, 16, 8, 30, tzinfo=SHANGHAI)
    NEXT_MONDAY = datetime(2026, 10, 19, 17, 30, tzinfo=SHANGHAI)

    def test_a_weekend_is_folded(self) -> None:
        axis = Axis(self.FRIDAY, self.NEXT_MONDAY, calendar=CALENDAR)
        saturday = axis.place(datetime(2026, 10, 17, 0, 0, tzinfo=SHANGHAI))
        monday = axis.place(datetime(2026, 10, 19, 0, 0, tzinfo=SHANGHAI))
        assert saturday == pytest.approx(100 / 2.25, abs=0.1)
        assert monday - saturday == pytest.approx(25 / 2.25, abs=0.1)
        assert len(axis.folds()) == 1

    def test_moments_keep_their_order_and_stay_inside(self) -> None:
        axis = Axis(self.FRIDAY, self.NEXT_MONDAY, calendar=CALENDAR)
        places = [axis.place(self.FRIDAY + timedelta(hours=hours)) for hours in range(-10, 120)]
        assert places == sorted(places)
        assert places[0] == 0
        assert places[-1] == 100

    def test_a_night_alone_still_has_a_length(self) -> None:
        night = datetime(2026, 10, 12, 22, 0, tzinfo=SHANGHAI)
        axis = Axis(night, night + timedelta(hours=1), calendar=CALENDAR)
        assert 0 < axis.place(night + timedelta(minutes=30)) < 100


def line(**given: object) -> UnitLine:
    known: dict[str, object] = {
        "party_id": uuid4(),
        "unit_id": uuid4(),
        "unit": "安和物业",
        "role": "lead",
        "role_words": "Leads",
        "state": "working",
        "state_words": "Working on it",
        "basis": "",
        "asked_at": MONDAY - timedelta(hours=4),
        "received_at": MONDAY - timedelta(hours=3),
        "answered_at": None,
        "signed_at": None,
        "is_released": False,
        "due_at": MONDAY + timedelta(hours=26),
        "is_mine": False,
    }
    return UnitLine(**{**known, **given})  # type: ignore[arg-type]


class TestLanes:
    def test_four_and_more_units_share_one_axis(self) -> None:
        units = [line(), *(line(role="assist") for _ in range(4))]
        lanes = lay_out(units, now=MONDAY, calendar=CALENDAR, is_closed=False)
        assert lanes is not None
        assert len({lane.due for lane in lanes.lanes}) == 1
        assert "4 assist" in lanes.summary

    def test_what_is_over_is_drawn_behind_the_limit(self) -> None:
        late = line(due_at=MONDAY - timedelta(hours=1))
        lanes = lay_out([late], now=MONDAY, calendar=CALENDAR, is_closed=False)
        assert lanes is not None
        assert [bar.css for bar in lanes.lanes[0].bars] == ["l-span", "l-run-soon", "l-late"]
        assert lanes.lanes[0].clock.look == "late"

    def test_a_unit_that_signed_off_says_by_how_much_it_was_early(self) -> None:
        done = line(state="signed_off", answered_at=MONDAY, signed_at=MONDAY)
        lanes = lay_out([done], now=MONDAY, calendar=CALENDAR, is_closed=True)
        assert lanes is not None
        assert lanes.now == ""
        assert lanes.lanes[0].clock.note.endswith("early")

    def test_without_units_there_are_no_lanes(self) -> None:
        assert lay_out([], now=MONDAY, calendar=CALENDAR, is_closed=False) is None


class TestPlaces:
    def test_stairs_of_one_building_share_its_plate(self) -> None:
        assert shared_place(["5 号楼 1 单元", "5 号楼 3 单元"]) == "5 号楼"
        assert shared_place(["5 号楼 1 单元"]) == "5 号楼 1 单元"
        assert shared_place(["东门", "西侧花坛"]) == "东门"
        assert shared_place([]) == ""
