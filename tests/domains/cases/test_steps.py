"""Steps of a matter: who may, what follows, and what is refused."""

from datetime import datetime, timedelta

import pytest
from tests.domains.cases.acting import LIFT, MONDAY, finish, page, report, row, step

from linli.domains.cases import facade as cases
from linli.foundation.events import relay
from linli.foundation.notices.models import Message, State
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader, job_reader
from linli.kernel.worktime import SHANGHAI
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY


def reports_of(community: str) -> list[Message]:
    with reading(job_reader(community)):
        return list(Message.objects.order_by("created_at", "id"))


@pytest.fixture
def dispatched(cast: Cast) -> cases.Opened:
    """Give a matter that the clerk has just given to the property's people, with no messages sent yet."""
    opened = report("想问个事情", at=MONDAY)
    clerk = cast.readers["heshuning"]
    step(clerk, opened.case_id, "accept", at=MONDAY)
    step(clerk, opened.case_id, "confirm_kind", at=MONDAY, kind="elevator")
    step(clerk, opened.case_id, "dispatch", at=MONDAY, lead=str(cast.units["property"]))
    return opened


class TestVerifying:
    def test_only_somebody_else_verifies(self, cast: Cast) -> None:
        opened = report()
        finish(cast.readers["wuye"], opened.case_id)

        with pytest.raises(cases.StepRefused) as refused:
            step(cast.readers["wuye"], opened.case_id, "verify")
        assert refused.value.sentence
        assert step(cast.readers["heshi"], opened.case_id, "verify").state == "closed"

    def test_a_clerk_whose_unit_did_the_work_does_not_verify_it(self, cast: Cast) -> None:
        clerk = cast.readers["heshuning"]
        opened = report("想问个事情", by=clerk)
        step(clerk, opened.case_id, "accept")
        step(clerk, opened.case_id, "confirm_kind", kind="policy_question")
        step(clerk, opened.case_id, "dispatch", lead=str(cast.units["station"]))
        finish(clerk, opened.case_id)

        with pytest.raises(cases.StepRefused) as refused:
            step(clerk, opened.case_id, "verify")
        assert refused.value.code == "you_worked_on_it"
        with pytest.raises(cases.StepRefused) as refused:
            step(cast.readers["zhiban"], opened.case_id, "verify")
        assert "verify" not in {offer.code for offer in page(clerk, opened.case_id).offers}

    def test_what_is_not_done_goes_back_to_the_lead(self, cast: Cast) -> None:
        opened = report()
        finish(cast.readers["wuye"], opened.case_id)

        assert step(cast.readers["heshi"], opened.case_id, "verify_fail", reason="门还是关不上").state == "handling"
        lead = page(cast.readers["wuye"], opened.case_id).units[0]
        assert (lead.state, lead.answered_at, lead.due_at is not None) == ("working", None, True)


class TestSeveralUnits:
    def test_verification_waits_for_the_last_signature(self, cast: Cast) -> None:
        opened = report()
        units = [str(cast.units[key]) for key in ("lift", "market", "city")]
        step(cast.readers["heshuning"], opened.case_id, "add_assist", assist=units)
        for worker in ("wuye", "dianti", "shichang"):
            finish(cast.readers[worker], opened.case_id)
        assert row(opened.case_id).state == "handling"
        finish(cast.readers["chengguan"], opened.case_id)

        assert row(opened.case_id).state == "verifying"

    def test_answer_and_signature_are_one_order_and_two_entries(self, cast: Cast) -> None:
        opened = report()
        step(cast.readers["wuye"], opened.case_id, "receive")
        done = step(cast.readers["wuye"], opened.case_id, "answer", then=("sign_off",), text="修好了")

        entries = page(cast.readers["heshuning"], opened.case_id).entries
        assert [entry.action for entry in entries][-3:] == ["answer", "sign_off", "submit_for_verification"]
        assert entries[-1].number == done.version

    def test_a_second_step_that_is_refused_takes_the_first_with_it(self, cast: Cast) -> None:
        opened = report()
        with pytest.raises(cases.StepRefused):
            step(cast.readers["wuye"], opened.case_id, "receive", then=("sign_off",))

        assert page(cast.readers["wuye"], opened.case_id).units[0].state == "asked"


class TestRefusal:
    def test_the_street_upholds_it_and_names_another(self, cast: Cast) -> None:
        opened = report()
        step(cast.readers["wuye"], opened.case_id, "refuse", ground="not_our_duty", reason="电梯还在保修期")
        party = page(cast.readers["jiedao"], opened.case_id).units[0]
        assert row(opened.case_id).state == "arbitration"

        done = step(
            cast.readers["jiedao"], opened.case_id, "uphold_refusal", party=str(party.party_id),
            lead=str(cast.units["market"]), reason="由特种设备科牵头",
        )  # fmt: skip
        assert done.state == "handling"
        assert [(u.unit_id, u.is_released) for u in page(cast.readers["jiedao"], opened.case_id).units] == [
            (cast.units["market"], False),
            (cast.units["property"], True),
        ]

    def test_the_street_rejects_it_and_the_unit_receives_it_after_all(self, cast: Cast) -> None:
        opened = report()
        step(cast.readers["wuye"], opened.case_id, "refuse", ground="other", reason="人手不够")
        party = page(cast.readers["jiedao"], opened.case_id).units[0]

        step(cast.readers["jiedao"], opened.case_id, "reject_refusal", party=str(party.party_id), reason="合同写明了")
        step(cast.readers["wuye"], opened.case_id, "receive")
        assert page(cast.readers["wuye"], opened.case_id).units[0].state == "received"

    def test_a_reason_is_needed_and_the_clerk_does_not_decide(self, cast: Cast) -> None:
        opened = report()
        with pytest.raises(cases.StepRefused):
            step(cast.readers["wuye"], opened.case_id, "refuse", ground="other", reason=" ")
        step(cast.readers["wuye"], opened.case_id, "refuse", ground="other", reason="人手不够")
        party = page(cast.readers["jiedao"], opened.case_id).units[0]

        with pytest.raises(cases.StepRefused) as refused:
            step(cast.readers["heshuning"], opened.case_id, "reject_refusal", party=str(party.party_id), reason="去办")
        assert refused.value.code == "not_your_action"


