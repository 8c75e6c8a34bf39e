"""Every shipped procedure, run by the engine itself from the first report to each of its ends, by each of its steps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

import pytest
from tests.foundation.workflow.walk import FACTS, Matter, person, shipped_body

from linli.foundation.rulepacks.limits import LimitsTable
from linli.foundation.workflow.actions import shipped
from linli.foundation.workflow.outcome import ENGINE, ActorSnap, Fact, Step
from linli.foundation.workflow.procedure import Action, FormField, parse
from linli.foundation.workflow.replay import differences, rebuild
from linli.foundation.workflow.snapshot import PartyState
from linli.foundation.workflow.vocabulary.checking import check
from linli.foundation.workflow.vocabulary.referrals import review_is_open
from linli.foundation.workflow.vocabulary.terms import ENGINES_OWN
from linli.kernel.uuid7 import new_id
from linli.kernel.worktime import SHANGHAI, WorkCalendar

CODES = [body["code"] for body in shipped()]
OVER = "end_pauses"
"""What only time brings about; how it does is in `test_time`."""
CALENDAR = WorkCalendar(version=1, published_years=frozenset({2026, 2027}))
LEAD, HELPER, OTHER = (new_id() for _ in range(3))
UNIT_ROLES = {"lead", "assistant"}
FURTHER = {"review": Fact(numbers={"days": 30, "times": 2})}


def opened(code: str) -> Matter:
    limits = LimitsTable.parse(shipped_body("rulepacks", f"packs/limits.{code}.json")["body"])
    procedure = parse(shipped_body("workflow", f"procedures/{code}.json"), version=1)
    return Matter(procedure=procedure, limits=limits, calendar=CALENDAR, facts=FACTS | FURTHER).open()


def people(action: Action, matter: Matter) -> Iterator[ActorSnap]:
    """Everybody who might take it: each unit at work in its role, somebody of the staff, the reporter."""
    for role in sorted(action.by & UNIT_ROLES):
        yield from (person(role, unit=party.unit) for party in matter.snapshot.workers())
    yield from (person(role) for role in sorted(action.by - UNIT_ROLES - {"clock"}))
    if action.code in ENGINES_OWN:
        yield ENGINE


def answer(field: FormField, matter: Matter) -> Any:
    refused = [party.id for party in matter.snapshot.parties if party.state is PartyState.REFUSED]
    asked = [request.id for request in matter.snapshot.requests if request.is_open]
    return {
        "unit": LEAD if matter.snapshot.lead is None else OTHER,
        "units": [HELPER],
        "party": refused[-1] if refused else new_id(),
        "choice": next(iter(field.choices), ""),
        "kind": "noise",
        "rating": 4,
        "audience": "public",
        "request": asked[-1] if asked else new_id(),
        "clock": next((clock.id for clock in matter.snapshot.running_clocks()), new_id()),
        "matter": "1234567897",
        "count": 2,
        "pause_reason": "weather_safety",
        "extension_reason": "complex",
    }.get(field.type, "看过了，写明在此")


def forms(action: Action, matter: Matter) -> Iterator[dict[str, Any]]:
    yield {field.name: answer(field, matter) for field in action.form if field.is_required}
    yield {field.name: answer(field, matter) for field in action.form}


def sign(matter: Matter) -> tuple[object, ...]:
    """What of a matter decides what can be done next.

    What stands beside its state (time asked for, a delay supervised, a question) is looked at in the first round with
    one unit; more of it would only multiply the same ways.
    """
    snapshot = matter.snapshot
    parts = sorted((party.role.value, party.state.value) for party in snapshot.workers())
    is_plain = len(parts) <= 1 and not snapshot.reopened_count
    beside = (
        any(clock.extensions for clock in snapshot.clocks),
        any(clock.pauses for clock in snapshot.clocks),
        any(request.is_open for request in snapshot.requests),
        any(one.is_open for one in snapshot.supervisions),
        snapshot.question,
    )
    return snapshot.state, tuple(parts), min(snapshot.reopened_count, 2), snapshot.is_rated, is_plain and beside


def copied(matter: Matter) -> Matter:
    twin = Matter(procedure=matter.procedure, limits=matter.limits, calendar=CALENDAR, facts=matter.facts)
    twin.snapshot, twin.entries = matter.snapshot, list(matter.entries)
    return twin


@cache
def explored(code: str) -> tuple[list[Matter], set[str]]:
    """Return one matter for each way it can stand, and the codes of every step that was taken."""
    first = opened(code)
    found, waiting, taken = {sign(first): first}, [first], set[str]()
    while waiting:
        matter = waiting.pop()
        for action in matter.procedure.actions:
            for actor in people(action, matter):
                for form in forms(action, matter):
                    step = matter.attempt(action.code, actor, **form)
                    if not isinstance(step, Step):
                        continue
                    taken |= {entry.action for entry in step.entries}
                    there = copied(matter)
                    there._keep(step)
                    if sign(there) not in found:
                        found[sign(there)] = there
                        waiting.append(there)
    return list(found.values()), taken


class TestShippedProcedures:
    @pytest.mark.parametrize("code", CODES)
    def test_it_is_sound(self, code: str) -> None:
        matter = opened(code)
        assert check(matter.procedure, limits=matter.limits) == ()

    @pytest.mark.parametrize("code", CODES)
    def test_it_runs_from_the_report_to_each_of_its_ends_and_takes_every_step(self, code: str) -> None:
        matters, taken = explored(code)
        procedure = matters[0].procedure
        assert {matter.snapshot.state for matter in matters} == {state.code for state in procedure.states}
        assert {action.code for action in procedure.actions} - {OVER} == taken - {OVER}

    @pytest.mark.parametrize("code", CODES)
    def test_at_an_end_it_is_closed_and_no_limit_runs_on(self, code: str) -> None:
        matters, _taken = explored(code)
        ends = {state.code for state in matters[0].procedure.states if state.is_final}
        for matter in matters:
            assert (matter.snapshot.state in ends) == (matter.snapshot.closed_at is not None)
            if matter.snapshot.state in ends:
                assert [clock.name for clock in matter.snapshot.running_clocks()] == []
            else:
                assert matter.snapshot.running_clocks() or matter.snapshot.main
            assert differences(rebuild(matter.procedure, matter.entries), matter.snapshot) == ()


def handled(code: str) -> Matter:
    matter = opened(code).do("accept", person("dispatcher")).do("dispatch", person("dispatcher"), lead=LEAD)
    return matter.do("receive", person("lead", unit=LEAD))


class TestHotline:
    def test_who_was_told_to_do_it_cannot_object_twice(self) -> None:
        matter = opened("hotline_ticket").do("accept", person("dispatcher"))
        matter.do("dispatch", person("dispatcher"), lead=LEAD)
        matter.do("refuse", person("lead", unit=LEAD), ground="not_our_duty", reason="不归我们")
        refused = matter.snapshot.lead
        assert refused is not None
        matter.do("reject_refusal", person("street"), party=refused.id, reason="清单第 12 项")
        assert matter.snapshot.state == "assigned"
        objecting = matter.refusal("refuse", person("lead", unit=LEAD), ground="not_our_duty", reason="还是不归")
        assert objecting == "not_in_this_state"

    def test_the_first_taker_answers_and_cannot_hand_it_back(self) -> None:
        assert "hand_back" not in {action.code for action in opened("hotline_ticket").procedure.actions}

    def test_a_call_back_writes_down_whether_it_is_resolved_and_satisfied(self) -> None:
        matter = handled("hotline_ticket")
        matter.do("answer", person("lead", unit=LEAD), text="已清运").do("sign_off", person("lead", unit=LEAD))
        assert matter.snapshot.state == "calling_back"
        assert matter.refusal("call_back", person("verifier", unit=LEAD), resolved="yes", satisfied="no") == (
            "your_unit_worked_on_it"
        )
        matter.do("call_back", person("verifier"), resolved="yes", satisfied="fairly")
        assert (matter.entries[-1].data["resolved"], matter.entries[-1].data["satisfied"]) == ("yes", "fairly")


class TestPetition:
    def test_it_is_registered_within_fifteen_days_and_answered_within_sixty(self) -> None:
        matter = opened("petition")
        (register,) = matter.clock("register").values()
        assert register.due.at == datetime(2026, 10, 26, 17, 30, tzinfo=SHANGHAI)  # the fifteenth day is a Saturday
        matter.do("accept", person("street"))
        (reply,) = matter.clock("reply").values()
        assert (reply.due.at.date() - matter.now.date()).days == 60

    def test_sixty_days_become_ninety_once(self) -> None:
        matter = handled("petition")
        matter.do("lengthen", person("street"), reason="要等鉴定")
        (reply,) = matter.clock("reply").values()
        assert (reply.due.at.date() - matter.now.date()).days == 90
        assert matter.refusal("lengthen", person("street"), reason="还要等") == "extended_before"

    def test_the_unit_objects_to_the_transfer_within_five_working_days(self) -> None:
        matter = opened("petition").do("accept", person("dispatcher")).do("dispatch", person("dispatcher"), lead=LEAD)
        (receive,) = matter.clock("receive").values()
        assert (receive.limit.amount, receive.limit.unit.value) == (5, "working_days")

    def test_two_reviews_then_it_has_ended(self) -> None:
        matter = handled("petition")
        matter.do("answer", person("lead", unit=LEAD), text="已查明").do("sign_off", person("lead", unit=LEAD))
        matter.do("deliver", person("street"), outcome="refused", text="依据已说明")
        assert matter.refusal("ask_reconsideration", person("dispatcher")) == "first_review_first"
        matter.do("ask_recheck", person("dispatcher")).do("recheck_keep", person("street"), reason="维持")
        assert matter.refusal("ask_recheck", person("dispatcher")) == "reviewed_before"
        matter.do("ask_reconsideration", person("dispatcher"))
        matter.do("reconsider_keep", person("street"), reason="维持")
        assert matter.snapshot.state == "ended"

    def test_the_thirtieth_day_counts_to_its_end(self) -> None:
        closed_at = datetime(2026, 10, 9, 16, 10, tzinfo=SHANGHAI)
        assert review_is_open(closed_at, at=datetime(2026, 11, 8, 23, 59, tzinfo=SHANGHAI), days=30) is None
        over = review_is_open(closed_at, at=datetime(2026, 11, 9, 0, 0, tzinfo=SHANGHAI), days=30)
        assert over == datetime(2026, 11, 8, tzinfo=SHANGHAI).date()

    def test_after_thirty_days_a_review_is_refused_and_before_the_answer_too(self) -> None:
        matter = handled("petition")
        matter.do("withdraw", person("street"), reason="本人书面撤回").later(days=31)
        assert matter.refusal("ask_recheck", person("street")) == "review_days_over"
        assert list(matter.snapshot.workers()) == []


class TestSpot:
    def test_one_line_is_all(self) -> None:
        matter = opened("spot_resolved").do("close_on_the_spot", person("grid_worker"), text="井盖已扶正")
        assert (matter.snapshot.state, len(matter.entries)) == ("closed", 2)
