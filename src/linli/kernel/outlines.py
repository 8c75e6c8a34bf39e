"""Builds, checks and measures outlines by the thousand; one that fails here is looked at alone by ``kernel.shapes``.

The checks are the same and say only yes or no: the reason is worth its time for the few that fail.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Geod

from linli.kernel.shapes import CHINA_LAT, CHINA_LON, TOLERANCE_M2

Shapes: TypeAlias = npt.NDArray[np.object_]
Mask: TypeAlias = npt.NDArray[np.bool_]
Metres: TypeAlias = npt.NDArray[np.float64]

_ELLIPSOID = Geod(ellps="WGS84")
_SMALLEST_RING = 4
_POLYGON, _MULTIPOLYGON = 3, 6


def polygons_of(coordinates: Sequence[Any]) -> Shapes:
    """Return a polygon for each list of rings as GeoJSON has it (RFC 7946), and none where anything is odd about one.

    Heights are dropped. What is odd: rings that are not closed or too short, and anything that is not a number.
    """
    shapes = np.full(len(coordinates), None, dtype=object)
    points: list[npt.NDArray[Any]] = []
    polygon_of_ring: list[int] = []
    whole: list[int] = []
    for at, rings in enumerate(coordinates):
        read = _rings(rings)
        if read is not None:
            polygon_of_ring += [len(whole)] * len(read)
            points += read
            whole.append(at)
    if whole:
        ring_of_point = np.repeat(np.arange(len(points)), [len(ring) for ring in points])
        rings = shapely.linearrings(np.concatenate(points).astype(np.float64), indices=ring_of_point)
        shapes[whole] = shapely.polygons(rings, indices=np.array(polygon_of_ring))
    return shapes


def are_sound(shapes: Shapes) -> Mask:
    """Return which outlines are areas in degrees that are valid, lie on the earth and not with their axes swapped."""
    kinds = shapely.get_type_id(shapes)
    sound: Mask = np.isin(kinds, (_POLYGON, _MULTIPOLYGON)) & ~shapely.is_empty(shapes)
    west, south, east, north = np.moveaxis(shapely.bounds(shapes), -1, 0)
    with np.errstate(invalid="ignore"):  # a missing outline has no bounds
        sound &= (west >= -180) & (east <= 180) & (south >= -90) & (north <= 90)  # noqa: PLR2004 - the earth
        swapped = (south >= CHINA_LON[0]) & (north <= CHINA_LON[1]) & (west >= CHINA_LAT[0]) & (east <= CHINA_LAT[1])
    sound &= ~swapped
    sound[sound] = shapely.is_valid(shapes[sound])
    return sound


def areas_m2(shapes: Shapes) -> Metres:
    """Return each outline's area on the ellipsoid in square metres, without its holes; up to 0.5 m² counts as none."""
    parts, shape_of_part = shapely.get_parts(shapes, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    points, ring_of_point = shapely.get_coordinates(rings, return_index=True)
    starts = np.searchsorted(ring_of_point, np.arange(len(rings) + 1))
    sizes = np.array(
        [
            abs(_ELLIPSOID.polygon_area_perimeter(points[start:end, 0], points[start:end, 1])[0])
            for start, end in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)
        ],
        dtype=np.float64,
    )
    is_shell = np.ones(len(rings), dtype=bool)
    is_shell[1:] = part_of_ring[1:] != part_of_ring[:-1]
    areas = np.zeros(len(shapes))
    np.add.at(areas, shape_of_part[part_of_ring], np.where(is_shell, sizes, -sizes))
    return np.where(areas > TOLERANCE_M2, areas, 0.0)


def _rings(rings: Any) -> list[npt.NDArray[Any]] | None:
    if not isinstance(rings, list) or not rings:
        return None
    read = []
    for ring in rings:
        if not isinstance(ring, list) or len(ring) < _SMALLEST_RING or ring[0] != ring[-1]:
            return None
        try:
            points = np.array(ring)
        except ValueError:  # positions of different lengths
            return None
        if points.ndim != 2 or points.shape[1] < 2 or points.dtype.kind not in "if":  # noqa: PLR2004 - a table of pairs
            return None
        pairs = points[:, :2]
        if not np.isfinite(pairs).all():  # JSON as Python reads it knows NaN and Infinity
            return None
        read.append(pairs)
    return read
