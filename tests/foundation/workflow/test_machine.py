"""Whatever people do in whatever order, the promises of the procedure hold."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from tests.foundation.workflow.walk import REPORTER, Matter, shipped_body

from linli.foundation.rulepacks.limits import LimitsTable
from linli.foundation.workflow.outcome import ENGINE, ActorSnap, Step
from linli.foundation.workflow.procedure import parse
from linli.foundation.workflow.replay import differences, rebuild
from linli.foundation.workflow.snapshot import PartyRole, PartyState
from linli.foundation.workflow.step import offered
from linli.kernel.uuid7 import new_id
from linli.kernel.worktime import WorkCalendar, due

PROCEDURE = parse(shipped_body("workflow", "procedures/grid_event.json"), version=1)
LIMITS = LimitsTable.parse(shipped_body("rulepacks", "packs/limits.grid_event.json")["body"])
CALENDAR = WorkCalendar(version=1, published_years=frozenset({2026, 2027}))
UNITS = tuple(new_id() for _ in range(3))
STANDING = ("dispatcher", "verifier", "street", "grid_worker")
AT_UNITS = ("lead", "assistant", "verifier")
PEOPLE = (
    REPORTER,
    ENGINE,
    *(ActorSnap(account=new_id(), unit=unit, roles=frozenset({role})) for unit in UNITS for role in AT_UNITS),
    *(ActorSnap(account=new_id(), roles=frozenset({role})) for role in STANDING),
)
FORWARD = {
    "accept", "dispatch", "receive", "answer", "sign_off", "verify", "verify_fail", "rate", "reopen", "appeal",
    "review_again", "review_close", "refuse", "uphold_refusal", "reject_refusal", "hand_back", "leave",
    "ask_pause", "ask_extension", "grant_time", "resume_clock",
}  # fmt: skip


class Walk(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.matter = Matter(procedure=PROCEDURE, limits=LIMITS, calendar=CALENDAR).open()
        self.rebuilt_version = 0

    @rule(
        action=st.sampled_from([action.code for action in PROCEDURE.actions]),
        actor=st.sampled_from(PEOPLE),
        answers=st.data(),
    )
    def somebody_tries_something(self, action: str, actor: ActorSnap, answers: st.DataObject) -> None:
        self.try_it(action, actor, answers)

    @rule(actor=st.sampled_from(PEOPLE), answers=st.data())
    def somebody_does_what_is_offered(self, actor: ActorSnap, answers: st.DataObject) -> None:
        snapshot, now = self.matter.snapshot, self.matter.now
        choices = offered(PROCEDURE, snapshot, actor=actor, at=now, facts=self.matter.facts)
        if choices:
            self.try_it(answers.draw(st.sampled_from([choice.code for choice in choices])), actor, answers)

    @rule(answers=st.data())
    def the_matter_moves_on(self, answers: st.DataObject) -> None:
        """Whoever can do the next thing does it, so that walks get far."""
        snapshot, now, facts = self.matter.snapshot, self.matter.now, self.matter.facts
        ways: dict[str, list[ActorSnap]] = {}
        for actor in PEOPLE:
            for action in offered(PROCEDURE, snapshot, actor=actor, at=now, facts=facts):
                own = snapshot.party_of(actor.unit)
                is_done = action.code == "answer" and own is not None and own.state is PartyState.ANSWERED
                if action.code in FORWARD and not is_done:
                    ways.setdefault(action.code, []).append(actor)
        if ways:
            code = answers.draw(st.sampled_from(sorted(ways)))
            self.try_it(code, answers.draw(st.sampled_from(ways[code])), answers)

    @rule(answers=st.data())
    def the_matter_moves_on_again(self, answers: st.DataObject) -> None:
        self.the_matter_moves_on(answers)

    @rule(minutes=st.sampled_from([0, 1, 45, 60 * 20, 60 * 24 * 5]))
    def time_passes(self, minutes: int) -> None:
        self.matter.now += timedelta(minutes=minutes)

    def try_it(self, code: str, actor: ActorSnap, answers: st.DataObject) -> None:
        before = self.matter.snapshot
        taken = self.matter.attempt(code, actor, **self.form(code, answers))
        if not isinstance(taken, Step):
            assert self.matter.snapshot == before
            return
        action = PROCEDURE.action(code)
        assert before.state in action.from_states
        assert action.by & actor.roles
        if code in {"verify", "verify_fail"}:
            assert actor.account not in before.handlers
        self.matter._keep(taken)

    def form(self, code: str, answers: st.DataObject) -> dict[str, Any]:
        values = {
            "unit": st.sampled_from(UNITS),
            "units": st.lists(st.sampled_from(UNITS), max_size=3),
            "party": st.sampled_from([p.id for p in self.matter.snapshot.parties] or [new_id()]),
            "text": st.sampled_from(["好了", "原因"]),
            "private_text": st.just("谢谢"),
            "rating": st.integers(min_value=1, max_value=5),
            "kind": st.sampled_from(["noise", "elevator", "policy_question"]),
            "pause_reason": st.sampled_from(["weather_safety", "reporter_material"]),
            "extension_reason": st.just("complex"),
            "count": st.integers(min_value=1, max_value=12),
            "matter": st.just("1234567897"),
            "clock": st.sampled_from([c.id for c in self.matter.snapshot.clocks] or [new_id()]),
            "request": st.sampled_from([r.id for r in self.matter.snapshot.requests] or [new_id()]),
            "audience": st.sampled_from(["public", "parties", "internal"]),
        }
        form = {}
        for field in PROCEDURE.action(code).form:
            if field.is_required or answers.draw(st.booleans()):
                choices = st.sampled_from(sorted(field.choices)) if field.type == "choice" else values[field.type]
                form[field.name] = answers.draw(choices)
        return form

    @invariant()
    def one_unit_leads_at_a_time(self) -> None:
        leads = [p for p in self.matter.snapshot.workers() if p.role is PartyRole.LEAD]
        assert len(leads) <= 1
        assert leads or self.matter.snapshot.state not in {"handling", "arbitration", "verifying"}

    @invariant()
    def a_unit_has_one_part(self) -> None:
        units = [party.unit for party in self.matter.snapshot.workers()]
        assert len(units) == len(set(units))

    @invariant()
    def closed_means_signed_by_all(self) -> None:
        snapshot = self.matter.snapshot
        assert (snapshot.state == "closed") == (snapshot.closed_at is not None)
        if snapshot.state in {"closed", "verifying"}:
            assert all(party.state is PartyState.SIGNED_OFF for party in snapshot.workers())

    @invariant()
    def clocks_run_exactly_where_they_should(self) -> None:
        snapshot = self.matter.snapshot
        running = [c.name for c in snapshot.running_clocks() if c.party_id is None]
        assert sorted(running) == sorted(PROCEDURE.state(snapshot.state).clocks)
        own = {c.party_id: c.name for c in snapshot.running_clocks() if c.party_id is not None}
        expected = {PartyState.ASKED: "receive"} | dict.fromkeys(
            (PartyState.RECEIVED, PartyState.WORKING, PartyState.ANSWERED), "handle"
        )
        assert own == {p.id: expected[p.state] for p in snapshot.workers() if p.state in expected}

    @invariant()
    def only_what_was_granted_moves_a_clock(self) -> None:
        snapshot = self.matter.snapshot
        moved = [request for request in snapshot.requests if request.has_moved]
        for clock in snapshot.clocks:
            if clock.name == "handle":
                own = [r for r in moved if r.clock_id == clock.id]
                assert len(clock.pauses) + len(clock.extensions) == len(own)
                plain = due(clock.started_at, limit=clock.limit, calendar=CALENDAR)
                assert plain.at <= clock.due.at
        running = {clock.id for clock in snapshot.running_clocks()}
        assert all(r.clock_id in running and r.decided_by is None for r in snapshot.requests if r.is_open)
        for request in snapshot.requests:
            if request.decided_by is not None:
                assert request.decided_by != request.asked_by

    @invariant()
    def the_time_line_alone_rebuilds_it(self) -> None:
        """With each due time reckoned again; a refused step changed nothing, as ``try_it`` asserts."""
        snapshot = self.matter.snapshot
        if snapshot.version == self.rebuilt_version:
            return
        assert differences(rebuild(PROCEDURE, self.matter.entries), snapshot) == ()
        for clock in snapshot.clocks:
            assert clock.due == due(
                clock.started_at, limit=clock.limit, calendar=CALENDAR, pauses=clock.pauses, extensions=clock.extensions
            )
        self.rebuilt_version = snapshot.version


Walk.TestCase.settings = settings(
    max_examples=50, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
TestWalk = Walk.TestCase
