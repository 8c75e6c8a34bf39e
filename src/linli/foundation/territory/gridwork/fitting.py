"""Makes neighbours share their border corner by corner, so that a corner that is moved moves for all of them.

Where a cut meets a neighbour's edge, the neighbour gets the corner too; corners that lie closer together than two
centimetres are one. Outlines stay in degrees (WGS 84); distances are metres on the ground.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import MultiPolygon, Polygon

from linli.kernel.shapes import Area, metres_per_degree

Points: TypeAlias = npt.NDArray[np.float64]

KNOT_M = 0.02
"""Corners this close together (metres) are one and the same: nobody drew them apart on purpose."""
_SMALLEST_RING = 4


class Ground:
    """A flat measure around a place: metres east and north of it, good to a millimetre over a community."""

    def __init__(self, lon: float, lat: float) -> None:
        self._origin = np.array([lon, lat])
        self._scale = np.array(metres_per_degree(lat))

    @classmethod
    def around(cls, shapes: Iterable[Area]) -> "Ground":
        """Return the measure around the middle of outlines; around nothing it is the null point's."""
        held = list(shapes)
        if not held:
            return cls(0.0, 0.0)
        west, south, east, north = shapely.total_bounds(np.array(held, dtype=object)).tolist()
        return cls((west + east) / 2, (south + north) / 2)

    def metres(self, points: Points) -> Points:
        """Return points of degrees, shape (n, 2), in metres."""
        flat: Points = (points - self._origin) * self._scale
        return flat


def fit(shapes: Sequence[Area], *, frame: Sequence[Area] = ()) -> list[Area]:
    """Return outlines (degrees) with the corners of their neighbours; what ``frame`` holds lends its corners only.

    An outline that this would make invalid stays as it was; one that is alone stays too.
    """
    everything = [*shapes, *frame]
    ground = Ground.around(everything)
    corners, exact = _corners(everything, ground=ground)
    if not len(corners):
        return list(shapes)
    tree = shapely.STRtree(shapely.points(corners))
    return [_fitted(shape, corners=corners, exact=exact, tree=tree, ground=ground) for shape in shapes]


def rebuilt(shape: Area, change: Callable[[Points], Points]) -> Area | None:
    """Return an outline with every ring changed, or none where what is left encloses nothing or crosses itself.

    Rings come open, without their first point again at the end; a hole with fewer than three corners is closed.
    """
    parts = []
    for polygon in _parts(shape):
        shell, *holes = [_closed(change(_open(ring))) for ring in (polygon.exterior, *polygon.interiors)]
        if len(shell) < _SMALLEST_RING:
            return None
        parts.append(Polygon(shell, [hole for hole in holes if len(hole) >= _SMALLEST_RING]))
    whole: Area = parts[0] if len(parts) == 1 else MultiPolygon(parts)
    return whole if whole.is_valid and not whole.is_empty else None


def corners_of(shape: Area) -> Points:
    """Return the corners of an outline, shape (n, 2), each ring's without its repeated end."""
    rings = [_open(ring) for polygon in _parts(shape) for ring in (polygon.exterior, *polygon.interiors)]
    return np.concatenate(rings)


def _parts(shape: Area) -> list[Polygon]:
    return list(shape.geoms) if isinstance(shape, MultiPolygon) else [shape]


def _open(ring: shapely.LinearRing) -> Points:
    points: Points = shapely.get_coordinates(ring)[:-1]
    return points


def _closed(points: Points) -> Points:
    """Return a ring closed, corners that follow themselves once only."""
    if not len(points):
        return points
    changes = np.any(points != np.roll(points, 1, axis=0), axis=1)
    kept = points[changes] if changes.any() else points[:1]
    return np.concatenate([kept, kept[:1]])


def _corners(shapes: Sequence[Area], *, ground: Ground) -> tuple[Points, Points]:
    """Return the corners that stand for all, in metres and in degrees: of those close together the first."""
    exact = np.unique(np.concatenate([corners_of(shape) for shape in shapes]), axis=0) if shapes else np.empty((0, 2))
    flat = ground.metres(exact)
    if not len(flat):
        return flat, exact
    points = shapely.points(flat)
    one, other = shapely.STRtree(points).query(points, predicate="dwithin", distance=KNOT_M)
    follows = np.zeros(len(flat), dtype=bool)
    for later, earlier in zip(one.tolist(), other.tolist(), strict=True):
        if earlier < later and not follows[earlier]:
            follows[later] = True
    return flat[~follows], exact[~follows]


def _fitted(shape: Area, *, corners: Points, exact: Points, tree: shapely.STRtree, ground: Ground) -> Area:
    found = rebuilt(shape, lambda ring: _knotted(ring, corners=corners, exact=exact, tree=tree, ground=ground))
    return shape if found is None else found


def _knotted(ring: Points, *, corners: Points, exact: Points, tree: shapely.STRtree, ground: Ground) -> Points:
    """Return a ring whose corners are the common ones, with those added that lie on its edges."""
    flat = ground.metres(ring)
    edges = shapely.linestrings(np.stack([flat, np.roll(flat, -1, axis=0)], axis=1))
    edge_of, corner_of = tree.query(edges, predicate="dwithin", distance=KNOT_M)
    along = shapely.line_locate_point(edges[edge_of], shapely.points(corners[corner_of]))
    order = np.lexsort((along, edge_of))
    knotted: Points = exact[corner_of[order]]
    return knotted
