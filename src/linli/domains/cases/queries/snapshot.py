"""A matter as the engine sees it, read in one statement with its parties and clocks."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from linli.domains.cases.models import Case
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.workflow.procedure import RULED_FACTS
from linli.foundation.workflow.requests import Decider, RequestKind, RequestSnap, RequestState
from linli.foundation.workflow.snapshot import ClockSnap, PartyRole, PartySnap, PartyState, Snapshot
from linli.foundation.workflow.supervisions import Level, SupervisionSnap
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
    main_code: str = ""
    followers: tuple[tuple[UUID, str], ...] = ()
    has_looks: bool = False


_STATEMENT = """
SELECT c.*,
    (SELECT coalesce(jsonb_agg(to_jsonb(p) ORDER BY p.asked_at, p.id), '[]')
        FROM cases_party p WHERE p.case_id = c.id) AS party_json,
    (SELECT coalesce(jsonb_agg(to_jsonb(k) ORDER BY k.started_at, k.id), '[]')
        FROM cases_clock k WHERE k.case_id = c.id) AS clock_json,
    (SELECT coalesce(jsonb_agg(to_jsonb(q) ORDER BY q.asked_at, q.id), '[]')
        FROM cases_timerequest q WHERE q.case_id = c.id) AS request_json,
    (SELECT coalesce(jsonb_agg(to_jsonb(s) ORDER BY s.raised_at, s.id), '[]')
        FROM cases_supervision s WHERE s.case_id = c.id) AS raised_json,
    (SELECT m.code FROM cases_case m WHERE m.id = c.main_id) AS main_code,
    (SELECT coalesce(jsonb_agg(jsonb_build_array(f.id, f.code) ORDER BY f.id), '[]')
        FROM cases_case f WHERE f.main_id = c.id) AS follower_json,
    EXISTS (SELECT 1 FROM cases_secondlook l WHERE l.case_id = c.id) AS has_looks
FROM cases_case c WHERE """
"""Written out, because every step reads it: building it from expressions costs more than its answer."""


def load(case_id: UUID) -> Loaded:
    """Read a matter with its parties and clocks in one statement. Raises :class:`NoSuchCase`."""
    return _load("c.id = %s", case_id)


def load_by_key(key_digest: str) -> Loaded:
    """Read the matter that a key opens, in one statement. Raises :class:`NoSuchCase`."""
    return _load("c.key_digest = %s", key_digest)


def _load(condition: str, value: UUID | str) -> Loaded:
    found = next(iter(Case.objects.raw(_STATEMENT + condition, [value])), None)
    if found is None:
        raise NoSuchCase
    beside = vars(found)  # columns that are no field of the matter
    parties: list[Mapping[str, Any]] = json.loads(beside["party_json"])
    clocks: list[Mapping[str, Any]] = json.loads(beside["clock_json"])
    requests: list[Mapping[str, Any]] = json.loads(beside["request_json"])
    raised: list[Mapping[str, Any]] = json.loads(beside["raised_json"])
    snapshot = snapshot_of(found, parties=parties, clocks=clocks, requests=requests, raised=raised)
    return Loaded(
        case=found,
        snapshot=snapshot,
        party_rows=tuple(parties),
        clock_rows=tuple(clocks),
        main_code=beside["main_code"] or "",
        has_looks=beside["has_looks"],
        followers=tuple((UUID(key), code) for key, code in json.loads(beside["follower_json"])),
    )


def snapshot_of(
    case: Case,
    *,
    parties: list[Mapping[str, Any]],
    clocks: list[Mapping[str, Any]],
    requests: list[Mapping[str, Any]],
    raised: list[Mapping[str, Any]],
) -> Snapshot:
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
        requests=tuple(_request(row) for row in requests),
        supervisions=tuple(_supervision(row) for row in raised),
        handlers=frozenset(case.handlers),
        opened_at=case.opened_at,
        procedure=case.procedure,
        unruled=_unruled(case),
        closed_at=case.closed_at,
        reopened_count=case.reopened_count,
        main=case.main_id,
        is_rated=case.is_rated,
        is_sealed=case.is_sealed,
        question=case.question,
        sealed_against=frozenset(case.about_units),
    )


def moment(value: object) -> datetime | None:
    """Return a JSON moment as a datetime; PostgreSQL writes them with their offset."""
    return None if value is None else datetime.fromisoformat(str(value))


def _sure(value: object) -> datetime:
    return datetime.fromisoformat(str(value))


def _unruled(case: Case) -> frozenset[str]:
    """Return the facts that no rule pack of the matter's procedure tells in its community: steps by them wait."""
    today = timezone.localdate()
    return frozenset(
        fact
        for fact, pack in RULED_FACTS.items()
        if not rulepacks.has_rules(f"{pack}.{case.procedure}", scope=case.community, on=today)
    )


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


def _request(row: Mapping[str, Any]) -> RequestSnap:
    return RequestSnap(
        id=UUID(row["id"]),
        kind=RequestKind(row["kind"]),
        clock_id=UUID(row["clock_id"]),
        party_id=UUID(row["party_id"]),
        unit=UUID(row["unit"]),
        asked_by=_uuid(row["asked_by"]),
        asked_at=_sure(row["asked_at"]),
        reason=row["reason"],
        length=Limit(amount=row["length_amount"], unit=LimitUnit(row["length_unit"])),
        decider=Decider(row["decider"]),
        state=RequestState(row["state"]),
        decided_by=_uuid(row["decided_by"]),
        decided_at=moment(row["decided_at"]),
        from_at=moment(row["from_at"]),
        until_at=moment(row["until_at"]),
    )


def _supervision(row: Mapping[str, Any]) -> SupervisionSnap:
    return SupervisionSnap(
        id=UUID(row["id"]),
        clock_id=UUID(row["clock_id"]),
        party_id=_uuid(row["party_id"]),
        unit=_uuid(row["unit"]),
        level=Level(row["level"]),
        raised_at=_sure(row["raised_at"]),
        answer_due_at=_sure(row["answer_due_at"]),
        answered_at=moment(row["answered_at"]),
        answered_by=_uuid(row["answered_by"]),
        ended_at=moment(row["ended_at"]),
    )


def _uuid(value: str | None) -> UUID | None:
    return UUID(value) if value else None
