"""Judges the outlines of a file by the thousand and turns the good ones into footprints, the others into reasons.

Height, floors, name and address are taken over where the file has them; nothing is guessed from anything else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _

from linli.domains.places.imports.asked import Asked, Piece, unknown_crs
from linli.domains.places.imports.columns import Said, said_of
from linli.domains.places.imports.sources import opened
from linli.domains.places.rules import SizeIssue, size_issue
from linli.foundation.territory.geojson import RefusedRow, UnreadableFile, reason_for
from linli.kernel.crs import Mover, UnknownCrs, UnsureDatum, to_degrees
from linli.kernel.geo import Datum, convert
from linli.kernel.outlines import Shapes, are_sound, areas_m2
from linli.kernel.shapes import Area, ShapeIssue, outside_of, read_polygon

_DIGEST_DIGITS = 32
_PLACES = 7
"""Decimal places of a degree that a footprint's fingerprint looks at: one centimetre."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """One building as it will be stored; its number in the community is given when the whole file is known.

    ``wkb`` and ``box`` (west, south, east, north) are in degrees (WGS 84), ``lon`` and ``lat`` a point inside.
    """

    row: int
    part: int
    said: Said
    area_m2: float
    wkb: bytes
    digest: str
    box: tuple[float, float, float, float]
    lon: float
    lat: float


def read_footprints(data: bytes, asked: Asked, *, boundary: Area | None) -> Iterator[Footprint | RefusedRow]:
    """Read the footprints of a file; one outside the boundary is refused where the boundary is known.

    Raises :class:`~linli.foundation.territory.geojson.UnreadableFile`, at the latest when the last one is asked for.
    """
    if boundary is not None:
        shapely.prepare(boundary)
    with opened(data, asked) as source:
        move, is_empty = _mover(source.crs), True
        for pieces in source.chunks:
            is_empty = False
            yield from _judged(pieces, move=move, datum=asked.datum, boundary=boundary)
    if is_empty:
        raise UnreadableFile(_("The file holds no outline."))


def _mover(crs: str) -> Mover | None:
    try:
        return to_degrees(crs) if crs else None
    except UnknownCrs:
        raise UnreadableFile(unknown_crs(crs)) from None
    except UnsureDatum as unsure:
        text = _("%(name)s cannot be turned into WGS 84 to two metres. Convert the file to CGCS2000 first.")
        raise UnreadableFile(text % {"name": str(unsure)}) from None


def _judged(
    pieces: Sequence[Piece], *, move: Mover | None, datum: Datum, boundary: Area | None
) -> Iterator[Footprint | RefusedRow]:
    shapes = np.empty(len(pieces), dtype=object)
    shapes[:] = [piece.shape for piece in pieces]
    if move is not None:
        shapes = shapely.transform(shapes, move)
    reasons = _unsound(pieces, shapes, is_moved=move is not None)
    sound = np.array([at for at in range(len(pieces)) if at not in reasons], dtype=int)
    shapes[sound] = shapely.orient_polygons(shapes[sound])
    areas = areas_m2(shapes[sound])
    for at, area in zip(sound.tolist(), areas.tolist(), strict=True):
        if issue := size_issue(area):
            reasons[at] = _size_reason(issue)
    if datum is not Datum.WGS84:
        shapes[sound] = shapely.transform(
            shapes[sound], lambda points: convert(points, source=datum, target=Datum.WGS84)
        )
    if boundary is not None:
        reasons |= _outside(sound, shapes, boundary=boundary, told=reasons)
    good = [at for at in sound.tolist() if at not in reasons]
    footprints = iter(_footprints([pieces[at] for at in good], shapes[good], areas[np.isin(sound, good)]))
    for at, piece in enumerate(pieces):
        yield RefusedRow(row=piece.row, part=piece.part, reason=reasons[at]) if at in reasons else next(footprints)


def _unsound(pieces: Sequence[Piece], shapes: Shapes, *, is_moved: bool) -> dict[int, str]:
    """Return the reason against each outline that cannot be used; one that is merely written oddly is put right."""
    reasons: dict[int, str] = {}
    for at in np.flatnonzero(~are_sound(shapes)).tolist():
        found = _looked_at(pieces[at], shapes[at], is_moved=is_moved)
        if isinstance(found, str):
            reasons[at] = found
        else:
            shapes[at] = found
    return reasons


def _looked_at(piece: Piece, shape: Any, *, is_moved: bool) -> Area | str:
    if shape is None and piece.written is None:
        return _("The feature has no outline, or one that is no area.")
    if shape is not None and shape.is_empty:
        return _("The feature has no outline, or one that is no area.")
    if is_moved and shape is not None and not np.isfinite(shapely.get_coordinates(shape)).all():
        return _("The coordinates do not fit the file's coordinate reference system.")
    read = read_polygon(piece.written if shape is None and piece.written else shapely.geometry.mapping(shape))
    return reason_for(read) if isinstance(read, ShapeIssue) else read


def _size_reason(issue: SizeIssue) -> str:
    if issue is SizeIssue.TOO_SMALL:
        return _("The outline is too small for a building: less than 2 m².")
    return _("The outline is too large for a building: more than 500,000 m².")


def _outside(sound: Any, shapes: Shapes, *, boundary: Area, told: dict[int, str]) -> dict[int, str]:
    """Return the reason against outlines outside the boundary; where one crosses it, its middle decides."""
    inside = shapely.covers(boundary, shapes[sound])
    crossing = sound[~inside]
    middles = shapely.covers(boundary, shapely.point_on_surface(shapes[crossing]))
    return {
        at: _("The building lies outside the community's boundary.")
        for at, is_middle_in in zip(crossing.tolist(), middles.tolist(), strict=True)
        if at not in told and not is_middle_in and outside_of(shapes[at], container=boundary)
    }


def _footprints(pieces: Sequence[Piece], shapes: Shapes, areas: Any) -> list[Footprint]:
    rounded = shapely.normalize(shapely.transform(shapes, lambda points: np.round(points, _PLACES)))
    inside = shapely.point_on_surface(shapes)
    columns = zip(
        pieces,
        areas.round(1).tolist(),
        shapely.to_wkb(shapes).tolist(),
        shapely.to_wkb(rounded).tolist(),
        shapely.bounds(shapes).tolist(),
        shapely.get_x(inside).tolist(),
        shapely.get_y(inside).tolist(),
        strict=True,
    )
    return [
        Footprint(
            row=piece.row,
            part=piece.part,
            said=said_of(piece.properties),
            area_m2=area,
            wkb=wkb,
            digest=_fingerprint(fixed),
            box=tuple(box),
            lon=lon,
            lat=lat,
        )
        for piece, area, wkb, fixed, box, lon, lat in columns
    ]


def _fingerprint(wkb: bytes) -> str:
    """Return the fingerprint of a rounded footprint: the same ground has it however its ring begins or turns."""
    return sha256(wkb).hexdigest()[:_DIGEST_DIGITS]
