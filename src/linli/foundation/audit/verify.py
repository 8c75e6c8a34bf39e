"""Verifies chains against themselves and against the signed heads outside the database.

A chain is read in slices, each with the head in one statement, so that rows added meanwhile are no fault. The owner's
log-in sees every chain; the auditor those of the territory.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import connections

from linli.foundation.audit import heads
from linli.foundation.audit.chain import Fault, FaultKind, Row, Walk

SLICE_ROWS = 20_000

# The limit stands inside, beside the order: the planner then walks the primary key instead of sorting what is left.
_SLICE = """
SELECT h.count, h.hash, e.number, e.at, e.actor, e.action, e.subject_type, e.subject_id, e.payload, e.previous, e.hash
FROM (VALUES (%(chain)s)) AS c(community)
LEFT JOIN audit_head h ON h.community = c.community
LEFT JOIN LATERAL (
    SELECT * FROM audit_entry WHERE community = %(chain)s AND number > %(after)s ORDER BY number LIMIT %(rows)s
) e ON true
ORDER BY e.number
"""
# The chains that have rows, found by hopping over the index: reading every row for its community would take minutes.
_CHAINS = """
WITH RECURSIVE chain(community) AS (
    SELECT min(community) FROM audit_entry
    UNION ALL
    SELECT (SELECT min(e.community) FROM audit_entry e WHERE e.community > chain.community)
    FROM chain WHERE chain.community IS NOT NULL
)
SELECT community FROM chain WHERE community IS NOT NULL UNION SELECT community FROM audit_head
"""
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What verifying found. ``torn_lines`` in the file of heads come from a power cut and are no fault themselves."""

    ok: bool
    chains: int
    rows: int
    faults: tuple[Fault, ...]
    torn_lines: int = 0


def verify(community: str | None = None, *, using: str = "owner", progress: Progress | None = None) -> Report:
    """Verify one chain (``""`` is the system's own) or all of them; ``using`` names the database connection.

    ``progress`` is called after each slice with the community and the rows checked so far in it.
    """
    signed = heads.read()
    names = chains_in(using) | set(signed.kept) if community is None else {community}
    rows, faults = 0, list(forged_lines(signed))
    for name in sorted(names):
        walk = Walk(community=name)
        while not advance(walk, signed.kept.get(name, {}), using=using):
            if progress:
                progress(name, walk.number)
        rows += walk.number
        faults += walk.faults
    return Report(ok=not faults, chains=len(names), rows=rows, faults=tuple(faults), torn_lines=signed.unreadable)


def advance(walk: Walk, kept: Mapping[int, str], *, using: str = "default", rows: int = SLICE_ROWS) -> bool:
    """Check the next slice of a chain; returns whether it was the last. ``kept`` was read before the first slice."""
    with connections[using].cursor() as cursor:
        cursor.execute(_SLICE, {"chain": walk.community, "after": walk.number, "rows": rows})
        found = cursor.fetchall()
    for row in found:
        if row[2] is not None:
            walk.step(Row._make(row[2:]), signed_hash=kept.get(row[2]))
    if len(found) == rows and found[-1][2] is not None:
        return False
    count, head = found[0][0] or 0, found[0][1] or ""
    walk.finish(count=count, head=head, kept=kept, meant=_meant(walk, kept))
    return True


def forged_lines(signed: heads.Heads) -> tuple[Fault, ...]:
    """Return a fault for each line of the file whose signature does not fit."""
    return tuple(Fault(kind=FaultKind.HEAD_FORGED, community="", number=line) for line in signed.forged)


def chains_in(using: str) -> set[str]:
    """Return the communities that have a chain, as far as the connection's reader sees them."""
    with connections[using].cursor() as cursor:
        cursor.execute(_CHAINS)
        return {row[0] for row in cursor.fetchall()}


def _meant(walk: Walk, kept: Mapping[int, str]) -> Mapping[int, str]:
    """Return heads signed before their commit, read after the rows: a row is never seen before its line was written."""
    if walk.number <= max(kept, default=0):
        return {}
    again = heads.read()
    return {**again.meant.get(walk.community, {}), **again.kept.get(walk.community, {})}
