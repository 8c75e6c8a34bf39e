"""Reads of places: a community's buildings from memory, dwellings from the database.

Buildings are public things; the cache follows what was published as ``places`` and reads a community when first asked.
"""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Unpack
from uuid import UUID

from django.db.models import Count

from linli.domains.places.contracts import (
    AllPlan,
    BuildingPlan,
    BuildingRef,
    DwellingPreview,
    DwellingRef,
    MapFile,
    PlanMap,
    RoomPreview,
    StairPreview,
)
from linli.domains.places.models import Building, Dwelling
from linli.domains.places.plan import Outline, draw_plan
from linli.domains.places.rules import Numbering, building_names, by_number, floor_numbers, lay_out
from linli.domains.places.solid import write_ground, write_rooms
from linli.foundation.scope.published import Published
from linli.foundation.territory import queries as territory
from linli.kernel.areas import PointIndex
from linli.kernel.chinese_numbers import plain_text

HELD_COMMUNITIES = 500
"""How many communities' buildings a process holds; the ones asked least recently are dropped."""


class NoSuchBuilding(LookupError):
    """Raised when no building has this id."""


class CommunityPlaces:
    """The buildings of one community, the index that finds one under a point, and its plan (drawn when first asked)."""

    def __init__(self, community: str) -> None:
        rows = sorted(Building.objects.filter(community=community), key=lambda row: by_number(row.number, row.sequence))
        self.community = community
        self.buildings = tuple(building_ref(row) for row in rows)
        self.by_id = {ref.id: ref for ref in self.buildings}
        self._footprints = {row.id: bytes(row.footprint) for row in rows}
        self._index = PointIndex([str(row.id) for row in rows], list(self._footprints.values()))
        self._plan: tuple[tuple[territory.GridRef, ...], PlanMap] | None = None
        self._ground: tuple[tuple[territory.GridRef, ...], territory.DivisionRef, MapFile] | None = None

    def at(self, lon: float, lat: float) -> BuildingRef | None:
        """Return the building whose footprint covers a point, or none; a courtyard is not part of its building."""
        found = self._index.code_at(lon, lat)
        return None if found is None else self.by_id[UUID(found)]

    def plan(self) -> PlanMap:
        """Return the light plan of the community, drawn again when its grids are others than last time."""
        grids = territory.grids_of(self.community)
        if self._plan is None or self._plan[0] is not grids:
            buildings = [
                Outline(
                    id=str(ref.id),
                    label=ref.number or str(ref.sequence),
                    wkb=self._footprints[ref.id],
                    lonlat=(ref.lon, ref.lat),
                )
                for ref in self.buildings
            ]
            self._plan = (grids, draw_plan(buildings, grids=_outlines(grids)))
        return self._plan[1]

    def ground(self) -> MapFile:
        """Return what a 3D map draws, written again when grids or divisions are others than last time."""
        grids, division = territory.grids_of(self.community), territory.community(self.community)
        if self._ground is None or self._ground[0] is not grids or self._ground[1] is not division:
            border = territory.boundary_of(self.community)
            drawn = write_ground(self.buildings, footprints=self._footprints, grids=_outlines(grids), boundary=border)
            self._ground = (grids, division, drawn)
        return self._ground[2]

    def rooms(self, ref: BuildingRef) -> MapFile:
        """Return the floors and rooms of one of its buildings (one query)."""
        return write_rooms(ref, footprint=self._footprints[ref.id], dwellings=dwellings_of(ref.id))


def _outlines(grids: Sequence[territory.GridRef]) -> list[Outline]:
    return [Outline(id=grid.code, label=grid.name, wkb=grid.polygon) for grid in grids]


class PlacesShelf:
    """Communities' buildings, each read when first asked for."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, CommunityPlaces] = OrderedDict()

    def get(self, community: str) -> CommunityPlaces:
        """Return the buildings of a community."""
        held = self._held.get(community)
        if held is None:
            held = self._held[community] = CommunityPlaces(community)
            while len(self._held) > HELD_COMMUNITIES:
                self._held.popitem(last=False)
        return held


shelf = Published("places", PlacesShelf)


def building_ref(row: Building) -> BuildingRef:
    """Return a building's row as a value."""
    return BuildingRef(
        id=row.id,
        community=row.community,
        sequence=row.sequence,
        number=row.number,
        address=row.address,
        use=row.use,
        floors=row.floors,
        stairs=row.stairs,
        height_m=row.height_m,
        area_m2=row.area_m2,
        lon=row.lon,
        lat=row.lat,
        are_floors_counted=row.floors_from_rooms,
        are_stairs_counted=row.stairs_from_rooms,
    )


def buildings_of(community: str) -> tuple[BuildingRef, ...]:
    """Return a community's buildings in the order of their sequence."""
    return shelf.get().get(community).buildings


def building(building_id: UUID, *, community: str | None = None) -> BuildingRef:
    """Return a building, from memory when its community is given; raises :class:`NoSuchBuilding`."""
    if community is not None:
        found = shelf.get().get(community).by_id.get(building_id)
    else:
        row = Building.objects.filter(id=building_id).first()
        found = None if row is None else building_ref(row)
    if found is None:
        raise NoSuchBuilding(building_id)
    return found


