"""What can be done to grids that are being drawn, each as a pure function from grids to grids.

The larger part of a split and the largest of those merged keep code and name, so that posts and open matters stay where
most of the ground is; a new part gets a number that no grid of the community ever had. Refusals are sentences.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import shapely
from django.utils.translation import gettext as _

from linli.foundation.territory.geojson import reason_for
from linli.foundation.territory.gridwork import cuts
from linli.foundation.territory.gridwork.checks import GridFeature, bad_codes, default_name, numbered_and_named
from linli.foundation.territory.gridwork.fitting import Ground, Points, corners_of, fit, rebuilt
from linli.foundation.territory.gridwork.gaps import gaps
from linli.foundation.territory.models import GridKind
from linli.foundation.territory.rules import NoNumberLeft, number_grids
from linli.kernel.shapes import Area, ShapeIssue, area_m2, read_polygon

Mask: TypeAlias = npt.NDArray[np.bool_]
Grids: TypeAlias = tuple[GridFeature, ...]
Point: TypeAlias = tuple[float, float]
FEWEST_TO_MERGE = 2
MOST_PARTS = 20
MOST_POINTS = 2000
LONGEST_NAME = 100
REACH_M = 0.05
"""A point this near to a corner (metres) means the corner: drawings on a screen are good to a centimetre."""


class DrawingRefused(ValueError):
    """Raised when grids cannot be changed as asked; the sentence is fit for the person who draws."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Grids being drawn with what a change has to know: the border, and the codes that are taken for ever."""

    community: str
    grids: Grids
    boundary: Area | None = None
    taken: frozenset[str] = field(default=frozenset())

    def grid(self, code: str) -> GridFeature:
        """Return a grid by its code. Raises :class:`DrawingRefused`."""
        found = next((grid for grid in self.grids if grid.code == code), None)
        if found is None:
            raise DrawingRefused(_("There is no grid %(code)s in the drawing.") % {"code": code[:20]})
        return found


def draw(drawing: Drawing, ring: Sequence[Point], *, name: str = "", kind: GridKind = GridKind.BASE) -> Grids:
    """Return the grids with a new one, which takes the ground of the ring that no other grid of its layer has."""
    ground = _kept_in(_area_of(ring), drawing)
    layer = [grid.shape for grid in drawing.grids if _is_layer(grid, kind)]
    free = cuts.taken_from(ground, *layer)
    if free is None:
        raise DrawingRefused(_("All of this ground lies in a grid already. Split that grid instead."))
    return settled(drawing, [*drawing.grids, *_numbered(drawing, [_largest_part(free)], kind=kind, name=name)])


def split(drawing: Drawing, code: str, line: Sequence[Point]) -> Grids:
    """Return the grids with one cut along a line; its largest part stays what it was, the others are new."""
    grid = drawing.grid(code)
    _check_points(line)
    if not cuts.is_simple(line):
        raise DrawingRefused(_("The line crosses itself or leads nowhere. Draw it anew."))
    pieces = cuts.cut_along(grid.shape, line)
    if len(pieces) <= len(shapely.get_parts(grid.shape)):
        text = _("The line does not cut %(name)s in two. Begin and end it on the border or beyond.")
        raise DrawingRefused(text % {"name": grid.name})
    if len(pieces) > MOST_PARTS:
        raise DrawingRefused(_("That would be more than 20 parts at once. Cut in smaller steps."))
    new = _numbered(drawing, pieces[1:], kind=grid.kind)
    return settled(drawing, [*_changed(drawing.grids, {code: pieces[0]}), *new])


def merge(drawing: Drawing, codes: Collection[str]) -> Grids:
    """Return the grids with several joined into one, which keeps code and name of the largest."""
    asked = [drawing.grid(code) for code in sorted(set(codes))]
    chosen = sorted(asked, key=lambda grid: -round(area_m2(grid.shape)))  # of equals the lower code
    if len(chosen) < FEWEST_TO_MERGE:
        raise DrawingRefused(_("Choose two grids or more to merge."))
    if len({grid.kind for grid in chosen}) > 1:
        raise DrawingRefused(_("Grids of different kinds cannot be merged."))
    whole = cuts.joined([grid.shape for grid in chosen])
    if whole is None:
        raise DrawingRefused(_("These grids do not touch each other, so they cannot be merged."))
    gone = {grid.code for grid in chosen[1:]}
    kept = [grid for grid in drawing.grids if grid.code not in gone]
    return settled(drawing, _changed(kept, {chosen[0].code: whole}))


