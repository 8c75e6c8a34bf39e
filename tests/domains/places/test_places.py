import json
import re
from collections.abc import Iterator
from datetime import date

import pytest
import shapely
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.domains.places import facade as places
from linli.domains.places.actions import PlaceRefused
from linli.domains.places.models import Building, Dwelling
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, job_reader
from linli.foundation.territory import actions as territory
from linli.foundation.territory import queries as territory_queries
from linli.foundation.territory.gridwork.checks import GridFeature
from linli.kernel.geo import Datum

COMMUNITY = "440305001001"
LON, LAT = 113.93, 22.53
STEP = 0.0005
SIDE = 0.0002


def ring(west: float, south: float, side: float) -> list[list[float]]:
    corners = [(west, south), (west + side, south), (west + side, south + side), (west, south + side), (west, south)]
    return [[round(lon, 7), round(lat, 7)] for lon, lat in corners]


def house(column: int, row: int, *, has_courtyard: bool = False, **properties: object) -> dict[str, object]:
    west, south = LON + column * STEP, LAT - row * STEP
    rings = [ring(west, south, SIDE)]
    if has_courtyard:
        rings.append(ring(west + SIDE / 4, south + SIDE / 4, SIDE / 2))
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": rings}}


def collection(*features: dict[str, object]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def weight_of(plan: places.PlanMap) -> int:
    """Bytes of what a page has to say about each shape: id, label, path and place of the label."""
    shapes = [*plan.buildings, *plan.grids]
    return sum(len(f"{shape.id}{shape.label}{shape.path}{shape.cx}{shape.cy}".encode()) for shape in shapes)


def street_of(count: int) -> bytes:
    return collection(*(house(at % 6, at // 6, name=f"{at + 1} 号楼") for at in range(count)))


@pytest.fixture(autouse=True)
def community(db: None) -> Iterator[None]:  # noqa: ARG001 - opens the database
    with reading(job_reader("44", purpose=Purpose.ADMINISTER)):
        territory.add_division(COMMUNITY, name="示例社区", from_on=date(2020, 1, 1))
        yield


class TestImportBuildings:
    def test_names_floors_and_heights_are_taken_over_where_the_file_has_them(self) -> None:
        data = collection(house(0, 0, name="1 号楼", floors="6", height=18.5), house(1, 0, height="unknown", floors=0))
        places.import_buildings(COMMUNITY, data, datum=Datum.WGS84)
        first, second = places.buildings_of(COMMUNITY)
        assert (first.label, first.floors, first.height_m) == ("1 号楼", 6, 18.5)
        assert (second.number, second.floors, second.height_m) == ("", None, None)
        assert "00002" in second.label

    def test_a_courtyard_is_not_part_of_its_building(self) -> None:
        places.import_buildings(COMMUNITY, collection(house(0, 0, has_courtyard=True)), datum=Datum.WGS84)
        (only,) = places.buildings_of(COMMUNITY)
        assert places.building_at(LON + SIDE / 2, LAT + SIDE / 2, community=COMMUNITY) is None
        assert places.building_at(LON + SIDE / 10, LAT + SIDE / 10, community=COMMUNITY) == only
        assert places.building_at(only.lon, only.lat, community=COMMUNITY) == only

    def test_importing_twice_changes_nothing_however_the_ring_turns(self) -> None:
        data = street_of(12)
        assert places.import_buildings(COMMUNITY, data, datum=Datum.WGS84).added == 12
        turned = json.loads(data)
        for feature in turned["features"]:
            feature["geometry"]["coordinates"][0].reverse()
        again = places.import_buildings(COMMUNITY, json.dumps(turned).encode(), datum=Datum.WGS84)
        assert (again.added, again.already_there, Building.objects.count()) == (0, 12, 12)

    def test_buildings_are_numbered_like_a_page_and_later_ones_after_them(self) -> None:
        places.import_buildings(COMMUNITY, collection(house(1, 1), house(1, 0), house(0, 0)), datum=Datum.WGS84)
        places.import_buildings(COMMUNITY, collection(house(0, -5)), datum=Datum.WGS84)
        assert [round((ref.lon - LON) / STEP) for ref in places.buildings_of(COMMUNITY)] == [0, 1, 1, 0]

    def test_a_building_outside_the_boundary_is_refused_with_its_row(self) -> None:
        territory.set_boundary(COMMUNITY, shapely.box(LON - STEP, LAT - STEP, LON + 0.6 * STEP, LAT + STEP))
        outcome = places.import_buildings(COMMUNITY, collection(house(0, 0), house(3, 0)), datum=Datum.WGS84)
        assert (outcome.added, [row.row for row in outcome.report.refused]) == (1, [2])

    def test_an_unknown_community_takes_no_buildings(self) -> None:
        with pytest.raises(territory_queries.NoSuchDivision):
            places.import_buildings("440305001999", street_of(1), datum=Datum.WGS84)


class TestFindBuilding:
    @pytest.fixture(autouse=True)
    def buildings(self) -> None:
        places.import_buildings(COMMUNITY, street_of(12), datum=Datum.WGS84)

    @pytest.mark.parametrize("text", ["三号楼电梯又坏了", "3栋2单元", "幸福路 12 号 3 号楼", "3 号楼"])
    def test_people_may_say_it_their_way(self, text: str) -> None:
        found = places.find_building(COMMUNITY, text)
        assert found is not None
        assert found.number == "3 号楼"

    @pytest.mark.parametrize("text", ["", "小区门口", "99 号楼", "1 号楼和 2 号楼之间"])
    def test_a_text_that_names_none_or_two_gives_none(self, text: str) -> None:
        assert places.find_building(COMMUNITY, text) is None

    def test_a_name_without_a_number_is_found_as_a_whole(self) -> None:
        first = places.buildings_of(COMMUNITY)[0]
        places.name_building(first.id, number="活动中心")
        found = places.find_building(COMMUNITY, "在活动中心里面")
        assert found is not None
        assert found.id == first.id

    def test_a_plate_hangs_once(self) -> None:
        with pytest.raises(PlaceRefused):
            places.name_building(places.buildings_of(COMMUNITY)[0].id, number="2 号楼")

    def test_answers_come_from_memory(self) -> None:
        places.plan_of(COMMUNITY)
        with CaptureQueriesContext(connection) as counted:
            places.find_building(COMMUNITY, "三号楼")
            places.building_at(LON, LAT, community=COMMUNITY)
            places.building(places.buildings_of(COMMUNITY)[0].id, community=COMMUNITY)
            places.plan_of(COMMUNITY)
        assert len(counted) == 0


class TestDwellings:
    def test_a_regular_building_is_laid_out_once(self) -> None:
        places.import_buildings(COMMUNITY, street_of(1), datum=Datum.WGS84)
        (building,) = places.buildings_of(COMMUNITY)
        assert places.lay_out_dwellings(building.id, stairs=2, floors=6, rooms_per_floor=2) == 24
        assert places.lay_out_dwellings(building.id, stairs=2, floors=7, rooms_per_floor=2) == 4
        assert places.count_dwellings(COMMUNITY) == Dwelling.objects.count() == 28
        assert places.building(building.id).floors == 7
        assert "302" in [dwelling.room for dwelling in places.dwellings_of(building.id)]


class TestPlanOf:
    def test_a_community_of_24_buildings_weighs_less_than_8_kb(self) -> None:
        places.import_buildings(COMMUNITY, street_of(24), datum=Datum.WGS84)
        assert weight_of(places.plan_of(COMMUNITY)) < 8000

    def test_a_tap_on_a_building_comes_back_as_its_place(self) -> None:
        places.import_buildings(COMMUNITY, street_of(24), datum=Datum.WGS84)
        plan = places.plan_of(COMMUNITY)
        for shape in plan.buildings:
            lon, lat = plan.to_lonlat.lonlat(shape.cx, shape.cy)
            found = places.building_at(lon, lat, community=COMMUNITY)
            assert found is not None
            assert str(found.id) == shape.id

    def test_a_path_is_true_to_a_decimetre(self) -> None:
        places.import_buildings(COMMUNITY, street_of(1), datum=Datum.WGS84)
        plan = places.plan_of(COMMUNITY)
        start = re.match(r"M(-?[\d.]+) (-?[\d.]+)l", plan.buildings[0].path)
        assert start is not None
        lon, lat = plan.to_lonlat.lonlat(float(start[1]), float(start[2]))
        corners = [(LON, LAT), (LON + SIDE, LAT), (LON, LAT + SIDE), (LON + SIDE, LAT + SIDE)]
        assert min(abs(lon - x) + abs(lat - y) for x, y in corners) < 2e-6

    def test_new_grids_are_drawn_at_once(self) -> None:
        places.import_buildings(COMMUNITY, street_of(6), datum=Datum.WGS84)
        assert places.plan_of(COMMUNITY).grids == ()
        box = GridFeature(row=1, shape=shapely.box(LON - STEP, LAT - STEP, LON + 6 * STEP, LAT + STEP), name="一网格")
        territory.publish_grids(COMMUNITY, [box], from_on=date(2020, 1, 1))
        assert [shape.label for shape in places.plan_of(COMMUNITY).grids] == ["一网格"]

    def test_an_empty_community_has_an_empty_plan(self) -> None:
        assert places.plan_of(COMMUNITY).buildings == ()
