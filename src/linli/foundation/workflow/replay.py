"""The time line is the truth: state, parties, clocks and the matter's own facts rebuilt from its entries alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from linli.foundation.workflow.procedure import ProcedureBody
from linli.foundation.workflow.requests import RequestSnap
from linli.foundation.workflow.snapshot import ClockSnap, PartySnap, Snapshot
from linli.foundation.workflow.step import BEGIN, BESIDE
from linli.foundation.workflow.supervisions import SupervisionSnap
from linli.kernel.worktime import Due

_READ: Mapping[str, Callable[[str], Any]] = {"closed_at": datetime.fromisoformat, "main": UUID}


class Recorded(Protocol):
    """An entry as it was written: an ``EntryDraft`` or a row with the same names."""

    @property
    def action(self) -> str:
        """The code of what was done."""

    @property
    def actor(self) -> UUID | None:
        """The account that did it."""

    @property
    def at(self) -> datetime:
        """When."""

    @property
    def data(self) -> Mapping[str, Any]:
        """Ids and codes, with the state and the rows as they were afterwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What the entries say. ``faults`` name entries that the procedure could not have made (number and action)."""

    state: str
    version: int
    parties: Mapping[UUID, PartySnap]
    clocks: Mapping[UUID, ClockSnap]
    requests: Mapping[UUID, RequestSnap]
    supervisions: Mapping[UUID, SupervisionSnap]
    handlers: frozenset[UUID]
    case: Mapping[str, Any]
    faults: tuple[str, ...]


def rebuild(procedure: ProcedureBody, entries: Iterable[Recorded]) -> Rebuilt:
    """Fold a matter's entries, oldest first, back into what is stored beside them."""
    parties: dict[UUID, PartySnap] = {}
    clocks: dict[UUID, ClockSnap] = {}
    requests: dict[UUID, RequestSnap] = {}
    raised: dict[UUID, SupervisionSnap] = {}
    handlers: set[UUID] = set()
    case: dict[str, Any] = {}
    faults: list[str] = []
    state, number = "", 0
    for number, entry in enumerate(entries, start=1):
        if not _could_be(procedure, entry, state=state):
            faults.append(f"{number} {entry.action}")
        parties |= {p.id: p for p in map(PartySnap.from_data, entry.data.get("parties", ()))}
        clocks |= {c.id: c for c in map(ClockSnap.from_data, entry.data.get("clocks", ()))}
        requests |= {r.id: r for r in map(RequestSnap.from_data, entry.data.get("requests", ()))}
        raised |= {s.id: s for s in map(SupervisionSnap.from_data, entry.data.get("supervisions", ()))}
        case |= {name: _value(name, value) for name, value in entry.data.get("case", {}).items()}
        if entry.data.get("is_work") and entry.actor is not None:
            handlers.add(entry.actor)
        state = entry.data["state"]
    return Rebuilt(
        state=state,
        version=number,
        parties=parties,
        clocks=clocks,
        requests=requests,
        supervisions=raised,
        handlers=frozenset(handlers),
        case=case,
        faults=tuple(faults),
    )


def differences(rebuilt: Rebuilt, stored: Snapshot) -> tuple[str, ...]:
    """Name what the stored rows say otherwise than the entries do; the wording of due times' steps does not count."""
    found = list(rebuilt.faults)
    said: dict[str, tuple[Any, Any]] = {
        "state": (rebuilt.state, stored.state),
        "version": (rebuilt.version, stored.version),
        "handlers": (rebuilt.handlers, stored.handlers),
        "parties": (dict(rebuilt.parties), {party.id: party for party in stored.parties}),
        "requests": (dict(rebuilt.requests), {request.id: request for request in stored.requests}),
        "supervisions": (dict(rebuilt.supervisions), {one.id: one for one in stored.supervisions}),
        "clocks": (_bare(rebuilt.clocks.values()), _bare(stored.clocks)),
    }
    said |= {name: (value, getattr(stored, name)) for name, value in rebuilt.case.items()}
    return (*found, *(name for name, (told, kept) in said.items() if told != kept))


def _could_be(procedure: ProcedureBody, entry: Recorded, *, state: str) -> bool:
    if entry.action == BEGIN:
        return state == "" and entry.data["state"] == procedure.initial
    if entry.action in BESIDE:
        return state != "" and entry.data["state"] == state
    try:
        action = procedure.action(entry.action)
    except KeyError:
        return False
    return state in action.from_states and entry.data["state"] == (action.to or state)


def _bare(clocks: Iterable[ClockSnap]) -> dict[UUID, ClockSnap]:
    """Return the clocks without what entries do not repeat: the steps of the due time."""
    return {
        clock.id: replace(clock, due=Due(at=clock.due.at, steps=(), provisional=clock.due.provisional))
        for clock in clocks
    }


def _value(name: str, value: Any) -> Any:
    if value is None:
        return None
    read = _READ.get(name)
    return read(value) if read else value
