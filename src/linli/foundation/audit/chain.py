"""Checks a chain row by row, without database or file: which row was altered, taken out or put in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from linli.kernel.canon import chain_hash

FAULTS_KEPT = 100  # a chain with more than these is broken enough; the count goes on


class FaultKind(StrEnum):
    """What is wrong with a row or a chain."""

    ALTERED = "altered"
    REMOVED = "removed"
    INSERTED = "inserted"
    CUT_TAIL = "cut_tail"
    HEAD_MISMATCH = "head_mismatch"  # computed anew by somebody who can write the table, but cannot sign
    HEAD_FORGED = "head_forged"  # a line of the file outside was changed; ``number`` is its line


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault: the row's number, and for several rows also the last one."""

    kind: FaultKind
    community: str
    number: int
    until: int = 0


class Row(NamedTuple):
    """One row as the table has it; a tuple, because a check makes millions."""

    number: int
    at: datetime
    actor: str
    action: str
    subject_type: str
    subject_id: str
    payload: str
    previous: str
    hash: str


@dataclass(slots=True, kw_only=True)
class Walk:
    """How far a chain was checked. ``shift`` is how much rows call themselves more than their number says."""

    community: str
    number: int = 0
    hash: str = ""
    before: str = ""
    shift: int = 0
    signed: int = 0
    is_recomputed: bool = False
    fault_count: int = 0
    faults: list[Fault] = field(default_factory=list)

    def step(self, row: Row, *, signed_hash: str | None) -> None:
        """Check the next row, against the signed hash for its number where there is one."""
        declared = self._check_contents(row)
        if row.number > self.number + 1:
            self._fault(FaultKind.REMOVED, self.number + 1, until=row.number - 1)
        elif row.previous != self.hash:
            self._explain_break(row, declared)
        self.shift = declared - row.number
        if signed_hash is not None:
            self._check_signed(row, signed_hash)
        self.number, self.before, self.hash = row.number, self.hash, row.hash

    def finish(self, *, count: int, head: str, kept: Mapping[int, str], meant: Mapping[int, str]) -> None:
        """Compare the end with the head in the table and with the signed ones.

        ``kept`` are heads signed after a commit, which must all be there; ``meant`` those signed before one, which
        explain rows above the last kept head.
        """
        last_signed = max(kept, default=0)
        expected = max(count, last_signed)
        if self.number < expected:
            self._fault(FaultKind.CUT_TAIL, self.number + 1, until=expected)
        elif self.number > count:
            self._fault(FaultKind.INSERTED, count + 1, until=self.number)
        elif self.hash != head:
            self._fault(FaultKind.HEAD_MISMATCH, self.number)
        if last_signed < self.number <= count and meant.get(self.number) != self.hash and not self.is_recomputed:
            self._fault(FaultKind.INSERTED, last_signed + 1, until=self.number)

    def _check_contents(self, row: Row) -> int:
        """Return the number a row declares; note it as altered where hash, text and columns do not agree."""
        try:
            body = json.loads(row.payload)
            declared = int(body["#"])
            agrees = chain_hash(row.previous, row.payload) == row.hash and _says(body, row, self.community)
        except (ValueError, KeyError, TypeError):
            declared, agrees = row.number + self.shift, False
        if not agrees:
            self._fault(FaultKind.ALTERED, row.number)
        return declared

    def _explain_break(self, row: Row, declared: int) -> None:
        """Say why a row does not follow the one before it."""
        if self.number and row.previous == self.before:
            self._take_back(FaultKind.ALTERED)
            self._fault(FaultKind.INSERTED, self.number)
        elif declared > row.number + self.shift:
            self._fault(FaultKind.REMOVED, row.number + self.shift, until=declared - 1)
        elif not self._last_is(FaultKind.ALTERED, self.number) and not self._last_is(FaultKind.ALTERED, row.number):
            # The row before fits its own hash but not its successor: altered and hashed anew, alone.
            self.is_recomputed = self.is_recomputed and not self._take_back(FaultKind.HEAD_MISMATCH)
            self._fault(FaultKind.ALTERED, max(self.number, 1))

    def _last_is(self, kind: FaultKind, number: int) -> bool:
        last = self.faults[-1] if self.faults else None
        return last is not None and last.kind is kind and (last.until or last.number) == number

    def _take_back(self, kind: FaultKind) -> bool:
        """Drop a fault of this kind on the row before, for which a better explanation was found."""
        if not self._last_is(kind, self.number):
            return False
        self.faults.pop()
        self.fault_count -= 1
        return True

    def _check_signed(self, row: Row, signed_hash: str) -> None:
        if row.hash == signed_hash:
            self.signed = row.number
        elif not self.is_recomputed:
            self.is_recomputed = True
            self._fault(FaultKind.HEAD_MISMATCH, self.signed + 1, until=row.number)

    def _fault(self, kind: FaultKind, number: int, *, until: int = 0) -> None:
        self.fault_count += 1
        if len(self.faults) < FAULTS_KEPT:
            last = until if until > number else 0
            self.faults.append(Fault(kind=kind, community=self.community, number=number, until=last))


def _says(body: Mapping[str, object], row: Row, community: str) -> bool:
    """Return whether the columns repeat what the hashed text says."""
    return (
        body["action"] == row.action
        and body["actor"] == row.actor
        and body["subject_id"] == row.subject_id
        and body["subject_type"] == row.subject_type
        and body["community"] == community
        and datetime.fromisoformat(str(body["at"])) == row.at
    )
