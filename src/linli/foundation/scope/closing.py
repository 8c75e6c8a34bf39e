"""What runs just before a transaction commits: audit rows and announced events, collected and written at once."""

from collections.abc import Callable
from contextvars import ContextVar

_pending: ContextVar[dict[str, Callable[[], None]] | None] = ContextVar("linli_before_commit", default=None)


def before_commit(key: str, write: Callable[[], None]) -> None:
    """Have ``write`` run once before the running transaction commits; a later call with the same key is ignored.

    The order is that of first registration. Outside a transaction opened by this room it raises ``RuntimeError``:
    nothing would ever write what was collected.
    """
    pending = _pending.get()
    if pending is None:
        raise RuntimeError("before_commit outside a reader's transaction")
    pending.setdefault(key, write)


def start() -> object:
    """Begin collecting for a transaction; give the result to :func:`end`."""
    return _pending.set({})


def run() -> None:
    """Write what was collected, also what the writing itself registers."""
    pending = _pending.get()
    while pending:
        key = next(iter(pending))
        pending.pop(key)()


def end(token: object) -> None:
    """Stop collecting; what was not run is dropped with its transaction."""
    _pending.reset(token)  # type: ignore[arg-type]
