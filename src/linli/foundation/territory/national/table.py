"""Compares a list with the table of divisions, some thousands of rows at a time, and writes only what differs.

Everything runs as the application's log-in, which may change rows and make no tables, temporary ones neither. Divisions
are public and under no row security.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from linli.foundation.territory.models import Division, Level
from linli.foundation.territory.national.rules import Listed, Standing, Stored, last_day, revised

BATCH = 5000
"""How many rows of a list are compared in one go."""
_ONE_AT_A_TIME = 0x4C_69_73_74  # any number, the same in every process
_THERE = "SELECT code, name, parent_id, valid_to_on, is_in_use FROM territory_division WHERE code = ANY(%s)"
_ADD = """
INSERT INTO territory_division (code, name, level, parent_id, valid_from_on, is_in_use)
SELECT code, name, %s, nullif(parent, ''), %s, false
FROM unnest(%s::varchar[], %s::varchar[], %s::varchar[]) AS listed (code, name, parent)
ON CONFLICT DO NOTHING
"""
_REVISE = """
UPDATE territory_division d
SET name = l.name, parent_id = nullif(l.parent, ''), valid_to_on = CASE WHEN l.is_open THEN NULL ELSE d.valid_to_on END,
    successor_id = CASE WHEN l.is_open THEN NULL ELSE d.successor_id END
FROM unnest(%s::varchar[], %s::varchar[], %s::varchar[], %s::boolean[]) AS l (code, name, parent, is_open)
WHERE d.code = l.code
"""


@dataclass(slots=True)
class Changes:
    """How many rows of a level were added, renamed and taken back; ``moved`` hang below another parent now."""

    added: int = 0
    renamed: int = 0
    returned: int = 0
    moved: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """What a list does not name: how each stands by code, and how many valid ones nobody uses there are in all."""

    standings: dict[str, Standing]
    known: int


def take_turns() -> None:
    """Let one import run at a time; another waits until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])


def write(rows: Sequence[Listed], *, level: Level, as_of_on: date, update_names: bool, changes: Changes) -> None:
    """Bring some rows of one level into the table, and count in ``changes`` what that changed.

    New ones are valid from the list's day and in use by nobody; what changes in the others :func:`rules.revised` says.
    """
    with connection.cursor() as cursor:
        cursor.execute(_THERE, [[row.code for row in rows]])
        there = {code: Stored(*rest) for code, *rest in cursor.fetchall()}
        new = [row for row in rows if row.code not in there]
        if new:
            cursor.execute(_ADD, [level.value, as_of_on, *_columns(new)])
            changes.added += cursor.rowcount
        revisions: list[tuple[Listed, bool]] = []
        for row in rows:
            stored = there.get(row.code)
            found = None if stored is None else revised(stored, row, update_names=update_names)
            if stored is None or found is None or found == stored:
                continue
            changes.renamed += found.name != stored.name
            changes.returned += found.valid_to_on != stored.valid_to_on
            changes.moved += found.parent != stored.parent
            is_open = found.valid_to_on is None
            revisions.append((Listed(code=row.code, name=found.name, parent=found.parent or ""), is_open))
        if revisions:
            cursor.execute(
                _REVISE, [*_columns([row for row, _open in revisions]), [is_open for _row, is_open in revisions]]
            )


def use_above_used() -> int:
    """Note divisions that one in use lies in as in use; returns how many were not."""
    return Division.objects.filter(code__in=_needed(), is_in_use=False).update(is_in_use=True)


def absent_from(listed: Collection[str], *, provinces: Sequence[str]) -> Absent:
    """Return the valid divisions of these provinces that a list does not name."""
    needed, standings, known = _needed(), {}, 0
    rows = Division.objects.filter(valid_to_on=None, code__regex=f"^({'|'.join(provinces)})")
    for code, begins, is_in_use in rows.values_list("code", "valid_from_on", "is_in_use").iterator(chunk_size=BATCH):
        known += not is_in_use
        if code not in listed:
            standings[code] = Standing(valid_from_on=begins, valid_to_on=None, is_needed=code in needed)
    return Absent(standings=standings, known=known)


def end(codes: Sequence[str], *, as_of_on: date) -> dict[Level, int]:
    """End divisions the day before a list's day; returns how many of each level."""
    Division.objects.filter(code__in=codes).update(valid_to_on=last_day(as_of_on))
    return dict(Counter(level for code in codes for level in Level if level.digits == len(code)))


def standings(codes: Iterable[str]) -> dict[str, Standing]:
    """Return how the divisions with these codes stand; one that is not there is left out."""
    needed = _needed()
    rows = Division.objects.filter(code__in=set(codes)).values_list("code", "valid_from_on", "valid_to_on")
    return {
        code: Standing(valid_from_on=begins, valid_to_on=ends, is_needed=code in needed) for code, begins, ends in rows
    }


def _needed() -> set[str]:
    """Return the codes in use and of everything they lie in."""
    used = Division.objects.filter(is_in_use=True).values_list("code", flat=True)
    return {code[: level.digits] for code in used for level in Level if level.digits <= len(code)}


def _columns(rows: Sequence[Listed]) -> list[Any]:
    return [[row.code for row in rows], [row.name for row in rows], [row.parent for row in rows]]
