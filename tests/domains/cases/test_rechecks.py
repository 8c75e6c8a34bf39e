"""Re-checks: drawn at random with a seed that draws them again, and looked at by somebody who did not work on it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domains.cases.acting import MONDAY, page, report, row, unlike_its_entries
from tests.domains.cases.looking import NEXT_DAY, closed, decide, draw, waiting

from linli.domains.cases import facade as cases
from linli.domains.cases.models import Draw, SecondLook
from linli.domains.cases.rules import Stratum, drawn
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import job_reader
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

ids = st.lists(st.uuids().map(str), unique=True, max_size=40)
strata = st.builds(
    Stratum, ids=ids.map(tuple), percent=st.integers(min_value=0, max_value=100), minimum=st.integers(0, 3)
)


class TestDrawing:
    @given(strata=st.lists(strata, max_size=5), seed=st.text(max_size=8))
    def test_a_seed_draws_the_same_whatever_the_order(self, strata: list[Stratum], seed: str) -> None:
        turned = [Stratum(ids=one.ids[::-1], percent=one.percent, minimum=one.minimum) for one in strata[::-1]]
        assert drawn(strata, seed=seed) == drawn(turned, seed=seed)

    @given(one=strata, seed=st.text(max_size=8))
    def test_it_is_the_share_rounded_up_the_minimum_and_never_more_than_there_are(
        self, one: Stratum, seed: str
    ) -> None:
        found = drawn([one], seed=seed)
        assert set(found) <= set(one.ids)
        assert len(found) == len(set(found)) == one.wanted <= len(one.ids)
        assert len(found) >= min(len(one.ids), one.minimum)
        assert len(found) * 100 >= len(one.ids) * one.percent
        assert len(found) <= max(one.minimum, len(one.ids) * one.percent / 100 + 1)

    @given(one=ids, seed=st.text(max_size=8), share=st.integers(0, 99))
    def test_a_larger_share_keeps_those_of_the_smaller(self, one: list[str], seed: str, share: int) -> None:
        less, more = (drawn([Stratum(ids=tuple(one), percent=p, minimum=0)], seed=seed) for p in (share, share + 1))
        assert set(less) <= set(more)

    def test_each_has_about_the_same_chance(self) -> None:
        one = Stratum(ids=tuple(map(str, range(10))), percent=10, minimum=1)
        found = [drawn([one], seed=str(seed))[0] for seed in range(2000)]
        assert all(140 < found.count(str(number)) < 260 for number in range(10))


class TestRecheck:
    def test_who_did_not_work_on_it_finds_it_in_the_list_and_who_did_does_not(self, cast: Cast) -> None:
        one = closed(cast)
        draw(cast)
        assert waiting(cast.readers["heshi"]) == {one.code}
        assert waiting(cast.readers["wuye"]) == set()
        with reading(job_reader(COMMUNITY)):
            assert SecondLook.objects.get(case=one.case_id).due_at is not None

    def test_one_that_passes_stays_closed_and_says_so(self, cast: Cast) -> None:
        one = closed(cast)
        draw(cast)
        decide(cast.readers["heshi"], one.case_id, is_upheld=True)
        assert row(one.case_id).state == "closed"
        assert "recheck_pass" in {entry.action for entry in page(cast.readers["heshi"], one.case_id).entries}
        assert waiting(cast.readers["heshi"]) == set()

    def test_one_that_fails_is_done_again_also_after_the_days_of_the_reporter(self, cast: Cast) -> None:
        one, later = closed(cast), MONDAY + timedelta(days=20)
        draw(cast, at=later)
        decide(cast.readers["heshi"], one.case_id, is_upheld=False, reason="门还是关不上", at=later)
        case = row(one.case_id)
        assert (case.state, case.closed_at, case.reopened_count) == ("accepted", None, 1)
        assert unlike_its_entries(one.case_id) == ()

    def test_it_is_drawn_once_a_closing_with_a_seed_that_draws_it_again(self, cast: Cast) -> None:
        closed(cast)
        made = draw(cast)
        with pytest.raises(cases.StepRefused):
            draw(cast)
        with reading(cast.readers["jiedao"]):
            (line,) = cases.draws_here()
            kept = Draw.objects.get(pk=made)
        assert (line.size, line.drawn, line.is_the_same, line.open) == (1, 1, True, 1)
        assert len(kept.seed) == 32

    def test_only_the_street_draws_and_nothing_sealed_is_drawn(self, cast: Cast) -> None:
        closed(cast)
        for username in ("heshuning", "heshi", "wuye"):
            with reading(cast.readers[username]), pytest.raises(cases.StepRefused):
                cases.draw_rechecks("2026-09", at=NEXT_DAY)

    def test_a_district_draws_and_counts_over_its_streets(self, cast: Cast) -> None:
        one = closed(cast)
        district = replace(cast.readers["jiedao"], territory=COMMUNITY[:6], unit=None)
        with reading(district):
            cases.draw_rechecks("2026-09", at=NEXT_DAY)
            assert cases.rate_table(period="2026-Q3").total.matters == 1
            assert "satisfied" in {rate.code for rate in cases.rate_table(period="2026").rates}
        assert waiting(cast.readers["heshi"]) == {one.code}
        with reading(cast.readers["heshi"]):
            assert [line.open for line in cases.draws_here()] == [1]

    def test_the_worker_who_handled_it_is_refused(self, cast: Cast) -> None:
        clerk = cast.readers["heshuning"]
        one = report("门禁卡刷不开", by=clerk, at=MONDAY, done_words="换了卡")
        draw(cast)
        assert waiting(clerk) == set()
        with pytest.raises(cases.StepRefused):
            decide(clerk, one.case_id, is_upheld=True)
