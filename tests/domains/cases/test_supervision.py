"""What is late climbs the ladder: once a rung, however often the job runs, and whoever is late has to say why."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.utils import timezone, translation
from tests.domains.cases.acting import MONDAY, page, report, step, told, unlike_its_entries

from linli.domains.cases import facade as cases
from linli.domains.cases import tasks
from linli.domains.cases.actions.remind import remind
from linli.domains.cases.actions.supervise import late_clocks, supervise
from linli.domains.cases.models import Entry, Supervision
from linli.domains.cases.queries.snapshot import load
from linli.foundation.events import relay
from linli.foundation.notices.models import Message
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader, job_reader
from linli.kernel.worktime import SHANGHAI
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

RUBBISH = "地上的垃圾没人扫"
DUE = datetime(2026, 10, 10, 17, 30, tzinfo=SHANGHAI)
"""A worked Saturday; the working days after it begin on Monday the 12th."""
COMMUNITYS, STREETS, DISTRICTS = (DUE + timedelta(days=days, seconds=1) for days in (2, 4, 10))


def received(cast: Cast) -> UUID:
    case_id = report(RUBBISH, at=MONDAY).case_id
    step(cast.readers["wuye"], case_id, "receive", at=MONDAY)
    return case_id


def run(at: datetime) -> list[str]:
    """Do what the job does, at a moment; returns the levels raised."""
    with reading(job_reader(COMMUNITY)):
        late = list(late_clocks(COMMUNITY, at=at))
    raised = []
    for case_id, clock, level in late:
        with reading(job_reader(COMMUNITY)):
            if supervise(case_id, clock=clock, level=level, at=at):
                raised.append(level)
    return raised


def listed(reader: Reader, tab: str, *, at: datetime) -> set[UUID]:
    with reading(reader):
        found = cases.todo_list(tab=tab, at=at)
    return {row.id for group in found.groups for row in group.rows}


class TestTheLadder:
    def test_it_climbs_a_rung_at_a_time_and_each_is_an_entry(self, cast: Cast) -> None:
        case_id = received(cast)
        assert run(DUE + timedelta(hours=1)) == []
        assert run(COMMUNITYS) == ["community"]
        assert run(STREETS) == ["street"]
        assert run(DISTRICTS) == ["district"]
        assert run(DISTRICTS + timedelta(days=30)) == []

        with reading(job_reader(COMMUNITY)):
            entries = Entry.objects.filter(case=case_id, action="supervise")
            assert [e.data["level"] for e in entries.order_by("number")] == ["community", "street", "district"]

    def test_the_job_twice_or_two_jobs_raise_it_once(self, cast: Cast) -> None:
        case_id = received(cast)
        with reading(job_reader(COMMUNITY)):
            late = list(late_clocks(COMMUNITY, at=COMMUNITYS))
        assert run(COMMUNITYS) == ["community"]
        assert run(COMMUNITYS) == []
        for _case, clock, level in late:  # another process had found the same
            with reading(job_reader(COMMUNITY)):
                assert not supervise(case_id, clock=clock, level=level, at=COMMUNITYS)

    def test_after_days_without_the_job_the_highest_rung_alone_is_raised(self, cast: Cast) -> None:
        received(cast)
        assert run(DISTRICTS) == ["district"]
        assert run(DISTRICTS) == []

    def test_the_periodic_job_goes_through_every_community(self, cast: Cast) -> None:
        case_id = report(at=timezone.now() - timedelta(days=60)).case_id
        tasks.supervise_what_is_late(timestamp=0)
        tasks.supervise_what_is_late(timestamp=0)

        with reading(job_reader(COMMUNITY)):
            assert Supervision.objects.filter(case=case_id).count() == 1
        assert told("explain_delay")[0].unit == cast.units["property"]

    def test_more_time_granted_meanwhile_keeps_it_off_the_next_rung(self, cast: Cast) -> None:
        case_id = received(cast)
        step(cast.readers["wuye"], case_id, "ask_extension", at=MONDAY, why="complex", days=5, reason="要请吊车")
        assert run(COMMUNITYS) == ["community"]
        request = page(cast.readers["heshuning"], case_id, at=COMMUNITYS).requests[0]
        step(cast.readers["heshuning"], case_id, "grant_time", at=COMMUNITYS, request=str(request.id))

        assert run(STREETS) == []
        assert run(STREETS + timedelta(days=7)) == ["street"]


class TestOtherProcedures:
    def test_what_has_no_ladder_of_its_own_is_warned_of_and_climbs_none(self, cast: Cast) -> None:
        clerk = cast.readers["heshuning"]
        report("想问个事情", by=clerk, at=MONDAY, channel="phone", procedure="hotline_ticket")
        with reading(job_reader(COMMUNITY)):
            assert list(late_clocks(COMMUNITY, at=MONDAY + timedelta(days=60))) == []
            assert remind(COMMUNITY, at=MONDAY + timedelta(days=60)) > 0


class TestWhoIsTold:
    def test_first_the_clerk_then_the_street_and_each_time_the_unit(self, cast: Cast) -> None:
        received(cast)
        run(COMMUNITYS)
        assert {str(m.account) for m in told("supervised")} == {cast.readers["heshuning"].id}
        assert [m.unit for m in told("explain_delay")] == [cast.units["property"]]
        run(STREETS)
        assert {m.unit for m in told("supervised") if m.unit} == {cast.units["street"]}
        assert len(told("explain_delay")) == 2

    def test_where_the_district_has_nobody_the_street_is_told(self, cast: Cast) -> None:
        received(cast)
        run(DISTRICTS)
        assert {m.unit for m in told("supervised")} == {cast.units["street"]}

    def test_what_the_station_lets_lie_its_own_people_explain(self, cast: Cast) -> None:
        case_id = report("想问个事情", at=MONDAY).case_id
        assert run(MONDAY + timedelta(days=20)) == ["district"]
        step(cast.readers["heshuning"], case_id, "answer_supervision", at=MONDAY + timedelta(days=20), reason="漏看了")
        with pytest.raises(cases.StepRefused):
            step(
                cast.readers["heshuning"], case_id, "answer_supervision", at=MONDAY + timedelta(days=20), reason="再说"
            )

    def test_of_a_sealed_matter_the_street_alone_hears(self, cast: Cast) -> None:
        report("安和物业服务中心乱收费", at=MONDAY)
        run(MONDAY + timedelta(days=2))
        relay.drain()
        with reading(job_reader(COMMUNITY)):
            assert {m.unit for m in Message.objects.all()} == {cast.units["street"]}


class TestTheAnswer:
    def test_the_unit_explains_and_whoever_supervises_hears(self, cast: Cast) -> None:
        case_id = received(cast)
        run(STREETS)
        unit, clerk = cast.readers["wuye"], cast.readers["heshuning"]
        assert listed(unit, "supervised", at=STREETS) == listed(clerk, "supervised", at=STREETS) == {case_id}
        with pytest.raises(cases.StepRefused):
            step(clerk, case_id, "answer_supervision", at=STREETS, reason="替他们说一句")
        step(unit, case_id, "answer_supervision", at=STREETS, reason="吊车周三到，周四清完")

        assert listed(unit, "supervised", at=STREETS) == listed(clerk, "supervised", at=STREETS) == set()
        (line,) = page(clerk, case_id, at=STREETS).supervisions
        assert not line.is_open
        assert {m.unit for m in told("supervision_answered")} == {cast.units["street"]}

    def test_the_page_says_who_supervises_whom_until_when(self, cast: Cast) -> None:
        case_id = received(cast)
        run(STREETS)
        with translation.override("zh-hans"):
            found = page(cast.readers["wuye"], case_id, at=STREETS + timedelta(days=3))
        (line,) = found.supervisions
        assert (line.level_words, line.unit) == ("街道", "安和物业服务中心")
        assert line.is_answer_late
        assert found.entries[-1].headline == ("超期，街道督办，请安和物业服务中心最晚 10 月 15 日 周四 17:30 说明情况")

    def test_work_that_is_done_is_an_answer_too(self, cast: Cast) -> None:
        case_id = received(cast)
        run(COMMUNITYS)
        step(cast.readers["wuye"], case_id, "answer", at=COMMUNITYS, then=("sign_off",), text="清干净了")

        (line,) = page(cast.readers["heshuning"], case_id, at=COMMUNITYS).supervisions
        assert (line.is_open, line.answered_at) == (False, None)
        assert listed(cast.readers["heshuning"], "supervised", at=COMMUNITYS) == set()

    def test_the_reporter_does_not_read_of_it(self, cast: Cast) -> None:
        opened = report(RUBBISH, at=MONDAY)
        step(cast.readers["wuye"], opened.case_id, "receive", at=MONDAY)
        run(COMMUNITYS)
        with reading(Reader()):
            shown = cases.case_by_key(opened.code, opened.key, at=COMMUNITYS)
        assert all(entry.action != "supervise" for entry in shown.entries)

    def test_who_does_not_see_the_matter_does_not_see_its_supervision(self, cast: Cast) -> None:
        received(cast)
        run(COMMUNITYS)
        for who, seen in (("heshuning", 1), ("wuye", 1), ("jiedao", 1), ("dianti", 0), ("shenji", 0)):
            with reading(cast.readers[who]):
                assert Supervision.objects.count() == seen


class TestReplay:
    def test_entries_alone_give_the_ladder_as_stored(self, cast: Cast) -> None:
        case_id = received(cast)
        run(COMMUNITYS)
        step(cast.readers["wuye"], case_id, "answer_supervision", at=COMMUNITYS, reason="吊车周三到")
        run(STREETS)
        step(cast.readers["wuye"], case_id, "answer", at=STREETS, then=("sign_off",), text="清干净了")

        assert unlike_its_entries(case_id) == ()
        with reading(job_reader(COMMUNITY)):
            loaded = load(case_id)
        assert [one.level.value for one in loaded.snapshot.supervisions] == ["community", "street"]
