"""Takes coordinates of a named coordinate reference system to longitude and latitude in WGS 84.

CGCS2000, China's legal system, is WGS 84 to within centimetres and is taken as equal. PROJ has no transformation for
it and would fall back to none with a warning; for Xi'an 1980 the same silence would mean a hundred metres. So only what
is known to a few metres is taken, and the rest is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError
from pyproj.transformer import TransformerGroup

Points = npt.NDArray[np.float64]
Box = tuple[float, float, float, float]
Mover = Callable[[Points], Points]

WORST_METRES = 2.0
"""How far off a transformation between datums may be; that to China's older systems is published for 15 m only."""
_WGS84 = 4326
_MARGIN = 3.0
_SAME_DATUM = ("world geodetic system 1984", "china 2000", "china geodetic coordinate system 2000")


class UnknownCrs(ValueError):
    """Raised when a text names no coordinate reference system of the earth's surface."""


class UnsureDatum(ValueError):
    """Raised when no transformation to WGS 84 is known that is good to two metres; carries the system's name."""


@lru_cache(maxsize=64)
def to_degrees(text: str) -> Mover | None:
    """Return what moves points of shape (n, 2), east or longitude first, to degrees in WGS 84; none where they are it.

    ``text`` is a code (``EPSG:4547``) or WKT. Points outside the system's reach become infinite. Raises
    :class:`UnknownCrs` and :class:`UnsureDatum`.
    """
    crs = _read(text)
    base = crs.geodetic_crs
    if base is None:
        raise UnknownCrs(text)
    if not _is_wgs84(base):
        if _accuracy_metres(base) > WORST_METRES:
            raise UnsureDatum(crs.name)
        return _mover(Transformer.from_crs(crs, _WGS84, always_xy=True, allow_ballpark=False), reach=_reach(crs))
    if crs.is_geographic and _is_in_degrees(crs):
        return None
    return _mover(Transformer.from_crs(crs, base, always_xy=True), reach=_reach(crs))


def are_same(one: str, other: str) -> bool:
    """Return whether two texts name the same system, whatever the order of its axes."""
    return bool(_read(one).equals(_read(other), ignore_axis_order=True))


def _read(text: str) -> Any:
    try:
        crs = CRS.from_user_input(text)
    except CRSError:
        raise UnknownCrs(text) from None
    return crs.sub_crs_list[0] if crs.is_compound else crs


def _is_wgs84(base: Any) -> bool:
    name = " ".join(base.datum.name.replace("_", " ").lower().split())
    greenwich = base.prime_meridian.longitude == 0
    return greenwich and name.startswith(_SAME_DATUM)


def _is_in_degrees(crs: Any) -> bool:
    return all(axis.unit_name == "degree" for axis in crs.axis_info[:2])


def _accuracy_metres(base: Any) -> float:
    try:
        found = TransformerGroup(base, _WGS84, always_xy=True, allow_ballpark=False).transformers
    except ProjError:
        return np.inf
    # The best one may hold for a sea far away (Beijing 1954 has such), so the worst known one decides.
    return max((one.accuracy for one in found if one.accuracy >= 0), default=np.inf)


def _reach(crs: Any) -> Box | None:
    """Return where a system is used, west, south, east and north in degrees, with three degrees more on each side.

    Surveyors in China put north before east; exchanged metres land thousands of kilometres away, and this tells it.
    """
    area = crs.area_of_use
    if area is None and (code := crs.to_epsg()) is not None:
        area = CRS.from_epsg(code).area_of_use
    if area is None or area.west > area.east:  # unknown, or across the date line
        return None
    return (area.west - _MARGIN, area.south - _MARGIN, area.east + _MARGIN, area.north + _MARGIN)


def _mover(transformer: Any, *, reach: Box | None) -> Mover:
    west, south, east, north = reach or (-np.inf, -np.inf, np.inf, np.inf)

    def move(points: Points) -> Points:
        lon, lat = transformer.transform(points[:, 0], points[:, 1])
        is_far = (lon < west) | (lon > east) | (lat < south) | (lat > north)
        return np.where(is_far[:, None], np.inf, np.column_stack([lon, lat]))

    return move
