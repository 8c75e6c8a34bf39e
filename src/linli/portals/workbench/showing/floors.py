"""A building beside the map: its floor table, and its open matters with floor and room as far as they are known."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from urllib.parse import quote
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.domains.cases.facade import CasePoint
from linli.domains.places.facade import BuildingRef, DwellingRef, Spot, door_key, spot_in, spot_of
from linli.portals.workbench.showing.plan import place_url
from linli.portals.workbench.showing.rows import RowLine

_ORDER: Final = ("late", "soon", "new", "verify", "doing", "pause", "done")


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """An open matter of a place: its line, and where in the building it is."""

    line: RowLine
    spot: Spot

    @property
    def where(self) -> str:
        """Stair, floor and room in words; empty where nothing was said."""
        return say_spot(self.spot)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A room of the floor table; without a room a gap. ``look`` is that of its most urgent matter.

    ``key`` names it in the address and to the 3D scene: stair, floor and room.
    """

    room: str = ""
    key: str = ""
    url: str = ""
    is_chosen: bool = False
    look: str = ""
    count: int = 0

    @property
    def words(self) -> str:
        """The room's open matters in words."""
        return say_open(self.count) if self.count else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorLine:
    """A floor of the table, with its rooms stair by stair and the number of matters on it."""

    floor: int
    words: str
    url: str
    is_chosen: bool
    count: int
    look: str
    stairs: tuple[tuple[Cell, ...], ...]

    @property
    def open_words(self) -> str:
        """The floor's open matters in words."""
        return say_open(self.count) if self.count else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorTable:
    """The floors of a building from the top down; ``stairs`` are the heads with how many rooms each spans."""

    stairs: tuple[tuple[str, int], ...]
    floors: tuple[FloorLine, ...]


def say_floor(floor: int) -> str:
    """Write a floor: ``5 层``; below the ground ``地下 1 层``."""
    if floor < 0:
        return _("Basement %(floor)d") % {"floor": -floor}
    return _("Floor %(floor)d") % {"floor": floor}


def say_open(count: int) -> str:
    """Write how many matters are open."""
    return ngettext("%(n)d open", "%(n)d open", count) % {"n": count}


def say_spot(spot: Spot) -> str:
    """Write where in a building something is: ``2 单元 502``, ``2 单元 5 层``; empty where nothing is known."""
    parts = [
        "" if spot.stair is None else _("Stair %(stair)d") % {"stair": spot.stair},
        "" if spot.floor is None or spot.room else say_floor(spot.floor),
        spot.room,
    ]
    return " ".join(part for part in parts if part)


def matters_of(
    lines: Sequence[RowLine],
    *,
    points: Iterable[CasePoint],
    building: BuildingRef | None,
    dwellings: Sequence[DwellingRef],
) -> tuple[Matter, ...]:
    """Return matters with their floor and room: as was said when they came in, else as their place and title name."""
    doors = {one.id: one for one in dwellings}
    known = {point.id: point for point in points}
    floors = building.floors if building else None
    return tuple(
        Matter(
            line=line,
            spot=_fact(known.get(line.id), doors)
            or spot_in(f"{line.place} {line.title}", doors=dwellings, floors=floors),
        )
        for line in lines
    )


def _fact(point: CasePoint | None, doors: Mapping[UUID, DwellingRef]) -> Spot | None:
    """Return where somebody said it is; a stair alone is left to the words, which may name more."""
    if point is None:
        return None
    if point.dwelling is not None:
        door = doors.get(point.dwelling)
        return spot_of(door) if door else None
    return Spot(stair=point.stair, floor=point.floor) if point.floor is not None else None


def floor_table(
    building: BuildingRef,
    *,
    dwellings: Sequence[DwellingRef],
    matters: Sequence[Matter],
    floor: int | None,
    room: DwellingRef | None,
) -> FloorTable:
    """Return the floors of a building; rooms where they are known, else the floors alone.

    A floor that only a matter speaks of, such as a basement, has its line too.
    """
    by_place = {
        key: list(doors)
        for key, doors in groupby(
            sorted(dwellings, key=lambda one: (one.stair, one.floor, one.room)), key=lambda one: (one.stair, one.floor)
        )
    }
    stairs = sorted({stair for stair, _floor in by_place})
    widths = {stair: max(len(doors) for key, doors in by_place.items() if key[0] == stair) for stair in stairs}
    numbers = {number for _stair, number in by_place} | set(range(1, (building.floors or 0) + 1))
    numbers |= {one.spot.floor for one in matters if one.spot.floor is not None}
    home = place_url(building.community, at=str(building.id))
    lines = []
    for number in sorted(numbers, reverse=True):
        here = [one for one in matters if one.spot.floor == number]
        url = f"{home}&floor={number}"
        cells = tuple(
            _cells(by_place.get((stair, number), ()), width=widths[stair], url=url, matters=here, room=room)
            for stair in stairs
        )
        lines.append(
            FloorLine(
                floor=number,
                words=say_floor(number),
                url=url,
                is_chosen=number == floor,
                count=len(here),
                look=_most_urgent(here),
                stairs=cells,
            )
        )
    heads = tuple((_("Stair %(stair)d") % {"stair": stair}, widths[stair]) for stair in stairs)
    return FloorTable(stairs=heads, floors=tuple(lines))


def _cells(
    doors: Collection[DwellingRef], *, width: int, url: str, matters: Sequence[Matter], room: DwellingRef | None
) -> tuple[Cell, ...]:
    cells = []
    for door in doors:
        here = [one for one in matters if one.spot.dwelling == door.id]
        cells.append(
            Cell(
                room=door.room,
                key=door_key(door),
                url=f"{url}&room={door.stair}-{quote(door.room)}",
                is_chosen=room is not None and room.id == door.id,
                look=_most_urgent(here),
                count=len(here),
            )
        )
    return (*cells, *(Cell() for _gap in range(width - len(cells))))


def _most_urgent(matters: Sequence[Matter]) -> str:
    looks = [one.line.clock.look for one in matters]
    return min(looks, key=_ORDER.index) if looks else ""
