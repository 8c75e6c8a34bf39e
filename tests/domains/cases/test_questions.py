"""Questions back to the reporter: asked, answered with code and key, read; no clock moves for any of it."""

import pytest
from tests.domains.cases.acting import photo, report, row, step

from linli.domains.cases import facade as cases
from linli.domains.cases.models import Clock, Entry
from linli.foundation.events import relay
from linli.foundation.notices.models import Message
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader, job_reader
from linli.foundation.workflow.queries import procedure
from linli.foundation.workflow.replay import rebuild
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

QUESTION = "是东边那部电梯，还是西边那部？"


def asked(cast: Cast, *, by: str = "heshuning") -> cases.Opened:
    opened = report("楼道里有件事想请人来看一下", contact=cases.ContactInput(name="", phone="19900000366"))
    step(cast.readers[by], opened.case_id, "ask_reporter", text=QUESTION)
    return opened


def reply(opened: cases.Opened, words: str, **more: object) -> cases.StepDone:
    with reading(Reader()):
        return cases.reply(opened.code, opened.key, words=words, **more)  # type: ignore[arg-type]


def open_page(opened: cases.Opened) -> cases.PublicCase:
    with reading(Reader()):
        return cases.case_by_key(opened.code, opened.key)


def clocks_of(opened: cases.Opened) -> list[tuple[object, ...]]:
    with reading(job_reader(COMMUNITY)):
        rows = Clock.objects.filter(case=opened.case_id).order_by("id")
        return list(rows.values_list("id", "due_at", "stopped_at", "pauses"))


def in_tab(cast: Cast, username: str) -> set[str]:
    with reading(cast.readers[username]):
        todo = cases.todo_list(tab="replied")
    return {row.code for group in todo.groups for row in group.rows}


def told(opened: cases.Opened) -> list[str]:
    relay.drain()
    with reading(job_reader(COMMUNITY)):
        return list(Message.objects.filter(subject_id=opened.case_id).values_list("kind", flat=True))


class TestAsking:
    def test_the_reporter_sees_the_question_until_it_is_answered(self, cast: Cast) -> None:
        opened = asked(cast)
        assert open_page(opened).question == QUESTION
        reply(opened, "西边那部")
        assert open_page(opened).question == ""

    def test_no_clock_moves(self, cast: Cast) -> None:
        opened = report("楼道里有件事想请人来看一下")
        before = clocks_of(opened)
        step(cast.readers["heshuning"], opened.case_id, "ask_reporter", text=QUESTION)
        reply(opened, "西边那部")
        step(cast.readers["heshuning"], opened.case_id, "reply_read")
        assert clocks_of(opened) == before

    def test_one_question_is_open_at_a_time(self, cast: Cast) -> None:
        opened = asked(cast)
        with pytest.raises(cases.StepRefused):
            step(cast.readers["zhiban"], opened.case_id, "ask_reporter", text="还有一句")
        reply(opened, "西边那部")
        step(cast.readers["zhiban"], opened.case_id, "ask_reporter", text="还有一句")

    def test_a_unit_that_has_no_part_cannot_ask(self, cast: Cast) -> None:
        opened = report("楼道里有件事想请人来看一下")
        with pytest.raises((cases.NoSuchCase, cases.StepRefused)):
            step(cast.readers["wuye"], opened.case_id, "ask_reporter", version=1, text=QUESTION)


class TestReplying:
    def test_whoever_asked_finds_it_in_the_list_until_somebody_has_read_it(self, cast: Cast) -> None:
        opened = asked(cast)
        assert in_tab(cast, "heshuning") == set()
        reply(opened, "西边那部", photos=(photo(),))
        assert in_tab(cast, "heshuning") == {opened.code}
        with reading(cast.readers["heshuning"]):
            last = cases.case_page(opened.case_id).entries[-1]
        assert (last.action, last.text, len(last.photos)) == ("reply", "西边那部", 1)
        step(cast.readers["heshuning"], opened.case_id, "reply_read")
        assert in_tab(cast, "heshuning") == set()
        with pytest.raises(cases.StepRefused):
            step(cast.readers["heshuning"], opened.case_id, "reply_read")

    def test_both_are_told(self, cast: Cast) -> None:
        opened = asked(cast)
        assert "reporter_asked" in told(opened)
        reply(opened, "西边那部")
        assert "case_replied" in told(opened)

    def test_a_form_sent_twice_is_told_and_written_once(self, cast: Cast) -> None:
        opened = asked(cast)
        reply(opened, "西边那部")
        with pytest.raises(cases.StepRefused):
            reply(opened, "西边那部")
        with reading(job_reader(COMMUNITY)):
            assert Entry.objects.filter(case=opened.case_id, action="reply").count() == 1

    def test_words_that_name_a_unit_reach_the_street_alone(self, cast: Cast) -> None:
        opened = asked(cast)
        assert reply(opened, "安和物业服务中心的人骂我").action == "reply_to_street"
        assert in_tab(cast, "heshuning") == set()
        assert in_tab(cast, "jiedao") == {opened.code}
        with reading(cast.readers["heshuning"]):
            assert all("骂" not in entry.text for entry in cases.case_page(opened.case_id).entries)

    def test_photos_never_go_where_the_words_may_not(self, cast: Cast) -> None:
        opened = asked(cast)
        with pytest.raises(cases.StepRefused):
            reply(opened, "只给街道", photos=(photo(),), is_for_street=True)
        assert open_page(opened).question == QUESTION, "nothing was written, the question stays open"

    def test_nothing_asked_nothing_answered(self, cast: Cast) -> None:  # noqa: ARG002 - the community stands
        opened = report("楼道里有件事想请人来看一下")
        with pytest.raises(cases.StepRefused):
            reply(opened, "不问也答")

    def test_the_time_line_alone_tells_how_far_the_question_is(self, cast: Cast) -> None:
        opened = asked(cast)
        reply(opened, "西边那部")
        with reading(job_reader(COMMUNITY)):
            case = row(opened.case_id)
            entries = Entry.objects.filter(case=opened.case_id).order_by("number")
            rebuilt = rebuild(procedure(case.procedure, case.procedure_version), list(entries))
        assert rebuilt.case["question"] == case.question == "answered"
        assert not rebuilt.faults
