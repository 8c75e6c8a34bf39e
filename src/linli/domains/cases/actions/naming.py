"""Whom a reporter's words name: such words never reach the unit named, at whatever moment of the matter they come."""

from dataclasses import dataclass
from uuid import UUID

from linli.domains.cases.models import Case
from linli.foundation.orgs import queries as orgs
from linli.foundation.orgs.models import UnitKind
from linli.foundation.scope.context import become, current_reader, narrow
from linli.foundation.scope.reader import Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Whether words name anybody, and the units they must never reach.

    The street office is not among the units: above it nobody here takes matters, so words about it stay with it.
    """

    is_any: bool
    units: tuple[UUID, ...]


def named_in(text: str, *, community: str, chosen: UUID | None = None) -> Named:
    """Return the units words are about: ``chosen``, or named by their own or a post-holder's name."""
    found = {one.unit.id: one.unit for one in orgs.named_in(text, community=community)}
    if chosen is not None:
        found.setdefault(chosen, orgs.unit(chosen))
    below = tuple(unit.id for unit in found.values() if unit.kind is not UnitKind.STREET_OFFICE)
    return Named(is_any=bool(found), units=below)


def named_later(text: str, *, case: Case) -> Named:
    """Return whom the reporter's later words name; who holds a post is read as for a report, and no longer."""
    reader = current_reader()
    narrow(purpose=Purpose.REPORT, grant=case.key_digest, territory=case.community)
    found = named_in(text, community=case.community)
    become(reader)
    return found
