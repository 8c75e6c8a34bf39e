"""Reads of the territory: divisions from memory, grids of a community from memory. Nothing here asks who reads.

Divisions and grids are public; both caches follow what was published (``territory``, ``grids``). Divisions that nobody
here uses stay in the table: a process does not hold 600,000 names for the one community that works with it.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils import timezone

from linli.foundation.scope.context import reading
from linli.foundation.scope.published import Published
from linli.foundation.scope.reader import job_reader
from linli.foundation.territory.models import Division, Grid, GridKind, Level
from linli.kernel.areas import PointIndex

HELD_COMMUNITIES = 2000
"""How many communities' grids a process holds; the ones asked least recently are dropped (about 20 kB each)."""


class NoSuchDivision(LookupError):
    """Raised when no division has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class DivisionRef:
    """One division as others see it; ``parent`` and ``successor`` are codes, empty for none."""

    code: str
    name: str
    level: Level
    parent: str
    valid_from_on: date
    valid_to_on: date | None
    successor: str
    has_boundary: bool

    def is_valid_on(self, day: date) -> bool:
        """Return whether the division exists on a day."""
        return self.valid_from_on <= day and (self.valid_to_on is None or day <= self.valid_to_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRef:
    """One grid as others see it; ``polygon`` is WKB in degrees (WGS84), the box in degrees."""

    id: UUID
    code: str
    community: str
    name: str
    kind: GridKind
    version: int
    valid_from_on: date
    valid_to_on: date | None
    box: tuple[float, float, float, float]
    polygon: bytes = field(repr=False)


class GridSet:
    """The grids of one community (or of all) on one day, with the index that answers which grid lies under a point.

    Micro grids lie inside other grids, so the index holds only the grids that share out the ground.
    """

    def __init__(self, grids: tuple[GridRef, ...]) -> None:
        self.grids = grids
        self._by_code = {grid.code: grid for grid in grids}
        ground = [grid for grid in grids if grid.kind is not GridKind.MICRO]
        self._index = PointIndex([grid.code for grid in ground], [grid.polygon for grid in ground])

    def at(self, lon: float, lat: float) -> GridRef | None:
        """Return the grid under a point (degrees, WGS84), or none."""
        code = self._index.code_at(lon, lat)
        return None if code is None else self._by_code[code]

    def by_code(self, code: str) -> GridRef | None:
        """Return the grid with this code, or none."""
        return self._by_code.get(code)


class GridShelf:
    """Grid sets by community and day, read when first asked for; the empty community stands for all of them."""

    def __init__(self) -> None:
        self._sets: OrderedDict[tuple[str, date], GridSet] = OrderedDict()

    def get(self, community: str, day: date) -> GridSet:
        """Return the grids of a community on a day."""
        key = (community, day)
        held = self._sets.get(key)
        if held is None:
            held = self._sets[key] = GridSet(_read_grids(community, day))
            while len(self._sets) > HELD_COMMUNITIES:
                self._sets.popitem(last=False)
        return held


def _read_grids(community: str, day: date) -> tuple[GridRef, ...]:
    rows = Grid.objects.valid_on(day).order_by("code")
    if community:
        rows = rows.filter(community=community)
    return tuple(grid_ref(row) for row in rows)


def grid_ref(row: Grid) -> GridRef:
    """Return a grid's row as a value."""
    return GridRef(
        id=row.id,
        code=row.code,
        community=row.community,
        name=row.name,
        kind=GridKind(row.kind),
        version=row.version,
        valid_from_on=row.valid_from_on,
        valid_to_on=row.valid_to_on,
        box=(row.min_lon, row.min_lat, row.max_lon, row.max_lat),
        polygon=bytes(row.polygon),
    )


