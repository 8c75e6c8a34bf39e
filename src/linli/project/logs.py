"""Writes log lines without anything personal: no key of a matter, and of an error its kind and place, never its words.

A matter's address holds the key that opens it, and an error's words quote what somebody typed ("Key (phone)=(…)
already exists"). Neither belongs in a file that operators read and send on.
"""

from __future__ import annotations

import logging
import re
import traceback
from types import TracebackType
from typing import TypeAlias

HIDDEN = "…"
_MATTER = re.compile(r"(/m/)[^/\s?\"']+(?:/[^\s?\"']*)?")

ErrorInfo: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class DiscreetFormatter(logging.Formatter):
    """Formats a record like any other, with addresses of matters cut and errors told by kind and place."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the finished text of a record."""
        return without_keys(super().format(record))

    def formatException(self, ei: ErrorInfo) -> str:  # noqa: N802 - the name that logging calls
        """Return where an error came from and of what kind it and its causes are."""
        return "" if ei[1] is None else _told(ei[1])


def without_keys(text: str) -> str:
    """Return a text in which every address of a matter ends before its code and key."""
    return _MATTER.sub(rf"\1{HIDDEN}", text)


def _told(error: BaseException) -> str:
    """Return the places of an error and of what it came from, the first cause first, as Python tells it."""
    lines: list[str] = []
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        lines += [_told(cause), ""]
    lines += ["Traceback (most recent call last):", "".join(traceback.format_tb(error.__traceback__)).rstrip()]
    lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
    return "\n".join(lines)
