"""The transaction's context: one statement says who reads and brings the versions of cached rules back.

``reading(reader)`` opens a transaction whose first statement sets reader, territory, unit, purpose and grant with
``set_config(…, true)``: they end with the transaction, so a pooled connection never carries a reader on.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace

from django.db import DatabaseError, connection, transaction

from linli.foundation.scope import closing
from linli.foundation.scope.reader import Purpose, Reader

_current: ContextVar[Reader | None] = ContextVar("linli_reader", default=None)
_versions: ContextVar[dict[str, int]] = ContextVar("linli_versions", default={})  # noqa: B039 - never mutated, only replaced

_SET = (
    "set_config('linli.reader', %s, true), set_config('linli.territory', %s, true), "
    "set_config('linli.unit', %s, true), set_config('linli.purpose', %s, true), set_config('linli.grant', %s, true)"
)
_VERSIONS = "(SELECT json_object_agg(name, number) FROM scope_version)"


class NoReader(RuntimeError):
    """Raised when code asks who reads outside a transaction that said so."""


def current_reader() -> Reader:
    """Return the reader of the running transaction; raises :class:`NoReader` outside one."""
    reader = _current.get()
    if reader is None:
        raise NoReader
    return reader


def version_of(name: str) -> int:
    """Return the number of a published thing (``rules``, ``grids``, ``calendar`` …) as this transaction found it."""
    return _versions.get().get(name, 0)


def see_as(name: str, number: int) -> None:
    """Let the rest of this transaction find something published at another version than it found at its start."""
    _versions.set({**_versions.get(), name: number})


def _parameters(reader: Reader) -> list[str]:
    return [reader.id, reader.territory, str(reader.unit or ""), str(reader.purpose), reader.grant]


def become(reader: Reader) -> Reader:
    """Name another reader for the rest of this transaction (one statement); returns it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_SET}, {_VERSIONS}", _parameters(reader))
        row = cursor.fetchone()
    _current.set(reader)
    _versions.set(row[-1] or {})
    return reader


def narrow(*, purpose: Purpose, grant: str = "", territory: str | None = None) -> Reader:
    """Go on as the same person for another purpose, with the secret that opens it."""
    reader = current_reader()
    place = reader.territory if territory is None else territory
    return become(replace(reader, purpose=purpose, grant=grant, territory=place))


@contextmanager
def standing_as(reader: Reader) -> Iterator[None]:
    """Run a block as another reader and go on as before, whatever becomes of it (two statements, none for the same)."""
    before = current_reader()
    if reader == before:
        yield
        return
    become(reader)
    try:
        yield
    except DatabaseError:  # a broken transaction answers nothing more; its rollback takes the settings back
        _current.set(before)
        raise
    except BaseException:
        become(before)
        raise
    become(before)


@contextmanager
def reading(reader: Reader) -> Iterator[Reader]:
    """Run a block as one transaction of this reader."""
    with collecting(), transaction.atomic():
        yield become(reader)
        closing.run()


@contextmanager
def collecting() -> Iterator[None]:
    """Give a transaction its own reader, versions and list of things to write before it commits."""
    token, versions, pending = _current.set(None), _versions.set({}), closing.start()
    try:
        yield
    finally:
        closing.end(pending)
        _current.reset(token)
        _versions.reset(versions)


def adopt(reader: Reader, versions: dict[str, int]) -> None:
    """Note the reader that a statement of the caller's has just set in the database, with the versions it read."""
    _current.set(reader)
    _versions.set(versions)
