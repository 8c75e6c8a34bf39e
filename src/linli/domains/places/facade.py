"""The door of places: buildings and dwellings of a community, which one somebody means, and the light plan."""

from linli.domains.places.actions import (
    ImportOutcome,
    PlaceRefused,
    import_buildings,
    lay_out_dwellings,
    name_building,
)
from linli.domains.places.contracts import BuildingRef, DwellingRef, PlanMap, PlanShape, ToLonLat
from linli.domains.places.imports.asked import MOST_FILE_BYTES
from linli.domains.places.imports.letters import ENCODINGS
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
    "ENCODINGS",
    "MOST_FILE_BYTES",
    "BuildingRef",
    "DwellingRef",
    "ImportOutcome",
    "NoSuchBuilding",
    "PlaceRefused",
    "PlanMap",
    "PlanShape",
    "ToLonLat",
    "building",
    "building_at",
    "buildings_of",
    "count_dwellings",
    "draw_grids",
    "dwellings_of",
    "find_building",
    "import_buildings",
    "lay_out_dwellings",
    "name_building",
    "plan_of",
]
