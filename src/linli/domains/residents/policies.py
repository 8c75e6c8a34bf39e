"""Who may do what with residents' records; what the database shows comes before.

Row security lets a grid worker change rows of the own grid alone. That is enough to say on the stairs that all is as
before; a correction needs a document and may lead into another grid, so it is the clerk's.
"""

from collections.abc import Mapping

from linli.foundation.accounts.roles import Role
from linli.foundation.scope.reader import Purpose, Reader

LOOK, CHECK, CORRECT, EXPORT = "look", "check", "correct", "export"
_MAY: Mapping[str, frozenset[str]] = {
    LOOK: frozenset({Role.CLERK, Role.GRID_WORKER, Role.DUTY_DESK, Role.STREET_OFFICIAL}),
    CHECK: frozenset({Role.CLERK, Role.GRID_WORKER}),
    CORRECT: frozenset({Role.CLERK}),
    EXPORT: frozenset({Role.CLERK}),
}


class NotYours(PermissionError):
    """Raised when the reader's role may not do this."""


def may(reader: Reader, deed: str) -> bool:
    """Whether a reader's role may do something: look, check again, correct (add, move, end), export."""
    return reader.purpose is Purpose.HANDLE and reader.role in _MAY[deed]


def require(reader: Reader, deed: str) -> None:
    """Raise :class:`NotYours` unless the reader's role may do this."""
    if not may(reader, deed):
        raise NotYours(deed)
