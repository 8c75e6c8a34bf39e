"""A step's outcome as rows: the matter's own columns, parties, clocks, entries and words, not yet written."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from linli.domains.cases.models import Case, Clock, Entry, EntryText, Party, Supervision, TimeRequest
from linli.foundation.audit import log as audit
from linli.foundation.scope.reader import JOB, Reader
from linli.foundation.workflow.outcome import (
    ClockChange,
    EntryDraft,
    PartyChange,
    RequestChange,
    Step,
    SupervisionChange,
)
from linli.foundation.workflow.snapshot import Snapshot
from linli.kernel.uuid7 import new_id

REPLY_CLOCK = "reply"


def due_of(snapshot: Snapshot) -> tuple[datetime | None, bool]:
    """Return when the next step is due and whether that is provisional.

    That is the clock of the state (accept, dispatch, arbitrate, verify, review), else the lead's (receive, handle),
    else any party's; what was promised to the reporter is :func:`reply_of`.
    """
    running = [c for c in snapshot.running_clocks() if c.name != REPLY_CLOCK]
    lead = snapshot.lead
    own = [c for c in running if c.party_id is None]
    leading = [c for c in running if lead is not None and c.party_id == lead.id]
    first = next(iter(own or leading or running), None)
    return (first.due.at, first.due.provisional) if first else (None, False)


def reply_of(snapshot: Snapshot) -> datetime | None:
    """Return by when the reporter was promised an answer."""
    return next((c.due.at for c in snapshot.running_clocks() if c.name == REPLY_CLOCK), None)


def apply_to_row(case: Case, *, step: Step, after: Snapshot) -> None:
    """Put the step's outcome on the matter's row (not yet written)."""
    case.state = after.state
    case.main_id = after.main
    case.version = after.version
    case.kind, case.urgency = after.kind, after.urgency
    case.closed_at, case.reopened_count, case.is_rated = after.closed_at, after.reopened_count, after.is_rated
    case.question = after.question
    case.lead_unit_id = after.lead.unit if after.lead else None
    case.units = sorted({*case.units, *(p.unit for p in after.parties)}, key=str)
    case.handlers = sorted(after.handlers, key=str)
    case.due_at, case.is_due_provisional = due_of(after)
    case.reply_due_at = reply_of(after) or case.reply_due_at
    if "confirm_kind" in step.effects or any(e.action == "confirm_kind" for e in step.entries):
        case.is_kind_confirmed = True


def party_row(
    change: PartyChange, *, case: Case, known: Mapping[UUID, Mapping[str, Any]], after: Snapshot, reader: Reader
) -> Party:
    """Return a party's row after the step; what the engine does not know is taken over from the row before.

    ``worker`` is who of the unit took the matter on.
    """
    party, before = change.party, known.get(change.party.id, {})
    due = next((c.due.at for c in after.running_clocks() if c.party_id == party.id), None)
    return Party(
        id=party.id,
        case_id=case.id,
        community=case.community,
        unit_id=party.unit,
        role=party.role.value,
        state=party.state.value,
        item=before.get("item"),
        basis=before.get("basis", ""),
        worker=before.get("worker") or (reader.account_id if party.received_at and party.unit == reader.unit else None),
        asked_at=party.asked_at,
        received_at=party.received_at,
        answered_at=party.answered_at,
        signed_at=party.signed_at,
        refused_at=party.refused_at,
        released_at=party.released_at,
        due_at=due,
    )


def clock_row(change: ClockChange, *, case: Case, basis: str, known: Mapping[UUID, Mapping[str, Any]]) -> Clock:
    """Return a clock's row after the step; a due time that was not reckoned anew keeps its explanation and basis."""
    clock, before = change.clock, known.get(change.clock.id, {})
    return Clock(
        id=clock.id,
        case_id=case.id,
        community=case.community,
        party_id=clock.party_id,
        name=clock.name,
        limit_amount=clock.limit.amount,
        limit_unit=clock.limit.unit.value,
        basis=before.get("basis", basis) if not clock.due.steps else basis,
        calendar_version=clock.calendar_version,
        started_at=clock.started_at,
        due_at=clock.due.at,
        stopped_at=clock.ended_at,
        pauses=[
            {"start": p.start.isoformat(), "end": p.end.isoformat() if p.end else None, "reason": p.reason}
            for p in clock.pauses
        ],
        extensions=[
            {"amount": e.limit.amount, "unit": e.limit.unit.value, "reason": e.reason} for e in clock.extensions
        ],
        steps=[s.to_json() for s in clock.due.steps] or before.get("steps", []),
        is_provisional=clock.due.provisional,
        told="" if _has_more_time(clock.due.at, before) else before.get("told", ""),
    )


def _has_more_time(due_at: datetime, before: Mapping[str, Any]) -> bool:
    """Whether a clock is due later than it was: then it is warned of again before it runs out."""
    return bool(before) and due_at > datetime.fromisoformat(before["due_at"])


def request_row(change: RequestChange, *, case: Case) -> TimeRequest:
    """Return a request's row after the step."""
    request = change.request
    return TimeRequest(
        id=request.id,
        case_id=case.id,
        community=case.community,
        clock_id=request.clock_id,
        party_id=request.party_id,
        unit=request.unit,
        kind=request.kind.value,
        reason=request.reason,
        length_amount=request.length.amount,
        length_unit=request.length.unit.value,
        decider=request.decider.value,
        state=request.state.value,
        asked_by=request.asked_by,
        asked_at=request.asked_at,
        decided_by=request.decided_by,
        decided_at=request.decided_at,
        from_at=request.from_at,
        until_at=request.until_at,
    )


def supervision_row(change: SupervisionChange, *, case: Case) -> Supervision:
    """Return a record of supervision's row after the step."""
    one = change.supervision
    return Supervision(
        id=one.id,
        case_id=case.id,
        community=case.community,
        clock_id=one.clock_id,
        party_id=one.party_id,
        unit=one.unit,
        level=one.level.value,
        raised_at=one.raised_at,
        answer_due_at=one.answer_due_at,
        answered_at=one.answered_at,
        answered_by=one.answered_by,
        ended_at=one.ended_at,
    )


def entry_rows(drafts: Iterable[EntryDraft], *, case: Case, reader: Reader, first: int) -> list[Entry]:
    """Return the entries' rows, numbered from ``first``; words are digested, never stored here."""
    rows = []
    for offset, draft in enumerate(drafts):
        is_engine = draft.actor is None and offset > 0
        rows.append(
            Entry(
                id=new_id(),
                case_id=case.id,
                community=case.community,
                number=first + offset,
                at=draft.at,
                actor=JOB if is_engine else reader.id,
                actor_unit=None if is_engine else (draft.unit or reader.unit),
                actor_role="" if is_engine else reader.role,
                action=draft.action,
                audience=draft.audience.value,
                data=dict(draft.data),
                text_digest=audit.text_digest(draft.text) if draft.text else "",
            )
        )
    return rows


def text_rows(drafts: Iterable[EntryDraft], *, entries: list[Entry], case: Case) -> list[EntryText]:
    """Return the words of the entries that have some."""
    return [
        EntryText(entry_id=entry.id, community=case.community, case_id=case.id, text=draft.text)
        for draft, entry in zip(drafts, entries, strict=True)
        if draft.text
    ]
