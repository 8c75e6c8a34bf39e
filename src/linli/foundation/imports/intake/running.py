"""Reads a sheet's rows a thousand a transaction, so that one can watch, stop and begin again."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import TypeVar
from uuid import UUID

from linli.foundation.imports.faults import Fault, error_workbook
from linli.foundation.imports.intake.understand import Prepared
from linli.foundation.imports.sheets import Row

BATCH = 1000
"""Rows a transaction, and a line of the audit chain."""

Progress = Callable[[int, int], bool]
"""Told how many rows of how many are done; returns False to stop after this batch."""
Faulty = list[tuple[Row, Sequence[Fault]]]
_Item = TypeVar("_Item")


def go_on(_done: int, _rows: int) -> bool:
    """Never stop: the progress of whoever does not watch."""
    return True


def in_batches(rows: Sequence[_Item], *, read: Callable[[Sequence[_Item]], None], progress: Progress) -> bool:
    """Hand rows to ``read``, a thousand at a time; returns whether all were read, False after a stop before the end."""
    for first in range(0, len(rows), BATCH):
        part = rows[first : first + BATCH]
        read(part)
        done = first + len(part)
        if not progress(done, len(rows)) and done < len(rows):
            return False
    return True


def given_back(prepared: Prepared, faulty: Faulty) -> bytes:
    """Return the workbook of faulty rows in the sheet's order, empty where there are none."""
    if not faulty:
        return b""
    in_order = sorted(faulty, key=lambda one: one[0].number)
    return error_workbook(prepared.sheet, headings=prepared.headings, faulty=in_order)


def audit_data(ids: Iterable[UUID], **counts: int) -> Mapping[str, object]:
    """Return what a line of the audit chain says of a batch: counts, the ids that were touched, a digest of them."""
    touched = [str(one) for one in ids]
    return {**counts, "ids": touched, "digest": sha256("\n".join(touched).encode()).hexdigest()}
