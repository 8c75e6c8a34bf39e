"""Brings a sheet of residents in, a thousand rows a transaction: good rows go in, faulty ones are given back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from linli.domains.places import facade as places
from linli.domains.residents.actions.check import Checked, Checker
from linli.domains.residents.actions.facts import Origin
from linli.domains.residents.actions.store import Stored, store
from linli.domains.residents.contracts import ImportOutcome
from linli.domains.residents.rules import Problem
from linli.domains.residents.words import sentence
from linli.foundation.audit import log as audit
from linli.foundation.imports.faults import Fault
from linli.foundation.imports.intake.running import Faulty, Progress, audit_data, given_back, go_on, in_batches
from linli.foundation.imports.intake.understand import Prepared
from linli.foundation.imports.sheets import Row
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader


@dataclass(slots=True)
class _Tally:
    added: int = 0
    changed: int = 0
    same: int = 0
    faulty: Faulty = field(default_factory=list)


def import_residents(
    prepared: Prepared,
    *,
    community: str,
    source: str,
    reader: Reader,
    stated_on: date | None = None,
    progress: Progress = go_on,
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

    def read(rows: Sequence[Row]) -> None:
        good = [checked for row in rows if (checked := _good(checker, row, tally)) is not None]
        if good:
            with reading(reader):
                stored = store(good, origin=origin)
                _record(community, stored)
            _count(checker, stored, tally)

    is_complete = in_batches(prepared.below, read=read, progress=progress)
    return ImportOutcome(
        added=tally.added,
        changed=tally.changed,
        same=tally.same,
        faulty=len(tally.faulty),
        faults=given_back(prepared, tally.faulty),
        is_complete=is_complete,
    )


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
    touched = (*stored.added, *stored.changed)
    if not touched:
        return
    audit.record(
        "residents.imported",
        community=community,
        subject_type="community",
        subject_id=community,
        data=audit_data(touched, added=len(stored.added), changed=len(stored.changed)),
    )
