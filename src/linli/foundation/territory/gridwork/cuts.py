"""Cuts an area along a line and joins areas that touch: the geometry of splitting and merging grids."""

from collections.abc import Sequence

import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon

from linli.kernel.shapes import TOLERANCE_M2, Area, area_m2, metres_per_degree

OVERHANG_M = 0.3
"""A line that ends on the border is taken this much farther (metres), so that it ends beyond it and not before it."""


def cut_along(shape: Area, line: Sequence[tuple[float, float]]) -> list[Polygon]:
    """Return the pieces into which a line of degrees cuts an area; one piece where it does not run through."""
    knife = LineString(_overhung(line))
    noded = shapely.union_all([shape.boundary, knife])
    pieces = [piece for piece in shapely.polygonize([noded]).geoms if shape.contains(piece.representative_point())]
    return sorted((_turned(piece) for piece in pieces), key=area_m2, reverse=True)


def is_simple(line: Sequence[tuple[float, float]]) -> bool:
    """Return whether a line runs somewhere and does not cross itself."""
    distinct = len(set(line)) > 1
    return distinct and bool(LineString(line).is_simple)


def joined(shapes: Sequence[Area]) -> Area | None:
    """Return several areas as one without slits of up to half a square metre, or none where they do not touch."""
    whole = shapely.union_all(list(shapes))
    parts = [_without_slits(part) for part in shapely.get_parts(whole).tolist() if isinstance(part, Polygon)]
    pieces = sum(len(shapely.get_parts(shape)) for shape in shapes)
    if len(parts) > pieces - len(shapes) + 1:
        return None
    return _turned(parts[0]) if len(parts) == 1 else MultiPolygon([_turned(part) for part in parts])


def taken_from(shape: Area, *others: Area) -> Area | None:
    """Return an area without others; splinters of up to half a square metre are dropped, and nothing may be left."""
    left = shapely.difference(shape, shapely.union_all(list(others))) if others else shape
    return whole_of(left)


def whole_of(shape: shapely.Geometry) -> Area | None:
    """Return the polygons of a geometry that enclose more than half a square metre, or none."""
    parts = [part for part in shapely.get_parts(shape).tolist() if isinstance(part, Polygon)]
    kept = [_turned(part) for part in parts if area_m2(part) > TOLERANCE_M2]
    if not kept:
        return None
    return kept[0] if len(kept) == 1 else MultiPolygon(kept)


def _overhung(line: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    points = [point for at, point in enumerate(line) if at == 0 or point != line[at - 1]]
    return [_beyond(points[1], points[0]), *points, _beyond(points[-2], points[-1])]


def _beyond(before: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    across, along = metres_per_degree(end[1])
    east, north = (end[0] - before[0]) * across, (end[1] - before[1]) * along
    farther = OVERHANG_M / ((east**2 + north**2) ** 0.5)
    return end[0] + east * farther / across, end[1] + north * farther / along


def _without_slits(part: Polygon) -> Polygon:
    holes = [ring for ring in part.interiors if area_m2(Polygon(ring)) > TOLERANCE_M2]
    return Polygon(part.exterior, holes)


def _turned(piece: Polygon) -> Polygon:
    return shapely.geometry.polygon.orient(piece)
