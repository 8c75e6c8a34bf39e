"""The tree of places an administrator walks down to choose where a role holds."""

from dataclasses import dataclass

from linli.foundation.accounts.web.words import place_name
from linli.foundation.orgs.queries import UnitRef, units_serving, units_within
from linli.foundation.territory.queries import ancestry, divisions_within, grids_of

_COMMUNITY_DIGITS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of the tree."""

    scope: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """Where one stands in the tree: the way down from the top, and what lies below."""

    scope: str
    name: str
    above: tuple[Place, ...]
    below: tuple[Place, ...]


def branch(scope: str, *, top: str) -> Branch:
    """Return a place of the tree under ``top``; anything outside is the top itself."""
    here = scope if scope.startswith(top) and scope.isdigit() else top
    above = tuple(
        Place(scope=ref.code, name=ref.name)
        for ref in ancestry(here)
        if ref.code.startswith(top) and len(ref.code) < len(here)
    )
    return Branch(scope=here, name=place_name(here), above=above, below=_below(here))


def units_for(scope: str) -> tuple[UnitRef, ...]:
    """Return the units that serve a place or lie inside it, each once."""
    found = {unit.id: unit for unit in (*units_within(scope), *units_serving(scope))}
    return tuple(found.values())


def _below(scope: str) -> tuple[Place, ...]:
    if len(scope) == _COMMUNITY_DIGITS:
        return tuple(Place(scope=grid.code, name=grid.name) for grid in grids_of(scope))
    inside = [ref for ref in divisions_within(scope) if ref.code != scope]
    nearest = min((len(ref.code) for ref in inside), default=0)
    return tuple(Place(scope=ref.code, name=ref.name) for ref in inside if len(ref.code) == nearest)
