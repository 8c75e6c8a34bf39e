"""The same thing reported twice is handled once: both matters say so, they close together, and it can be undone."""

from datetime import timedelta
from uuid import UUID

import pytest
from tests.domains.cases.acting import MONDAY, finish, page, report, row, step, unlike_its_entries

from linli.domains.cases import facade as cases
from linli.domains.cases.models import Entry
from linli.foundation.events import relay
from linli.foundation.notices.models import Message
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader, job_reader
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

PHONE = cases.ContactInput(phone="19900000001")


def pair(cast: Cast) -> tuple[cases.Opened, cases.Opened]:
    """Open a matter that a unit works on, and the same once more, which waits at the station; and merge them."""
    main, again = report(at=MONDAY), report("想问个事情", at=MONDAY, contact=PHONE)
    step(cast.readers["heshuning"], again.case_id, "mark_duplicate", at=MONDAY, main=main.code)
    return main, again


def actions_of(case_id: UUID) -> list[str]:
    with reading(job_reader(COMMUNITY)):
        return list(Entry.objects.filter(case=case_id).order_by("number").values_list("action", flat=True))


def refused(cast: Cast, case_id: UUID, *, main: str, by: str = "heshuning") -> str:
    with pytest.raises(cases.StepRefused) as told:
        step(cast.readers[by], case_id, "mark_duplicate", at=MONDAY, main=main)
    return told.value.code


class TestMerging:
    def test_both_matters_have_their_entry_and_the_duplicate_runs_no_clock(self, cast: Cast) -> None:
        main, again = pair(cast)

        assert actions_of(main.case_id)[-1] == "join"
        assert actions_of(again.case_id)[-1] == "mark_duplicate"
        assert (row(again.case_id).state, row(again.case_id).due_at) == ("merged", None)
        shown = page(cast.readers["heshuning"], again.case_id)
        assert shown.main == (main.case_id, main.code)
        assert page(cast.readers["heshuning"], main.case_id).followers == ((again.case_id, again.code),)

    def test_the_code_may_be_written_as_people_do(self, cast: Cast) -> None:
        main, again = report(at=MONDAY), report("想问个事情", at=MONDAY)
        code = f"{main.code[:4]} {main.code[4:8]}-{main.code[8:]}"
        step(cast.readers["heshuning"], again.case_id, "mark_duplicate", at=MONDAY, main=code)

    def test_the_reporter_follows_the_main_one(self, cast: Cast) -> None:
        main, again = pair(cast)
        step(cast.readers["wuye"], main.case_id, "receive", at=MONDAY)
        with reading(Reader()):
            shown = cases.case_by_key(again.code, again.key, at=MONDAY)

        assert shown.due_at == row(main.case_id).reply_due_at
        assert shown.lead == "安和物业服务中心"
        assert shown.followed_state
        assert main.code not in str(shown)
        with reading(Reader()):
            own = cases.case_by_key(main.code, main.key, at=MONDAY)
        assert again.code not in str(own)

    def test_the_reporter_is_told_and_so_are_the_units_of_the_main_one(self, cast: Cast) -> None:
        pair(cast)
        relay.drain()
        with reading(job_reader(COMMUNITY)):
            kinds = set(Message.objects.values_list("kind", "unit"))
        assert ("case_supplemented", cast.units["property"]) in kinds
        assert any(kind == "reporter_state" for kind, _unit in kinds)

    def test_they_close_together_once(self, cast: Cast) -> None:
        main, again = pair(cast)
        finish(cast.readers["wuye"], main.case_id, at=MONDAY + timedelta(hours=1))
        step(cast.readers["heshi"], main.case_id, "verify", at=MONDAY + timedelta(hours=2))
        assert row(again.case_id).state == "merged"
        relay.drain()
        relay.drain()

        assert row(again.case_id).state == "closed"
        assert actions_of(again.case_id).count("close_with_main") == 1
        with reading(Reader()):
            assert cases.case_by_key(again.code, again.key).can_rate


