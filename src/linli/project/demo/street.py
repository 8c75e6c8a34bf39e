"""The demo community's ground: a boundary, twelve grids and twenty-four buildings, drawn from a few numbers."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass

COMMUNITY = "999901001001"
"""An unallocated code: 99 is no province."""

DIVISIONS = (
    ("99", "示例省"),
    ("9999", "云州市"),
    ("999901", "南浦区"),
    ("999901001", "望溪街道"),
    (COMMUNITY, "柳岸社区"),
)
ORIGIN_LON, ORIGIN_LAT = 118.6, 28.4
METRES_PER_DEGREE = 111_320.0
COLUMNS, ROWS = 6, 4
CELL_WIDTH_M, CELL_DEPTH_M = 76.0, 62.0
LEAN_DEGREES = 7.0
FLOORS = (6, 11, 18, 11, 6, 18, 11, 18, 18, 11, 11, 6, 18, 11, 18, 11, 6, 11, 18, 18, 11, 11, 18, 11)
STAIRS, ROOMS_PER_FLOOR = 3, 2
FLOOR_HEIGHT_M = 2.9

Ring = list[list[float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoBuilding:
    """One building: its number, floors and footprint (degrees, WGS84)."""

    number: int
    floors: int
    ring: Ring


def lonlat(x: float, y: float) -> list[float]:
    """Turn metres on the ground (x east, y north, then leaned a little) into degrees."""
    turn = math.radians(LEAN_DEGREES)
    east, north = x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)
    lat = ORIGIN_LAT + north / METRES_PER_DEGREE
    lon = ORIGIN_LON + east / (METRES_PER_DEGREE * math.cos(math.radians(ORIGIN_LAT)))
    return [round(lon, 7), round(lat, 7)]


def _box(left: float, bottom: float, right: float, top: float) -> Ring:
    corners = ((left, bottom), (right, bottom), (right, top), (left, top), (left, bottom))
    return [lonlat(x, y) for x, y in corners]


def boundary() -> Ring:
    """Return the community's outline."""
    return _box(0, 0, COLUMNS * CELL_WIDTH_M, ROWS * CELL_DEPTH_M)


def grids() -> Iterator[tuple[str, Ring]]:
    """Yield twelve grids of two buildings each, from west to east and north to south (DB6101/T 3185-2024)."""
    number = 0
    for row in range(ROWS // 2):
        for column in range(COLUMNS):
            number += 1
            top = ROWS * CELL_DEPTH_M - row * 2 * CELL_DEPTH_M
            yield (
                f"第 {number} 网格",
                _box(column * CELL_WIDTH_M, top - 2 * CELL_DEPTH_M, (column + 1) * CELL_WIDTH_M, top),
            )


def buildings() -> Iterator[DemoBuilding]:
    """Yield twenty-four slabs with different heights and lengths, numbered like the plates on their doors."""
    for index, floors in enumerate(FLOORS):
        row, column = divmod(index, COLUMNS)
        length = 44.0 if floors < max(FLOORS) else 34.0
        depth = 13.0
        left = column * CELL_WIDTH_M + (CELL_WIDTH_M - length) / 2 + (5 if row % 2 else -4)
        top = ROWS * CELL_DEPTH_M - row * CELL_DEPTH_M - 20
        yield DemoBuilding(number=index + 1, floors=floors, ring=_box(left, top - depth, left + length, top))


def buildings_file() -> bytes:
    """Return the buildings as the GeoJSON file a city would give, read by the product's own import."""
    features = [
        {
            "type": "Feature",
            "properties": {
                "name": f"{b.number} 号楼",
                "floors": b.floors,
                "height": round(b.floors * FLOOR_HEIGHT_M, 1),
            },
            "geometry": {"type": "Polygon", "coordinates": [b.ring]},
        }
        for b in buildings()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()