def building_at(lon: float, lat: float, *, community: str) -> BuildingRef | None:
    """Return the building under a point in degrees (WGS84), or none."""
    return shelf.get().get(community).at(lon, lat)


def find_building(community: str, text: str) -> BuildingRef | None:
    """Return the one building of a community that a text speaks of, or none when it names none or several.

    Door plates are compared by their number (``三号楼``, ``3栋`` and ``3 号楼`` are one), then plates without a number
    and addresses by occurring in the text.
    """
    buildings = shelf.get().get(community).buildings
    said = building_names(text)
    by_number = [ref for ref in buildings if said and set(building_names(ref.number)) & set(said)]
    if len(by_number) == 1:
        return by_number[0]
    plain = plain_text(text)
    named = by_number or [ref for ref in buildings if _is_named(ref, plain)]
    return named[0] if len(named) == 1 else None


def _is_named(ref: BuildingRef, plain: str) -> bool:
    plate, address = plain_text(ref.number), plain_text(ref.address)
    is_plate_in = bool(plate) and not building_names(ref.number) and plate in plain
    return is_plate_in or bool(address and address in plain)


def plan_of(community: str) -> PlanMap:
    """Return the light plan of a community: its buildings and grids for an SVG, cached with them."""
    return shelf.get().get(community).plan()


def ground_of(community: str) -> MapFile:
    """Return what a 3D map draws of a community: buildings, grids, border; cached with them."""
    return shelf.get().get(community).ground()


def rooms_of(building_id: UUID, *, community: str) -> MapFile:
    """Return the floors and rooms of a community's building for a 3D map; raises :class:`NoSuchBuilding`."""
    held = shelf.get().get(community)
    if building_id not in held.by_id:
        raise NoSuchBuilding(building_id)
    return held.rooms(held.by_id[building_id])


def draw_grids(grids: Sequence[tuple[str, str, bytes]]) -> PlanMap:
    """Return a plan of grids alone, given as code, name and WKB in degrees (WGS84): how a preview looks."""
    return draw_plan([], grids=[Outline(id=code, label=name, wkb=wkb) for code, name, wkb in grids])


def dwellings_of(building_id: UUID) -> tuple[DwellingRef, ...]:
    """Return a building's dwellings by stair, floor and room (one query)."""
    rows = Dwelling.objects.filter(building_id=building_id).order_by("stair", "floor", "room")
    return tuple(
        DwellingRef(id=key, building_id=building_id, stair=stair, floor=floor, room=room)
        for key, stair, floor, room in rows.values_list("id", "stair", "floor", "room")
    )


def dwelling(dwelling_id: UUID) -> DwellingRef | None:
    """Return a dwelling, or none of this id (one query)."""
    row = Dwelling.objects.filter(id=dwelling_id).first()
    if row is None:
        return None
    return DwellingRef(id=row.id, building_id=row.building_id, stair=row.stair, floor=row.floor, room=row.room)


def count_dwellings(community: str) -> int:
    """Return how many dwellings a community has (one query)."""
    return Dwelling.objects.filter(community=community).count()


def dwelling_counts(community: str) -> dict[UUID, int]:
    """Return how many dwellings each building of a community has; those without any are left out (one query)."""
    found = Dwelling.objects.filter(community=community).values_list("building_id").annotate(Count("id"))
    return dict(found.order_by("building_id"))


def preview_dwellings(building_id: UUID, *, floors: int, **rule: Unpack[Numbering]) -> DwellingPreview:
    """Return what a rule would make of a building (one query); raises ``ValueError`` as ``rules.lay_out`` does."""
    places = lay_out(floors=floors, **rule)
    there = set(Dwelling.objects.filter(building_id=building_id).values_list("stair", "floor", "room"))
    by_stair: dict[int, dict[int, list[RoomPreview]]] = {}
    for place in places:
        is_new = (place.stair, place.floor, place.room) not in there
        rooms = by_stair.setdefault(place.stair, {}).setdefault(place.floor, [])
        rooms.append(RoomPreview(room=place.room, is_new=is_new))
    kept = sum((place.stair, place.floor, place.room) in there for place in places)
    return DwellingPreview(
        stairs=tuple(
            StairPreview(stair=stair, floors=tuple((floor, tuple(held[floor])) for floor in sorted(held, reverse=True)))
            for stair, held in by_stair.items()
        ),
        new=len(places) - kept,
        there=kept,
        besides=len(there) - kept,
    )


def plan_all(community: str, **rule: Unpack[Numbering]) -> AllPlan:
    """Return what one rule would make of the buildings that have floors and no dwelling yet (one query).

    Raises ``ValueError`` as ``rules.lay_out`` does; a building lower than the rule's first floor counts as one without.
    """
    first_floor, skipped = rule.get("first_floor", 1), rule.get("skipped_floors", ())
    has_dwellings = dwelling_counts(community)
    lines, without = [], 0
    for ref in buildings_of(community):
        if ref.id in has_dwellings:
            continue
        if not ref.floors or floor_numbers(ref.floors, skipped=skipped)[-1] < first_floor:
            without += 1
            continue
        lines.append(BuildingPlan(building=ref, dwellings=len(lay_out(floors=ref.floors, **rule))))
    return AllPlan(lines=tuple(lines), without_floors=without, laid_out_before=len(has_dwellings))
