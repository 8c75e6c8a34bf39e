"""Makes row keys in Python: UUID version 7 (RFC 9562), which sort by the time they were made.

Within a process each key is greater than the one before, even inside one millisecond or when the clock is set back,
so that a time line read in the order of its keys is read as it was written.
"""

from __future__ import annotations

import os
import secrets
import threading
import uuid
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TAIL_BITS = 74  # What RFC 9562 leaves beside time, version and variant: 12 bits and 62 bits.
_LOW_BITS = 62
_STEP_BITS = 32  # A random step keeps the next key hard to guess and leaves 2**41 keys in a millisecond.
_LATEST_MS = 2**48 - 1


class _Series:
    """One rising series of keys; the lock makes it safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ms = -1
        self._tail = 0

    def next(self, ms: int, *, never_back: bool) -> uuid.UUID:
        with self._lock:
            if ms == self._ms or (never_back and ms < self._ms):
                self._tail += 1 + secrets.randbits(_STEP_BITS)
                if self._tail >> _TAIL_BITS:
                    self._ms, self._tail = self._ms + 1, secrets.randbits(_TAIL_BITS - 1)
            else:
                # The top bit stays free, so that a series has room to rise.
                self._ms, self._tail = ms, secrets.randbits(_TAIL_BITS - 1)
            return _assemble(self._ms, self._tail)


def new_id(at: datetime | None = None) -> uuid.UUID:
    """Return a new key for now, or for the moment `at` when old matters are brought in.

    Keys for now always rise; keys for the same given moment rise too, and an earlier moment gives an earlier key.
    Raises ValueError when `at` has no time zone or lies outside 1970 to 10889.
    """
    if at is None:
        return _now_series.next(_ms_of(datetime.now(UTC)), never_back=True)
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return _given_series.next(_ms_of(at), never_back=False)


def moment_of(key: uuid.UUID) -> datetime:
    """Return the UTC moment, to the millisecond, that a key was made for. Raises ValueError for another version."""
    if key.version != 7:  # noqa: PLR2004 - the version this module makes
        raise ValueError(f"not a UUID of version 7: {key}")
    return _EPOCH + timedelta(milliseconds=key.int >> 80)


def _ms_of(moment: datetime) -> int:
    ms = (moment - _EPOCH) // timedelta(milliseconds=1)
    if not 0 <= ms <= _LATEST_MS:
        raise ValueError(f"no key can be made for {moment.isoformat()}")
    return ms


def _assemble(ms: int, tail: int) -> uuid.UUID:
    high, low = tail >> _LOW_BITS, tail & (1 << _LOW_BITS) - 1
    return uuid.UUID(int=ms << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


def _start_afresh() -> None:
    """Begin new series: a forked child must not go on where its parent stands, nor inherit a held lock."""
    global _now_series, _given_series
    _now_series, _given_series = _Series(), _Series()


_now_series, _given_series = _Series(), _Series()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_start_afresh)
