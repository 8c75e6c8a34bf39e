"""Words that name a unit or somebody in its posts never reach that unit, at whatever moment they come."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from tests.domains.cases.acting import MONDAY, finish, page, report, row, step

from linli.domains.cases import facade as cases
from linli.domains.cases.models import Entry, EntryText
from linli.foundation.events import relay
from linli.foundation.notices.models import Message
from linli.foundation.orgs.models import Holding
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader, job_reader
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

COMPLAINT = "安和物业服务中心的人说不归他们管"
BELOW_THE_STREET = ("wuye", "heshuning", "heshi", "zhiban")
CLOSED = MONDAY + timedelta(hours=3)


def added(opened: cases.Opened, words: str, **more: bool) -> cases.StepDone:
    with reading(Reader()):
        return cases.supplement(opened.code, opened.key, words=words, **more)


def asked_again(opened: cases.Opened, words: str) -> cases.StepDone:
    with reading(Reader()):
        return cases.reopen(opened.code, opened.key, words=words, at=CLOSED + timedelta(hours=1))


def closed(cast: Cast) -> cases.Opened:
    matter = report(at=MONDAY)
    finish(cast.readers["wuye"], matter.case_id, at=CLOSED)
    step(cast.readers["heshi"], matter.case_id, "verify", at=CLOSED)
    return matter


def texts(reader: Reader, case_id: UUID) -> set[str]:
    """Return the words that the database itself shows a reader, the program's own filters left out."""
    with reading(reader):
        return set(EntryText.objects.filter(case=case_id).values_list("text", flat=True))


def own_texts(opened: cases.Opened) -> set[str]:
    with reading(Reader()):
        return {entry.text for entry in cases.case_by_key(opened.code, opened.key).entries}


class TestSomethingAdded:
    def test_what_names_the_handler_is_read_by_the_street_and_the_reporter(self, cast: Cast) -> None:
        opened = report()
        assert added(opened, COMPLAINT).action == "supplement_to_street"

        for who in BELOW_THE_STREET:
            assert COMPLAINT not in texts(cast.readers[who], opened.case_id)
            assert all("supplement" not in entry.action for entry in page(cast.readers[who], opened.case_id).entries)
        assert COMPLAINT in texts(cast.readers["jiedao"], opened.case_id)
        assert COMPLAINT in own_texts(opened)

    def test_a_post_holder_s_name_is_enough(self, cast: Cast) -> None:
        opened = report()
        name = _holder_at(cast.units["committee"])

        assert added(opened, f"{name}到现在没来过").action == "supplement_to_street"

    def test_other_words_reach_those_who_work_on_it(self, cast: Cast) -> None:
        opened = report()
        assert added(opened, "现在整部电梯都停了").action == "supplement"

        assert "现在整部电梯都停了" in texts(cast.readers["wuye"], opened.case_id)

    def test_the_reporter_may_choose_the_street(self, cast: Cast) -> None:
        opened = report()
        assert added(opened, "他们态度不好", is_for_street=True).action == "supplement_to_street"

        assert "他们态度不好" not in texts(cast.readers["wuye"], opened.case_id)
        assert "他们态度不好" in texts(cast.readers["jiedao"], opened.case_id)

    def test_at_the_street_too_nobody_of_the_named_unit_reads_it(self, cast: Cast) -> None:
        opened = report()
        added(opened, COMPLAINT)
        official = cast.readers["jiedao"]

        for territory in (official.territory, COMMUNITY[:6]):
            of_that_unit = replace(official, unit=cast.units["property"], territory=territory)
            assert COMPLAINT not in texts(of_that_unit, opened.case_id)

    def test_the_street_is_told_and_the_unit_is_not(self, cast: Cast) -> None:
        opened = report()
        added(opened, COMPLAINT)

        assert _told() == [cast.units["street"]]
        with reading(cast.readers["heshuning"]):
            assert not Message.objects.filter(kind="case_supplemented").exists()

    def test_it_does_not_stop_the_unit_s_work_on_an_open_page(self, cast: Cast) -> None:
        opened = report()
        seen = page(cast.readers["wuye"], opened.case_id).version
        added(opened, COMPLAINT)

        assert step(cast.readers["wuye"], opened.case_id, "receive", version=seen).state == "handling"


class TestAskedForAgain:
    def test_words_that_name_the_handler_bring_it_to_the_street(self, cast: Cast) -> None:
        opened = closed(cast)
        done = asked_again(opened, COMPLAINT)

        assert (done.action, done.state) == ("reopen_to_street", "review")
        for who in BELOW_THE_STREET:
            assert COMPLAINT not in texts(cast.readers[who], opened.case_id)
        assert COMPLAINT in texts(cast.readers["jiedao"], opened.case_id)

    def test_other_words_bring_it_back_to_work(self, cast: Cast) -> None:
        opened = closed(cast)
        done = asked_again(opened, "门还是关不上")

        assert (done.action, done.state) == ("reopen", "accepted")
        assert "门还是关不上" in texts(cast.readers["heshuning"], opened.case_id)

    def test_when_the_street_has_closed_it_the_reporter_still_has_the_last_word(self, cast: Cast) -> None:
        opened = closed(cast)
        asked_again(opened, COMPLAINT)
        later = CLOSED + timedelta(hours=2)
        step(cast.readers["jiedao"], opened.case_id, "review_close", at=later, reason="已经核实")

        assert asked_again(opened, "没有人来过").action == "appeal"
        assert row(opened.case_id).reopened_count == 2

    def test_what_is_asked_of_the_street_is_the_street_s_to_read(self, cast: Cast) -> None:
        opened = closed(cast)
        asked_again(opened, COMPLAINT)
        step(cast.readers["jiedao"], opened.case_id, "review_close", at=CLOSED + timedelta(hours=2), reason="已经核实")
        asked_again(opened, "没有人来过")

        assert "没有人来过" not in texts(cast.readers["wuye"], opened.case_id)
        assert "没有人来过" in own_texts(opened)


def test_nobody_who_writes_may_choose_the_street_s_eyes_alone(cast: Cast) -> None:
    opened = report()

    with pytest.raises(cases.StepRefused):
        step(cast.readers["heshuning"], opened.case_id, "note", text="给街道", audience="street")
    with reading(job_reader(COMMUNITY)):
        assert not Entry.objects.filter(audience="street").exists()


def _told() -> list[UUID | None]:
    """Return the units told of something added."""
    relay.drain()
    with reading(job_reader(COMMUNITY)):
        return list(Message.objects.filter(kind="case_supplemented", channel="inbox").values_list("unit", flat=True))


def _holder_at(unit: UUID) -> str:
    with reading(job_reader(COMMUNITY)):
        return Holding.objects.filter(post__unit=unit).values_list("person_name", flat=True)[0]
