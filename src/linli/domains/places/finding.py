"""Finds a dwelling as people write it, for many rows at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from linli.domains.places.models import Dwelling
from linli.domains.places.queries import buildings_of
from linli.domains.places.roomsheets.plates import Plates
from linli.foundation.territory import grids
from linli.kernel.doors import plate_in, read_door
from linli.kernel.narrow import squeezed

MOST_LABELS = 6000


@dataclass(frozen=True, slots=True, kw_only=True)
class Lodging:
    """A dwelling with its building and the grid it lies in today (empty where no grid covers it)."""

    id: UUID
    building: UUID
    grid: str
    stair: int
    floor: int
    room: str


class DwellingIndex:
    """The dwellings of a community by building and room (two statements; a community has some thousands).

    With ``building``, as somebody wrote it, only those of the buildings that it may mean are read.
    """

    def __init__(self, community: str, *, building: str | None = None) -> None:
        refs = buildings_of(community)
        self._plates = Plates(refs)
        self._community, self._refs = community, {ref.id: ref for ref in refs}
        self._grids: dict[UUID, str] = {}
        self._rooms: dict[tuple[UUID, str], list[tuple[UUID, int, int]]] = {}
        rows = Dwelling.objects.filter(community=community)
        if building is not None:
            rows = rows.filter(building_id__in=[ref.id for ref in self._plates.find(building)])
        for own, held_by, stair, floor, room in rows.values_list("id", "building_id", "stair", "floor", "room"):
            self._rooms.setdefault((held_by, room.upper()), []).append((own, stair, floor))

    def find(self, building: str, stair: int, room: str) -> Lodging | None:
        """Return the one dwelling that is meant, none where it may be several: a wrong door is worse than none.

        ``building`` is what was written for it: ``3``, ``三号楼``, ``东区3号楼``. No stair (0) is enough where one
        dwelling of the building has this room number.
        """
        found = self._meant(building, stair, room)
        return found[0] if len(found) == 1 else None

    def named(self, building: str, stair: int, room: str) -> list[UUID]:
        """Return all dwellings that may be meant; several where no stair (0) is said, or plates are alike."""
        return [one.id for one in self._meant(building, stair, room)]

    def _meant(self, building: str, stair: int, room: str) -> list[Lodging]:
        return [
            Lodging(id=own, building=ref.id, grid=self._grid_of(ref.id), stair=at, floor=floor, room=room)
            for ref in self._plates.find(building)
            for own, at, floor in self._rooms.get((ref.id, room), ())
            if stair in (0, at)
        ]

    def _grid_of(self, building: UUID) -> str:
        known = self._grids.get(building)
        if known is None:
            ref = self._refs[building]
            grid = grids.grid_at(self._community, ref.lon, ref.lat)
            known = self._grids[building] = grid.code if grid else ""
        return known


def doors_of(dwellings: Iterable[UUID]) -> dict[UUID, str]:
    """Return what people call dwellings, by id: ``3 号楼 2 单元 502`` (one statement beside the buildings)."""
    rows = Dwelling.objects.filter(pk__in=set(dwellings)).select_related("building")
    return {row.id: door_label(str(row.building), stair=row.stair, room=row.room) for row in rows}


def door_labels(community: str) -> tuple[str, ...]:
    """Return each dwelling of a community as one writes it, ``3号楼2单元302``, building by building (one statement).

    It reads the same in every language of the screen. A community of more than ``MOST_LABELS`` dwellings gets none: a
    list that long helps nobody who types.
    """
    order = ("building__sequence", "stair", "floor", "room")
    rows = Dwelling.objects.filter(community=community).order_by(*order)
    found = rows.values_list("building__number", "building__sequence", "stair", "room")[: MOST_LABELS + 1]
    labels = tuple(
        f"{squeezed(number) or f'{sequence:05d}号楼'}{stair}单元{room}" for number, sequence, stair, room in found
    )
    return labels if len(labels) <= MOST_LABELS else ()


def dwellings_named(community: str, text: str) -> list[UUID]:
    """Return the dwellings that a text names (``3-2-502``, ``3号楼2单元502``); several where no stair is said."""
    found = read_door(text)
    if found is None:
        return []
    building, (_bare, stair, room) = plate_in(text), found
    return DwellingIndex(community, building=building).named(building, stair, room)


def door_label(building: str, *, stair: int, room: str) -> str:
    """Return what people call a dwelling: ``3 号楼 2 单元 502``."""
    return _("%(building)s stair %(stair)d, %(room)s") % {"building": building, "stair": stair, "room": room}
