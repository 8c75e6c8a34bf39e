"""Draws the light plan of a community as SVG paths in metres, small enough for an old phone.

No map engine: buildings and grids are outlines from the upper left corner, y downwards, and a tap becomes degrees again
by two multiplications. Coordinates are whole decimetres; a big community is drawn coarser.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from linli.domains.places.contracts import PlanMap, PlanShape, ToLonLat
from linli.kernel.shapes import Area, metres_per_degree

MARGIN_M = 15.0
MANY = 300
"""From here on buildings are drawn coarser: nobody taps one among so many by its corners."""
_FINE_M, _COARSE_M = 0.3, 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One thing to draw: WKB in degrees, and the point for its label (none: a point inside the outline)."""

    id: str
    label: str
    wkb: bytes
    lonlat: tuple[float, float] | None = None


def draw_plan(buildings: Sequence[Outline], *, grids: Sequence[Outline]) -> PlanMap:
    """Return the plan of buildings above grids; with neither an empty plan of one metre."""
    shapes = [shapely.from_wkb(outline.wkb) for outline in (*buildings, *grids)]
    if not shapes:
        nowhere = ToLonLat(lon_0=0.0, lat_0=0.0, lon_per_m=0.0, lat_per_m=0.0)
        return PlanMap(viewbox="0 0 1 1", width_m=1.0, height_m=1.0, to_lonlat=nowhere, buildings=(), grids=())
    west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object))
    across, along = metres_per_degree((south + north) / 2)
    frame = ToLonLat(
        lon_0=west - MARGIN_M / across, lat_0=north + MARGIN_M / along, lon_per_m=1 / across, lat_per_m=-1 / along
    )
    width, height = (east - west) * across + 2 * MARGIN_M, (north - south) * along + 2 * MARGIN_M
    tolerance = _COARSE_M if len(buildings) > MANY else _FINE_M
    drawn = _draw(buildings, shapes[: len(buildings)], frame=frame, tolerance_m=tolerance)
    ground = _draw(grids, shapes[len(buildings) :], frame=frame, tolerance_m=_FINE_M)
    return PlanMap(
        viewbox=f"0 0 {_number(round(width * 10))} {_number(round(height * 10))}",
        width_m=round(width, 1),
        height_m=round(height, 1),
        to_lonlat=frame,
        buildings=drawn,
        grids=ground,
    )


def _draw(
    outlines: Sequence[Outline], shapes: Sequence[Area], *, frame: ToLonLat, tolerance_m: float
) -> tuple[PlanShape, ...]:
    corner, scale = np.array([frame.lon_0, frame.lat_0]), np.array([frame.lon_per_m, frame.lat_per_m])
    flat = [shapely.transform(shape, lambda points: (points - corner) / scale) for shape in shapes]
    drawn = []
    for outline, shape in zip(outlines, shapely.simplify(flat, tolerance_m, preserve_topology=True), strict=True):
        x, y = frame.xy(*outline.lonlat) if outline.lonlat else shape.representative_point().coords[0]
        drawn.append(PlanShape(id=outline.id, label=outline.label, path=_path(shape), cx=round(x, 1), cy=round(y, 1)))
    return tuple(drawn)


def _path(shape: Area) -> str:
    """Return the outline and its holes as an SVG path; steps are relative and exact in decimetres."""
    polygons = shape.geoms if shape.geom_type == "MultiPolygon" else [shape]
    return "".join(_ring(ring.coords) for polygon in polygons for ring in (polygon.exterior, *polygon.interiors))


def _ring(points: Sequence[tuple[float, float]]) -> str:
    places = np.rint(np.asarray(points) * 10).astype(int)
    steps = np.diff(places, axis=0)[:-1]  # the last step is the Z
    start = f"{_number(places[0][0])} {_number(places[0][1])}"
    return f"M{start}l{' '.join(f'{_number(dx)} {_number(dy)}' for dx, dy in steps)}Z"


def _number(decimetres: int) -> str:
    """Return whole decimetres as metres without a needless zero."""
    text = f"{decimetres / 10:.1f}"
    return text.removesuffix(".0")
