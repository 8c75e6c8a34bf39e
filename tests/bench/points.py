"""How long it takes to say in which of five thousand grids a hundred thousand points lie: the index that pins go by."""

import math
import time

import numpy as np
import shapely

from linli.kernel.areas import PointIndex
from tests.bench.figures import Figure

GRIDS, POINTS = 5_000, 100_000
_COLUMNS, _CORNERS_A_SIDE = 100, 6
_LON, _LAT, _STEP = 113.9, 22.5, 0.002


def figure() -> Figure:
    """Return the seconds from the grids' outlines to every point's answer, the index built on the way."""
    codes, outlines = _grids()
    points = _points()
    began = time.perf_counter()
    answers = PointIndex(codes, outlines).codes_at(points)
    seconds = time.perf_counter() - began
    placed = sum(answer is not None for answer in answers)
    if placed < POINTS * 0.9:
        raise RuntimeError(f"only {placed} of {POINTS} points lie in a grid")
    return Figure(name="points_in_grids_100k_s", value=round(seconds, 2), unit="s", budget=1)


def _grids() -> tuple[list[str], list[bytes]]:
    """Make a city of grids whose borders, shared by neighbours, wind along the streets."""
    codes = [f"9999{at // 999:08d}{at % 999 + 1:03d}" for at in range(GRIDS)]
    shapes = [_grid(at % _COLUMNS, at // _COLUMNS) for at in range(GRIDS)]
    return codes, [bytes(wkb) for wkb in shapely.to_wkb(shapes)]


def _grid(column: int, row: int) -> shapely.Polygon:
    parts = [part / _CORNERS_A_SIDE for part in range(_CORNERS_A_SIDE)]
    south = [(column + part, row) for part in parts]
    east = [(column + 1, row + part) for part in parts]
    north = [(column + 1 - part, row + 1) for part in parts]
    west = [(column, row + 1 - part) for part in parts]
    return shapely.Polygon([_bent(x, y) for x, y in (*south, *east, *north, *west)])


def _bent(x: float, y: float) -> tuple[float, float]:
    return _LON + (x + 0.2 * math.sin(2 * y)) * _STEP, _LAT + (y + 0.2 * math.sin(3 * x)) * _STEP


def _points() -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    generator = np.random.default_rng(20261124)
    inside = generator.random((POINTS, 2)) * (_COLUMNS, GRIDS // _COLUMNS)
    return np.array((_LON, _LAT)) + inside * _STEP