class TestUndo:
    def test_within_ten_seconds_it_needs_no_word_and_nobody_hears_of_it(
        self, cast: Cast, dispatched: cases.Opened
    ) -> None:
        shown = page(cast.readers["heshuning"], dispatched.case_id, at=MONDAY + timedelta(seconds=5))
        assert shown.undo_until == MONDAY + timedelta(seconds=10)

        step(cast.readers["heshuning"], dispatched.case_id, "undo_dispatch", at=MONDAY + timedelta(seconds=9))
        relay.drain(strict=True)
        property_hears = [m for m in reports_of(COMMUNITY) if m.unit == cast.units["property"]]
        assert [m.kind for m in property_hears if m.state != State.WITHDRAWN] == []

    def test_after_ten_seconds_it_needs_a_reason_and_the_unit_is_told(
        self, cast: Cast, dispatched: cases.Opened
    ) -> None:
        clerk, late = cast.readers["heshuning"], MONDAY + timedelta(seconds=10)
        with pytest.raises(cases.StepRefused) as refused:
            step(clerk, dispatched.case_id, "undo_dispatch", at=late)
        assert refused.value.code == "reason_missing"

        step(clerk, dispatched.case_id, "undo_dispatch", at=late, reason="派错了")
        relay.drain(strict=True)
        told = [m.kind for m in reports_of(COMMUNITY) if m.unit == cast.units["property"]]
        assert told == ["dispatch_taken_back"]

    def test_the_counter_act_stands_in_the_time_line(self, cast: Cast, dispatched: cases.Opened) -> None:
        step(cast.readers["heshuning"], dispatched.case_id, "undo_dispatch", at=MONDAY)

        assert [e.action for e in page(cast.readers["heshuning"], dispatched.case_id).entries][-2:] == [
            "dispatch", "undo_dispatch",
        ]  # fmt: skip


class TestOldPages:
    def test_an_old_page_says_what_happened_since(self, cast: Cast) -> None:
        opened = report()
        seen = page(cast.readers["wuye"], opened.case_id).version
        step(cast.readers["heshuning"], opened.case_id, "note", text="已经打过电话", audience="parties")

        with pytest.raises(cases.StalePage) as stale:
            step(cast.readers["wuye"], opened.case_id, "receive", version=seen)
        assert [entry.text for entry in stale.value.entries] == ["已经打过电话"]
        assert stale.value.version == seen + 1

    def test_what_the_reader_may_not_see_does_not_make_a_page_old(self, cast: Cast) -> None:
        opened = report()
        seen = page(cast.readers["wuye"], opened.case_id).version
        step(cast.readers["heshuning"], opened.case_id, "note", text="报事人要求保密", audience="internal")

        assert step(cast.readers["wuye"], opened.case_id, "receive", version=seen).version == seen + 2


class TestWhoMayNot:
    @pytest.mark.parametrize("who", ["chengguan", "xitong", "shenji"])
    def test_a_stranger_finds_no_matter(self, cast: Cast, who: str) -> None:
        opened = report()

        with pytest.raises(cases.NoSuchCase):
            step(cast.readers[who], opened.case_id, "note", version=3, text="你好", audience="public")

    def test_an_action_that_does_not_exist_is_refused_in_words(self, cast: Cast) -> None:
        opened = report()

        with pytest.raises(cases.StepRefused) as refused:
            step(cast.readers["heshuning"], opened.case_id, "delete_everything")
        assert refused.value.code == "not_your_action"

    def test_the_engines_own_steps_are_nobodys(self, cast: Cast) -> None:
        opened = report()

        for code in ("reckon_again", "submit_for_verification", "resume_handling"):
            with pytest.raises(cases.StepRefused):
                step(cast.readers["heshuning"], opened.case_id, code)

    def test_the_public_takes_no_step_without_a_key(self, cast: Cast) -> None:
        del cast
        opened = report(LIFT)

        with pytest.raises(cases.NoSuchCase), reading(Reader()):
            cases.take_step(cases.StepOrder(case_id=opened.case_id, action="supplement", version=3, form={"text": "x"}))


class TestKind:
    def test_another_kind_reckons_every_running_limit_anew(self, cast: Cast) -> None:
        opened = report(at=MONDAY)
        before = row(opened.case_id).reply_due_at
        step(cast.readers["heshuning"], opened.case_id, "confirm_kind", at=MONDAY, kind="neighbour_dispute",
             urgency="normal", lead=str(cast.units["committee"]))  # fmt: skip

        case = row(opened.case_id)
        assert case.is_kind_confirmed
        assert before is not None
        assert case.reply_due_at is not None
        assert case.reply_due_at > before
        assert case.lead_unit_id == cast.units["committee"]
        assert case.reply_due_at > datetime(2026, 10, 20, tzinfo=SHANGHAI)
