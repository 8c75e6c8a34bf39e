"""Draws the drawing table: grids, border, gaps and overlaps over the plan of a community, exact to a millimetre.

Paths are in metres from the plan's corner, y downwards; the page's script reads the corners from them and turns points
into degrees with the same numbers that stand beside the plan.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from django.utils.translation import gettext as _

from linli.domains.places import facade as places
from linli.foundation.territory.gridwork.changes import Drawing
from linli.foundation.territory.gridwork.checks import GridFeature
from linli.foundation.territory.gridwork.gaps import Flaw, gaps, overlaps
from linli.kernel.shapes import Area, area_m2

MARGIN_M = 15.0
USUAL_WIDTH_PX, USUAL_HEIGHT_PX = 900, 640
MANY_CHOICES = 4
MOST_FLAWS = 50
"""So many gaps and overlaps are drawn; a community with more needs another file, not a list."""
_HECTARE_M2 = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnGrid:
    """A grid on the table: its path, the point of its label, and its size in words."""

    code: str
    name: str
    kind: str
    kind_words: str
    path: str
    cx: float
    cy: float
    size: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnFlaw:
    """A gap or an overlap on the table: its path, what it is in words, its point in degrees, and who can have it."""

    path: str
    words: str
    points: str
    choices: tuple[tuple[str, str, str], ...]
    """Code and name of a grid that can have it, and the code of the one that loses it (empty for a gap)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The whole table. ``lon``, ``lat`` are degrees of the corner, the others degrees in a metre east and down."""

    viewbox: str
    scale: str
    lon: float
    lat: float
    lon_per_m: float
    lat_per_m: float
    buildings: tuple[places.PlanShape, ...]
    boundary: str
    grids: tuple[DrawnGrid, ...]
    gaps: tuple[DrawnFlaw, ...]
    overlaps: tuple[DrawnFlaw, ...]


def sheet_of(drawing: Drawing, *, chosen: str) -> Sheet | None:
    """Return the table of a community, or none where there is nothing yet to draw on."""
    plan = _paper(drawing)
    if plan is None:
        return None
    pen, names = Pen(plan.to_lonlat), {grid.code: grid.name for grid in drawing.grids}
    west, north, east, south = _frame(drawing, plan=plan, pen=pen)
    return Sheet(
        viewbox=f"{west:.1f} {north:.1f} {east - west:.1f} {south - north:.1f}",
        scale=f"{max((east - west) / USUAL_WIDTH_PX, (south - north) / USUAL_HEIGHT_PX):.3f}",
        lon=float(plan.to_lonlat.lon_0),
        lat=float(plan.to_lonlat.lat_0),
        lon_per_m=float(plan.to_lonlat.lon_per_m),
        lat_per_m=float(plan.to_lonlat.lat_per_m),
        buildings=plan.buildings,
        boundary="" if drawing.boundary is None else pen.path(drawing.boundary),
        grids=tuple(_grid(grid, pen=pen, chosen=chosen) for grid in drawing.grids),
        gaps=tuple(
            _gap(gap, pen=pen, names=names) for gap in gaps(drawing.grids, boundary=drawing.boundary)[:MOST_FLAWS]
        ),
        overlaps=tuple(_overlap(one, pen=pen, names=names) for one in overlaps(drawing.grids)[:MOST_FLAWS]),
    )


def say_area(square_metres: float) -> str:
    """Write an area: square metres below a hectare, else hectares with two decimals."""
    if square_metres < _HECTARE_M2:
        return _("%(area)d m²") % {"area": round(square_metres)}
    return _("%(area).2f ha") % {"area": square_metres / _HECTARE_M2}


class Pen:
    """Writes outlines in degrees as paths in metres on the plan."""

    def __init__(self, frame: places.ToLonLat) -> None:
        self._corner = np.array([frame.lon_0, frame.lat_0])
        self._scale = np.array([frame.lon_per_m, frame.lat_per_m])

    def flat(self, shape: Area) -> Area:
        """Return an outline in metres on the plan."""
        return shapely.transform(shape, lambda points: (points - self._corner) / self._scale)

    def path(self, shape: Area) -> str:
        """Return an outline and its holes as an SVG path of whole millimetres."""
        polygons = shapely.get_parts(self.flat(shape)).tolist()
        rings = [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]
        return "".join(_ring(ring.coords[:-1]) for ring in rings)


def _ring(points: Sequence[tuple[float, float]]) -> str:
    return f"M{'L'.join(f'{x:.3f} {y:.3f}' for x, y in points)}Z"


def _paper(drawing: Drawing) -> places.PlanMap | None:
    """Return the plan to draw on: that of buildings and grids, else a blank one as large as the border."""
    plan = places.plan_of(drawing.community)
    if plan.buildings or plan.grids:
        return plan
    shapes = [*(grid.shape for grid in drawing.grids), *([drawing.boundary] if drawing.boundary is not None else [])]
    if not shapes:
        return None
    return places.draw_grids([("", "", shapely.to_wkb(shape)) for shape in shapes])


def _frame(drawing: Drawing, *, plan: places.PlanMap, pen: Pen) -> tuple[float, float, float, float]:
    """Return the edges of the table in metres (west, north, east, south): plan, border and all grids are on it."""
    edges = [(0.0, 0.0, plan.width_m, plan.height_m)]
    shapes = [*(grid.shape for grid in drawing.grids), *([drawing.boundary] if drawing.boundary is not None else [])]
    for shape in shapes:
        west, north, east, south = pen.flat(shape).bounds
        edges.append((west - MARGIN_M, north - MARGIN_M, east + MARGIN_M, south + MARGIN_M))
    wests, norths, easts, souths = zip(*edges, strict=True)
    return min(wests), min(norths), max(easts), max(souths)


def _grid(grid: GridFeature, *, pen: Pen, chosen: str) -> DrawnGrid:
    spot = pen.flat(grid.shape).representative_point()
    return DrawnGrid(
        code=grid.code,
        name=grid.name,
        kind=grid.kind.value,
        kind_words=str(grid.kind.label),
        path=pen.path(grid.shape),
        cx=round(spot.x, 1),
        cy=round(spot.y, 1),
        size=say_area(area_m2(grid.shape)),
        is_chosen=grid.code == chosen,
    )


def _gap(gap: Flaw, *, pen: Pen, names: dict[str, str]) -> DrawnFlaw:
    beside = _(", ").join(names[code] for code in gap.codes[:MANY_CHOICES])
    text = _("Gap of %(size)s beside %(names)s") if beside else _("Gap of %(size)s")
    return DrawnFlaw(
        path=pen.path(gap.shape),
        words=text % {"size": say_area(gap.area_m2), "names": beside},
        points=f"{gap.lon!r} {gap.lat!r}",
        choices=tuple((code, names[code], "") for code in gap.codes[:MANY_CHOICES]),
    )


def _overlap(shared: Flaw, *, pen: Pen, names: dict[str, str]) -> DrawnFlaw:
    one, other = shared.codes[:2]
    return DrawnFlaw(
        path=pen.path(shared.shape),
        words=_("%(name)s and %(other)s overlap by %(size)s")
        % {"name": names[one], "other": names[other], "size": say_area(shared.area_m2)},
        points=f"{shared.lon!r} {shared.lat!r}",
        choices=((one, names[one], other), (other, names[other], one)),
    )
