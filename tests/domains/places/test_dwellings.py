import pytest
from tests.domains.places.conftest import COMMUNITY
from tests.domains.places.footprint_files import geojson, house

from linli.domains.places import facade as places
from linli.domains.places.models import Dwelling
from linli.domains.places.rules import floor_numbers, lay_out
from linli.kernel.geo import Datum


class TestFloorNumbers:
    def test_a_building_without_a_fourth_floor_ends_one_higher(self) -> None:
        assert floor_numbers(6, skipped=[4, 14]) == [1, 2, 3, 5, 6, 7]
        assert floor_numbers(13, skipped=[4, 14])[-1] == 15

    def test_none_are_none(self) -> None:
        assert floor_numbers(0) == floor_numbers(-1) == []


class TestLayOut:
    def test_nobody_lives_below_the_first_floor_with_dwellings(self) -> None:
        found = lay_out(stairs=1, floors=6, rooms_per_floor=2, first_floor=2, skipped_floors=[4])
        assert [place.room for place in found][::2] == ["201", "301", "501", "601", "701"]

    @pytest.mark.parametrize(
        "counts",
        [
            {"stairs": 0},
            {"stairs": 51},
            {"floors": 0},
            {"floors": 201},
            {"rooms_per_floor": 0},
            {"rooms_per_floor": 100},
            {"first_floor": 0},
            {"first_floor": 7},
        ],
    )
    def test_counts_beyond_what_is_built_are_refused(self, counts: dict[str, int]) -> None:
        with pytest.raises(ValueError, match=r"\("):
            lay_out(**{"stairs": 1, "floors": 6, "rooms_per_floor": 2, **counts})

    def test_the_highest_counts_are_still_laid_out(self) -> None:
        assert len(lay_out(stairs=50, floors=1, rooms_per_floor=99)) == 4950
        assert lay_out(stairs=1, floors=200, rooms_per_floor=1)[-1].room == "20001"


@pytest.mark.usefixtures("communities")
class TestPreview:
    def test_what_is_there_is_told_from_what_is_new(self) -> None:
        places.import_buildings(COMMUNITY, geojson(house(0)), datum=Datum.WGS84)
        (building,) = places.buildings_of(COMMUNITY)
        places.lay_out_dwellings(building.id, stairs=1, floors=2, rooms_per_floor=2)
        rule = {"stairs": 2, "floors": 3, "rooms_per_floor": 1}
        preview = places.preview_dwellings(building.id, **rule)
        assert (preview.new, preview.there, preview.besides) == (4, 2, 2)
        assert [floor for floor, _rooms in preview.stairs[0].floors] == [3, 2, 1]
        assert places.lay_out_dwellings(building.id, **rule) == preview.new
        assert places.preview_dwellings(building.id, **rule).new == 0


@pytest.mark.usefixtures("communities")
class TestAllBuildings:
    @pytest.fixture(autouse=True)
    def street(self, communities: None) -> None:  # noqa: ARG002 - they stand
        places.import_buildings(COMMUNITY, geojson(house(0), house(1), floors=6), datum=Datum.WGS84)
        places.import_buildings(COMMUNITY, geojson(house(2)), datum=Datum.WGS84)
        places.import_buildings(COMMUNITY, geojson(house(3), floors=1), datum=Datum.WGS84)

    def test_each_building_gets_its_own_floors_and_a_second_time_nothing(self) -> None:
        rule = {"stairs": 2, "rooms_per_floor": 2, "first_floor": 2}
        plan = places.plan_all(COMMUNITY, **rule)
        assert (len(plan.lines), plan.dwellings, plan.without_floors) == (2, 40, 2)
        made = places.lay_out_all(COMMUNITY, **rule)
        assert (made.buildings, made.dwellings, Dwelling.objects.count()) == (2, 40, 40)
        assert {places.building(line.building.id).stairs for line in plan.lines} == {2}
        assert places.lay_out_all(COMMUNITY, **rule).dwellings == 0
        assert places.dwelling_counts(COMMUNITY) == {line.building.id: 20 for line in plan.lines}

    def test_what_somebody_laid_out_by_hand_stays_as_it_is(self) -> None:
        first = places.buildings_of(COMMUNITY)[0]
        places.lay_out_dwellings(first.id, stairs=1, floors=3, rooms_per_floor=1)
        places.lay_out_all(COMMUNITY, stairs=2, rooms_per_floor=2)
        assert len(places.dwellings_of(first.id)) == 3

    def test_too_many_at_once_are_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("linli.domains.places.actions.MOST_AT_ONCE", 10)
        with pytest.raises(places.PlaceRefused):
            places.lay_out_all(COMMUNITY, stairs=2, rooms_per_floor=2)
        assert not Dwelling.objects.exists()
