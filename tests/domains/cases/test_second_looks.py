"""Second looks: asked by one and decided by another, objected to by the reporter, and the same again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection
from tests.domains.cases.acting import LIFT, MONDAY, page, report, row
from tests.domains.cases.looking import NEXT_DAY, ask, closed, decide, looks, waiting
from tests.domains.cases.test_opening import building

from linli.domains.cases import facade as cases
from linli.domains.cases.models import Entry, SecondLook
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader, job_reader
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY


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

    def test_too_many_words_are_refused_and_none_is_cut_off(self, cast: Cast) -> None:
        one = self.marked(cast)
        with reading(Reader()), pytest.raises(cases.StepRefused, match="1000"):
            cases.object_to_mark(one.code, one.key, words="字" * 1001, at=NEXT_DAY)

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
