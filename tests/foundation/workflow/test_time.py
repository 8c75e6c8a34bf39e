"""Pauses and more time: asked for, granted by somebody else, within the rules; what failed leaves nothing behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from tests.foundation.workflow.walk import Matter, person

from linli.foundation.workflow.outcome import ENGINE, ActorSnap, Fact
from linli.foundation.workflow.procedure import Audience
from linli.foundation.workflow.replay import differences, rebuild
from linli.foundation.workflow.requests import RequestSnap, RequestState
from linli.foundation.workflow.snapshot import ClockSnap
from linli.foundation.workflow.step import offered
from linli.kernel.uuid7 import new_id
from linli.kernel.worktime import SHANGHAI

CLERK = person("dispatcher", unit=new_id())
STREET = person("dispatcher", "street", unit=new_id())


def at_work(matter: Matter, lead: UUID, *assist: UUID) -> ActorSnap:
    """Let a unit receive the matter on Friday 9 October 2026, the day before a worked Saturday."""
    matter.dispatched(lead, *assist)
    worker = person("lead", unit=lead)
    matter.do("receive", worker)
    return worker


def ask(matter: Matter, worker: ActorSnap, *, what: str = "ask_pause", days: int = 3) -> RequestSnap:
    why = "weather_safety" if what == "ask_pause" else "complex"
    matter.do(what, worker, why=why, days=days, reason="雨一直没停")
    return next(request for request in matter.snapshot.requests if request.is_open)


def clock(matter: Matter, name: str, *, unit: UUID | None = None) -> ClockSnap:
    party = matter.snapshot.party_of(unit)
    wanted = party.id if party else None
    return next(c for c in matter.snapshot.running_clocks() if c.name == name and c.party_id == wanted)


def day(text: str) -> datetime:
    return datetime.fromisoformat(f"{text} 17:30").replace(tzinfo=SHANGHAI)


class TestAsking:
    def test_a_request_moves_nothing(self, matter: Matter, lead: UUID) -> None:
        worker = at_work(matter, lead)
        before = matter.snapshot.clocks
        ask(matter, worker)
        assert matter.snapshot.clocks == before
        assert matter.whom() == ["dispatcher"]
        assert matter.entries[-1].audience is Audience.PARTIES

    def test_what_goes_to_the_street_is_told_to_the_street(self, matter: Matter, lead: UUID) -> None:
        params = {"unit": "working_days", "decided_by": "street"}
        matter.facts["pause"] = Fact(numbers={"times": 2, "longest": 10, "amount": 12}, params=params)
        request = ask(matter, at_work(matter, lead))
        assert matter.whom() == ["street"]
        assert matter.refusal("grant_time", CLERK, request=request.id) == "street_decides_time"
        matter.do("grant_time", STREET, request=request.id)

    def test_before_receiving_there_is_no_clock_to_move(self, matter: Matter, lead: UUID) -> None:
        matter.dispatched(lead)
        told = matter.refusal("ask_pause", person("lead", unit=lead), why="weather_safety", days=1, reason="雨")
        assert told == "receive_first"

    def test_what_no_rule_allows_is_neither_offered_nor_taken(self, matter: Matter, lead: UUID) -> None:
        worker = at_work(matter, lead)
        matter.snapshot = replace(matter.snapshot, unruled=frozenset({"pause"}))
        asks = {one.code for one in offered(matter.procedure, matter.snapshot, actor=worker, at=matter.now)}
        assert asks & {"ask_pause", "ask_extension"} == {"ask_extension"}
        assert matter.refusal("ask_pause", worker, why="weather_safety", days=1, reason="雨") == "no_rule_for_it"

    @pytest.mark.parametrize("what", ["ask_pause", "ask_extension"])
    def test_it_is_asked_for_before_the_time_is_over(self, matter: Matter, lead: UUID, what: str) -> None:
        worker = at_work(matter, lead)
        due = clock(matter, "handle", unit=lead).due.at
        matter.now = due + timedelta(seconds=1)
        assert matter.refusal(what, worker, why="complex", days=1, reason="忙") == "clock_is_past"
        matter.now = due
        matter.do(what, worker, why="complex", days=1, reason="忙")

    def test_one_request_at_a_time(self, matter: Matter, lead: UUID) -> None:
        worker = at_work(matter, lead)
        ask(matter, worker)
        assert matter.refusal("ask_extension", worker, why="complex", days=1, reason="忙") == "request_is_open"

    @pytest.mark.parametrize("days", [0, -1, "drei", 1001])
    def test_days_are_a_whole_number(self, matter: Matter, lead: UUID, days: object) -> None:
        worker = at_work(matter, lead)
        assert matter.refusal("ask_pause", worker, why="weather_safety", days=days, reason="雨") == "no_such_count"

    def test_no_longer_than_the_reason_allows(self, matter: Matter, lead: UUID) -> None:
        worker = at_work(matter, lead)
        assert matter.refusal("ask_pause", worker, why="weather_safety", days=11, reason="雨") == "asked_too_long"
        ask(matter, worker, days=10)

    def test_no_reason_outside_the_list(self, matter: Matter, lead: UUID) -> None:
        worker = at_work(matter, lead)
        matter.facts["pause"] = Fact(is_true=False, numbers={"times": 2, "longest": 0, "amount": 12})
        assert matter.refusal("ask_pause", worker, why="holiday", days=1, reason="休假") == "no_such_reason"

    def test_altogether_no_more_than_the_rule_allows(self, matter: Matter, lead: UUID) -> None:
        worker = at_work(matter, lead)
        matter.do("grant_time", CLERK, request=ask(matter, worker, days=10).id)
        assert matter.refusal("ask_pause", worker, why="weather_safety", days=3, reason="雨") == "asked_too_much"
        matter.do("grant_time", CLERK, request=ask(matter, worker, days=2).id)
        assert matter.refusal("ask_pause", worker, why="weather_safety", days=1, reason="雨") == "asked_too_often"

    def test_what_was_refused_or_taken_back_does_not_count(self, matter: Matter, lead: UUID) -> None:
        worker = at_work(matter, lead)
        for _ in range(3):
            matter.do("refuse_time", CLERK, request=ask(matter, worker, days=9).id, reason="可以先办")
            ask(matter, worker, days=9)
            matter.do("withdraw_time", worker)
        matter.do("grant_time", CLERK, request=ask(matter, worker, days=10).id)


class TestDeciding:
    def test_nobody_grants_their_own_request(self, matter: Matter, lead: UUID) -> None:
        worker = at_work(matter, lead)
        request = ask(matter, worker)
        colleague = person("dispatcher", unit=lead)
        both = ActorSnap(account=worker.account, unit=new_id(), roles=frozenset({"street"}))
        assert matter.refusal("grant_time", colleague, request=request.id) == "own_request"
        assert matter.refusal("grant_time", both, request=request.id) == "own_request"
        assert matter.refusal("refuse_time", colleague, request=request.id, reason="不行") == "own_request"

    def test_a_pause_moves_the_units_clock_and_the_promise_by_its_days(self, matter: Matter, lead: UUID) -> None:
        worker = at_work(matter, lead)
        assert clock(matter, "handle", unit=lead).due.at == day("2026-10-13")  # Saturday the 10th is worked
        promise = clock(matter, "reply").due.at
        matter.do("grant_time", CLERK, request=ask(matter, worker).id, note="同意")
        assert clock(matter, "handle", unit=lead).due.at == day("2026-10-16")
        assert promise == day("2026-10-14")
        assert clock(matter, "reply").due.at == day("2026-10-19")
        assert matter.whom() == ["units", "reporter"]
        assert matter.entries[-1].audience is Audience.PUBLIC

    def test_it_is_reckoned_from_the_asking_however_late_it_is_granted(self, matter: Matter, lead: UUID) -> None:
        worker = at_work(matter, lead)
        request = ask(matter, worker)
        matter.later(days=5).do("grant_time", CLERK, request=request.id)
        assert clock(matter, "handle", unit=lead).due.at == day("2026-10-16")

    def test_an_assistants_pause_leaves_the_promise_alone(self, matter: Matter, lead: UUID, helper: UUID) -> None:
        at_work(matter, lead, helper)
        worker = person("assistant", unit=helper)
        matter.do("receive", worker)
        promise, leads = clock(matter, "reply").due.at, clock(matter, "handle", unit=lead).due.at
        matter.do("grant_time", CLERK, request=ask(matter, worker).id)
        assert clock(matter, "handle", unit=helper).due.at == day("2026-10-16")
        assert (clock(matter, "reply").due.at, clock(matter, "handle", unit=lead).due.at) == (promise, leads)
        assert matter.whom() == ["units"]
        assert matter.entries[-1].audience is Audience.PARTIES

    def test_an_extension_is_counted_on_from_the_old_day(self, matter: Matter, lead: UUID) -> None:
        worker = at_work(matter, lead)
        matter.do("grant_time", CLERK, request=ask(matter, worker, what="ask_extension", days=5).id)
        assert clock(matter, "handle", unit=lead).due.at == day("2026-10-20")
        assert matter.refusal("ask_extension", worker, why="complex", days=1, reason="忙") == "asked_too_often"

    def test_what_is_refused_or_taken_back_leaves_no_trace_on_the_clock(self, matter: Matter, lead: UUID) -> None:
        worker = at_work(matter, lead)
        before = matter.snapshot.clocks
        matter.do("refuse_time", CLERK, request=ask(matter, worker).id, reason="可以先办别的")
        ask(matter, worker)
        matter.do("withdraw_time", worker)
        assert matter.snapshot.clocks == before
        assert [r.state for r in matter.snapshot.requests] == [RequestState.REFUSED, RequestState.WITHDRAWN]

    def test_it_is_decided_once(self, matter: Matter, lead: UUID) -> None:
        request = ask(matter, at_work(matter, lead))
        matter.do("grant_time", CLERK, request=request.id)
        assert matter.refusal("refuse_time", STREET, request=request.id, reason="不行") == "no_request_waits"

    def test_it_lapses_when_the_work_is_done_first(self, matter: Matter, lead: UUID) -> None:
        worker = at_work(matter, lead)
        request = ask(matter, worker)
        matter.do("answer", worker, text="雨停了，修好了").do("sign_off", worker)
        (now,) = matter.snapshot.requests
        assert (now.id, now.state) == (request.id, RequestState.LAPSED)
        assert matter.snapshot.state == "verifying"


class TestGoingOn:
    def test_a_pause_ended_early_gives_back_the_days_not_used(self, matter: Matter, lead: UUID) -> None:
        worker = at_work(matter, lead)
        matter.do("grant_time", CLERK, request=ask(matter, worker).id)
        matter.now = datetime(2026, 10, 12, 9, 0, tzinfo=SHANGHAI)  # Monday; Saturday stood still
        matter.do("resume_clock", worker)
        assert clock(matter, "handle", unit=lead).due.at == day("2026-10-14")
        assert clock(matter, "reply").due.at == day("2026-10-15")
        assert matter.refusal("resume_clock", worker) == "not_paused"
        assert matter.whom() == ["units", "reporter"]

    def test_a_pause_ended_before_it_began_was_none(self, matter: Matter, lead: UUID) -> None:
        worker = at_work(matter, lead)
        before = clock(matter, "handle", unit=lead).due.at
        matter.do("grant_time", CLERK, request=ask(matter, worker).id)
        matter.later(minutes=5).do("resume_clock", worker)
        assert clock(matter, "handle", unit=lead).due.at == before

    def test_nobody_ends_another_units_pause_but_who_decides(self, matter: Matter, lead: UUID, helper: UUID) -> None:
        worker = at_work(matter, lead, helper)
        matter.do("receive", person("assistant", unit=helper))
        matter.do("grant_time", CLERK, request=ask(matter, worker).id)
        assert matter.refusal("resume_clock", person("assistant", unit=helper)) == "not_paused"
        matter.do("resume_clock", CLERK)

    def test_the_end_at_its_limit_moves_nothing_and_is_noted_once(self, matter: Matter, lead: UUID) -> None:
        worker = at_work(matter, lead)
        matter.do("grant_time", CLERK, request=ask(matter, worker).id)
        clocks = matter.snapshot.clocks
        assert matter.refusal("end_pauses", ENGINE) == "pause_goes_on"
        matter.now = datetime(2026, 10, 14, 0, 0, tzinfo=SHANGHAI)
        matter.do("end_pauses", ENGINE)
        assert matter.snapshot.clocks == clocks
        assert matter.refusal("end_pauses", ENGINE) == "pause_goes_on"
        assert matter.whom() == ["units"]

    def test_the_time_line_alone_rebuilds_requests_and_clocks(self, matter: Matter, lead: UUID) -> None:
        worker = at_work(matter, lead)
        matter.do("grant_time", CLERK, request=ask(matter, worker, what="ask_extension", days=4).id)
        matter.do("grant_time", CLERK, request=ask(matter, worker).id).later(days=4).do("resume_clock", worker)
        rebuilt = rebuild(matter.procedure, matter.entries)
        assert differences(rebuilt, matter.snapshot) == ()
        (handle,) = [c for c in rebuilt.clocks.values() if c.name == "handle"]
        again = handle.reckoned(calendar=matter.calendar, at=matter.now)
        assert again.due.at == handle.due.at == clock(matter, "handle", unit=lead).due.at