def move_corner(drawing: Drawing, at: Point, to: Point) -> Grids:
    """Return the grids with a corner moved, for every grid that has it."""
    corner, place = _corner(drawing, at), _on_a_corner(drawing, to)
    return _reshaped(drawing, corner, lambda ring: _replaced(ring, corner, place))


def bend(drawing: Drawing, start: Point, end: Point, to: Point) -> Grids:
    """Return the grids with a new corner between two that follow each other, for every grid that has this edge."""
    one, other, place = _corner(drawing, start), _corner(drawing, end), _on_a_corner(drawing, to)
    return _reshaped(drawing, one, lambda ring: _bent(ring, one, other, place))


def remove_corner(drawing: Drawing, at: Point) -> Grids:
    """Return the grids without a corner; where three grids meet none can be taken away."""
    corner = _corner(drawing, at)
    having = [grid for grid in drawing.grids if _has(grid.shape, corner)]
    if len(having) > FEWEST_TO_MERGE:
        raise DrawingRefused(_("More than two grids meet in this corner. Move it instead."))
    return _reshaped(drawing, corner, lambda ring: ring[~_is_at(ring, corner)])


def give_overlap(drawing: Drawing, *, keeps: str, loses: str) -> Grids:
    """Return the grids with what two share belonging to one of them alone."""
    keeper, loser = drawing.grid(keeps), drawing.grid(loses)
    left = cuts.taken_from(loser.shape, keeper.shape)
    if left is None:
        text = _("%(name)s lies entirely in %(other)s. Take it away, or merge the two.")
        raise DrawingRefused(text % {"name": loser.name, "other": keeper.name})
    return settled(drawing, _changed(drawing.grids, {loses: left}))


def fill_gap(drawing: Drawing, at: Point, *, code: str = "") -> Grids:
    """Return the grids with a gap filled: it becomes part of a grid beside it, or without a code one of its own."""
    spot = shapely.Point(at)
    found = gaps(drawing.grids, boundary=drawing.boundary)
    gap = next((one for one in found if shapely.dwithin(one.shape, spot, 1e-9)), None)
    if gap is None:
        raise DrawingRefused(_("This gap is no longer there."))
    if not code:
        return settled(drawing, [*drawing.grids, *_numbered(drawing, [gap.shape], kind=GridKind.BASE)])
    whole = cuts.joined([drawing.grid(code).shape, gap.shape])
    if whole is None:
        raise DrawingRefused(_("This gap does not lie beside %(name)s.") % {"name": drawing.grid(code).name})
    return settled(drawing, _changed(drawing.grids, {code: whole}))


def rename(drawing: Drawing, code: str, *, name: str, kind: GridKind) -> Grids:
    """Return the grids with one called otherwise or of another kind."""
    drawing.grid(code)
    plain = " ".join(name.split())[:LONGEST_NAME]
    if not plain:
        raise DrawingRefused(_("A grid needs a name."))
    return tuple(replace(grid, name=plain, kind=kind) if grid.code == code else grid for grid in drawing.grids)


def remove(drawing: Drawing, code: str) -> Grids:
    """Return the grids without one; its ground is a gap then."""
    drawing.grid(code)
    return tuple(grid for grid in drawing.grids if grid.code != code)


def taken_over(drawing: Drawing, features: Sequence[GridFeature]) -> Grids:
    """Return the grids of a file in place of those drawn, numbered and named where the file says nothing of it."""
    if not features:
        raise DrawingRefused(_("The file holds no grid."))
    if wrong := bad_codes(drawing.community, features):
        raise DrawingRefused(wrong[0].reason)
    try:
        return settled(drawing, numbered_and_named(drawing.community, features))
    except NoNumberLeft:
        raise DrawingRefused(_("A community has 999 grids at most.")) from None


def settled(drawing: Drawing, grids: Sequence[GridFeature]) -> Grids:
    """Return grids in the order of their codes, neighbours sharing their borders corner by corner."""
    frame = [drawing.boundary] if drawing.boundary is not None else []
    fitted = fit([grid.shape for grid in grids], frame=frame)
    changed = [replace(grid, shape=shape) for grid, shape in zip(grids, fitted, strict=True)]
    ordered = sorted(changed, key=lambda grid: grid.code)
    return tuple(replace(grid, row=row) for row, grid in enumerate(ordered, start=1))


