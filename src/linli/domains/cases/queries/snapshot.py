"""A matter as the engine sees it, read in one statement with its parties and clocks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from linli.domains.cases.models import Case, Clock, Party
from linli.foundation.workflow.snapshot import ClockSnap, PartyRole, PartySnap, PartyState, Snapshot
from linli.kernel.worktime import Due, Extension, Limit, LimitUnit, Pause


class NoSuchCase(LookupError):
    """There is no such matter, or this reader may not see it: the answer is the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A matter's row and what the engine sees of it; the rows keep what it does not know (basis, worker, steps)."""

    case: Case
    snapshot: Snapshot
    party_rows: tuple[Mapping[str, Any], ...]
    clock_rows: tuple[Mapping[str, Any], ...]


_PARTY = (
    "id", "unit_id", "role", "state", "item", "basis", "worker", "asked_at", "received_at", "answered_at", "signed_at",
    "refused_at", "released_at", "due_at",
)  # fmt: skip
_CLOCK = (
    "id", "party_id", "name", "limit_amount", "limit_unit", "basis", "calendar_version", "started_at", "due_at",
    "stopped_at", "pauses", "extensions", "steps", "is_provisional", "told",
)  # fmt: skip


def _rows(model: type[Party] | type[Clock], fields: tuple[str, ...], *order: str) -> ArraySubquery:
    rows = model._default_manager.filter(case=OuterRef("pk")).order_by(*order)  # noqa: SLF001 - Django's public manager
    return ArraySubquery(rows.values(row=JSONObject(**{name: name for name in fields})))


def load(case_id: UUID) -> Loaded:
    """Read a matter with its parties and clocks in one statement. Raises :class:`NoSuchCase`."""
    return _load(Q(pk=case_id))


def load_by_key(key_digest: str) -> Loaded:
    """Read the matter that a key opens, in one statement. Raises :class:`NoSuchCase`."""
    return _load(Q(key_digest=key_digest))


def _load(which: Q) -> Loaded:
    found = (
        Case.objects.filter(which)
        .annotate(
            party_rows=_rows(Party, _PARTY, "asked_at", "id"), clock_rows=_rows(Clock, _CLOCK, "started_at", "id")
        )
        .first()
    )
    if found is None:
        raise NoSuchCase
    parties: list[Mapping[str, Any]] = found.party_rows
    clocks: list[Mapping[str, Any]] = found.clock_rows
    snapshot = snapshot_of(found, parties=parties, clocks=clocks)
    return Loaded(case=found, snapshot=snapshot, party_rows=tuple(parties), clock_rows=tuple(clocks))


def snapshot_of(case: Case, *, parties: list[Mapping[str, Any]], clocks: list[Mapping[str, Any]]) -> Snapshot:
    """Return what the engine may know of a matter, from its rows."""
    return Snapshot(
        case_id=case.id,
        community=case.community,
        grid=case.grid,
        kind=case.kind,
        urgency=case.urgency,
        state=case.state,
        version=case.version,
        parties=tuple(_party(row) for row in parties),
        clocks=tuple(_clock(row) for row in clocks),
        handlers=frozenset(case.handlers),
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        reopened_count=case.reopened_count,
        is_rated=case.is_rated,
        is_sealed=case.is_sealed,
        sealed_against=frozenset(case.about_units),
    )


def moment(value: object) -> datetime | None:
    """Return a JSON moment as a datetime; PostgreSQL writes them with their offset."""
    return None if value is None else datetime.fromisoformat(str(value))


def _sure(value: object) -> datetime:
    return datetime.fromisoformat(str(value))


def _party(row: Mapping[str, Any]) -> PartySnap:
    return PartySnap(
        id=UUID(row["id"]),
        unit=UUID(row["unit_id"]),
        role=PartyRole(row["role"]),
        state=PartyState(row["state"]),
        asked_at=_sure(row["asked_at"]),
        received_at=moment(row["received_at"]),
        answered_at=moment(row["answered_at"]),
        signed_at=moment(row["signed_at"]),
        refused_at=moment(row["refused_at"]),
        released_at=moment(row["released_at"]),
    )


def _clock(row: Mapping[str, Any]) -> ClockSnap:
    return ClockSnap(
        id=UUID(row["id"]),
        name=row["name"],
        party_id=UUID(row["party_id"]) if row["party_id"] else None,
        limit=Limit(amount=row["limit_amount"], unit=LimitUnit(row["limit_unit"])),
        started_at=_sure(row["started_at"]),
        due=Due(at=_sure(row["due_at"]), steps=(), provisional=row["is_provisional"]),
        calendar_version=row["calendar_version"],
        ended_at=moment(row["stopped_at"]),
        pauses=tuple(
            Pause(start=_sure(p["start"]), end=moment(p["end"]), reason=p.get("reason", "")) for p in row["pauses"]
        ),
        extensions=tuple(
            Extension(limit=Limit(amount=e["amount"], unit=LimitUnit(e["unit"])), reason=e.get("reason", ""))
            for e in row["extensions"]
        ),
    )
