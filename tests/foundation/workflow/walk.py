"""A matter that tests walk through a procedure, one action after the other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import resources
from typing import Any
from uuid import UUID

from linli.foundation.rulepacks.limits import LimitsTable
from linli.foundation.workflow.outcome import ActorSnap, EntryDraft, Fact, Refusal, Step
from linli.foundation.workflow.procedure import ProcedureBody
from linli.foundation.workflow.snapshot import Snapshot
from linli.foundation.workflow.step import after, begin, step
from linli.kernel.uuid7 import new_id
from linli.kernel.worktime import SHANGHAI, WorkCalendar

FRIDAY = datetime(2026, 10, 9, 16, 10, tzinfo=SHANGHAI)
YES = Fact()
FACTS = {
    "duty.lead": YES,
    "duty.assist": YES,
    "kind": YES,
    "reopen": Fact(numbers={"days": 7, "times": 1}),
    "pause": Fact(
        numbers={"times": 2, "longest": 10, "amount": 12},
        params={"unit": "working_days", "decided_by": "community"},
        basis="rules of pauses",
    ),
    "extension": Fact(
        numbers={"times": 1, "longest": 5, "amount": 5},
        params={"unit": "working_days", "decided_by": "community"},
        basis="rules of extensions",
    ),
    "supervision": Fact(numbers={"amount": 1}, params={"unit": "working_days"}),
    "main": Fact(params={"id": "01a20000-0000-7000-8000-000000000001"}),
    "ratings": Fact(numbers={"low": 2}),
}


def shipped_body(room: str, path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((resources.files(f"linli.foundation.{room}") / path).read_text("utf-8"))
    return found


def person(*roles: str, unit: UUID | None = None, account: UUID | None = None) -> ActorSnap:
    return ActorSnap(account=account or new_id(), unit=unit, roles=frozenset(roles))


REPORTER = ActorSnap(roles=frozenset({"reporter"}))


@dataclass
class Matter:
    procedure: ProcedureBody
    limits: LimitsTable
    calendar: WorkCalendar
    now: datetime = FRIDAY
    entries: list[EntryDraft] = field(default_factory=list)
    told: list[Any] = field(default_factory=list)
    snapshot: Snapshot = field(init=False)
    facts: dict[str, Fact] = field(default_factory=lambda: dict(FACTS))
    last: Step | None = None

    def open(self, **values: Any) -> Matter:
        base = {"kind": "elevator", "urgency": "urgent"} | values
        self.snapshot = Snapshot(
            case_id=new_id(),
            community="990101001001",
            state=self.procedure.initial,
            opened_at=self.now,
            **base,
        )
        self._keep(begin(self.procedure, self.snapshot, actor=REPORTER, calendar=self.calendar, limits=self.limits))
        return self

    def attempt(self, action: str, actor: ActorSnap, **form: Any) -> Step | Refusal:
        return step(
            self.procedure,
            self.snapshot,
            action,
            actor=actor,
            at=self.now,
            calendar=self.calendar,
            limits=self.limits,
            form=form,
            facts=self.facts,
        )

    def do(self, action: str, actor: ActorSnap, **form: Any) -> Matter:
        taken = self.attempt(action, actor, **form)
        assert isinstance(taken, Step), taken
        self._keep(taken)
        return self

    def refusal(self, action: str, actor: ActorSnap, **form: Any) -> str:
        answer = self.attempt(action, actor, **form)
        assert isinstance(answer, Refusal), answer
        return answer.code

    def later(self, **length: float) -> Matter:
        self.now += timedelta(**length)
        return self

    def _keep(self, taken: Step) -> None:
        self.last = taken
        self.snapshot = after(self.snapshot, taken)
        self.entries += taken.entries
        self.told = list(taken.tell)

    def dispatched(self, lead: UUID, *assist: UUID) -> Matter:
        self.do("accept", person("dispatcher"))
        return self.do("dispatch", person("dispatcher"), lead=lead, assist=assist)

    def worked(self, unit: UUID, role: str = "lead") -> Matter:
        self.do("receive", person(role, unit=unit))
        self.do("answer", person(role, unit=unit), text="换了门机控制板")
        return self.do("sign_off", person(role, unit=unit))

    def closed(self, lead: UUID) -> Matter:
        self.dispatched(lead).worked(lead)
        return self.do("verify", person("verifier"), text="上下试乘 6 次")

    def whom(self) -> list[str]:
        return [tell.whom for tell in self.told]

    def clock(self, name: str) -> Mapping[str, Any]:
        return {str(c.party_id): c for c in self.snapshot.clocks if c.name == name and c.is_running}
