"""Turns coordinates between WGS 84 (what receivers say), GCJ-02 (what Chinese maps show) and BD-09 (Baidu's).

Everything is stored in WGS 84; the others exist at the doors alone. The ways back are solved by iteration until they
meet the way there, so a point that leaves and returns is the same to well under a micrometre. Nothing outside the
rectangle in which the offset is defined is moved. The rectangle is wider than China, as in the maps themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]

_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271
_CENTRE = np.array([105.0, 35.0])
# The Krasovsky 1940 ellipsoid, on which the offset is defined: half axis in metres, first eccentricity squared.
_HALF_AXIS_METRES = 6378245.0
_ECCENTRICITY = 0.00669342162296594323
_BAIDU_TURNS = np.pi * 3000.0 / 180.0
_BAIDU_SHIFT = np.array([0.0065, 0.006])
_CLOSE_ENOUGH_DEGREES = 1e-13
_MOST_ROUNDS = 60


class Datum(StrEnum):
    """Which system a pair of longitude and latitude is given in."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def convert(points: npt.ArrayLike, *, source: Datum, target: Datum) -> Points:
    """Convert an array of shape (…, 2), longitude before latitude in degrees, and return one of the same shape.

    Raises ValueError for another shape, and for coordinates that are not finite.
    """
    found = np.array(points, dtype=np.float64)
    if found.ndim == 0 or found.shape[-1] != 2:  # noqa: PLR2004 - longitude and latitude
        raise ValueError(f"points have the shape (…, 2), not {found.shape}")
    if not np.isfinite(found).all():
        raise ValueError("coordinates must be finite")
    order = list(Datum)
    here, there = order.index(source), order.index(target)
    while here != there:
        step = 1 if there > here else -1
        found = _STEPS[order[here], order[here + step]](found)
        here += step
    return found


def is_offset(points: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Whether each point of an array of shape (…, 2) lies in the rectangle in which maps are offset."""
    found = np.asarray(points, dtype=np.float64)
    lon, lat = found[..., 0], found[..., 1]
    return (lon >= _WEST) & (lon <= _EAST) & (lat >= _SOUTH) & (lat <= _NORTH)


def wgs84_to_gcj02(points: npt.ArrayLike) -> Points:
    """Convert what a receiver says to what a Chinese map shows; as `convert`."""
    return convert(points, source=Datum.WGS84, target=Datum.GCJ02)


def gcj02_to_wgs84(points: npt.ArrayLike) -> Points:
    """Convert a point of a Chinese map to WGS 84; as `convert`."""
    return convert(points, source=Datum.GCJ02, target=Datum.WGS84)


def wgs84_to_bd09(points: npt.ArrayLike) -> Points:
    """Convert what a receiver says to what Baidu shows; as `convert`."""
    return convert(points, source=Datum.WGS84, target=Datum.BD09)


def bd09_to_wgs84(points: npt.ArrayLike) -> Points:
    """Convert a point of Baidu's map to WGS 84; as `convert`."""
    return convert(points, source=Datum.BD09, target=Datum.WGS84)


def _shown(points: Points) -> Points:
    """WGS 84 → GCJ-02."""
    return np.where(is_offset(points)[..., None], points + _offset(points), points)


def _offset(points: Points) -> Points:
    """Return the offset in degrees: a fixed pattern of waves in metres, divided by the length of a degree."""
    x, y = np.moveaxis(points - _CENTRE, -1, 0)
    root, shared = np.sqrt(np.abs(x)), _waves(6.0 * x, 20.0, 2.0 * x, 20.0)
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += shared + _waves(x, 20.0, x / 3.0, 40.0) + _waves(x / 12.0, 150.0, x / 30.0, 300.0)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += shared + _waves(y, 20.0, y / 3.0, 40.0) + _waves(y / 12.0, 160.0, y / 30.0, 320.0)
    latitude = np.radians(points[..., 1])
    bend = 1.0 - _ECCENTRICITY * np.sin(latitude) ** 2
    east_degree = np.radians(_HALF_AXIS_METRES / np.sqrt(bend) * np.cos(latitude))
    north_degree = np.radians(_HALF_AXIS_METRES * (1.0 - _ECCENTRICITY) / (bend * np.sqrt(bend)))
    return np.stack([east / east_degree, north / north_degree], axis=-1)


def _waves(one: Points, height: float, other: Points, other_height: float) -> Points:
    """Two sine waves in metres, two thirds of their nominal heights; a phase of one is half a turn."""
    waves: Points = (height * np.sin(one * np.pi) + other_height * np.sin(other * np.pi)) * 2.0 / 3.0
    return waves


def _baidu(points: Points) -> Points:
    """GCJ-02 → BD-09: a small wave on radius and angle, and a shift."""
    lon, lat = points[..., 0], points[..., 1]
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * _BAIDU_TURNS)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * _BAIDU_TURNS)
    moved = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=-1) + _BAIDU_SHIFT
    return np.where(is_offset(points)[..., None], moved, points)


def _back(way_there: Callable[[Points], Points]) -> Callable[[Points], Points]:
    """Return the way back: step by what is missing until the way there meets the point.

    Just inside the rectangle's edge no point is shown at some places, and no step can meet them; they stay put.
    """

    def way_back(shown: Points) -> Points:
        guess = shown
        for _ in range(_MOST_ROUNDS):
            missing = shown - way_there(guess)
            guess = guess + missing
            if np.abs(missing).max(initial=0.0) < _CLOSE_ENOUGH_DEGREES:
                break
        has_met = np.abs(way_there(guess) - shown).max(axis=-1, keepdims=True) < 1e-11  # noqa: PLR2004 - a micrometre
        return np.where(has_met, guess, shown)

    return way_back


_STEPS: dict[tuple[Datum, Datum], Callable[[Points], Points]] = {
    (Datum.WGS84, Datum.GCJ02): _shown,
    (Datum.GCJ02, Datum.WGS84): _back(_shown),
    (Datum.GCJ02, Datum.BD09): _baidu,
    (Datum.BD09, Datum.GCJ02): _back(_baidu),
}
