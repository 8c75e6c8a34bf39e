"""Which grid is under the pin, and is this outline one that a grid can have?"""

from __future__ import annotations

from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from shapely.geometry import Polygon, box

from linli.kernel.areas import (
    IssueCode,
    Near,
    PointIndex,
    ShapeIssue,
    area_m2,
    metres_per_degree,
    outside_of,
    overlaps,
    read_polygon,
)

WEST = box(114.00, 22.50, 114.01, 22.51)
EAST = box(114.01, 22.50, 114.02, 22.51)
INDEX = PointIndex(["440305006001002", "440305006001001"], [shapely.to_wkb(EAST), shapely.to_wkb(WEST)])


def geojson(*rings: list[tuple[float, ...]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[list(point) for point in ring] for ring in rings]}


def square(west: float, south: float, side: float) -> list[tuple[float, ...]]:
    east, north = west + side, south + side
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


class TestCodeAt:
    def test_a_pin_lands_in_the_area_around_it(self) -> None:
        assert INDEX.code_at(114.005, 22.505) == "440305006001001"
        assert INDEX.code_at(114.015, 22.505) == "440305006001002"

    def test_on_a_shared_border_the_lower_code_wins(self) -> None:
        assert INDEX.code_at(114.01, 22.505) == "440305006001001"

    def test_a_corner_belongs_to_its_area(self) -> None:
        assert INDEX.code_at(114.02, 22.51) == "440305006001002"

    def test_outside_there_is_no_code(self) -> None:
        assert INDEX.code_at(114.03, 22.505) is None
        assert PointIndex([], []).code_at(114.0, 22.5) is None

    def test_a_hole_is_outside(self) -> None:
        ring = Polygon(square(114.0, 22.5, 0.01), [square(114.004, 22.504, 0.002)])
        assert PointIndex(["a"], [shapely.to_wkb(ring)]).code_at(114.005, 22.505) is None

    def test_many_points_are_answered_as_one_by_one(self) -> None:
        points = [(114.005, 22.505), (114.01, 22.505), (114.03, 22.5), (114.015, 22.505)]
        assert INDEX.codes_at(points) == [INDEX.code_at(*point) for point in points]

    def test_codes_and_outlines_must_pair_up(self) -> None:
        with pytest.raises(ValueError, match="shorter"):
            PointIndex(["a"], [])

    @given(lon=st.floats(113.99, 114.03), lat=st.floats(22.49, 22.52))
    def test_the_index_agrees_with_looking_at_every_outline(self, lon: float, lat: float) -> None:
        areas = {"440305006001001": WEST, "440305006001002": EAST}
        covering = [code for code, area in areas.items() if area.intersects(shapely.Point(lon, lat))]
        assert INDEX.code_at(lon, lat) == min(covering, default=None)


class TestNearest:
    def test_inside_the_distance_is_nought(self) -> None:
        found = INDEX.nearest(114.005, 22.505, within_metres=10)
        assert found == Near(code="440305006001001", distance_metres=0.0)

    def test_a_hundred_metres_outside_is_found_within_a_hundred_and_ten(self) -> None:
        lon = 114.02 + 100 / metres_per_degree(22.505)[0]
        found = INDEX.nearest(lon, 22.505, within_metres=110)
        assert found is not None
        assert found.code == "440305006001002"
        assert found.distance_metres == pytest.approx(100, abs=0.01)
        assert INDEX.nearest(lon, 22.505, within_metres=90) is None

    def test_of_equals_the_lower_code_is_nearest(self) -> None:
        found = INDEX.nearest(114.01, 22.49999, within_metres=50)
        assert found is not None
        assert found.code == "440305006001001"

    @pytest.mark.parametrize("metres", [-1.0, 50_001.0, float("nan")])
    def test_a_search_has_a_sensible_reach(self, metres: float) -> None:
        with pytest.raises(ValueError, match="reaches"):
            INDEX.nearest(114.0, 22.5, within_metres=metres)


