"""Every guard at its boundary, refused on one side and passed on the other."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pytest
from tests.foundation.workflow.walk import REPORTER, Matter, person

from linli.foundation.workflow.outcome import MissingFact
from linli.foundation.workflow.vocabulary import registry
from linli.kernel.uuid7 import new_id
from linli.kernel.worktime import SHANGHAI


class TestWhoAndWhen:
    def test_a_role_that_may_not_is_refused_first(self, matter: Matter) -> None:
        assert matter.refusal("accept", person("lead")) == "not_your_action"

    def test_a_state_it_is_not_in(self, matter: Matter) -> None:
        assert matter.refusal("verify", person("verifier")) == "not_in_this_state"

    def test_an_action_the_procedure_does_not_have(self, matter: Matter) -> None:
        with pytest.raises(KeyError):
            matter.attempt("burn", person("street"))


class TestForm:
    @pytest.mark.parametrize(
        ("form", "code"),
        [
            ({}, "answer_missing"),
            ({"text": "   "}, "answer_missing"),
            ({"text": "字" * 501}, "text_too_long"),
            ({"text": "好了", "lead": new_id()}, "not_asked_for"),
        ],
    )
    def test_answers_that_cannot_be_taken(self, matter: Matter, form: dict[str, object], code: str) -> None:
        assert matter.refusal("close_on_the_spot", person("grid_worker"), **form) == code

    def test_the_longest_text_fits(self, matter: Matter) -> None:
        matter.do("close_on_the_spot", person("grid_worker"), text="字" * 500)

    @pytest.mark.parametrize("rating", [0, 6, "many", "很好"])
    def test_ratings_have_five_levels(self, matter: Matter, lead: UUID, rating: object) -> None:
        assert matter.closed(lead).refusal("rate", REPORTER, rating=rating) == "no_such_choice"

    @pytest.mark.parametrize(
        "form",
        [
            {"lead": "no-unit"},
            {"lead": new_id(), "assist": ["no-unit"]},
        ],
    )
    def test_units_are_named_by_their_ids(self, matter: Matter, form: dict[str, object]) -> None:
        matter.do("accept", person("dispatcher"))
        assert matter.refusal("dispatch", person("dispatcher"), **form) == "no_such_choice"

    def test_a_choice_comes_from_its_list(self, matter: Matter, lead: UUID) -> None:
        matter.dispatched(lead)
        answers = {"ground": "no_mood", "reason": "不想办"}
        assert matter.refusal("refuse", person("lead", unit=lead), **answers) == "no_such_choice"

    def test_an_audience_is_one_of_three(self, matter: Matter) -> None:
        assert matter.refusal("note", person("dispatcher"), text="看过了", audience="press") == "no_such_choice"

    def test_a_kind_is_a_code(self, matter: Matter) -> None:
        assert matter.refusal("confirm_kind", person("dispatcher"), kind="<b>") == "no_such_choice"


class TestHandlersDoNotVerify:
    def test_the_person_who_worked(self, matter: Matter, lead: UUID) -> None:
        worker = new_id()
        matter.dispatched(lead).do("receive", person("lead", unit=lead, account=worker))
        matter.do("answer", person("lead", unit=lead), text="好了").do("sign_off", person("lead", unit=lead))
        assert matter.refusal("verify", person("verifier", account=worker)) == "you_worked_on_it"

    def test_a_colleague_of_a_unit_that_worked(self, matter: Matter, lead: UUID) -> None:
        matter.dispatched(lead).worked(lead)
        assert matter.refusal("verify", person("verifier", unit=lead)) == "your_unit_worked_on_it"

    def test_a_unit_that_was_only_asked_did_not_work(self, matter: Matter, lead: UUID, helper: UUID) -> None:
        matter.dispatched(lead, helper)
        matter.do("refuse", person("assistant", unit=helper), ground="other", reason="无关")
        refused = next(p for p in matter.snapshot.workers() if p.unit == helper)
        matter.do("uphold_refusal", person("street"), party=refused.id, reason="无关").worked(lead)
        matter.do("verify", person("verifier", unit=helper))

    def test_whoever_dispatched_may(self, matter: Matter, lead: UUID) -> None:
        clerk = person("dispatcher", "verifier")
        matter.do("accept", clerk).do("dispatch", clerk, lead=lead).worked(lead).do("verify", clerk)

    def test_a_progress_note_of_a_unit_is_work(self, matter: Matter, lead: UUID) -> None:
        worker = new_id()
        matter.dispatched(lead)
        matter.do("note", person("lead", unit=lead, account=worker), text="在路上", audience="internal")
        assert worker in matter.snapshot.handlers

    def test_they_may_not_fail_it_either(self, matter: Matter, lead: UUID) -> None:
        matter.dispatched(lead).worked(lead)
        assert matter.refusal("verify_fail", person("verifier", unit=lead), reason="没好") == "your_unit_worked_on_it"


class TestSevenDays:
    CLOSED_AT = datetime(2026, 10, 13, 10, 40, tzinfo=SHANGHAI)

    def closed(self, matter: Matter, lead: UUID) -> Matter:
        matter.now = self.CLOSED_AT
        return matter.closed(lead)

    def test_the_last_day_counts_to_its_end(self, matter: Matter, lead: UUID) -> None:
        self.closed(matter, lead).now = datetime(2026, 10, 20, 23, 59, 59, tzinfo=SHANGHAI)
        matter.do("reopen", REPORTER)

    def test_a_second_later_it_is_over(self, matter: Matter, lead: UUID) -> None:
        self.closed(matter, lead).now = datetime(2026, 10, 21, 0, 0, tzinfo=SHANGHAI)
        assert matter.refusal("reopen", REPORTER) == "reopen_days_over"

    def test_the_street_is_asked_within_the_same_days(self, matter: Matter, lead: UUID) -> None:
        self.closed(matter, lead).do("reopen", REPORTER)
        matter.do("dispatch", person("dispatcher"), lead=lead).worked(lead).do("verify", person("verifier"))
        matter.later(days=8)
        assert matter.refusal("appeal", REPORTER) == "reopen_days_over"

    def test_the_street_is_not_asked_before_it_was_done_again(self, matter: Matter, lead: UUID) -> None:
        assert self.closed(matter, lead).refusal("appeal", REPORTER) == "ask_again_first"


class TestParties:
    def test_a_stranger_has_no_part(self, matter: Matter, lead: UUID) -> None:
        assert matter.dispatched(lead).refusal("receive", person("lead", unit=new_id())) == "your_unit_has_no_part"

    def test_receiving_twice(self, matter: Matter, lead: UUID) -> None:
        matter.dispatched(lead).do("receive", person("lead", unit=lead))
        assert matter.refusal("receive", person("lead", unit=lead)) == "already_received"

    def test_what_was_received_is_handed_back_and_not_refused(self, matter: Matter, lead: UUID) -> None:
        matter.dispatched(lead).do("receive", person("lead", unit=lead))
        answers = {"ground": "other", "reason": "忙"}
        assert matter.refusal("refuse", person("lead", unit=lead), **answers) == "already_received"

    def test_answering_before_receiving(self, matter: Matter, lead: UUID) -> None:
        assert matter.dispatched(lead).refusal("answer", person("lead", unit=lead), text="好了") == "receive_first"

    def test_signing_before_answering(self, matter: Matter, lead: UUID) -> None:
        matter.dispatched(lead).do("receive", person("lead", unit=lead))
        assert matter.refusal("sign_off", person("lead", unit=lead)) == "answer_first"

    def test_signing_twice(self, matter: Matter, lead: UUID, helper: UUID) -> None:
        matter.dispatched(lead, helper).worked(lead)
        assert matter.refusal("sign_off", person("lead", unit=lead)) == "already_signed_off"

    def test_a_refusing_unit_waits_for_the_street(self, matter: Matter, lead: UUID) -> None:
        matter.dispatched(lead).do("refuse", person("lead", unit=lead), ground="other", reason="不归我们")
        assert matter.refusal("receive", person("lead", unit=lead)) == "street_decides_first"
        assert matter.refusal("answer", person("lead", unit=lead), text="好了") == "street_decides_first"

    def test_an_assistant_does_not_hand_the_matter_back(self, matter: Matter, lead: UUID, helper: UUID) -> None:
        matter.dispatched(lead, helper).do("receive", person("assistant", unit=helper))
        assert matter.refusal("hand_back", person("lead", unit=helper), reason="忙") == "your_unit_does_not_lead"

    def test_the_lead_does_not_leave(self, matter: Matter, lead: UUID) -> None:
        matter.dispatched(lead).do("receive", person("lead", unit=lead))
        assert matter.refusal("leave", person("assistant", unit=lead), reason="忙") == "your_unit_does_not_assist"


class TestArbitration:
    def test_only_an_open_refusal_is_decided_on(self, matter: Matter, lead: UUID, helper: UUID) -> None:
        matter.dispatched(lead, helper).do("refuse", person("lead", unit=lead), ground="other", reason="不归我们")
        asked = next(p for p in matter.snapshot.workers() if p.unit == helper)
        for party in (asked.id, new_id()):
            assert matter.refusal("reject_refusal", person("street"), party=party, reason="查无") == "no_refusal_open"

    def test_the_lead_that_was_right_is_replaced_by_another(self, matter: Matter, lead: UUID) -> None:
        matter.dispatched(lead).do("refuse", person("lead", unit=lead), ground="other", reason="不归我们")
        (party,) = matter.snapshot.workers()
        for answers in ({}, {"lead": lead}):
            refused = matter.refusal("uphold_refusal", person("street"), party=party.id, reason="对", **answers)
            assert refused == "name_another_lead"

    def test_an_assistants_refusal_does_not_move_the_lead(self, matter: Matter, lead: UUID, helper: UUID) -> None:
        matter.dispatched(lead, helper)
        matter.do("refuse", person("assistant", unit=helper), ground="other", reason="不归我们")
        party = next(p for p in matter.snapshot.workers() if p.unit == helper)
        answers = {"party": party.id, "reason": "对", "lead": new_id()}
        assert matter.refusal("uphold_refusal", person("street"), **answers) == "lead_stays"


class TestKind:
    def test_a_lead_is_named_by_the_dispatch_first(self, matter: Matter, lead: UUID) -> None:
        answers = {"kind": "noise", "lead": lead}
        assert matter.refusal("confirm_kind", person("dispatcher"), **answers) == "dispatch_names_the_lead"


class TestOnce:
    def test_a_matter_is_rated_once(self, matter: Matter, lead: UUID) -> None:
        matter.closed(lead).do("rate", REPORTER, rating=5)
        assert matter.refusal("rate", REPORTER, rating=4) == "already_rated"

    def test_done_again_it_can_be_rated_again(self, matter: Matter, lead: UUID) -> None:
        matter.closed(lead).do("rate", REPORTER, rating=1).do("reopen", REPORTER)
        matter.do("dispatch", person("dispatcher"), lead=lead).worked(lead).do("verify", person("verifier"))
        matter.do("rate", REPORTER, rating=5)


class TestFacts:
    def test_a_forgotten_fact_lets_nothing_pass(self, matter: Matter, lead: UUID) -> None:
        matter.do("accept", person("dispatcher"))
        matter.facts.clear()
        with pytest.raises(MissingFact):
            matter.attempt("dispatch", person("dispatcher"), lead=lead)

    def test_the_facts_to_bring_are_named(self, matter: Matter) -> None:
        needed = {
            code: registry.facts_needed(matter.procedure.action(code)) for code in ("dispatch", "rate", "receive")
        }
        assert needed == {
            "dispatch": frozenset({"duty.lead", "duty.assist"}),
            "rate": frozenset({"ratings"}),
            "receive": frozenset(),
        }

    def test_a_kind_that_was_taken_off_the_list(self, matter: Matter) -> None:
        matter.facts["kind"] = matter.facts["kind"].__class__(is_true=False)
        assert matter.refusal("confirm_kind", person("dispatcher"), kind="phrenology") == "no_such_kind"


def test_every_guard_and_effect_says_what_it_is_for() -> None:
    vocabulary = [g.check for g in registry.guards().values()] + [e.apply for e in registry.effects().values()]
    assert all(word.__doc__ for word in vocabulary)


def test_a_name_is_registered_once() -> None:
    def close() -> None: ...

    with pytest.raises(ValueError, match="twice"):
        registry.effect()(close)  # type: ignore[arg-type]
