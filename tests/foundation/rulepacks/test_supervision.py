"""The ladder of 督办 as a rule: when somebody is warned, when a rung is reached, and what a ladder cannot say."""

from __future__ import annotations

import copy
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.foundation.workflow.walk import shipped_body

from linli.foundation.rulepacks.supervision import LEVELS, SupervisionRule
from linli.kernel.worktime import SHANGHAI, WorkCalendar

BODY = shipped_body("rulepacks", "packs/supervision.grid_event.json")["body"]
RULE = SupervisionRule.parse(BODY)
CALENDAR = WorkCalendar(version=1, days={date(2026, 10, 10): True}, published_years=frozenset({2026}))
FRIDAY = datetime(2026, 11, 6, 17, 30, tzinfo=SHANGHAI)


def level_at(at: datetime, *, urgency: str = "normal", due_at: datetime = FRIDAY) -> str:
    rung = RULE.rung_reached(due_at, kind="noise", urgency=urgency, at=at, calendar=CALENDAR)
    return rung.level if rung else ""


class TestRungs:
    def test_a_working_day_the_community_three_the_street_seven_the_district(self) -> None:
        monday = datetime(2026, 11, 9, 17, 30, tzinfo=SHANGHAI)
        assert level_at(FRIDAY) == level_at(monday) == ""
        assert level_at(monday + timedelta(seconds=1)) == "community"
        assert level_at(datetime(2026, 11, 11, 17, 30, 1, tzinfo=SHANGHAI)) == "street"
        assert level_at(datetime(2026, 11, 17, 17, 30, 1, tzinfo=SHANGHAI)) == "district"

    def test_an_emergency_goes_to_the_street_after_an_hour_of_the_night(self) -> None:
        assert level_at(FRIDAY + timedelta(hours=1), urgency="emergency") == ""
        assert level_at(FRIDAY + timedelta(hours=1, seconds=1), urgency="emergency") == "street"

    @given(
        minutes=st.lists(st.integers(0, 60 * 24 * 30), min_size=2, max_size=6),
        urgency=st.sampled_from(["normal", "urgent", "emergency"]),
    )
    def test_later_is_never_lower(self, minutes: list[int], urgency: str) -> None:
        levels = [level_at(FRIDAY + timedelta(minutes=m), urgency=urgency) for m in sorted(minutes)]
        ranks = [LEVELS.index(level) if level else -1 for level in levels]
        assert ranks == sorted(ranks)


class TestWarning:
    def test_in_the_last_quarter_and_a_day_before_at_most(self) -> None:
        def soon(length: timedelta, left: timedelta) -> bool:
            return RULE.is_due_soon(started_at=FRIDAY - length, due_at=FRIDAY, at=FRIDAY - left)

        assert soon(timedelta(days=5), timedelta(hours=24))
        assert not soon(timedelta(days=5), timedelta(hours=24, seconds=1))
        assert soon(timedelta(hours=4), timedelta(hours=1))
        assert not soon(timedelta(hours=4), timedelta(hours=1, seconds=1))


class TestWhatALadderCannotSay:
    @pytest.mark.parametrize(
        "rungs",
        [
            [],
            [("street", 1), ("community", 2)],
            [("street", 1), ("street", 2)],
            [("province", 1)],
        ],
    )
    def test_rungs_go_up_one_by_one(self, rungs: list[tuple[str, int]]) -> None:
        body: dict[str, Any] = copy.deepcopy(BODY)
        body["ladders"][0]["rungs"] = [
            {
                "level": level,
                "after": {"amount": amount, "unit": "working_days"},
                "answer_within": {"amount": 1, "unit": "working_days"},
            }
            for level, amount in rungs
        ]
        with pytest.raises(ValueError, match=r"rungs|tuple"):
            SupervisionRule.parse(body)

    def test_there_is_one_for_every_matter(self) -> None:
        body: dict[str, Any] = copy.deepcopy(BODY)
        body["ladders"] = body["ladders"][1:]
        with pytest.raises(ValueError, match="every kind"):
            SupervisionRule.parse(body)
