"""Heat counts people before clicks, falls with silence, and can be explained from four numbers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.foundation.rulepacks.terms import HeatRule
from linli.foundation.triage.topics.heat import Crowd, heat

AT = datetime(2026, 3, 1, tzinfo=UTC)
BODY = {
    "person": 1, "like": 1, "dislike": 0.5, "span_gain": 0.5, "span_days": 90, "half_life_days": 180, "votes_alone": 20,
}  # fmt: skip
RULE = HeatRule.parse(BODY)
ONE_DAY = Crowd(people=4, likes=9, dislikes=4, first_at=AT, last_at=AT)

crowds = st.builds(
    lambda people, likes, dislikes, silent, lasted: Crowd(
        people=people,
        likes=likes,
        dislikes=dislikes,
        first_at=AT - timedelta(hours=silent + lasted),
        last_at=AT - timedelta(hours=silent),
    ),
    people=st.integers(1, 5_000),
    likes=st.integers(0, 50_000),
    dislikes=st.integers(0, 50_000),
    silent=st.integers(0, 20_000),
    lasted=st.integers(0, 20_000),
)
rules = st.builds(
    lambda person, like, gain, span, half: HeatRule.parse(
        {**BODY, "person": person, "like": like, "span_gain": gain, "span_days": span, "half_life_days": half}
    ),
    person=st.floats(0, 10),
    like=st.floats(0, 10),
    gain=st.floats(0, 3),
    span=st.floats(1, 1_000),
    half=st.floats(1, 1_000),
)


class TestTheFormula:
    def test_people_count_one_each_and_votes_by_their_root(self) -> None:
        assert heat(ONE_DAY, RULE, at=AT) == 4 + 3 + 0.5 * 2

    def test_a_topic_that_lasted_ninety_days_counts_half_more(self) -> None:
        lasting = replace(ONE_DAY, first_at=AT - timedelta(days=90))
        assert heat(lasting, RULE, at=AT) == pytest.approx(8 * 1.5)
        assert heat(replace(lasting, first_at=AT - timedelta(days=400)), RULE, at=AT) == pytest.approx(8 * 1.5)

    def test_after_the_half_life_half_is_left(self) -> None:
        assert heat(ONE_DAY, RULE, at=AT + timedelta(days=180)) == pytest.approx(8 / 2)

    def test_a_message_from_after_the_moment_is_taken_as_now(self) -> None:
        assert heat(ONE_DAY, RULE, at=AT - timedelta(days=1)) == 8


class TestWhatAlwaysHolds:
    @given(crowd=crowds, rule=rules, more=st.integers(0, 1_000))
    def test_more_people_or_votes_never_cool_a_topic(self, crowd: Crowd, rule: HeatRule, more: int) -> None:
        now = heat(crowd, rule, at=AT)
        for change in (
            replace(crowd, people=crowd.people + more),
            replace(crowd, likes=crowd.likes + more),
            replace(crowd, dislikes=crowd.dislikes + more),
        ):
            assert heat(change, rule, at=AT) >= now >= 0

    @given(crowd=crowds, rule=rules, days=st.integers(0, 2_000))
    def test_silence_never_heats_and_lasting_never_cools(self, crowd: Crowd, rule: HeatRule, days: int) -> None:
        now = heat(crowd, rule, at=AT)
        assert heat(crowd, rule, at=AT + timedelta(days=days)) <= now
        assert heat(replace(crowd, first_at=crowd.first_at - timedelta(days=days)), rule, at=AT) >= now

    @given(crowd=crowds)
    def test_a_hundred_votes_more_weigh_less_than_a_hundred_people(self, crowd: Crowd) -> None:
        people, votes = replace(crowd, people=crowd.people + 100), replace(crowd, likes=crowd.likes + 100)
        assert heat(people, RULE, at=AT) > heat(votes, RULE, at=AT)

    @given(crowd=crowds)
    def test_a_second_thousand_of_votes_adds_less_than_the_first(self, crowd: Crowd) -> None:
        none, one, two = (heat(replace(crowd, likes=n), RULE, at=AT) for n in (0, 1_000, 2_000))
        assert two - one <= one - none


class TestThePack:
    @pytest.mark.parametrize("wrong", [{"person": -1}, {"half_life_days": 0}, {"span_days": float("inf")}])
    def test_weights_without_sense_are_refused(self, wrong: dict[str, float]) -> None:
        with pytest.raises(ValueError, match="from"):
            HeatRule.parse({**BODY, **wrong})
