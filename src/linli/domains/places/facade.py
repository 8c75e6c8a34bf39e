"""The door of places: buildings and dwellings of a community, which one somebody means, the light plan, the 3D map."""

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
    MapFile,
    PlanMap,
    PlanShape,
    RoomsOutcome,
    RoomsPreview,
    ToLonLat,
)
from linli.domains.places.finding import DwellingIndex, Lodging, door_labels, doors_of, dwellings_named
from linli.domains.places.imports.asked import MOST_FILE_BYTES
from linli.domains.places.imports.letters import ENCODINGS
from linli.domains.places.models import Use
from linli.domains.places.queries import (
    NoSuchBuilding,
    building,
    building_at,
    buildings_of,
    count_dwellings,
    draw_grids,
    dwelling,
    dwelling_counts,
    dwellings_of,
    find_building,
    ground_of,
    plan_all,
    plan_of,
    preview_dwellings,
    rooms_of,
)
from linli.domains.places.roomsheets.columns import FIELDS as ROOM_FIELDS
from linli.domains.places.roomsheets.columns import prepare as prepare_rooms
from linli.domains.places.roomsheets.importing import KIND as ROOMS_KIND
from linli.domains.places.roomsheets.importing import import_rooms, preview_rooms, queue_rooms
from linli.domains.places.roomsheets.words import FIELD_WORDS as ROOM_FIELD_WORDS
from linli.domains.places.roomsheets.words import wrong_with as wrong_with_rooms
from linli.domains.places.roomsheets.workbooks import write_rooms, write_template
from linli.domains.places.rules import MOST_FLOORS, MOST_ROOMS_PER_FLOOR, MOST_STAIRS
from linli.domains.places.spots import NoSuchSpot, chosen_spot, door_key, doors_said, floors_of, stairs_of
from linli.foundation.imports.intake.understand import Prepared as PreparedRooms
from linli.kernel.spots import LOWEST_FLOOR, NOWHERE, Spot, may_name_spot, spot_in, spot_of, spot_said

__all__ = [
    "ENCODINGS",
    "LOWEST_FLOOR",
    "MOST_FILE_BYTES",
    "MOST_FLOORS",
    "MOST_ROOMS_PER_FLOOR",
    "MOST_STAIRS",
    "NOWHERE",
    "ROOMS_KIND",
    "ROOM_FIELDS",
    "ROOM_FIELD_WORDS",
    "AllPlan",
    "BuildingRef",
    "DwellingIndex",
    "DwellingPreview",
    "DwellingRef",
    "ImportOutcome",
    "LaidOut",
    "Lodging",
    "MapFile",
    "NoSuchBuilding",
    "NoSuchSpot",
    "PlaceRefused",
    "PlanMap",
    "PlanShape",
    "PreparedRooms",
    "RoomsOutcome",
    "RoomsPreview",
    "Spot",
    "ToLonLat",
    "Use",
    "building",
    "building_at",
    "buildings_of",
    "chosen_spot",
    "count_dwellings",
    "door_key",
    "door_labels",
    "doors_of",
    "doors_said",
    "draw_grids",
    "dwelling",
    "dwelling_counts",
    "dwellings_named",
    "dwellings_of",
    "find_building",
    "floors_of",
    "ground_of",
    "import_buildings",
    "import_rooms",
    "lay_out_all",
    "lay_out_dwellings",
    "may_name_spot",
    "name_building",
    "plan_all",
    "plan_of",
    "prepare_rooms",
    "preview_dwellings",
    "preview_rooms",
    "queue_rooms",
    "rooms_of",
    "spot_in",
    "spot_of",
    "spot_said",
    "stairs_of",
    "write_rooms",
    "write_template",
    "wrong_with_rooms",
]
