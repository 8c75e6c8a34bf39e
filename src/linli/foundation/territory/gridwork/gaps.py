"""Finds what lies in no grid or in two: each gap and each overlap with its size, its place and the grids beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon

from linli.foundation.territory.gridwork.fitting import KNOT_M, fit
from linli.foundation.territory.models import GridKind
from linli.kernel.shapes import TOLERANCE_M2, Area, area_m2, metres_per_degree

MOST_SHOWN = 50
"""So many gaps are named; a community with more needs another file, not a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """A gap or an overlap: its outline, its size in square metres, and the codes of the grids that it touches.

    ``lon`` and ``lat`` (degrees, WGS 84) are a point inside, by which it can be named.
    """

    shape: Area = field(repr=False)
    area_m2: float
    codes: tuple[str, ...]
    lon: float
    lat: float


def ground_and_micro(
    grids: Sequence[tuple[str, GridKind, Area]],
) -> tuple[list[tuple[str, Area]], list[tuple[str, Area]]]:
    """Return the grids that share out the ground, and the micro grids that lie inside them."""
    ground = [(code, shape) for code, kind, shape in grids if kind is not GridKind.MICRO]
    micro = [(code, shape) for code, kind, shape in grids if kind is GridKind.MICRO]
    return ground, micro


def gaps(grids: Sequence[tuple[str, GridKind, Area]], *, boundary: Area | None) -> tuple[Flaw, ...]:
    """Return the pieces of the community that lie in no grid, the largest first; up to 0.5 m² is none.

    Where no boundary is known, only what grids enclose on all sides counts; a known one gets the corners of the grids
    along it, so that rounding makes no splinters there.
    """
    ground, _micro = ground_and_micro(grids)
    if not ground:
        return ()
    covered = shapely.union_all([shape for _code, shape in ground])
    whole = _filled(covered) if boundary is None else fit([boundary], frame=[shape for _code, shape in ground])[0]
    return _flaws(shapely.difference(whole, covered), ground)


def overlaps(grids: Sequence[tuple[str, GridKind, Area]]) -> tuple[Flaw, ...]:
    """Return what two grids of one layer share, the largest first; up to 0.5 m² is none."""
    found: list[Flaw] = []
    for layer in ground_and_micro(grids):
        shapes = np.array([shape for _code, shape in layer], dtype=object)
        for one, other in sorted(shapely.STRtree(shapes).query(shapes, predicate="intersects").T.tolist()):
            if one < other:
                shared = shapely.intersection(shapes[one], shapes[other])
                pair = [layer[one], layer[other]]
                found += [flaw for flaw in _flaws(shared, pair) if len(flaw.codes) > 1]
    return tuple(sorted(found, key=lambda flaw: -flaw.area_m2)[:MOST_SHOWN])


def _filled(covered: Area) -> Area:
    """Return an area without its holes."""
    parts = covered.geoms if isinstance(covered, MultiPolygon) else [covered]
    return shapely.union_all([Polygon(part.exterior) for part in parts])


def _flaws(left: shapely.Geometry, beside: Sequence[tuple[str, Area]]) -> tuple[Flaw, ...]:
    pieces = [piece for piece in shapely.get_parts(left).tolist() if isinstance(piece, Polygon)]
    sized = sorted(((area_m2(piece), piece) for piece in pieces), key=lambda pair: -pair[0])
    return tuple(_flaw(piece, size=size, beside=beside) for size, piece in sized if size > TOLERANCE_M2)[:MOST_SHOWN]


def _flaw(piece: Polygon, *, size: float, beside: Sequence[tuple[str, Area]]) -> Flaw:
    inside = piece.representative_point()
    near = KNOT_M / min(metres_per_degree(inside.y))
    codes = tuple(code for code, shape in beside if shapely.dwithin(shape, piece, near))
    return Flaw(shape=piece, area_m2=size, codes=codes, lon=inside.x, lat=inside.y)
