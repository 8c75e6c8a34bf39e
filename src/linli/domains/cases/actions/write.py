"""Writes a step of the engine: the matter moves by compare-and-set, and parties, clocks, entries and words follow.

One statement writes them all. Its first part moves the matter only if nobody was faster; the others depend on it, so
that a stale page changes nothing at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, models

from linli.domains.cases.actions.rows import (
    apply_to_row,
    clock_row,
    entry_rows,
    party_row,
    request_row,
    supervision_row,
    text_rows,
)
from linli.domains.cases.events import CaseMoved
from linli.domains.cases.models import Case, Clock, Entry, EntryText, Party, Supervision, TimeRequest
from linli.domains.cases.queries.snapshot import Loaded
from linli.foundation.audit import log as audit
from linli.foundation.events import outbox
from linli.foundation.scope.bulk import as_json, insertion
from linli.foundation.scope.reader import JOB, Reader, job_reader
from linli.foundation.workflow.outcome import PartyChange, Step
from linli.foundation.workflow.snapshot import PartyRole, Snapshot

Groups = Mapping[type[models.Model], Sequence[models.Model]]
"""Rows to write, by their table."""


class SomebodyWasFaster(RuntimeError):
    """The matter moved since the page was made: nothing was written."""


REWRITTEN = (Party, Clock, TimeRequest, Supervision)
"""Tables whose rows change with their matter; entries and words are only added."""

PLACE_COLUMNS = ("building_id", "dwelling_id", "stair", "floor", "place", "longitude", "latitude", "grid")
"""Where a matter is: written at opening, and once more only where somebody corrects it."""


def write_rows(
    case: Case,
    *,
    expected: int,
    groups: Groups,
    besides: tuple[str, ...] = (),
) -> None:
    """Move the matter if its version is still ``expected`` and write the rows that go with it, in one statement.

    ``besides`` are columns of the matter that no step changes. Raises :class:`SomebodyWasFaster` when it is not.
    """
    columns = (
        "state", "kind", "urgency", "is_kind_confirmed", "lead_unit_id", "units", "handlers", "due_at", "reply_due_at",
        "is_due_provisional", "closed_at", "reopened_count", "is_rated", "is_held", "question", "version", "main_id",
        *besides,
    )  # fmt: skip
    assigned = ", ".join(f"{column} = %s" for column in columns)
    parts = [
        f"moved AS (UPDATE cases_case SET {assigned} WHERE id = %s AND version = %s RETURNING id)"  # noqa: S608 - fixed names
    ]
    values: list[Any] = [getattr(case, c) for c in columns] + [case.id, expected]
    for index, (model, rows) in enumerate(groups.items()):
        if rows:
            statement = insertion(model, only_if="EXISTS (SELECT 1 FROM moved)", replaces=model in REWRITTEN)
            parts.append(f"w{index} AS ({statement})")
            values.append(as_json(rows))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(parts)} SELECT count(*) FROM moved", values)  # noqa: S608 - built of our own names
        (moved,) = cursor.fetchone()
    if not moved:
        raise SomebodyWasFaster


def insert_case(case: Case) -> bool:
    """Write a new matter's row; False where its key or its code is taken, once whoever took it has committed."""
    with connection.cursor() as cursor:
        cursor.execute(insertion(Case, conflict=" ON CONFLICT DO NOTHING"), [as_json([case])])
        return bool(cursor.rowcount == 1)


def insert_rows(groups: Groups) -> None:
    """Write new rows of several tables in one statement."""
    parts, values = [], []
    for index, (model, rows) in enumerate(groups.items()):
        if rows:
            parts.append(f"w{index} AS ({insertion(model)})")
            values.append(as_json(rows))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(parts)} SELECT 1", values)


def write_step(
    loaded: Loaded, *, step: Step, after: Snapshot, reader: Reader, basis: str, bases: Mapping[UUID, Mapping[str, Any]]
) -> list[Entry]:
    """Write a step with its audit line and its event; returns the entries.

    ``bases`` maps a unit to what its new part rests on (``item``, ``basis``). Raises :class:`SomebodyWasFaster`.
    """
    case, expected = loaded.case, loaded.snapshot.version
    known: dict[UUID, Mapping[str, Any]] = {UUID(row["id"]): row for row in loaded.party_rows}
    ticking = {UUID(row["id"]): row for row in loaded.clock_rows}
    if after.state != case.state and reader.is_staff:
        case.is_held = False  # who moves a held report on has looked at it
    apply_to_row(case, step=step, after=after)
    known |= {c.party.id: bases.get(c.party.unit, {}) for c in step.party_changes if c.is_new}
    changes = _released_first(step.party_changes)
    parties = [party_row(change, case=case, known=known, after=after, reader=reader) for change in changes]
    clocks = [clock_row(change, case=case, basis=basis, known=ticking) for change in step.clock_changes]
    entries = entry_rows(step.entries, case=case, reader=reader, first=expected + 1)
    texts = text_rows(step.entries, entries=entries, case=case)
    requests = [request_row(change, case=case) for change in step.request_changes]
    raised = [supervision_row(change, case=case) for change in step.supervision_changes]
    groups: Groups = {
        Party: parties, Clock: clocks, TimeRequest: requests, Supervision: raised, Entry: entries, EntryText: texts,
    }  # fmt: skip
    write_rows(case, expected=expected, groups=groups)
    record(case, entries)
    announce(case, step=step, entries=entries)
    return entries


def _released_first(changes: Iterable[PartyChange]) -> list[PartyChange]:
    """Put a lead that ends before the next that begins: there is one at a time, row by row."""
    return sorted(changes, key=lambda c: (c.party.released_at is None, c.party.role is not PartyRole.LEAD))


def record(case: Case, entries: Iterable[Entry]) -> None:
    """Put the entries into the audit chain: ids, codes and digests."""
    for entry in entries:
        audit.record(
            f"case.{entry.action}",
            community=case.community,
            subject_type="case",
            subject_id=case.id,
            actor=job_reader(case.community) if entry.actor == JOB else None,
            data={
                "entry": entry.id,
                "number": entry.number,
                "audience": entry.audience,
                "state": case.state,
                "text": entry.text_digest,
            },
        )


def announce(case: Case, *, step: Step, entries: list[Entry]) -> None:
    """Announce the step, with whom to tell."""
    outbox.announce(
        CaseMoved(
            community=case.community,
            case=str(case.id),
            code=case.code,
            action=entries[0].action,
            state=case.state,
            number=entries[-1].number,
            is_sealed=case.is_sealed,
            tell=tuple(
                (tell.whom, tell.message, str(tell.hold_seconds), *map(str, tell.unit_ids)) for tell in step.tell
            ),
            takes_back=tuple(step.takes_back),
        )
    )
