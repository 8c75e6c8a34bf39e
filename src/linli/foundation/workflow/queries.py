"""Published procedures, read once a version of the table and then from memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from linli.foundation.scope.published import Published
from linli.foundation.workflow.models import Procedure, ProcedureStatus
from linli.foundation.workflow.procedure import ProcedureBody, parse
from linli.foundation.workflow.words import say

VERSION_NAME = "procedures"
USUAL = "grid_event"
"""The procedure of every report that has none of its own."""


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


def name_of(code: str) -> str:
    """Return what a procedure is called, by its newest version; one that was never published keeps its code."""
    return next((say(body.words) for body in every_version() if body.code == code), code)


def in_use() -> tuple[ProcedureBody, ...]:
    """Return the versions that new matters take, the usual one first, then by code."""
    shelf = _shelf.get()
    codes = sorted(shelf.current, key=lambda code: (code != USUAL, code))
    return tuple(shelf.bodies[code, shelf.current[code]] for code in codes)


def every_version() -> tuple[ProcedureBody, ...]:
    """Return all versions that some matter may run on, those in use first, then the newest."""
    shelf = _shelf.get()
    order = sorted(shelf.bodies, key=lambda key: (shelf.current.get(key[0]) != key[1], key[0] != USUAL, -key[1]))
    return tuple(shelf.bodies[key] for key in order)
