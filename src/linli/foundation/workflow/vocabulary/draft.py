"""A step being put together: effects write here what changes, and it becomes a ``Step`` at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from linli.foundation.rulepacks.limits import LimitsTable
from linli.foundation.workflow.outcome import (
    ActorSnap,
    ClockChange,
    EntryDraft,
    PartyChange,
    RequestChange,
    Step,
    SupervisionChange,
    Tell,
)
from linli.foundation.workflow.procedure import Action, Audience, State, TellRule
from linli.foundation.workflow.requests import RequestSnap, RequestState
from linli.foundation.workflow.snapshot import ClockSnap, PartyRole, PartySnap, Snapshot
from linli.foundation.workflow.supervisions import SupervisionSnap
from linli.kernel.worktime import WorkCalendar, due

UNIT_AUDIENCES = {"lead": (PartyRole.LEAD,), "assist": (PartyRole.ASSIST,), "units": tuple(PartyRole)}
RECEIVE_CLOCK, HANDLE_CLOCK = "receive", "handle"
ASKED_UNITS = "asked"
RELEASED_UNITS = "released"


@dataclass(slots=True, kw_only=True)
class Draft:
    """Collects the changes of one action. ``parties`` and ``clocks`` show the matter with the changes made so far."""

    snapshot: Snapshot
    at: datetime
    calendar: WorkCalendar
    limits: LimitsTable
    new_ids: Callable[[], UUID]
    state: str = ""
    case: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    takes_back: tuple[str, ...] = ()
    is_quiet: bool = False
    audience: Audience | None = None
    parties: dict[UUID, PartySnap] = field(init=False)
    clocks: dict[UUID, ClockSnap] = field(init=False)
    requests: dict[UUID, RequestSnap] = field(init=False)
    supervisions: dict[UUID, SupervisionSnap] = field(init=False)
    tells: list[Tell] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin from the matter as it is."""
        self.parties = {party.id: party for party in self.snapshot.parties}
        self.clocks = {clock.id: clock for clock in self.snapshot.clocks}
        self.requests = {request.id: request for request in self.snapshot.requests}
        self.supervisions = {one.id: one for one in self.snapshot.supervisions}

    @property
    def kind(self) -> str:
        """The kind that counts from this step on."""
        return str(self.case.get("kind", self.snapshot.kind))

    @property
    def urgency(self) -> str:
        """The urgency that counts from this step on."""
        return str(self.case.get("urgency", self.snapshot.urgency))

    def now(self) -> Snapshot:
        """Return the matter with the changes made so far."""
        return replace(
            self.snapshot, parties=tuple(self.parties.values()), clocks=tuple(self.clocks.values()), **self.case
        )

    def ask(self, unit: UUID, *, role: PartyRole) -> PartySnap:
        """Give a unit a part and start its clock for receiving.

        A part it already has goes on; one in another role ends, and so does another unit's lead: there is one.
        """
        standing = self.now().party_of(unit)
        if standing is not None and standing.role is role:
            return standing
        if standing is not None:
            self.release(standing)
        lead = self.now().lead
        if role is PartyRole.LEAD and lead is not None:
            self.release(lead)
        party = PartySnap(id=self.new_ids(), unit=unit, role=role, asked_at=self.at)
        self.parties[party.id] = party
        self.start_clock(RECEIVE_CLOCK, party_id=party.id)
        return party

    def change(self, party: PartySnap, **values: Any) -> PartySnap:
        """Note a party's new state or moments."""
        self.parties[party.id] = replace(self.parties[party.id], **values)
        return self.parties[party.id]

    def release(self, party: PartySnap, **values: Any) -> None:
        """End a party's part in the running round, with its clocks."""
        self.change(party, released_at=self.at, **values)
        self.stop_clocks(party_id=party.id)

    def release_all(self) -> None:
        """End every part in the running round, with its clocks."""
        for party in list(self.now().workers()):
            self.release(party)

    def start_clock(self, name: str, *, party_id: UUID | None = None) -> None:
        """Start a clock with the limit of the rule pack. Raises NoLimit when the pack does not know it."""
        limit = self.limits.limit_for(name, kind=self.kind, urgency=self.urgency)
        clock = ClockSnap(
            id=self.new_ids(),
            name=name,
            party_id=party_id,
            limit=limit,
            started_at=self.at,
            due=due(self.at, limit=limit, calendar=self.calendar),
            calendar_version=self.calendar.version,
        )
        self.clocks[clock.id] = clock

    def stop_clocks(self, *names: str, party_id: UUID | None = None) -> None:
        """Stop running clocks of the matter or of one party: those named, or all of them."""
        for clock in list(self.clocks.values()):
            if clock.is_running and clock.party_id == party_id and (not names or clock.name in names):
                self.clocks[clock.id] = replace(clock, ended_at=self.at)

    def retime(self, *, with_own_limits: bool = False) -> None:
        """Reckon every running clock again from its own start, with the limit of the kind and urgency of now.

        ``with_own_limits`` keeps the limits they were given: only the calendar is new. A clock that comes out due at
        the same moment, and as certain of it, is left as it was.
        """
        for clock in [clock for clock in self.clocks.values() if clock.is_running]:
            limit = clock.limit
            if not with_own_limits:
                limit = self.limits.limit_for(clock.name, kind=self.kind, urgency=self.urgency)
            fresh = clock.reckoned(calendar=self.calendar, at=self.at, limit=limit)
            same = (clock.limit, clock.due.at, clock.due.provisional)
            if (limit, fresh.due.at, fresh.due.provisional) != same:
                self.clocks[clock.id] = fresh

    def move(self, clock: ClockSnap, **changes: Any) -> None:
        """Give a clock other ``pauses`` or ``extensions``, and reckon from its start when it is due now."""
        self.clocks[clock.id] = clock.reckoned(calendar=self.calendar, at=self.at, **changes)

    def enter(self, state: State) -> None:
        """Be in a state: its clocks run (those that run already go on), the matter's other clocks stop."""
        self.state = state.code
        running = {c.name for c in self.clocks.values() if c.is_running and c.party_id is None}
        self.stop_case_clocks(running - set(state.clocks))
        for name in state.clocks:
            if name not in running:
                self.start_clock(name)

    def stop_case_clocks(self, names: Iterable[str]) -> None:
        """Stop the matter's own clocks of these names; no name stops none."""
        for name in names:
            self.stop_clocks(name)

    def tell_by(self, rules: Iterable[TellRule], *, hold_seconds: int) -> None:
        """Turn the action's rules of telling into messages; units are named, so that a message finds its inbox."""
        for rule in rules:
            units = self._units(rule.whom)
            if units == () or (self.is_quiet and units is not None):
                continue
            hold = hold_seconds if rule.is_held else 0
            self.tells.append(Tell(whom=rule.whom, message=rule.message, unit_ids=units or (), hold_seconds=hold))

    def finish(self, action: Action, *, actor: ActorSnap, text: str, audience: Audience) -> Step:
        """Return the step: what differs from the beginning, and an entry from which it can all be rebuilt."""
        self._let_go_of_ended_clocks()
        before = self.snapshot
        parties = tuple(PartyChange(party=p, is_new=new) for p, new in _changed(before.parties, self.parties))
        clocks = tuple(ClockChange(clock=c, is_new=new) for c, new in _changed(before.clocks, self.clocks))
        requests = tuple(RequestChange(request=r, is_new=new) for r, new in _changed(before.requests, self.requests))
        raised = tuple(
            SupervisionChange(supervision=s, is_new=new) for s, new in _changed(before.supervisions, self.supervisions)
        )
        has_worked = action.is_work or self.snapshot.party_of(actor.unit) is not None
        handlers = frozenset({actor.account} if has_worked and actor.account is not None else ())
        data = dict(self.data) | {
            "state": self.state,
            "parties": [change.party.to_data() for change in parties],
            "clocks": [change.clock.to_data() for change in clocks],
            "supervisions": [change.supervision.to_data() for change in raised],
            "requests": [change.request.to_data() for change in requests],
            "case": {name: _plain(value) for name, value in self.case.items()},
        }
        if handlers:
            data["is_work"] = True
        entry = EntryDraft(
            action=action.code,
            audience=audience,
            data={name: value for name, value in data.items() if value not in ([], {})},
            text=text,
            actor=actor.account,
            unit=actor.unit,
            at=self.at,
        )
        return Step(
            state=self.state,
            party_changes=parties,
            clock_changes=clocks,
            request_changes=requests,
            supervision_changes=raised,
            entries=(entry,),
            tell=tuple(self.tells),
            effects=action.effects,
            case=self.case,
            takes_back=self.takes_back,
            handlers=handlers,
        )

    def _let_go_of_ended_clocks(self) -> None:
        """End what waits for a clock that has ended: requests have lapsed, and nobody owes an explanation any more."""
        for request in [one for one in self.requests.values() if one.is_open]:
            if not self.clocks[request.clock_id].is_running:
                self.requests[request.id] = replace(request, state=RequestState.LAPSED, decided_at=self.at)
        for one in [one for one in self.supervisions.values() if one.is_open]:
            if not self.clocks[one.clock_id].is_running:
                self.supervisions[one.id] = replace(one, ended_at=self.at)

    def _units(self, whom: str) -> tuple[UUID, ...] | None:
        """Return the units a rule means, or None where it means people of the territory or the reporter."""
        before = {party.id for party in self.snapshot.parties}
        if whom == ASKED_UNITS:
            return tuple(party.unit for party in self.parties.values() if party.id not in before)
        if whom == RELEASED_UNITS:
            return tuple(party.unit for party in self.parties.values() if party.released_at == self.at)
        if whom in UNIT_AUDIENCES:
            roles = UNIT_AUDIENCES[whom]
            return tuple(party.unit for party in self.now().workers() if party.role in roles)
        return None


def _changed(before: Iterable[Any], now: Mapping[UUID, Any]) -> list[tuple[Any, bool]]:
    """Return what differs from the beginning, and whether it is new."""
    was = {one.id: one for one in before}
    return [(one, one.id not in was) for one in now.values() if was.get(one.id) != one]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
