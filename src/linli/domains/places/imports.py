"""Reads building footprints from GeoJSON into rows: one building a polygon, holes kept, each refusal with its reason.

Height, floors and name are taken over where the file has them; nothing is guessed from anything else.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _

from linli.domains.places.models import Building
from linli.foundation.territory.geojson import ReadShape, RefusedRow, read_shapes
from linli.kernel.geo import Datum
from linli.kernel.shapes import Area, area_m2, outside_of

NAME_KEYS = ("name", "名称", "楼号")
ADDRESS_KEYS = ("address", "addr:full", "地址")
FLOOR_KEYS = ("floors", "building:levels", "层数")
HEIGHT_KEYS = ("height", "height_m", "高度")
MOST_FLOORS, MOST_METRES = 200, 1000.0
_DIGEST_DIGITS = 32
_PLACES = 7
"""Decimal places of a degree that a footprint's fingerprint looks at: one centimetre."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBuilding:
    """One footprint as it will be stored; ``sequence`` is given when the whole file is known."""

    row: int
    part: int
    building: Building
    box: tuple[float, float, float, float]


def read_buildings(
    data: bytes, *, community: str, datum: Datum, boundary: Area | None
) -> Iterator[ReadBuilding | RefusedRow]:
    """Read the footprints of a GeoJSON file; one outside the boundary is refused where the boundary is known.

    Raises :class:`~linli.foundation.territory.geojson.UnreadableFile`.
    """
    if boundary is not None:
        shapely.prepare(boundary)
    for read in read_shapes(data, datum=datum, is_split=True):
        if isinstance(read, RefusedRow):
            yield read
        elif boundary is not None and not _lies_in(read.shape, boundary):
            yield RefusedRow(
                row=read.row, part=read.part, reason=_("The building lies outside the community's boundary.")
            )
        else:
            yield _building(read, community=community)


def footprint_digest(shape: Area) -> str:
    """Return the fingerprint of a footprint: the same for the same ground, however its ring begins or turns."""
    rounded = shapely.normalize(shapely.transform(shape, lambda points: np.round(points, _PLACES)))
    return sha256(shapely.to_wkb(rounded)).hexdigest()[:_DIGEST_DIGITS]


def _lies_in(shape: Area, boundary: Area) -> bool:
    """Return whether a footprint lies in the boundary; one that merely crosses it counts where its middle lies in."""
    if shapely.covers(boundary, shape):
        return True
    return bool(shapely.covers(boundary, shape.representative_point())) or not outside_of(shape, container=boundary)


def _building(read: ReadShape, *, community: str) -> ReadBuilding:
    west, south, east, north = read.shape.bounds
    inside = read.shape.representative_point()
    floors = _number(read.properties, FLOOR_KEYS, most=MOST_FLOORS)
    building = Building(
        community=community,
        number=_text(read.properties, NAME_KEYS, longest=60),
        address=_text(read.properties, ADDRESS_KEYS, longest=200),
        floors=round(floors) if floors and floors >= 1 else None,
        height_m=_number(read.properties, HEIGHT_KEYS, most=MOST_METRES),
        area_m2=round(area_m2(read.shape), 1),
        footprint=shapely.to_wkb(read.shape),
        digest=footprint_digest(read.shape),
        min_lon=west,
        min_lat=south,
        max_lon=east,
        max_lat=north,
        lon=inside.x,
        lat=inside.y,
    )
    return ReadBuilding(row=read.row, part=read.part, building=building, box=(west, south, east, north))


def _text(properties: Mapping[str, Any], keys: tuple[str, ...], *, longest: int) -> str:
    for key in keys:
        value = properties.get(key)
        if isinstance(value, str | int) and str(value).strip():
            return " ".join(str(value).split())[:longest]
    return ""


def _number(properties: Mapping[str, Any], keys: tuple[str, ...], *, most: float) -> float | None:
    for key in keys:
        try:
            value = float(properties.get(key) or "")
        except (TypeError, ValueError):
            continue
        if 0 < value <= most:
            return value
    return None
