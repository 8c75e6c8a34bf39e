"""Brings a sheet of residents in, a thousand rows a transaction: good rows go in, faulty ones are given back."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from django.utils import timezone

from linli.domains.places import facade as places
from linli.domains.residents.actions.check import Checked, Checker
from linli.domains.residents.actions.store import Origin, Stored, store
from linli.domains.residents.contracts import ImportOutcome, Prepared
from linli.domains.residents.rules import Problem
from linli.domains.residents.words import sentence
from linli.foundation.audit import log as audit
from linli.foundation.imports.faults import Fault, error_workbook
from linli.foundation.imports.sheets import Row
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader

BATCH = 1000
"""Rows a transaction, and a line of the audit chain."""

Progress = Callable[[int, int], bool]
"""Told how many rows of how many are done; returns False to stop after this batch."""


@dataclass(slots=True)
class _Tally:
    added: int = 0
    changed: int = 0
    same: int = 0
    faulty: list[tuple[Row, Sequence[Fault]]] = field(default_factory=list)


def _go_on(_done: int, _all: int) -> bool:
    return True


def import_residents(
    prepared: Prepared,
    *,
    community: str,
    source: str,
    reader: Reader,
    stated_on: date | None = None,
    progress: Progress = _go_on,
) -> ImportOutcome:
    """Import a sheet as ``reader``; importing the same sheet again changes nothing.

    ``source`` says where the facts are known from, ``stated_on`` from which day (today unless given). What was written
    before a stop stays. Each batch is a transaction of its own with one line in the audit chain: the ids of the people
    and a digest of them.
    """
    origin = Origin(community=community, source=source[:80], stated_on=stated_on or timezone.localdate())
    tally = _Tally()
    with reading(reader):
        checker = Checker(prepared=prepared, doors=places.DwellingIndex(community), today=timezone.localdate())
    done, is_complete = 0, True
    for rows in _batches(prepared):
        good = [checked for row in rows if (checked := _good(checker, row, tally)) is not None]
        if good:
            with reading(reader):
                stored = store(good, origin=origin)
                _record(community, stored)
            _count(checker, stored, tally)
        done += len(rows)
        if not progress(done, prepared.rows) and done < prepared.rows:
            is_complete = False
            break
    tally.faulty.sort(key=lambda one: one[0].number)
    return ImportOutcome(
        added=tally.added,
        changed=tally.changed,
        same=tally.same,
        faulty=len(tally.faulty),
        faults=error_workbook(prepared.sheet, headings=prepared.headings, faulty=tally.faulty) if tally.faulty else b"",
        is_complete=is_complete,
    )


def _batches(prepared: Prepared) -> Iterator[Sequence[Row]]:
    below = prepared.sheet.rows[prepared.headings.last + 1 :]
    for first in range(0, len(below), BATCH):
        yield below[first : first + BATCH]


def _good(checker: Checker, row: Row, tally: _Tally) -> Checked | None:
    checked = checker.check(row)
    if isinstance(checked, Checked):
        return checked
    tally.faulty.append((row, _faults(checker, checked)))
    return None


def _faults(checker: Checker, problems: Sequence[Problem]) -> list[Fault]:
    return [Fault(column=checker.column_of(one.field), reason=sentence(one)) for one in problems]


def _count(checker: Checker, stored: Stored, tally: _Tally) -> None:
    tally.added += len(stored.added)
    tally.changed += len(stored.changed)
    tally.same += stored.same
    tally.faulty += [(checked.row, _faults(checker, [problem])) for checked, problem in stored.refused]


def _record(community: str, stored: Stored) -> None:
    """Put one line into the audit chain: whom it touched, and a digest of the ids."""
    touched = [str(one) for one in (*stored.added, *stored.changed)]
    if not touched:
        return
    audit.record(
        "residents.imported",
        community=community,
        subject_type="community",
        subject_id=community,
        data={
            "added": len(stored.added),
            "changed": len(stored.changed),
            "ids": touched,
            "digest": sha256("\n".join(touched).encode()).hexdigest(),
        },
    )