def _read_tree() -> dict[str, DivisionRef]:
    columns = ("code", "name", "level", "parent_id", "valid_from_on", "valid_to_on", "successor_id", "boundary")
    rows = Division.objects.filter(is_in_use=True).order_by("code").only(*(c.removesuffix("_id") for c in columns))
    return {
        row.code: DivisionRef(
            code=row.code,
            name=row.name,
            level=Level(row.level),
            parent=row.parent_id or "",
            valid_from_on=row.valid_from_on,
            valid_to_on=row.valid_to_on,
            successor=row.successor_id or "",
            has_boundary=row.boundary is not None,
        )
        for row in rows
    }


tree = Published("territory", _read_tree)
shelf = Published("grids", GridShelf)


def division(code: str) -> DivisionRef:
    """Return a division by its significant digits; raises :class:`NoSuchDivision`."""
    found = tree.get().get(code)
    if found is None:
        raise NoSuchDivision(code)
    return found


def community(code: str) -> DivisionRef:
    """Return a community by its 12 digits; raises :class:`NoSuchDivision` also for a division of another level."""
    found = division(code)
    if found.level is not Level.COMMUNITY:
        raise NoSuchDivision(code)
    return found


def division_name(code: str) -> str:
    """Return a division's name, or the code itself where nobody gave it a name."""
    found = tree.get().get(code)
    return found.name if found else code


def ancestry(code: str) -> tuple[DivisionRef, ...]:
    """Return the known divisions that contain a place, the widest first, the place itself last."""
    known = tree.get()
    return tuple(known[code[:digits]] for digits in (2, 4, 6, 9, 12) if digits <= len(code) and code[:digits] in known)


def divisions_within(scope: str, *, level: Level | None = None, on: date | None = None) -> tuple[DivisionRef, ...]:
    """Return the divisions inside a scope that exist on a day (today), in the order of their codes."""
    day = on or timezone.localdate()
    return tuple(
        ref
        for ref in tree.get().values()
        if ref.code.startswith(scope) and ref.is_valid_on(day) and (level is None or ref.level is level)
    )


def communities_within(scope: str, *, on: date | None = None) -> tuple[DivisionRef, ...]:
    """Return the communities inside a scope (empty: everywhere) that exist on a day (today)."""
    return divisions_within(scope[:12], level=Level.COMMUNITY, on=on)


def every_community() -> list[str]:
    """Return the codes of all communities of the site, for jobs that go through them; a transaction of its own."""
    with reading(job_reader("")):
        return [community.code for community in communities_within("")]


def grids_of(community: str, *, on: date | None = None) -> tuple[GridRef, ...]:
    """Return a community's grids on a day (today), in the order of their codes; from memory once asked."""
    return shelf.get().get(community, on or timezone.localdate()).grids


def communities_with_new_grids(on: date) -> tuple[str, ...]:
    """Return the communities with grids that begin on a day (one query)."""
    rows = Grid.objects.filter(valid_from_on=on).order_by("community").values_list("community", flat=True)
    return tuple(rows.distinct())


def grids_to_come(community: str, *, on: date | None = None) -> tuple[GridRef, ...]:
    """Return the grids that are published and begin after a day (today), by first day and code (one query)."""
    rows = Grid.objects.filter(community=community, valid_from_on__gt=on or timezone.localdate())
    still = [
        row
        for row in rows.order_by("valid_from_on", "code")
        if row.valid_to_on is None or row.valid_to_on >= row.valid_from_on
    ]
    return tuple(grid_ref(row) for row in still)


def grid(code: str, *, on: date | None = None) -> GridRef | None:
    """Return the grid with this code on a day (today), or none."""
    return shelf.get().get(code[:12], on or timezone.localdate()).by_code(code)


def grid_name(code: str, *, on: date | None = None) -> str:
    """Return a grid's name on a day (today), or the code itself when no such grid exists then."""
    found = grid(code, on=on)
    return found.name if found else code


def boundary_of(community: str) -> bytes | None:
    """Return a community's boundary as WKB in degrees, or none where it is not known (one query)."""
    found = Division.objects.filter(code=community).values_list("boundary", flat=True).first()
    return None if found is None else bytes(found)
