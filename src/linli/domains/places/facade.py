"""The door of places: buildings and dwellings of a community, which one somebody means, and the light plan."""

from linli.domains.places.actions import (
    ImportOutcome,
    LaidOut,
    PlaceRefused,
    import_buildings,
    lay_out_all,
    lay_out_dwellings,
    name_building,
)
from linli.domains.places.contracts import (
    AllPlan,
    BuildingRef,
    DwellingPreview,
    DwellingRef,
    PlanMap,
    PlanShape,
    ToLonLat,
)
from linli.domains.places.finding import DwellingIndex, Lodging, doors_of, dwellings_named
from linli.domains.places.imports.asked import MOST_FILE_BYTES
from linli.domains.places.imports.letters import ENCODINGS
from linli.domains.places.queries import (
    NoSuchBuilding,
    building,
    building_at,
    buildings_of,
    count_dwellings,
    draw_grids,
    dwelling_counts,
    dwellings_of,
    find_building,
    plan_all,
    plan_of,
    preview_dwellings,
)
from linli.domains.places.rules import MOST_FLOORS, MOST_ROOMS_PER_FLOOR, MOST_STAIRS

__all__ = [
    "ENCODINGS",
    "MOST_FILE_BYTES",
    "MOST_FLOORS",
    "MOST_ROOMS_PER_FLOOR",
    "MOST_STAIRS",
    "AllPlan",
    "BuildingRef",
    "DwellingIndex",
    "DwellingPreview",
    "DwellingRef",
    "ImportOutcome",
    "LaidOut",
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
    "dwelling_counts",
    "dwellings_named",
    "dwellings_of",
    "find_building",
    "import_buildings",
    "lay_out_all",
    "lay_out_dwellings",
    "name_building",
    "plan_all",
    "plan_of",
    "preview_dwellings",
]
