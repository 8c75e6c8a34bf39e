"""Which area is this point in? An index over outlines held in memory, with no query to a database.

On a border that areas share the lower code wins, so that the same pin always lands in the same grid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from linli.kernel.shapes import (
    TOLERANCE_M2,
    Area,
    IssueCode,
    ShapeIssue,
    area_m2,
    metres_per_degree,
    outside_of,
    overlaps,
    read_polygon,
)

__all__ = [
    "TOLERANCE_M2",
    "Area",
    "IssueCode",
    "Near",
    "PointIndex",
    "ShapeIssue",
    "area_m2",
    "metres_per_degree",
    "outside_of",
    "overlaps",
    "read_polygon",
]

_FARTHEST_METRES = 50_000.0  # Beyond this the flat measure around the point is no longer good to a metre.


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """An area near a point and how far its border is, 0 inside."""

    code: str
    distance_metres: float


class PointIndex:
    """An index over areas by code; build it once and ask it from any thread."""

    def __init__(self, codes: Sequence[str], polygons: Sequence[bytes]) -> None:
        """Take codes and outlines (WKB in WGS 84) in the same order.

        Raises ValueError when their numbers differ, and shapely's own errors for broken WKB.
        """
        pairs = sorted(zip(codes, polygons, strict=True))
        self._codes = [code for code, _ in pairs]
        self._shapes = np.array([shapely.from_wkb(polygon) for _, polygon in pairs], dtype=object)
        shapely.prepare(self._shapes)
        self._tree = shapely.STRtree(self._shapes)

    def __len__(self) -> int:
        return len(self._codes)

    def code_at(self, lon: float, lat: float) -> str | None:
        """Return the code of the area that covers a point, border included, or None."""
        found = self._tree.query(shapely.Point(lon, lat), predicate="intersects")
        return self._codes[found.min()] if found.size else None

    def codes_at(self, points: npt.ArrayLike) -> list[str | None]:
        """Return the code for each row of an array of shape (n, 2), longitude before latitude."""
        places = shapely.points(np.asarray(points, dtype=np.float64).reshape(-1, 2))
        answers: list[str | None] = [None] * len(places)
        which, areas = self._tree.query(places, predicate="intersects")
        for place, area in sorted(zip(which.tolist(), areas.tolist(), strict=True), reverse=True):
            answers[place] = self._codes[area]
        return answers

    def nearest(self, lon: float, lat: float, *, within_metres: float) -> Near | None:
        """Return the area whose border is nearest to a point, the lower code of equals, or None if all are farther.

        Raises ValueError unless 0 ≤ `within_metres` ≤ 50 000.
        """
        if not 0.0 <= within_metres <= _FARTHEST_METRES:
            raise ValueError(f"a search reaches from 0 to {_FARTHEST_METRES:.0f} metres, not {within_metres}")
        scale = np.array(metres_per_degree(lat))
        centre = np.array([lon, lat])
        # One per cent more, because a degree is shorter a little nearer to the pole.
        reach = 1.01 * within_metres / scale
        candidates = sorted(self._tree.query(shapely.box(*(centre - reach), *(centre + reach))).tolist())
        if not candidates:
            return None
        flat = shapely.transform(self._shapes[candidates], lambda points: (points - centre) * scale)
        distances = shapely.distance(flat, shapely.Point(0.0, 0.0))
        best = int(distances.argmin())
        if distances[best] > within_metres:
            return None
        return Near(code=self._codes[candidates[best]], distance_metres=float(distances[best]))
