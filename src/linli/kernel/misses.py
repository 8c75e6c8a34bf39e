"""Counts who guesses: misses of each caller within a window of time, so that many of them are held back for a while.

Only misses count, and many people may share an address (a phone network's, an office's), so whoever uses it sets a
generous measure. The counts live in the process's memory and go with the window.
"""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from threading import Lock

KEPT_CALLERS = 10_000


class Misses:
    """Misses by caller; ``most`` of them within ``window_s`` seconds hold a caller back."""

    def __init__(self, *, most: int, window_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._window_s, self._clock, self._lock = most, window_s, clock, Lock()
        self._misses: OrderedDict[str, deque[float]] = OrderedDict()

    def is_held(self, caller: str) -> bool:
        """Return whether this caller has missed too often lately."""
        with self._lock:
            return len(self._recent(caller)) >= self._most

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
        since = self._clock() - self._window_s
        while self._misses:
            oldest = next(iter(self._misses))
            if len(self._misses) <= KEPT_CALLERS and self._misses[oldest] and self._misses[oldest][-1] >= since:
                return
            self._misses.pop(oldest)

    def _recent(self, caller: str) -> deque[float]:
        misses, since = self._misses.get(caller, deque()), self._clock() - self._window_s
        while misses and misses[0] < since:
            misses.popleft()
        return misses
