"""Published procedures, read once a version of the table and then from memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from linli.foundation.scope.published import Published
from linli.foundation.workflow.models import Procedure, ProcedureStatus
from linli.foundation.workflow.procedure import ProcedureBody, parse

VERSION_NAME = "procedures"


class NoProcedure(LookupError):
    """No such procedure, or no such version of it, was published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shelf:
    """Every procedure that was ever published, and which version of each new matters take."""

    bodies: Mapping[tuple[str, int], ProcedureBody]
    current: Mapping[str, int]


def _load() -> _Shelf:
    rows = Procedure.objects.exclude(status=ProcedureStatus.DRAFT).values_list("code", "version", "status", "body")
    bodies, current = {}, {}
    for code, version, status, body in rows:
        bodies[code, version] = parse(body, version=version)
        if status == ProcedureStatus.PUBLISHED:
            current[code] = version
    return _Shelf(bodies=bodies, current=current)


_shelf = Published(VERSION_NAME, _load)


def published(code: str) -> ProcedureBody:
    """Return the version that new matters take. Raises :class:`NoProcedure` when none is published."""
    shelf = _shelf.get()
    if code not in shelf.current:
        raise NoProcedure(code)
    return shelf.bodies[code, shelf.current[code]]


def procedure(code: str, version: int) -> ProcedureBody:
    """Return the version a running matter keeps. Raises :class:`NoProcedure` for one that was never published."""
    try:
        return _shelf.get().bodies[code, version]
    except KeyError:
        raise NoProcedure(f"{code} {version}") from None