def _corner(drawing: Drawing, at: Point) -> Point:
    """Return the corner meant by a point: the nearest one within the reach of a slip."""
    found = _nearest(drawing, at)
    if found is None:
        raise DrawingRefused(_("This corner is no longer there."))
    return found


def _on_a_corner(drawing: Drawing, to: Point) -> Point:
    """Return a point, or the corner it was put on."""
    return _nearest(drawing, to) or to


def _nearest(drawing: Drawing, at: Point) -> Point | None:
    everything = [
        *(grid.shape for grid in drawing.grids),
        *([drawing.boundary] if drawing.boundary is not None else []),
    ]
    if not everything:
        return None
    corners = np.concatenate([corners_of(shape) for shape in everything])
    away = np.hypot(*Ground(*at).metres(corners).T)
    best = int(away.argmin())
    return (float(corners[best, 0]), float(corners[best, 1])) if away[best] <= REACH_M else None


def _area_of(ring: Sequence[Point]) -> Area:
    _check_points(ring)
    closed = [*ring, ring[0]] if ring and ring[0] != ring[-1] else list(ring)
    found = read_polygon({"type": "Polygon", "coordinates": [[list(point) for point in closed]]})
    if isinstance(found, ShapeIssue):
        raise DrawingRefused(reason_for(found))
    return found


def _check_points(points: Sequence[Point]) -> None:
    if len(points) < FEWEST_TO_MERGE:
        raise DrawingRefused(_("That is a single point. Draw on, then finish."))
    if len(points) > MOST_POINTS:
        raise DrawingRefused(_("An outline has 2,000 points at most."))


def _kept_in(shape: Area, drawing: Drawing) -> Area:
    if drawing.boundary is None:
        return shape
    inside = cuts.whole_of(shapely.intersection(shape, drawing.boundary))
    if inside is None:
        raise DrawingRefused(_("This lies outside the community's boundary."))
    return inside


def _largest_part(shape: Area) -> Area:
    """Return the largest part of what was drawn: a grid is one piece, and what lies apart is left as it was."""
    return max(shapely.get_parts(shape).tolist(), key=area_m2)


def _is_layer(grid: GridFeature, kind: GridKind) -> bool:
    return (grid.kind is GridKind.MICRO) == (kind is GridKind.MICRO)


def _numbered(drawing: Drawing, shapes: Sequence[Area], *, kind: GridKind, name: str = "") -> list[GridFeature]:
    taken = drawing.taken | {grid.code for grid in drawing.grids}
    try:
        codes = number_grids(drawing.community, boxes=[shape.bounds for shape in shapes], taken=taken)
    except NoNumberLeft:
        raise DrawingRefused(_("A community has 999 grids at most.")) from None
    called = " ".join(name.split())[:LONGEST_NAME]
    return [
        GridFeature(row=0, code=code, kind=kind, shape=shape, name=called or default_name(code))
        for code, shape in zip(codes, shapes, strict=True)
    ]


def _changed(grids: Sequence[GridFeature], shapes: dict[str, Area]) -> list[GridFeature]:
    return [replace(grid, shape=shapes[grid.code]) if grid.code in shapes else grid for grid in grids]


def _reshaped(drawing: Drawing, at: Point, change: Callable[[Points], Points]) -> Grids:
    shapes: dict[str, Area] = {}
    for grid in drawing.grids:
        if not _has(grid.shape, at):
            continue
        found = rebuilt(grid.shape, change)
        if found is None or cuts.whole_of(found) is None:
            raise DrawingRefused(
                _("The border of %(name)s would cross itself. Nothing was moved.") % {"name": grid.name}
            )
        shapes[grid.code] = found
    return settled(drawing, _changed(drawing.grids, shapes))


def _has(shape: Area, at: Point) -> bool:
    return bool(_is_at(shapely.get_coordinates(shape), at).any())


def _is_at(points: Points, at: Point) -> Mask:
    found: Mask = np.all(points == np.array(at), axis=1)
    return found


def _replaced(ring: Points, at: Point, to: Point) -> Points:
    moved = ring.copy()
    moved[_is_at(ring, at)] = to
    return moved


def _bent(ring: Points, start: Point, end: Point, to: Point) -> Points:
    """Return a ring with a corner more between two neighbours, whichever of them comes first in it."""
    here, after = ring, np.roll(ring, -1, axis=0)
    forth = _is_at(here, start) & _is_at(after, end)
    back = _is_at(here, end) & _is_at(after, start)
    places = np.flatnonzero(forth | back)
    if not len(places):
        return ring
    return np.insert(ring, places[0] + 1, to, axis=0)
