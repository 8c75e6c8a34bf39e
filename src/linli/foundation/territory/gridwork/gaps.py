"""Finds what lies in no grid or in two: each gap and each overlap with its size, its place and the grids beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import shapely
from shapely.geometry import MultiPolygon, Polygon

from linli.foundation.territory.gridwork.fitting import KNOT_M, fit
from linli.foundation.territory.models import GridKind
from linli.kernel import shapes
from linli.kernel.shapes import TOLERANCE_M2, Area, area_m2, metres_per_degree


class Outlined(Protocol):
    """A grid as far as its ground goes."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def kind(self) -> GridKind:
        """Whether it shares out the ground, or lies inside another."""

    @property
    def shape(self) -> Area:
        """Its outline in degrees (WGS 84)."""


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


def gaps(grids: Sequence[Outlined], *, boundary: Area | None) -> tuple[Flaw, ...]:
    """Return the pieces of the community that lie in no grid, the largest first; up to 0.5 m² is none.

    Where no boundary is known, only what grids enclose on all sides counts; a known one gets the corners of the grids
    along it, so that rounding makes no splinters there.
    """
    ground = [grid for grid in grids if grid.kind is not GridKind.MICRO]
    if not ground:
        return ()
    outlines = [grid.shape for grid in ground]
    covered = shapely.union_all(outlines)
    whole = _filled(covered) if boundary is None else fit([boundary], frame=outlines)[0]
    pieces = _polygons(shapely.difference(whole, covered))
    found = [_gap(piece, size=size, ground=ground) for piece in pieces if (size := area_m2(piece)) > TOLERANCE_M2]
    return _largest_first(found)


def overlaps(grids: Sequence[Outlined]) -> tuple[Flaw, ...]:
    """Return what two grids of one layer share, the largest first; up to 0.5 m² of two is none."""
    outlines = {grid.code: grid.shape for grid in grids}
    found: list[Flaw] = []
    for is_micro in (False, True):
        layer = {grid.code: grid.shape for grid in grids if (grid.kind is GridKind.MICRO) is is_micro}
        for one, other, size in shapes.overlaps(layer):
            shared = MultiPolygon(_polygons(shapely.intersection(outlines[one], outlines[other])))
            found.append(_flaw(shared, size=size, codes=(one, other)))
    return _largest_first(found)


def _filled(covered: Area) -> Area:
    """Return an area without its holes."""
    parts = covered.geoms if isinstance(covered, MultiPolygon) else [covered]
    return shapely.union_all([Polygon(part.exterior) for part in parts])


def _gap(piece: Polygon, *, size: float, ground: Sequence[Outlined]) -> Flaw:
    near = KNOT_M / min(metres_per_degree(piece.centroid.y))
    beside = tuple(grid.code for grid in ground if shapely.dwithin(grid.shape, piece, near))
    return _flaw(piece, size=size, codes=beside)


def _flaw(shape: Area, *, size: float, codes: tuple[str, ...]) -> Flaw:
    inside = shape.representative_point()
    return Flaw(shape=shape, area_m2=size, codes=codes, lon=inside.x, lat=inside.y)


def _polygons(left: shapely.Geometry) -> list[Polygon]:
    return [piece for piece in shapely.get_parts(left).tolist() if isinstance(piece, Polygon)]


def _largest_first(found: Sequence[Flaw]) -> tuple[Flaw, ...]:
    return tuple(sorted(found, key=lambda flaw: -flaw.area_m2))
