"""A building beside the map: its floor table, and its open matters with floor and room as far as their words tell."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.domains.places.facade import BuildingRef, DwellingRef, Spot, spot_in
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
        parts = [
            "" if self.spot.stair is None else _("Stair %(stair)d") % {"stair": self.spot.stair},
            "" if self.spot.floor is None or self.spot.room else say_floor(self.spot.floor),
            self.spot.room,
        ]
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A room of the floor table; without a room a gap. ``look`` is that of its most urgent matter.

    ``key`` names it to the 3D scene: stair, floor and room.
    """

    room: str = ""
    key: str = ""
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


def matters_of(
    lines: Sequence[RowLine], *, building: BuildingRef | None, dwellings: Sequence[DwellingRef]
) -> tuple[Matter, ...]:
    """Return matters with the floor and room that their place and title name."""
    floors = building.floors if building else None
    return tuple(
        Matter(line=line, spot=spot_in(f"{line.place} {line.title}", dwellings=dwellings, floors=floors))
        for line in lines
    )


def floor_table(
    building: BuildingRef, *, dwellings: Sequence[DwellingRef], matters: Sequence[Matter], floor: int | None
) -> FloorTable:
    """Return the floors of a building; rooms where they are known, else the floors alone."""
    by_place = {
        key: [one.room for one in rooms]
        for key, rooms in groupby(
            sorted(dwellings, key=lambda one: (one.stair, one.floor, one.room)), key=lambda one: (one.stair, one.floor)
        )
    }
    stairs = sorted({stair for stair, _floor in by_place})
    widths = {stair: max(len(rooms) for key, rooms in by_place.items() if key[0] == stair) for stair in stairs}
    numbers = {number for _stair, number in by_place} | set(range(1, (building.floors or 0) + 1))
    lines = []
    for number in sorted(numbers, reverse=True):
        here = [one for one in matters if one.spot.floor == number]
        cells = tuple(
            _cells(by_place.get((stair, number), ()), width=widths[stair], stair=stair, floor=number, matters=here)
            for stair in stairs
        )
        lines.append(
            FloorLine(
                floor=number,
                words=say_floor(number),
                url=place_url(building.community, at=str(building.id), floor=number),
                is_chosen=number == floor,
                count=len(here),
                look=_most_urgent(here),
                stairs=cells,
            )
        )
    heads = tuple((_("Stair %(stair)d") % {"stair": stair}, widths[stair]) for stair in stairs)
    return FloorTable(stairs=heads, floors=tuple(lines))


def _cells(
    rooms: Collection[str], *, width: int, stair: int, floor: int, matters: Sequence[Matter]
) -> tuple[Cell, ...]:
    cells = []
    for room in rooms:
        here = [one for one in matters if one.spot.room == room and one.spot.stair == stair]
        cells.append(Cell(room=room, key=f"{stair}-{floor}-{room}", look=_most_urgent(here), count=len(here)))
    return (*cells, *(Cell() for _gap in range(width - len(cells))))


def _most_urgent(matters: Sequence[Matter]) -> str:
    looks = [one.line.clock.look for one in matters]
    return min(looks, key=_ORDER.index) if looks else ""
