"""The life of a neighbourhood matter by the shipped procedure, in sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from tests.foundation.workflow.walk import REPORTER, Matter, person

from linli.foundation.workflow.outcome import ENGINE, Fact
from linli.foundation.workflow.procedure import Audience
from linli.foundation.workflow.snapshot import PartyRole, PartyState
from linli.kernel.uuid7 import new_id
from linli.kernel.worktime import SHANGHAI, StepKind, WorkCalendar


class TestReport:
    def test_the_clocks_of_the_first_state_run_from_the_report(self, matter: Matter) -> None:
        assert {clock.name for clock in matter.snapshot.running_clocks()} == {"accept", "reply"}
        assert matter.snapshot.running_clocks()[0].due.at == datetime(2026, 10, 9, 17, 10, tzinfo=SHANGHAI)

    def test_the_reply_counts_the_make_up_saturday(self, matter: Matter) -> None:
        (reply,) = matter.clock("reply").values()
        assert reply.due.at == datetime(2026, 10, 14, 17, 30, tzinfo=SHANGHAI)
        assert StepKind.MAKE_UP_DAY in {step.kind for step in reply.due.steps}
        assert reply.calendar_version == 3

    def test_the_first_entry_is_public_and_holds_no_text(self, matter: Matter) -> None:
        (entry,) = matter.entries
        assert (entry.action, entry.audience, entry.text) == ("report", Audience.PUBLIC, "")
        assert matter.snapshot.version == 1


class TestDispatch:
    def test_one_unit_leads_and_others_assist_each_with_its_own_clock(
        self, matter: Matter, lead: UUID, helper: UUID
    ) -> None:
        matter.dispatched(lead, helper)
        assert [(p.unit, p.role) for p in matter.snapshot.workers()] == [
            (lead, PartyRole.LEAD),
            (helper, PartyRole.ASSIST),
        ]
        assert len(matter.clock("receive")) == 2

    def test_a_unit_named_twice_leads_once(self, matter: Matter, lead: UUID) -> None:
        matter.dispatched(lead, lead)
        assert len(matter.snapshot.parties) == 1

    def test_the_messages_wait_ten_seconds(self, matter: Matter, lead: UUID) -> None:
        matter.dispatched(lead)
        assert [(tell.whom, tell.hold_seconds) for tell in matter.told] == [("reporter", 10), ("asked", 10)]
        assert matter.told[1].unit_ids == (lead,)

    def test_the_program_itself_may_dispatch_to_the_unit_on_duty(self, matter: Matter, lead: UUID) -> None:
        matter.do("accept", ENGINE).do("dispatch", ENGINE, lead=lead)
        assert matter.snapshot.state == "handling"

    def test_the_word_to_the_units_is_text_and_not_data(self, matter: Matter, lead: UUID) -> None:
        matter.do("accept", person("dispatcher"))
        matter.do("dispatch", person("dispatcher"), lead=str(lead), note="请先安排人帮老人上下楼")
        entry = matter.entries[-1]
        assert entry.text == "请先安排人帮老人上下楼"
        assert entry.text not in str(entry.data)
        assert entry.data["lead"] == str(lead)


class TestUndo:
    def test_within_ten_seconds_nobody_is_told(self, matter: Matter, lead: UUID) -> None:
        matter.dispatched(lead).later(seconds=9).do("undo_dispatch", person("dispatcher"))
        assert matter.snapshot.state == "accepted"
        assert matter.last is not None
        assert matter.last.takes_back == ("dispatch",)
        assert matter.told == []

    def test_afterwards_it_needs_a_reason_and_the_units_are_told(self, matter: Matter, lead: UUID) -> None:
        matter.dispatched(lead).later(seconds=10)
        assert matter.refusal("undo_dispatch", person("dispatcher")) == "reason_missing"
        matter.do("undo_dispatch", person("dispatcher"), reason="派错了单位")
        assert matter.last is not None
        assert matter.last.takes_back == ()
        assert matter.told[0].unit_ids == (lead,)

    def test_a_unit_that_was_asked_earlier_keeps_its_part(self, matter: Matter, lead: UUID, helper: UUID) -> None:
        matter.dispatched(lead, helper).later(minutes=30)
        matter.do("receive", person("lead", unit=lead))
        matter.do("hand_back", person("lead", unit=lead), reason="设备不归我们")
        other = new_id()
        matter.do("dispatch", person("dispatcher"), lead=other).later(seconds=2)
        matter.do("undo_dispatch", person("dispatcher"))
        assert [party.unit for party in matter.snapshot.workers()] == [helper]

    def test_the_clocks_of_the_units_end(self, matter: Matter, lead: UUID) -> None:
        matter.dispatched(lead).later(seconds=3).do("undo_dispatch", person("dispatcher"))
        assert {clock.name for clock in matter.snapshot.running_clocks()} == {"dispatch", "reply"}

    def test_work_that_is_answered_is_not_undone(self, matter: Matter, lead: UUID) -> None:
        matter.dispatched(lead).do("receive", person("lead", unit=lead))
        matter.do("answer", person("lead", unit=lead), text="修好了")
        assert matter.refusal("undo_dispatch", person("dispatcher"), reason="派错") == "work_is_done"


class TestHandling:
    def test_receiving_ends_one_clock_and_begins_another(self, matter: Matter, lead: UUID) -> None:
        matter.dispatched(lead).later(minutes=20).do("receive", person("lead", unit=lead))
        assert matter.clock("receive") == {}
        (handle,) = matter.clock("handle").values()
        assert handle.due.at == datetime(2026, 10, 13, 17, 30, tzinfo=SHANGHAI)

    def test_a_progress_note_says_who_may_read_it(self, matter: Matter, lead: UUID) -> None:
        matter.dispatched(lead).do("receive", person("lead", unit=lead))
        matter.do("note", person("lead", unit=lead), text="等配件", audience="public")
        assert matter.entries[-1].audience is Audience.PUBLIC
        assert matter.snapshot.lead is not None
        assert matter.snapshot.lead.state is PartyState.WORKING

    def test_it_is_verified_when_the_last_unit_has_signed(self, matter: Matter, lead: UUID, helper: UUID) -> None:
        matter.dispatched(lead, helper).worked(lead)
        assert matter.snapshot.state == "handling"
        matter.worked(helper, role="assistant")
        assert matter.snapshot.state == "verifying"
        assert [entry.action for entry in matter.entries[-2:]] == ["sign_off", "submit_for_verification"]
        assert matter.whom() == ["verifier", "reporter"]

    def test_an_assistant_that_leaves_is_not_waited_for(self, matter: Matter, lead: UUID, helper: UUID) -> None:
        matter.dispatched(lead, helper).do("receive", person("assistant", unit=helper)).worked(lead)
        matter.do("leave", person("assistant", unit=helper), reason="这里不需要我们")
        assert matter.snapshot.state == "verifying"

    def test_the_lead_can_ask_for_more_assistance(self, matter: Matter, lead: UUID, helper: UUID) -> None:
        matter.dispatched(lead).do("receive", person("lead", unit=lead))
        matter.do("add_assist", person("lead", unit=lead), assist=[helper])
        assert matter.told[0].unit_ids == (helper,)

    def test_handing_back_leaves_the_assistants_in(self, matter: Matter, lead: UUID, helper: UUID) -> None:
        matter.dispatched(lead, helper).do("receive", person("lead", unit=lead))
        matter.do("hand_back", person("lead", unit=lead), reason="超出我们的能力")
        assert matter.snapshot.state == "accepted"
        assert [party.unit for party in matter.snapshot.workers()] == [helper]


class TestArbitration:
    def refused(self, matter: Matter, lead: UUID, *assist: UUID) -> Matter:
        matter.dispatched(lead, *assist)
        return matter.do("refuse", person("lead", unit=lead), ground="not_our_duty", reason="电梯归特检")

    def test_a_refusal_goes_to_the_street(self, matter: Matter, lead: UUID) -> None:
        self.refused(matter, lead)
        assert matter.snapshot.state == "arbitration"
        assert "street" in matter.whom()
        assert matter.entries[-1].audience is Audience.PARTIES

    def test_upheld_another_unit_leads(self, matter: Matter, lead: UUID) -> None:
        self.refused(matter, lead)
        refused, other = matter.snapshot.lead, new_id()
        assert refused is not None
        matter.do("uphold_refusal", person("street"), party=refused.id, lead=other, reason="归特检")
        assert matter.snapshot.state == "handling"
        assert matter.snapshot.lead is not None
        assert matter.snapshot.lead.unit == other

    def test_rejected_the_unit_is_asked_again(self, matter: Matter, lead: UUID) -> None:
        self.refused(matter, lead)
        refused = matter.snapshot.lead
        assert refused is not None
        matter.do("reject_refusal", person("street"), party=refused.id, reason="合同里写明由物业维保")
        assert matter.snapshot.state == "handling"
        assert matter.snapshot.lead is not None
        assert matter.snapshot.lead.state is PartyState.ASKED
        assert len(matter.clock("receive")) == 1

    def test_work_goes_on_only_when_every_refusal_is_decided(self, matter: Matter, lead: UUID, helper: UUID) -> None:
        self.refused(matter, lead, helper)
        matter.do("refuse", person("assistant", unit=helper), ground="wrong_place", reason="不在片区")
        first, second = matter.snapshot.workers()
        matter.do("reject_refusal", person("street"), party=first.id, reason="由你们办")
        assert matter.snapshot.state == "arbitration"
        matter.do("uphold_refusal", person("street"), party=second.id, reason="确实不在片区")
        assert matter.snapshot.state == "handling"

    def test_the_others_can_finish_meanwhile(self, matter: Matter, lead: UUID, helper: UUID) -> None:
        matter.dispatched(lead, helper)
        matter.do("refuse", person("assistant", unit=helper), ground="other", reason="人手都在外面")
        matter.worked(lead)
        assert matter.snapshot.state == "arbitration"
        refused = next(party for party in matter.snapshot.workers() if party.unit == helper)
        matter.do("uphold_refusal", person("street"), party=refused.id, reason="不再需要")
        assert matter.snapshot.state == "verifying"


class TestVerification:
    def test_somebody_else_closes_it(self, matter: Matter, lead: UUID) -> None:
        matter.closed(lead)
        assert matter.snapshot.state == "closed"
        assert matter.snapshot.closed_at == matter.now
        assert matter.snapshot.running_clocks() == ()

    def test_not_done_goes_back_to_the_lead_with_a_new_clock(self, matter: Matter, lead: UUID) -> None:
        matter.dispatched(lead).worked(lead).later(hours=1)
        matter.do("verify_fail", person("verifier"), reason="门还是关不上")
        assert matter.snapshot.state == "handling"
        (handle,) = matter.clock("handle").values()
        assert handle.started_at == matter.now
        matter.do("answer", person("lead", unit=lead), text="又换了一块").do("sign_off", person("lead", unit=lead))
        assert matter.snapshot.state == "verifying"

    def test_done_on_the_spot_takes_one_line(self, matter: Matter) -> None:
        matter.do("close_on_the_spot", person("grid_worker"), text="把倒下的自行车扶起来了")
        assert matter.snapshot.state == "closed"
        matter.do("rate", REPORTER, rating=5).do("reopen", REPORTER, reason="又倒了")
        assert matter.snapshot.state == "accepted"


class TestKind:
    def test_a_new_kind_reckons_every_running_clock_from_its_own_start(self, matter: Matter) -> None:
        matter.later(minutes=30).do("confirm_kind", person("dispatcher"), kind="noise", urgency="normal")
        (accept,) = matter.clock("accept").values()
        assert accept.due.at == datetime(2026, 10, 10, 9, 10, tzinfo=SHANGHAI)
        assert (matter.snapshot.kind, matter.snapshot.urgency) == ("noise", "normal")
        assert matter.entries[-1].data["was_kind"] == "elevator"

    def test_it_takes_the_matter_to_another_unit_in_the_same_event(self, matter: Matter, lead: UUID) -> None:
        matter.dispatched(lead)
        before, other = len(matter.entries), new_id()
        matter.do("confirm_kind", person("dispatcher"), kind="noise", urgency="normal", lead=other)
        assert len(matter.entries) == before + 1
        assert [party.unit for party in matter.snapshot.workers()] == [other]
        assert {tell.whom: tell.unit_ids for tell in matter.told} == {
            "reporter": (),
            "released": (lead,),
            "asked": (other,),
        }


class TestNewCalendar:
    def test_a_published_notice_moves_what_was_provisional(self, matter: Matter) -> None:
        matter.calendar = WorkCalendar(version=1)
        matter.open(kind="noise", urgency="normal")
        (before,) = matter.clock("reply").values()
        days = dict.fromkeys([date(2026, 10, 10)], True)
        matter.calendar = WorkCalendar(version=2, days=days, published_years=frozenset({2026}))
        matter.do("reckon_again", ENGINE)
        (after,) = matter.clock("reply").values()
        assert (before.due.provisional, after.due.provisional) == (True, False)
        assert (before.due.at.day, after.due.at.day) == (20, 19)
        assert (after.limit, after.started_at, after.calendar_version) == (before.limit, before.started_at, 2)

    def test_a_clock_that_comes_out_the_same_is_left_alone(self, matter: Matter) -> None:
        matter.calendar = replace(matter.calendar, version=4)
        matter.do("reckon_again", ENGINE)
        assert matter.last is not None
        assert matter.last.clock_changes == ()


class TestRatingAndReopening:
    def test_a_rating_stays_out_of_the_time_line(self, matter: Matter, lead: UUID) -> None:
        matter.closed(lead).do("rate", REPORTER, rating="4", words="来得很快")
        entry = matter.entries[-1]
        assert matter.snapshot.is_rated
        assert (entry.audience, entry.text) == (Audience.INTERNAL, "")
        assert "rating" not in entry.data
        assert "来得很快" not in str(entry.data)

    def test_a_low_rating_goes_to_the_street(self, matter: Matter, lead: UUID) -> None:
        matter.closed(lead).do("rate", REPORTER, rating=2)
        assert [(tell.whom, tell.message) for tell in matter.told] == [("street", "low_rating")]

    def test_a_middling_rating_goes_to_nobody(self, matter: Matter, lead: UUID) -> None:
        assert matter.closed(lead).do("rate", REPORTER, rating=3).told == []

    def test_reopened_nobody_has_a_part_until_it_is_dispatched(self, matter: Matter, lead: UUID) -> None:
        matter.closed(lead).later(days=1).do("reopen", REPORTER)
        assert list(matter.snapshot.workers()) == []
        assert matter.snapshot.closed_at is None
        assert {clock.name for clock in matter.snapshot.running_clocks()} == {"dispatch", "reply"}

    def test_the_second_time_the_street_looks_at_it(self, matter: Matter, lead: UUID) -> None:
        matter.closed(lead).do("reopen", REPORTER)
        matter.do("dispatch", person("dispatcher"), lead=lead).worked(lead).do("verify", person("verifier"))
        assert matter.refusal("reopen", REPORTER) == "next_is_the_street"
        matter.do("appeal", REPORTER, reason="还是没修好")
        assert (matter.snapshot.state, matter.whom()) == ("review", ["street"])

    def test_after_the_street_it_is_final(self, matter: Matter, lead: UUID) -> None:
        self.test_the_second_time_the_street_looks_at_it(matter, lead)
        matter.do("review_close", person("street"), reason="已按合同更换，运行正常")
        assert matter.refusal("reopen", REPORTER) == "next_is_the_street"
        assert matter.refusal("appeal", REPORTER) == "street_has_decided"

    def test_the_street_may_have_it_done_again(self, matter: Matter, lead: UUID) -> None:
        self.test_the_second_time_the_street_looks_at_it(matter, lead)
        matter.do("review_again", person("street"), reason="换一家维保")
        assert matter.snapshot.state == "accepted"


class TestSealed:
    def test_only_the_street_leads_it(self, matter: Matter, lead: UUID) -> None:
        matter.open(is_sealed=True, sealed_against=frozenset({lead}))
        assert matter.refusal("accept", person("dispatcher")) == "street_leads_this"
        assert matter.refusal("accept", ENGINE) == "street_leads_this"
        matter.do("accept", person("street"))
        assert matter.refusal("dispatch", person("street"), lead=lead) == "names_this_unit"

    def test_the_person_named_cannot_touch_it_even_at_the_street(self, matter: Matter) -> None:
        named = person("street")
        matter.open(is_sealed=True, sealed_against=frozenset({named.account}))
        assert matter.refusal("accept", named) == "not_yours_to_see"


class TestDutyGate:
    def test_the_refusal_carries_what_the_duty_list_says(self, matter: Matter, lead: UUID) -> None:
        matter.do("accept", person("dispatcher"))
        matter.facts["duty.lead"] = Fact(is_true=False, code="only_assists", basis="接诉即办条例 17")
        assert matter.refusal("dispatch", person("dispatcher"), lead=lead) == "only_assists"
