"""The door of places: buildings and dwellings of a community, which one somebody means, and the light plan."""

from linli.domains.places.actions import (
    ImportOutcome,
    PlaceRefused,
    import_buildings,
    lay_out_dwellings,
    name_building,
)
from linli.domains.places.contracts import BuildingRef, DwellingRef, PlanMap, PlanShape, ToLonLat
from linli.domains.places.finding import DwellingIndex, Lodging, doors_of, dwellings_named
from linli.domains.places.queries import (
    NoSuchBuilding,
    building,
    building_at,
    buildings_of,
    count_dwellings,
    draw_grids,
    dwellings_of,
    find_building,
    plan_of,
)

__all__ = [
    "BuildingRef",
    "DwellingIndex",
    "DwellingRef",
    "ImportOutcome",
    "Lodging",
    "NoSuchBuilding",
    "PlaceRefused",
    "PlanMap",
    "PlanShape",
    "ToLonLat",
    "building",
    "building_at",
    "buildings_of",
    "count_dwellings",
    "doors_of",
    "draw_grids",
    "dwellings_named",
    "dwellings_of",
    "find_building",
    "import_buildings",
    "lay_out_dwellings",
    "name_building",
    "plan_of",
]
