"""Holds back whoever tries many wrong codes, kindly; who holds a key as well is never held back.

Only misses count, and many may share an address (a phone network's, an office's), so the measure is generous: a
thousand million codes and a few thousand matters make guessing slow already, this makes it useless. The counts live in
this process's memory and go with the window.
"""

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from threading import Lock

WINDOW_S = 600
MOST_MISSES = 60
HELD_CALLERS = 10_000


class Lookups:
    """Misses of the last ten minutes, by caller."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._misses: OrderedDict[str, deque[float]] = OrderedDict()

    def is_held(self, caller: str) -> bool:
        """Return whether this caller has missed too often lately."""
        with self._lock:
            return len(self._recent(caller)) >= MOST_MISSES

    def note_miss(self, caller: str) -> None:
        """Count one miss."""
        with self._lock:
            misses = self._recent(caller)
            misses.append(self._clock())
            self._misses[caller] = misses
            self._misses.move_to_end(caller)
            self._drop_old()

    def forget(self) -> None:
        """Drop all counts."""
        with self._lock:
            self._misses.clear()

    def _drop_old(self) -> None:
        since = self._clock() - WINDOW_S
        while self._misses:
            oldest = next(iter(self._misses))
            if len(self._misses) <= HELD_CALLERS and self._misses[oldest] and self._misses[oldest][-1] >= since:
                return
            self._misses.pop(oldest)

    def _recent(self, caller: str) -> deque[float]:
        misses, since = self._misses.get(caller, deque()), self._clock() - WINDOW_S
        while misses and misses[0] < since:
            misses.popleft()
        return misses


lookups = Lookups()
