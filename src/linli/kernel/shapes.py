"""Reads drawn or imported outlines and says plainly what is wrong with one, and where; measures them on the ellipsoid.

Longitude and latitude in WGS 84 throughout. Outlines are joined and cut in degrees, which keeps shared borders exact,
and only the results are measured, in square metres.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

Area: TypeAlias = Polygon | MultiPolygon

TOLERANCE_M2 = 0.5  # Smaller overlaps and gaps come from rounding coordinates, not from where people drew a border.

_ELLIPSOID = Geod(ellps="WGS84")
_SMALLEST_RING = 4
_FARTHEST_LON, _FARTHEST_LAT = 180.0, 90.0
# A generous box around China, only used to tell that longitude and latitude were exchanged.
CHINA_LON, CHINA_LAT = (73.0, 136.0), (3.0, 54.0)
_WHERE = re.compile(r"^(?P<reason>[^\[]+)(?:\[(?P<lon>\S+) (?P<lat>\S+)\])?$")


class IssueCode(StrEnum):
    """What is wrong with an outline, so that a page can say it in the reader's words."""

    NOT_A_POLYGON = "not_a_polygon"
    MALFORMED = "malformed"
    NOT_CLOSED = "not_closed"
    TOO_FEW_POINTS = "too_few_points"
    OUT_OF_RANGE = "out_of_range"
    SWAPPED_AXES = "swapped_axes"
    SELF_CROSSING = "self_crossing"
    HOLE_OUTSIDE = "hole_outside"
    PARTS_OVERLAP = "parts_overlap"
    INSIDE_CUT_APART = "inside_cut_apart"
    NO_AREA = "no_area"
    INVALID = "invalid"


