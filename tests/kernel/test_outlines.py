import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.outlines import are_sound, areas_m2, polygons_of
from linli.kernel.shapes import ShapeIssue, area_m2, read_polygon

SQUARE = [[113.0, 22.0], [113.001, 22.0], [113.001, 22.001], [113.0, 22.001], [113.0, 22.0]]
HOLE = [[113.0002, 22.0002], [113.0002, 22.0008], [113.0008, 22.0008], [113.0008, 22.0002], [113.0002, 22.0002]]
BOW = [[113.0, 22.0], [113.001, 22.001], [113.001, 22.0], [113.0, 22.001], [113.0, 22.0]]
degrees = st.one_of(st.floats(-200, 200), st.sampled_from([113.0, 113.001, 22.0, 22.001, math.nan, math.inf]))
rings = st.one_of(
    st.sampled_from([SQUARE, HOLE, BOW, SQUARE[:-1], [], None, [[1, 2, 3], [4]], [["a", "b"]] * 4]),
    st.lists(st.lists(degrees, min_size=2, max_size=3), max_size=6).map(lambda ring: ring + ring[:1]),
)


def one(*rings: object) -> object:
    return polygons_of([list(rings)])[0]


class TestPolygonsOf:
    def test_holes_are_kept_and_heights_dropped(self) -> None:
        high = [[*point, 9.0] for point in SQUARE]
        assert len(polygons_of([[SQUARE, HOLE]])[0].interiors) == 1
        assert not shapely.has_z(one(high))

    def test_what_is_odd_is_none_and_moves_no_other(self) -> None:
        found = polygons_of([[SQUARE], None, [SQUARE[:-1]], [], [SQUARE, HOLE]])
        assert [shape is not None for shape in found] == [True, False, False, False, True]

    @pytest.mark.parametrize("odd", [float("nan"), float("inf"), -float("inf")])
    def test_what_is_no_number_is_none(self, odd: float) -> None:
        ring = [[0.0, odd], [1.0, 0.0], [1.0, 1.0], [0.0, odd]]
        assert polygons_of([[ring], [[[0.0, odd, 0.0]] * 4]]).tolist() == [None, None]

    def test_nothing_gives_nothing(self) -> None:
        assert len(polygons_of([])) == 0


class TestAreSound:
    @given(st.lists(st.lists(rings, max_size=3), max_size=5))
    def test_what_passes_here_passes_alone(self, coordinates: list[list[object]]) -> None:
        shapes = polygons_of(coordinates)
        for rings, is_sound in zip(coordinates, are_sound(shapes), strict=True):
            read = read_polygon({"type": "Polygon", "coordinates": rings})
            assert not is_sound or not isinstance(read, ShapeIssue) or read.code == "no_area"

    def test_crossing_swapped_and_missing_ones_do_not_pass(self) -> None:
        swapped = [point[::-1] for point in SQUARE]
        assert are_sound(polygons_of([[SQUARE], [BOW], [swapped], None])).tolist() == [True, False, False, False]


class TestAreas:
    def test_they_are_those_of_one_outline_alone(self) -> None:
        both = shapely.MultiPolygon([shapely.Polygon(SQUARE), shapely.box(114, 22, 114.001, 22.001)])
        shapes = np.array([shapely.Polygon(SQUARE, [HOLE]), both, shapely.box(113, 22, 113.000001, 22.000001)])
        assert np.allclose(areas_m2(shapes), [area_m2(shapes[0]), area_m2(both), 0.0])