class TestTakingApart:
    def test_undone_it_waits_to_be_dispatched_and_both_say_so(self, cast: Cast) -> None:
        main, again = pair(cast)
        step(cast.readers["heshuning"], again.case_id, "unmerge", at=MONDAY, reason="不是同一部电梯")

        assert (row(again.case_id).state, row(again.case_id).main_id) == ("accepted", None)
        assert row(again.case_id).due_at is not None
        assert actions_of(main.case_id)[-1] == "part"
        assert page(cast.readers["heshuning"], main.case_id).followers == ()

    def test_asked_for_again_it_goes_its_own_way(self, cast: Cast) -> None:
        main, again = pair(cast)
        finish(cast.readers["wuye"], main.case_id)
        step(cast.readers["heshi"], main.case_id, "verify")
        relay.drain()
        with reading(Reader()):
            cases.reopen(again.code, again.key, words="我这边还是坏的")

        assert (row(again.case_id).state, row(again.case_id).main_id) == ("accepted", None)


class TestWhatCannotBeMerged:
    def test_not_with_itself_nor_with_what_is_not_there(self, cast: Cast) -> None:
        again = report("想问个事情", at=MONDAY)
        assert refused(cast, again.case_id, main=again.code) == "is_itself"
        assert refused(cast, again.case_id, main="1234567890") == "no_such_matter"
        assert refused(cast, again.case_id, main="楼上那件") == "no_such_code"

    def test_not_with_a_duplicate_nor_when_others_follow(self, cast: Cast) -> None:
        main, again = pair(cast)
        third, fourth = report("想问个事情", at=MONDAY), report("想问个事情", at=MONDAY)
        assert refused(cast, third.case_id, main=again.code) == "main_follows"
        step(cast.readers["heshuning"], fourth.case_id, "mark_duplicate", at=MONDAY, main=third.code)
        assert refused(cast, third.case_id, main=main.code) == "has_followers"

    def test_not_with_what_is_closed(self, cast: Cast) -> None:
        clerk = cast.readers["heshuning"]
        done = report("门禁卡刷不开", by=clerk, at=MONDAY, done_words="换了卡")
        again = report("想问个事情", at=MONDAY)
        assert refused(cast, again.case_id, main=done.code) == "main_is_closed"

    def test_not_with_what_goes_another_way(self, cast: Cast) -> None:
        clerk = cast.readers["heshuning"]
        ticket = report("想问个事情", by=clerk, at=MONDAY, channel="phone", procedure="hotline_ticket")
        again = report("想问个事情", at=MONDAY)
        assert refused(cast, again.case_id, main=ticket.code) == "main_takes_none"

    def test_a_sealed_matter_stays_apart_and_is_not_betrayed(self, cast: Cast) -> None:
        sealed = report("安和物业服务中心乱收费", at=MONDAY)
        again = report("想问个事情", at=MONDAY)
        assert refused(cast, again.case_id, main=sealed.code) == "no_such_matter"
        assert refused(cast, again.case_id, main=sealed.code, by="jiedao") == "sealed_apart"

    def test_a_unit_merges_nothing(self, cast: Cast) -> None:
        main, other = report(at=MONDAY), report(at=MONDAY)
        with pytest.raises(cases.StepRefused):
            step(cast.readers["wuye"], other.case_id, "mark_duplicate", at=MONDAY, main=main.code)

    def test_the_entry_on_the_main_one_is_nobodys_step(self, cast: Cast) -> None:
        main, again = pair(cast)
        with pytest.raises(cases.StepRefused):
            step(cast.readers["heshuning"], main.case_id, "join", duplicate=again.code)


class TestReplay:
    def test_entries_alone_give_which_matter_is_followed(self, cast: Cast) -> None:
        _main, again = pair(cast)
        for undone in (False, True):
            if undone:
                step(cast.readers["heshuning"], again.case_id, "unmerge", at=MONDAY, reason="不是同一件")
            assert unlike_its_entries(again.case_id) == ()
            assert (row(again.case_id).main_id is None) == undone
