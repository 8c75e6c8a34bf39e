"""The door of places: buildings and dwellings of a community, which one somebody means, the light plan, the 3D map."""

from linli.domains.places.actions import (
    ImportOutcome,
    PlaceRefused,
    import_buildings,
    lay_out_dwellings,
    name_building,
)
from linli.domains.places.contracts import BuildingRef, DwellingRef, MapFile, PlanMap, PlanShape, Spot, ToLonLat
from linli.domains.places.queries import (
    NoSuchBuilding,
    building,
    building_at,
    buildings_of,
    count_dwellings,
    draw_grids,
    dwellings_of,
    find_building,
    ground_of,
    plan_of,
    rooms_of,
)
from linli.domains.places.spots import spot_in

__all__ = [
    "BuildingRef",
    "DwellingRef",
    "ImportOutcome",
    "MapFile",
    "NoSuchBuilding",
    "PlaceRefused",
    "PlanMap",
    "PlanShape",
    "Spot",
    "ToLonLat",
    "building",
    "building_at",
    "buildings_of",
    "count_dwellings",
    "draw_grids",
    "dwellings_of",
    "find_building",
    "ground_of",
    "import_buildings",
    "lay_out_dwellings",
    "name_building",
    "plan_of",
    "rooms_of",
    "spot_in",
]
