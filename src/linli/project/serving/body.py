"""Sees to it that half a request's body is never taken for a whole one.

granian gives a connection that was cut as the end of the body, and Django reads a form as far as it goes: a report
whose photos were still on their way would be taken without them.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

TAIL_BYTES: Final = 400
_BOUNDARY = re.compile(r'(?i)^multipart/form-data\s*;.*?boundary=(?:"([^"]{1,200})"|([^";,\s]{1,200}))')

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class BodyLost(OSError):
    """A body ended before its end; Django answers it like a connection that was cut."""


class WholeBody:
    """A body of an announced length that closes with ``ending``.

    Raises :class:`BodyLost` where it ends before its length, and where it has its length without the ending;
    ``is_lost`` says that it came to that.
    """

    def __init__(self, body: Any, *, length: int, ending: bytes = b"") -> None:
        self._body, self._left, self._ending, self._tail = body, length, ending, b""
        self.is_lost = False

    def read(self, size: int = -1) -> bytes:
        """Return at most ``size`` bytes."""
        return self._seen(self._body.read(size), size)

    def readline(self, size: int = -1) -> bytes:
        """Return a line of at most ``size`` bytes."""
        return self._seen(self._body.readline(size), size)

    def _seen(self, got: bytes, size: int) -> bytes:
        self._left -= len(got)
        self._tail = (self._tail + got[-TAIL_BYTES:])[-TAIL_BYTES:]
        is_cut = not got and size != 0 and self._left > 0
        if self.is_lost or is_cut or (self._left <= 0 and self._ending not in self._tail):
            self.is_lost = True
            raise BodyLost("cut off")
        return got


def ending_of(content_type: str) -> bytes:
    """Return what stands at the end of a whole form with files; nothing for other bodies, which have no such mark."""
    found = _BOUNDARY.match(content_type)
    return b"--" + (found[1] or found[2]).encode("latin-1", "replace") + b"--" if found else b""


def with_whole_bodies(application: Application) -> Application:
    """Return an application that reads requests' bodies whole or not at all."""

    def whole(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or ""
        if not (length.isascii() and length.isdigit()) or int(length) == 0:
            return application(environ, start_response)
        ending = ending_of(environ.get("CONTENT_TYPE") or "")
        body = WholeBody(environ["wsgi.input"], length=int(length), ending=ending)
        return application({**environ, "wsgi.input": body}, start_response)

    return whole