_REASONS = {
    "Self-intersection": IssueCode.SELF_CROSSING,
    "Ring Self-intersection": IssueCode.SELF_CROSSING,
    "Hole lies outside shell": IssueCode.HOLE_OUTSIDE,
    "Holes are nested": IssueCode.HOLE_OUTSIDE,
    "Nested shells": IssueCode.PARTS_OVERLAP,
    "Duplicate Rings": IssueCode.PARTS_OVERLAP,
    "Interior is disconnected": IssueCode.INSIDE_CUT_APART,
    "Too few points in geometry component": IssueCode.TOO_FEW_POINTS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeIssue:
    """One reason why an outline cannot be used, and the place (longitude, latitude) where it shows, if there is one."""

    code: IssueCode
    lon: float | None = None
    lat: float | None = None


class _Broken(Exception):
    def __init__(self, code: IssueCode, position: Sequence[float] | None = None) -> None:
        super().__init__(code.value)
        lon, lat = (None, None) if position is None else (position[0], position[1])
        self.issue = ShapeIssue(code=code, lon=lon, lat=lat)


def read_polygon(geometry: Mapping[str, Any]) -> Area | ShapeIssue:
    """Read a GeoJSON Polygon or MultiPolygon (RFC 7946): holes are kept, heights dropped, rings put the standard way.

    Returns a ShapeIssue instead of an outline that is not closed, crosses itself, has no area or lies nowhere.
    """
    try:
        parts = [_part(rings) for rings in _parts_of(geometry)]
    except _Broken as broken:
        return broken.issue
    shape: Area = parts[0] if geometry["type"] == "Polygon" else MultiPolygon(parts)
    # The hull tells a line drawn there and back, which has no area, from a border that crosses itself.
    if area_m2(shape.convex_hull) <= TOLERANCE_M2:
        return ShapeIssue(code=IssueCode.NO_AREA)
    if issue := _invalidity(shape):
        return issue
    return shape if area_m2(shape) > TOLERANCE_M2 else ShapeIssue(code=IssueCode.NO_AREA)


def area_m2(shape: BaseGeometry) -> float:
    """Return the area on the ellipsoid in square metres, without the holes; lines and points have none."""
    if isinstance(shape, Polygon):
        if shape.is_empty:
            return 0.0
        area, _perimeter = _ELLIPSOID.geometry_area_perimeter(orient(shape))
        return float(abs(area))
    return math.fsum(area_m2(part) for part in getattr(shape, "geoms", ()))


def overlaps(polygons: Mapping[str, Area]) -> list[tuple[str, str, float]]:
    """Return, in order, every pair of codes whose outlines overlap by more than 0.5 m², with the square metres."""
    codes = sorted(polygons)
    shapes = np.array([polygons[code] for code in codes], dtype=object)  # also of none
    tree = shapely.STRtree(shapes)
    found: list[tuple[str, str, float]] = []
    for one, other in sorted(tree.query(shapes, predicate="intersects").T.tolist()):
        if one < other:
            shared = area_m2(shapely.intersection(shapes[one], shapes[other]))
            if shared > TOLERANCE_M2:
                found.append((codes[one], codes[other], shared))
    return found


def outside_of(polygon: Area, *, container: Area) -> float:
    """Return how many square metres of an outline lie outside its container; up to 0.5 m² counts as none."""
    outside = area_m2(shapely.difference(polygon, container))
    return outside if outside > TOLERANCE_M2 else 0.0


def metres_per_degree(lat: float) -> tuple[float, float]:
    """Return the metres in one degree of longitude and of latitude, on the ellipsoid, at a latitude in degrees."""
    half_axis, flattening = _ELLIPSOID.a, _ELLIPSOID.es
    angle = math.radians(lat)
    bend = 1.0 - flattening * math.sin(angle) ** 2
    east = half_axis * math.cos(angle) / math.sqrt(bend)
    north = half_axis * (1.0 - flattening) / bend**1.5
    return math.radians(east), math.radians(north)


def _parts_of(geometry: Any) -> list[Any]:
    if not isinstance(geometry, Mapping) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise _Broken(IssueCode.NOT_A_POLYGON)
    coordinates = geometry.get("coordinates")
    parts = [coordinates] if geometry["type"] == "Polygon" else coordinates
    if not _is_list(parts) or not parts or not all(_is_list(part) and part for part in parts):
        raise _Broken(IssueCode.MALFORMED)
    return list(parts)


def _part(rings: Sequence[Any]) -> Polygon:
    shell, *holes = [_ring(ring) for ring in rings]
    return orient(Polygon(shell, holes))


def _ring(ring: Any) -> list[tuple[float, float]]:
    if not _is_list(ring):
        raise _Broken(IssueCode.MALFORMED)
    points = [_position(position) for position in ring]
    _check_range(points)
    if len(points) < _SMALLEST_RING:
        raise _Broken(IssueCode.TOO_FEW_POINTS, points[0] if points else None)
    if points[0] != points[-1]:
        raise _Broken(IssueCode.NOT_CLOSED, points[-1])
    return points


def _position(position: Any) -> tuple[float, float]:
    if not _is_list(position) or len(position) < 2:  # noqa: PLR2004 - longitude and latitude
        raise _Broken(IssueCode.MALFORMED)
    if not all(isinstance(value, int | float) for value in position[:2]):
        raise _Broken(IssueCode.MALFORMED)
    try:
        lon, lat = (float(value) for value in position[:2])
    except OverflowError as error:  # An integer of four hundred digits is valid JSON.
        raise _Broken(IssueCode.MALFORMED) from error
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise _Broken(IssueCode.MALFORMED)
    return lon, lat


def _check_range(points: Sequence[tuple[float, float]]) -> None:
    """Coordinates in metres lie far out of range; exchanged ones land in China when exchanged again."""
    if points and all(_in_china(lon=lat, lat=lon) for lon, lat in points):
        raise _Broken(IssueCode.SWAPPED_AXES, points[0])
    for lon, lat in points:
        if abs(lon) > _FARTHEST_LON or abs(lat) > _FARTHEST_LAT:
            raise _Broken(IssueCode.OUT_OF_RANGE, (lon, lat))


def _in_china(*, lon: float, lat: float) -> bool:
    return CHINA_LON[0] <= lon <= CHINA_LON[1] and CHINA_LAT[0] <= lat <= CHINA_LAT[1]


def _invalidity(shape: Area) -> ShapeIssue | None:
    if shape.is_valid:
        return None
    match = _WHERE.match(shapely.is_valid_reason(shape))
    if match is None or match["lon"] is None:
        return ShapeIssue(code=IssueCode.INVALID)
    code = _REASONS.get(match["reason"].strip(), IssueCode.INVALID)
    return ShapeIssue(code=code, lon=float(match["lon"]), lat=float(match["lat"]))


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)
