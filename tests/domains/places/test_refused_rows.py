from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from tests.domains.places.conftest import COMMUNITY, NEXT_DOOR
from tests.domains.places.footprint_files import LAT, LON, SIDE, STEP, geojson, house, packed, shapefile

from linli.domains.places import facade as places
from linli.foundation.territory import actions as territory
from linli.kernel.geo import Datum

pytestmark = pytest.mark.usefixtures("communities")

GOOD = [house(0), house(1)]
SWAPPED = shapely.transform(house(5), lambda points: points[:, ::-1])
CROSSING = shapely.Polygon([(LON, LAT), (LON + SIDE, LAT + SIDE), (LON + SIDE, LAT), (LON, LAT + SIDE), (LON, LAT)])
METRES = shapely.box(500_000, 2_500_000, 500_020, 2_500_020)


def take(data: bytes, community: str = COMMUNITY) -> places.ImportOutcome:
    return places.import_buildings(community, data, datum=Datum.WGS84)


class TestRowsThatAreRefused:
    @pytest.mark.parametrize(
        ("bad", "said"),
        [
            (SWAPPED, "经度"),
            (METRES, "经纬度"),
            (CROSSING, "交叉"),
            (None, "边线"),
            (shapely.Polygon(), "边线"),
            (shapely.Point(LON, LAT), "点"),
            (house(5, side=0.00001), "太小"),
            (house(5, side=0.01), "太大"),
            ({"type": "Polygon", "coordinates": [[[LON, LAT], [LON + 1, "x"]]]}, "坐标"),
            ({"type": "Polygon", "coordinates": "x"}, "坐标"),
            ({"type": "Polygon", "coordinates": [[[LON, LAT], [LON + SIDE, LAT], [LON, LAT + SIDE]]]}, "少"),
        ],
        ids=["swapped", "metres", "crossing", "none", "empty", "point", "small", "large", "text", "no list", "open"],
    )
    def test_the_others_go_in_and_twice_changes_nothing(self, bad: Any, said: str) -> None:
        data = geojson(GOOD[0], bad, GOOD[1])
        outcome = take(data)
        (refused,) = outcome.report.refused
        assert (outcome.added, refused.row) == (2, 2)
        assert said in refused.reason
        assert (take(data).added, take(data).already_there) == (0, 2)

    @pytest.mark.parametrize("bad", [SWAPPED, METRES, CROSSING, None, house(5, side=0.00001)])
    def test_a_shapefile_is_judged_alike(self, tmp_path: Path, bad: Any) -> None:
        outcome = take(packed(shapefile(tmp_path, [GOOD[0], bad, GOOD[1]], {"name": ["1", "2", "3"]})))
        assert (outcome.added, [row.row for row in outcome.report.refused]) == (2, [2])

    def test_the_reasons_stand_in_the_order_of_the_rows(self) -> None:
        take(geojson(house(1)), NEXT_DOOR)
        outcome = take(geojson(house(1), CROSSING, house(0), None))
        assert [row.row for row in outcome.report.refused] == [1, 2, 4]

    def test_a_height_in_the_third_coordinate_is_dropped(self) -> None:
        ring = [[*point, 12.0] for point in house(0).exterior.coords]
        take(geojson({"type": "Polygon", "coordinates": [ring]}))
        assert take(geojson(house(0))).already_there == 1

    def test_more_rows_than_are_looked_at_together(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("linli.domains.places.imports.sources.CHUNK", 2)
        outcome = take(geojson(house(0), house(1), None, house(2), house(3), CROSSING, house(4)))
        assert (outcome.added, [row.row for row in outcome.report.refused]) == (5, [3, 6])


class TestAnotherCommunitysBuilding:
    @pytest.fixture(autouse=True)
    def next_door(self, communities: None) -> None:  # noqa: ARG002 - they stand
        take(geojson(house(0)), NEXT_DOOR)

    def test_it_is_refused_by_the_name_of_the_community(self) -> None:
        outcome = take(geojson(house(0), house(1)))
        assert (outcome.added, [row.row for row in outcome.report.refused]) == (1, [1])
        assert "隔壁社区" in outcome.report.refused[0].reason

    def test_a_second_survey_of_it_is_refused_too(self) -> None:
        again = shapely.transform(house(0), lambda points: points + SIDE / 4)
        assert take(geojson(again)).added == 0

    def test_a_house_that_shares_a_wall_is_ones_own(self) -> None:
        wall = shapely.transform(house(0), lambda points: points + np.array([SIDE, 0.0]))
        assert take(geojson(wall)).added == 1

    def test_their_own_file_again_changes_nothing(self) -> None:
        again = take(geojson(house(0)), NEXT_DOOR)
        assert (again.added, again.already_there, again.report.refused) == (0, 1, ())


class TestBoundary:
    def test_a_building_whose_middle_lies_in_is_ones_own(self) -> None:
        territory.set_boundary(COMMUNITY, shapely.box(LON - STEP, LAT - STEP, LON + STEP + 0.6 * SIDE, LAT + STEP))
        outcome = take(geojson(house(0), house(1), house(2)))
        assert (outcome.added, [row.row for row in outcome.report.refused]) == (2, [3])