class TestReadPolygon:
    def test_holes_are_kept_heights_dropped_and_rings_put_the_standard_way(self) -> None:
        shell = [(*point, 12.0) for point in reversed(square(114.0, 22.5, 0.01))]
        found = read_polygon(geojson(shell, square(114.004, 22.504, 0.002)))
        assert isinstance(found, Polygon)
        assert len(found.interiors) == 1
        assert found.exterior.is_ccw
        assert not found.has_z

    def test_several_parts_are_one_area(self) -> None:
        parts = [[square(114.0, 22.5, 0.01)], [square(114.02, 22.5, 0.01)]]
        found = read_polygon({"type": "MultiPolygon", "coordinates": parts})
        assert not isinstance(found, ShapeIssue)
        assert found.geom_type == "MultiPolygon"

    @pytest.mark.parametrize(
        ("ring", "code"),
        [
            ([(114.0, 22.5), (114.01, 22.5), (114.01, 22.51), (114.0, 22.51)], IssueCode.NOT_CLOSED),
            ([(114.0, 22.5), (114.01, 22.5), (114.0, 22.5)], IssueCode.TOO_FEW_POINTS),
            ([], IssueCode.TOO_FEW_POINTS),
            ([(22.5, 114.0), (22.5, 114.01), (22.51, 114.01), (22.5, 114.0)], IssueCode.SWAPPED_AXES),
            ([(38600.0, 2490.0), (38700.0, 2490.0), (38700.0, 2500.0), (38600.0, 2490.0)], IssueCode.OUT_OF_RANGE),
            ([(114.0, 22.5), (114.01, float("nan")), (114.0, 22.51), (114.0, 22.5)], IssueCode.MALFORMED),
            ([(114.0,), (114.01, 22.5), (114.0, 22.51), (114.0, 22.5)], IssueCode.MALFORMED),
            ([(114.0, 22.5), (114.01, 22.5), (114.02, 22.5), (114.0, 22.5)], IssueCode.NO_AREA),
            ([(10**400, 22.5), (114.01, 22.5), (114.0, 22.51), (10**400, 22.5)], IssueCode.MALFORMED),
        ],
    )
    def test_each_mistake_has_its_name(self, ring: list[tuple[float, ...]], code: IssueCode) -> None:
        found = read_polygon(geojson(ring))
        assert isinstance(found, ShapeIssue)
        assert found.code is code

    def test_a_bow_tie_is_said_to_cross_itself_and_where(self) -> None:
        found = read_polygon(geojson([(114.0, 22.5), (114.02, 22.52), (114.02, 22.5), (114.0, 22.52), (114.0, 22.5)]))
        assert found == ShapeIssue(
            code=IssueCode.SELF_CROSSING,
            lon=pytest.approx(114.01),
            lat=pytest.approx(22.51),  # type: ignore[arg-type]
        )

    def test_a_hole_outside_is_named(self) -> None:
        found = read_polygon(geojson(square(114.0, 22.5, 0.01), square(114.1, 22.6, 0.01)))
        assert isinstance(found, ShapeIssue)
        assert found.code is IssueCode.HOLE_OUTSIDE

    def test_a_speck_has_no_area(self) -> None:
        assert read_polygon(geojson(square(114.0, 22.5, 0.000001))) == ShapeIssue(code=IssueCode.NO_AREA)

    @pytest.mark.parametrize(
        "geometry",
        [
            None,
            {},
            {"type": ["Polygon"]},
            {"type": "Point", "coordinates": [114.0, 22.5]},
            {"type": "Polygon"},
            {"type": "Polygon", "coordinates": []},
        ],
    )
    def test_what_is_no_outline_is_refused(self, geometry: Any) -> None:
        found = read_polygon(geometry)
        assert isinstance(found, ShapeIssue)
        assert found.code in {IssueCode.NOT_A_POLYGON, IssueCode.MALFORMED}


class TestOverlapsAndGaps:
    def test_neighbours_that_share_a_border_do_not_overlap(self) -> None:
        assert overlaps({"a": WEST, "b": EAST}) == []

    def test_an_overlap_is_measured_in_square_metres(self) -> None:
        wide = box(114.00, 22.50, 114.011, 22.51)
        ((one, other, shared),) = overlaps({"b": EAST, "a": wide})
        assert (one, other) == ("a", "b")
        assert shared == pytest.approx(area_m2(box(114.01, 22.50, 114.011, 22.51)), rel=1e-9)

    @pytest.mark.parametrize(("width_metres", "count"), [(0.0004, 0), (0.0006, 1)])
    def test_up_to_half_a_square_metre_is_rounding(self, width_metres: float, count: int) -> None:
        """The shared border is about 1108 m long, so 0.4 mm make 0.44 m² and 0.6 mm make 0.66 m²."""
        width = width_metres / metres_per_degree(22.505)[0]
        assert len(overlaps({"a": box(114.00, 22.50, 114.01 + width, 22.51), "b": EAST})) == count

    def test_what_lies_outside_its_container_is_measured(self) -> None:
        assert outside_of(WEST, container=box(113.9, 22.4, 114.1, 22.6)) == 0.0
        half = box(114.00, 22.50, 114.005, 22.51)
        assert outside_of(WEST, container=half) == pytest.approx(area_m2(WEST) / 2, rel=1e-6)

    def test_a_hole_in_the_container_is_outside(self) -> None:
        container = Polygon(square(113.9, 22.4, 0.3), [square(114.004, 22.504, 0.002)])
        hole = Polygon(square(114.004, 22.504, 0.002))
        assert outside_of(WEST, container=container) == pytest.approx(area_m2(hole), rel=1e-9)


class TestMeasures:
    @given(lat=st.floats(-80.0, 80.0))
    def test_a_degree_agrees_with_the_geodesic(self, lat: float) -> None:
        ellipsoid, step = Geod(ellps="WGS84"), 1e-4
        east, north = metres_per_degree(lat)
        assert ellipsoid.inv(0, lat, step, lat)[2] / step == pytest.approx(east, rel=1e-6)
        assert ellipsoid.inv(0, lat - step / 2, 0, lat + step / 2)[2] / step == pytest.approx(north, rel=1e-6)

    @given(lon=st.floats(75, 130), lat=st.floats(5, 50), side=st.floats(0.0005, 0.01))
    def test_a_small_square_is_its_sides_multiplied(self, lon: float, lat: float, side: float) -> None:
        east, north = metres_per_degree(lat + side / 2)
        assert area_m2(box(lon, lat, lon + side, lat + side)) == pytest.approx(east * north * side**2, rel=1e-5)

    def test_a_hole_is_taken_off_whichever_way_it_is_drawn(self) -> None:
        shell, hole = square(114.0, 22.5, 0.01), square(114.004, 22.504, 0.002)
        rest = area_m2(Polygon(shell)) - area_m2(Polygon(hole))
        assert area_m2(Polygon(shell, [hole])) == pytest.approx(rest, rel=1e-9)
        assert area_m2(Polygon(shell, [hole[::-1]])) == pytest.approx(rest, rel=1e-9)

    def test_a_line_has_no_area(self) -> None:
        assert area_m2(shapely.LineString([(114.0, 22.5), (114.1, 22.5)])) == 0.0
