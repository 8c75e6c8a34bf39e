"""Writes what a 3D map draws: buildings, grids and border of a community, and the rooms of one building, as JSON.

Shapes alone: how many matters are open where is another file, which a reader's rights decide. Longitude and latitude in
WGS 84 with seven decimals (about a centimetre), heights in metres above the ground.
"""

import hashlib
import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import numpy as np
import shapely
from shapely import affinity

from linli.domains.places.contracts import BuildingRef, DwellingRef, MapFile
from linli.domains.places.plan import Outline
from linli.kernel.shapes import Area, metres_per_degree

FLOOR_M: Final = 3.0
"""The height of a floor where nobody measured the building."""
_PLACES: Final = 7
_FOREGROUND: Final = 0.14
"""How far into a grid, of its depth, its name stands."""
_WALL_M: Final = 0.25
"""What each room is drawn smaller by on every side, so that neighbours can be told apart."""


def floor_height_m(building: BuildingRef) -> float:
    """Return the height of one floor: the measured height shared out, else three metres."""
    if building.height_m and building.floors:
        return round(building.height_m / building.floors, 2)
    return FLOOR_M


def height_m(building: BuildingRef) -> float:
    """Return a building's height: measured, else by its floors, else one floor."""
    return round(building.height_m or (building.floors or 1) * FLOOR_M, 2)


def write_ground(
    buildings: Sequence[BuildingRef],
    *,
    footprints: Mapping[UUID, bytes],
    grids: Sequence[Outline],
    boundary: bytes | None,
) -> MapFile:
    """Return buildings to extrude, grids and the border as GeoJSON collections, and the box around all of it."""
    houses = [_feature(shapely.from_wkb(footprints[ref.id]), **_facts(ref)) for ref in buildings]
    ground = [_grid(outline) for outline in grids]
    border = [] if boundary is None else [_feature(shapely.from_wkb(boundary))]
    shapes = [
        *(footprints[ref.id] for ref in buildings),
        *(outline.wkb for outline in grids),
        *([] if boundary is None else [boundary]),
    ]
    box = shapely.total_bounds(shapely.from_wkb(np.array(shapes, dtype=object))) if shapes else ()
    return _file(
        {
            "box": [round(float(edge), _PLACES) for edge in box],
            "buildings": _collection(houses),
            "grids": _collection(ground),
            "boundary": _collection(border),
        }
    )


def _facts(ref: BuildingRef) -> dict[str, object]:
    return {
        "id": str(ref.id),
        "label": ref.number or str(ref.sequence),
        "height": height_m(ref),
        "floors": ref.floors,
        "point": [round(ref.lon, _PLACES), round(ref.lat, _PLACES)],
    }


def _grid(outline: Outline) -> dict[str, object]:
    shape = shapely.from_wkb(outline.wkb)
    point = _foreground(shape)
    return _feature(shape, id=outline.id, label=outline.label, point=[round(point.x, _PLACES), round(point.y, _PLACES)])


def _foreground(shape: Area) -> shapely.Point:
    """Return a point near an area's southern edge, where a name stands before the buildings and not under them."""
    west, south, east, north = shape.bounds
    height = south + (north - south) * _FOREGROUND
    across = shapely.intersection(shape, shapely.LineString([(west, height), (east, height)]))
    parts = sorted(getattr(across, "geoms", [across]), key=lambda part: part.length)
    return parts[-1].interpolate(0.5, normalized=True) if parts and parts[-1].length else shape.representative_point()


def write_rooms(building: BuildingRef, *, footprint: bytes, dwellings: Sequence[DwellingRef]) -> MapFile:
    """Return the floors of a building and where its rooms are drawn: side by side in the order of stair and room.

    Nobody measured the rooms, so the footprint is cut across its long side into as many strips as the floor has rooms.
    """
    by_floor: dict[int, list[DwellingRef]] = defaultdict(list)
    for dwelling in sorted(dwellings, key=lambda one: (one.stair, one.room)):
        by_floor[dwelling.floor].append(dwelling)
    shape = shapely.from_wkb(footprint)
    counts = sorted({len(rooms) for rooms in by_floor.values()})
    top = max([building.floors or 1, *by_floor])
    return _file(
        {
            "id": str(building.id),
            "floor_height": floor_height_m(building),
            "floors": top,
            "footprint": _rounded(shape),
            "rooms": [
                {"floor": floor, "stair": room.stair, "room": room.room, "of": len(rooms), "at": at}
                for floor, rooms in sorted(by_floor.items())
                for at, room in enumerate(rooms)
            ],
            "cells": {str(count): [_rounded(cell) for cell in cut(shape, count)] for count in counts},
        }
    )


def cut(shape: Area, count: int) -> list[Area]:
    """Return a footprint cut across its long side into strips of one width, in metres true to the ground.

    A strip that a courtyard takes away entirely is drawn as an empty outline.
    """
    middle = shape.centroid
    across, along = metres_per_degree(middle.y)
    flat = affinity.affine_transform(shape, [across, 0, 0, along, -middle.x * across, -middle.y * along])
    turn = -_long_side(flat)
    level = affinity.rotate(flat, turn, origin=(0, 0), use_radians=True)
    west, south, east, north = level.bounds
    width = (east - west) / count
    cells = []
    for at in range(count):
        strip = shapely.box(west + at * width, south, west + (at + 1) * width, north)
        cell = shapely.intersection(level, strip)
        drawn = cell.buffer(-_WALL_M, join_style="mitre")
        back = affinity.rotate(drawn if not drawn.is_empty else cell, -turn, origin=(0, 0), use_radians=True)
        cells.append(affinity.affine_transform(back, [1 / across, 0, 0, 1 / along, middle.x, middle.y]))
    return cells


def _long_side(shape: Area) -> float:
    """Return the direction of the longer side of the smallest rectangle around a shape, in radians, pointing east."""
    corners = list(shapely.minimum_rotated_rectangle(shape).exterior.coords)
    sides = [(corners[at + 1][0] - corners[at][0], corners[at + 1][1] - corners[at][1]) for at in range(2)]
    dx, dy = max(sides, key=lambda side: math.hypot(*side))
    return math.atan2(dy, dx) if dx >= 0 else math.atan2(-dy, -dx)


def _feature(shape: Area, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": _rounded(shape)}


def _rounded(shape: Area) -> dict[str, Any]:
    exact: dict[str, Any] = json.loads(shapely.to_geojson(shapely.transform(shape, lambda p: np.round(p, _PLACES))))
    return exact


def _collection(features: Sequence[dict[str, object]]) -> dict[str, object]:
    return {"type": "FeatureCollection", "features": features}


def _file(content: Mapping[str, object]) -> MapFile:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return MapFile(text=text, digest=hashlib.blake2b(text.encode(), digest_size=12).hexdigest())
