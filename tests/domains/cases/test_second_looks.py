"""Second looks: drawn at random, asked by one and decided by another, objected to by the reporter."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import DatabaseError, connection
from hypothesis import given
from hypothesis import strategies as st
from tests.domains.cases.acting import LIFT, MONDAY, finish, page, report, row, step
from tests.domains.cases.test_opening import building

from linli.domains.cases import facade as cases
from linli.domains.cases.models import Draw, Entry, SecondLook
from linli.domains.cases.queries.snapshot import load
from linli.domains.cases.rules import Stratum, drawn
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader, job_reader
from linli.foundation.workflow import queries as workflow
from linli.foundation.workflow.outcome import EntryDraft
from linli.foundation.workflow.procedure import Audience
from linli.foundation.workflow.replay import differences, rebuild
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

CLOSED = MONDAY + timedelta(hours=2)
NEXT_DAY = MONDAY + timedelta(days=1)
ids = st.lists(st.uuids().map(str), unique=True, max_size=40)
strata = st.builds(
    Stratum, ids=ids.map(tuple), percent=st.integers(min_value=0, max_value=100), minimum=st.integers(0, 3)
)


def closed(cast: Cast, text: str = LIFT, *, at: datetime = MONDAY, **more: object) -> cases.Opened:
    one = report(text, at=at, **more)  # type: ignore[arg-type]
    finish(cast.readers["wuye"], one.case_id, at=at + timedelta(minutes=30))
    step(cast.readers["heshi"], one.case_id, "verify", at=at + timedelta(hours=2))
    return one


def looks(reader: Reader, case_id: UUID) -> tuple[cases.LookLine, ...]:
    with reading(reader):
        return cases.case_page(case_id).looks


def draw(cast: Cast, *, at: datetime = NEXT_DAY) -> UUID:
    with reading(cast.readers["jiedao"]):
        return cases.draw_rechecks("2026-09", at=at)


def ask(by: Reader, case_id: UUID, kind: str, *, at: datetime = NEXT_DAY) -> None:
    with reading(by):
        cases.ask_look(case_id, kind, version=cases.case_page(case_id).version, reason="现场办不到", at=at)


def decide(by: Reader, case_id: UUID, *, is_upheld: bool, reason: str = "看过了", at: datetime = NEXT_DAY) -> None:
    with reading(by):
        look = next(one for one in cases.case_page(case_id).looks if one.state == "open")
        version = cases.case_page(case_id).version
        cases.decide_look(cases.Decision(look_id=look.id, version=version, is_upheld=is_upheld, reason=reason), at=at)


def waiting(reader: Reader) -> set[str]:
    with reading(reader):
        found = cases.todo_list(tab="looks")
    return {one.code for group in found.groups for one in group.rows} if found.tab == "looks" else set()


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
        with reading(job_reader(COMMUNITY)):
            loaded = load(one.case_id)
            entries = list(Entry.objects.filter(case=one.case_id).order_by("number"))
            procedure = workflow.procedure(case.procedure, case.procedure_version)
        said = [
            EntryDraft(
                action=entry.action, audience=Audience(entry.audience), data=entry.data, at=entry.at,
                actor=UUID(entry.actor) if len(entry.actor) > 10 else None,
            )
            for entry in entries
        ]  # fmt: skip
        assert differences(rebuild(procedure, said), loaded.snapshot) == ()

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


class TestTwoPeople:
    @pytest.mark.parametrize("kind", ["exclusion", "repeated", "abusive"])
    def test_who_asked_does_not_decide(self, cast: Cast, kind: str) -> None:
        one = report(at=MONDAY)
        ask(cast.readers["heshuning"], one.case_id, kind)
        assert waiting(cast.readers["heshuning"]) == set()
        assert waiting(cast.readers["zhiban"]) == {one.code}
        with pytest.raises(cases.StepRefused):
            decide(cast.readers["heshuning"], one.case_id, is_upheld=True)
        decide(cast.readers["zhiban"], one.case_id, is_upheld=True)
        assert looks(cast.readers["heshuning"], one.case_id)[0].state == "upheld"

    def test_asked_once_at_a_time_and_with_a_reason(self, cast: Cast) -> None:
        one, clerk = report(at=MONDAY), cast.readers["heshuning"]
        ask(clerk, one.case_id, "exclusion")
        with pytest.raises(cases.StepRefused):
            ask(clerk, one.case_id, "exclusion")
        with reading(clerk), pytest.raises(cases.StepRefused):
            cases.ask_look(one.case_id, "abusive", version=page(clerk, one.case_id).version, reason=" ")

    def test_one_left_out_stands_in_no_rate_is_counted_apart_and_stays_in_the_list(self, cast: Cast) -> None:
        one, street = report(at=MONDAY), cast.readers["jiedao"]
        ask(cast.readers["heshuning"], one.case_id, "exclusion")
        with reading(street):
            assert cases.rate_table(period="2026-09").total.shares["repeated"].whole == 1
        decide(cast.readers["zhiban"], one.case_id, is_upheld=True)
        with reading(street):
            total = cases.rate_table(period="2026-09").total
            listed = cases.case_list(cases.CaseFilters()).count
        assert (total.matters, total.excluded, total.shares["repeated"].whole, listed) == (1, 1, 0, 1)

    def test_a_mark_lapses_to_the_second(self, cast: Cast) -> None:
        one, street = report(at=MONDAY), cast.readers["jiedao"]
        ask(cast.readers["heshuning"], one.case_id, "repeated")
        decide(cast.readers["zhiban"], one.case_id, is_upheld=True)
        until = looks(street, one.case_id)[0].until_at
        assert until == NEXT_DAY + timedelta(days=90)
        for at, counts in ((until - timedelta(seconds=1), 1), (until, 0)):
            with reading(street):
                assert cases.rate_table(period="2026-09", at=at).total.shares["repeated"].counted == counts

    def test_a_unit_sees_none_of_it(self, cast: Cast) -> None:
        one = report(at=MONDAY)
        ask(cast.readers["heshuning"], one.case_id, "abusive")
        assert looks(cast.readers["wuye"], one.case_id) == ()
        with pytest.raises(cases.StepRefused):
            ask(cast.readers["wuye"], one.case_id, "exclusion")


class TestObjection:
    def marked(self, cast: Cast) -> cases.Opened:
        one = report(at=MONDAY)
        ask(cast.readers["heshuning"], one.case_id, "abusive")
        decide(cast.readers["zhiban"], one.case_id, is_upheld=True)
        return one

    def object(self, one: cases.Opened, *, at: datetime = NEXT_DAY + timedelta(hours=1)) -> None:
        with reading(Reader()):
            cases.object_to_mark(one.code, one.key, words="我只报过这一次", at=at)

    def test_the_reporter_objects_once_and_the_street_takes_the_mark_away(self, cast: Cast) -> None:
        one = self.marked(cast)
        self.object(one)
        with pytest.raises(cases.StepRefused):
            self.object(one)
        assert waiting(cast.readers["jiedao"]) == {one.code}
        assert waiting(cast.readers["heshuning"]) == set()
        decide(cast.readers["jiedao"], one.case_id, is_upheld=True, at=NEXT_DAY + timedelta(hours=2))
        states = {look.kind: look.state for look in looks(cast.readers["jiedao"], one.case_id)}
        assert states == {"abusive": "lifted", "appeal": "upheld"}

    def test_without_a_mark_there_is_nothing_to_object_to(self, cast: Cast) -> None:  # noqa: ARG002 - the stage
        with pytest.raises(cases.StepRefused):
            self.object(report(at=MONDAY))

    def test_the_reporter_reads_of_the_mark_and_nobody_reads_the_objection_below_the_street(self, cast: Cast) -> None:
        one = self.marked(cast)
        self.object(one)
        with reading(Reader()):
            said = [entry.headline for entry in cases.case_by_key(one.code, one.key).entries]
        assert any("恶意" in line for line in said)
        below = page(cast.readers["heshuning"], one.case_id).entries
        assert "appeal_asked" not in {entry.action for entry in below}


class TestTheSameAgain:
    def two(self, cast: Cast) -> tuple[cases.Opened, cases.Opened]:
        place = cases.PlaceInput(building=building(3).id)
        return closed(cast, place=place), report(LIFT, at=NEXT_DAY, place=place)

    def compare(self, by: Reader, new: cases.Opened, old: cases.Opened, *, is_same: bool, at: datetime) -> None:
        with reading(by):
            version = cases.case_page(new.case_id).version
            cases.compare(new.case_id, old.case_id, version=version, is_same=is_same, reason="还是那扇门", at=at)

    def test_confirmed_by_a_person_the_earlier_is_done_again_as_its_parent(self, cast: Cast) -> None:
        old, new = self.two(cast)
        clerk = cast.readers["heshuning"]
        with reading(clerk):
            assert [one.id for one in cases.case_page(new.case_id).earlier] == [old.case_id]
        self.compare(clerk, new, old, is_same=True, at=NEXT_DAY)
        assert row(new.case_id).parent_id == old.case_id
        assert (row(old.case_id).state, row(old.case_id).reopened_count) == ("accepted", 1)
        with pytest.raises(cases.StepRefused):
            self.compare(clerk, new, old, is_same=True, at=NEXT_DAY)

    def test_not_the_same_changes_nothing_and_is_not_asked_again(self, cast: Cast) -> None:
        old, new = self.two(cast)
        self.compare(cast.readers["heshuning"], new, old, is_same=False, at=NEXT_DAY)
        assert (row(old.case_id).state, row(new.case_id).parent_id) == ("closed", None)
        with reading(cast.readers["heshuning"]):
            assert cases.case_page(new.case_id).earlier == ()

    @pytest.mark.parametrize(("days", "is_shown"), [(30, True), (31, False)])
    def test_it_is_shown_for_thirty_days(self, cast: Cast, days: int, is_shown: bool) -> None:  # noqa: FBT001
        place = cases.PlaceInput(building=building(3).id)
        closed(cast, place=place)
        late = report(LIFT, at=MONDAY + timedelta(days=days, hours=2), place=place)
        with reading(cast.readers["heshuning"]):
            assert bool(cases.case_page(late.case_id).earlier) is is_shown

    def test_a_unit_is_not_shown_it(self, cast: Cast) -> None:
        _old, new = self.two(cast)
        with reading(cast.readers["wuye"]):
            assert cases.case_page(new.case_id).earlier == ()


class TestCallBack:
    def test_reached_counts_and_unsolved_is_not_resolved(self, cast: Cast) -> None:
        one, clerk = closed(cast), cast.readers["heshuning"]
        with reading(clerk):
            version = cases.case_page(one.case_id).version
            cases.call_back(one.case_id, version=version, reached="yes", solved="no", words="门还响", at=NEXT_DAY)
        with reading(clerk):
            shares = cases.rate_table(period="2026-09", at=NEXT_DAY).total.shares
        assert (shares["called_back"].counted, shares["resolved"].counted, shares["resolved"].whole) == (1, 0, 1)

    def test_an_open_matter_is_not_called_back_about(self, cast: Cast) -> None:
        one, clerk = report(at=MONDAY), cast.readers["heshuning"]
        with reading(clerk), pytest.raises(cases.StepRefused):
            cases.call_back(one.case_id, version=page(clerk, one.case_id).version, reached="yes")


class TestTwoAtOnce:
    def both(self, act: Callable[[Reader], None], *readers: Reader) -> list[str]:
        ready, said = Barrier(2), []

        def run(reader: Reader) -> None:
            ready.wait()
            try:
                with reading(reader):
                    act(reader)
                said.append("done")
            except (cases.StepRefused, cases.StalePage) as refused:
                said.append(type(refused).__name__)
            finally:
                connection.close()

        threads = [Thread(target=run, args=(reader,)) for reader in readers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(said)

    def test_of_two_findings_one_counts_and_the_other_hears_so(self, cast: Cast) -> None:
        one, street = report(at=MONDAY), cast.readers["jiedao"]
        ask(cast.readers["heshuning"], one.case_id, "exclusion")
        look, version = looks(street, one.case_id)[0], page(street, one.case_id).version

        def find(reader: Reader) -> None:
            is_upheld = reader is street
            cases.decide_look(cases.Decision(look_id=look.id, version=version, is_upheld=is_upheld, reason="看过"))

        said = self.both(find, street, cast.readers["zhiban"])
        assert said.count("done") == 1
        with reading(job_reader(COMMUNITY)):
            entries = Entry.objects.filter(case=one.case_id, action__startswith="exclusion_").count()
            assert SecondLook.objects.exclude(state="open").count() == 1
        assert entries == 2

    def test_two_draws_at_once_draw_each_matter_once(self, cast: Cast) -> None:
        for _ in range(3):
            closed(cast)

        def draw_now(_reader: Reader) -> None:
            cases.draw_rechecks("2026-09", at=NEXT_DAY)

        street = cast.readers["jiedao"]
        self.both(draw_now, street, street)
        with reading(street):
            asked = list(SecondLook.objects.values_list("case", flat=True))
            lines = cases.draws_here()
        assert len(asked) == len(set(asked)) == sum(line.drawn for line in lines)
        assert all(line.is_the_same for line in lines)


class TestTheDatabase:
    def test_neighbours_units_and_the_public_see_no_second_look(self, cast: Cast) -> None:
        one = report(at=MONDAY)
        ask(cast.readers["heshuning"], one.case_id, "exclusion")
        clerk = cast.readers["heshuning"]
        elsewhere = replace(clerk, territory=f"{COMMUNITY[:9]}002")
        for reader in (elsewhere, cast.readers["wuye"], cast.readers["wangge2"], Reader(), Reader(id=clerk.id)):
            with reading(reader):
                assert not SecondLook.objects.exists()

    def test_it_takes_no_look_from_a_unit_and_none_decided_by_who_asked(self, cast: Cast) -> None:
        one, clerk = report(at=MONDAY), cast.readers["heshuning"]
        given = {"case_id": one.case_id, "community": COMMUNITY, "kind": "abusive", "asked_at": MONDAY}
        with pytest.raises(DatabaseError), reading(cast.readers["wuye"]):
            SecondLook.objects.create(**given)
        decided = {"asked_by": clerk.account_id, "decided_by": clerk.account_id, "decided_at": MONDAY}
        with pytest.raises(DatabaseError), reading(clerk):
            SecondLook.objects.create(**given, **decided, state="upheld")

    def test_no_mark_hangs_on_a_person(self) -> None:
        relations = {field.name for field in SecondLook._meta.get_fields() if field.is_relation}
        assert relations == {"case", "other", "draw"}
