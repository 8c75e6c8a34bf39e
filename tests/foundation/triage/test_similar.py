"""Matters are alike by text, place, kind and time; the likeness is the same both ways and never more than one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.foundation.rulepacks.terms import SimilarRule
from linli.foundation.triage.similar import Trace, likeness, metres_between, most_alike, pieces_of

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
BODY = {"text": 0.45, "place": 0.35, "kind": 0.2, "metres": 60, "days": 30, "least": 0.4, "most": 2}
RULE = SimilarRule.parse(BODY)


def trace(key: str, text: str = "电梯又坏了", *, days: float = 0, kind: str = "elevator", **more: object) -> Trace[str]:
    given: dict[str, object] = {"building": "b1", **more}
    return Trace(key=key, kind=kind, at=AT - timedelta(days=days), pieces=pieces_of(text), **given)  # type: ignore[arg-type]


traces = st.builds(
    lambda text, kind, days, building, point: Trace(
        key="x", kind=kind, at=AT - timedelta(days=days), pieces=pieces_of(text), building=building, point=point
    ),
    text=st.text(max_size=40),
    kind=st.sampled_from(["elevator", "noise"]),
    days=st.floats(0, 4_000),
    building=st.sampled_from(["", "b1", "b2"]),
    point=st.none() | st.tuples(st.floats(-180, 180), st.floats(-90, 90)),
)


class TestLikeness:
    @given(one=traces, other=traces)
    def test_it_is_the_same_both_ways_and_between_none_and_one(self, one: Trace[str], other: Trace[str]) -> None:
        here, there = likeness(one, other, RULE), likeness(other, one, RULE)
        assert here.likeness == pytest.approx(there.likeness)
        assert 0 <= here.likeness <= 1 + 1e-9

    @given(one=traces, other=traces, days=st.floats(0, 4_000))
    def test_more_time_between_never_makes_them_more_alike(
        self, one: Trace[str], other: Trace[str], days: float
    ) -> None:
        first, late = sorted((one, other), key=lambda trace: trace.at)
        further = replace(first, at=first.at - timedelta(days=days))
        assert likeness(further, late, RULE).likeness <= likeness(first, late, RULE).likeness + 1e-12

    def test_the_same_words_in_the_same_building_today_are_one(self) -> None:
        assert likeness(trace("a"), trace("b"), RULE).likeness == pytest.approx(1)

    def test_thirty_days_halve_it(self) -> None:
        assert likeness(trace("a"), trace("b", days=30), RULE).likeness == pytest.approx(0.5)

    def test_sixty_metres_halve_the_place(self) -> None:
        north = 60 / 111_195
        here, there = trace("a", building="", point=(117.0, 31.0)), trace("b", building="", point=(117.0, 31.0 + north))
        assert likeness(here, there, RULE).place == pytest.approx(0.5, abs=0.001)

    def test_places_not_known_have_nothing_in_common(self) -> None:
        assert likeness(trace("a", building=""), trace("b", building=""), RULE).place == 0

    def test_a_degree_of_latitude_is_111_kilometres(self) -> None:
        assert metres_between((117.0, 31.0), (117.0, 32.0)) == pytest.approx(111_195, abs=1)


class TestMostAlike:
    def test_the_likest_come_first_and_never_more_than_the_rule_says(self) -> None:
        found = most_alike(
            trace("asked"),
            [trace("asked"), trace("old", days=20), trace("new", days=1), trace("other", "电梯里灯不亮", days=1)],
            RULE,
        )
        assert [alike.key for alike in found] == ["new", "other"]

    def test_another_matter_elsewhere_is_not_offered(self) -> None:
        assert most_alike(trace("asked"), [trace("far", "车位被占", kind="parking", building="b2")], RULE) == ()


class TestThePack:
    @pytest.mark.parametrize("wrong", [{"text": 0.9}, {"kind": -0.2, "text": 0.85}, {"metres": 0}, {"most": 0}])
    def test_rules_without_sense_are_refused(self, wrong: dict[str, float]) -> None:
        with pytest.raises(ValueError, match=r"shares|above"):
            SimilarRule.parse({**BODY, **wrong})
