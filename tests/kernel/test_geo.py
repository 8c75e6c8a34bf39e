"""Coordinates at the doors: known offsets, exact ways back, and nothing moved abroad."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.geo import Datum, bd09_to_wgs84, convert, gcj02_to_wgs84, wgs84_to_bd09, wgs84_to_gcj02

METRES_PER_DEGREE = 111_320
in_china = st.tuples(st.floats(73.5, 135.0), st.floats(3.9, 53.5))
abroad = st.tuples(st.floats(-180.0, 71.9), st.floats(-90.0, 90.0))


def metres_apart(one: object, other: object) -> float:
    return float(np.abs(np.asarray(one) - np.asarray(other)).max() * METRES_PER_DEGREE)


class TestKnownOffsets:
    def test_tiananmen_is_shown_half_a_kilometre_to_the_north_east(self) -> None:
        east, north = (wgs84_to_gcj02([116.39131, 39.90577]) - [116.39131, 39.90577]) * METRES_PER_DEGREE
        assert 600 < east < 800
        assert 100 < north < 200

    def test_baidu_shifts_a_chinese_map_by_about_a_kilometre(self) -> None:
        shift = convert([116.404, 39.915], source=Datum.GCJ02, target=Datum.BD09) - [116.404, 39.915]
        assert shift == pytest.approx([0.0064, 0.0064], abs=4e-4)

    def test_published_pairs_agree(self) -> None:
        """The pair that coordinate converters print in their manuals: GCJ-02 116.404, 39.915."""
        assert convert([116.404, 39.915], source=Datum.GCJ02, target=Datum.BD09) == pytest.approx(
            [116.41036949371029, 39.92133699351021], abs=1e-9
        )
        assert wgs84_to_gcj02([116.404, 39.915]) == pytest.approx([116.41024449916938, 39.91640428150164], abs=1e-9)


class TestWaysBack:
    @given(in_china)
    def test_a_point_that_leaves_for_a_chinese_map_comes_back(self, point: tuple[float, float]) -> None:
        assert metres_apart(gcj02_to_wgs84(wgs84_to_gcj02(point)), point) < 1e-6

    @given(in_china)
    def test_a_point_that_leaves_for_baidu_comes_back(self, point: tuple[float, float]) -> None:
        assert metres_apart(bd09_to_wgs84(wgs84_to_bd09(point)), point) < 1e-6

    @given(in_china)
    def test_a_chinese_maps_point_comes_back_too(self, point: tuple[float, float]) -> None:
        assert metres_apart(wgs84_to_gcj02(gcj02_to_wgs84(point)), point) < 1e-6

    @given(abroad, st.sampled_from(Datum), st.sampled_from(Datum))
    def test_nothing_abroad_is_moved(self, point: tuple[float, float], source: Datum, target: Datum) -> None:
        assert convert(point, source=source, target=target).tolist() == list(point)

    @given(st.floats(72.0, 72.02), st.floats(10.0, 50.0))
    def test_at_the_edge_of_the_offset_the_way_back_never_runs_away(self, lon: float, lat: float) -> None:
        assert metres_apart(gcj02_to_wgs84([lon, lat]), [lon, lat]) < 3000


class TestArrays:
    def test_a_grid_of_points_keeps_its_shape(self) -> None:
        points = np.array([[[114.0, 22.5], [2.35, 48.85]], [[116.4, 39.9], [121.5, 31.2]]])
        shown = wgs84_to_gcj02(points)
        assert shown.shape == points.shape
        assert shown[0, 1].tolist() == [2.35, 48.85]
        assert shown[1, 0].tolist() == wgs84_to_gcj02([116.4, 39.9]).tolist()

    def test_no_points_are_no_points(self) -> None:
        assert gcj02_to_wgs84(np.empty((0, 2))).shape == (0, 2)

    @pytest.mark.parametrize("points", [114.0, [114.0], [[114.0, 22.5, 3.0]], [float("nan"), 22.5]])
    def test_other_shapes_and_nan_are_refused(self, points: object) -> None:
        with pytest.raises(ValueError, match=r"shape|finite"):
            wgs84_to_gcj02(points)  # type: ignore[arg-type]
