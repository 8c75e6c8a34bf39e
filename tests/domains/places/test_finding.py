"""Which dwelling is meant: a wrong door is worse than none."""

from uuid import UUID

import pytest
from tests.domains.places.conftest import COMMUNITY
from tests.domains.places.footprint_files import geojson, house

from linli.domains.places import facade as places
from linli.kernel.geo import Datum

pytestmark = pytest.mark.usefixtures("communities")


def estate(*plates: str) -> dict[str, UUID]:
    """Buildings of these plates, each with two stairs, two floors and one room a floor."""
    places.import_buildings(COMMUNITY, geojson(*(house(at) for at in range(len(plates)))), datum=Datum.WGS84)
    found = {}
    for ref, plate in zip(places.buildings_of(COMMUNITY), plates, strict=True):
        places.name_building(ref.id, number=plate)
        places.lay_out_dwellings(ref.id, stairs=2, floors=2, rooms_per_floor=1)
        found[plate] = ref.id
    return found


def building_of(index: places.DwellingIndex, building: str, stair: int = 1, room: str = "201") -> UUID | None:
    found = index.find(building, stair, room)
    return found.building if found else None


class TestDwellingIndex:
    def test_two_of_one_number_are_told_apart_by_what_stands_before_it(self) -> None:
        estates = estate("东区3号楼", "西区3号楼")
        index = places.DwellingIndex(COMMUNITY)
        assert building_of(index, "东区三号楼") == estates["东区3号楼"]
        assert building_of(index, "西区3号楼") == estates["西区3号楼"]
        assert building_of(index, "3号楼") is None
        assert len(index.named("3号楼", 1, "201")) == 2

    def test_without_a_stair_a_room_number_must_be_the_only_one(self) -> None:
        estate("3号楼")
        index = places.DwellingIndex(COMMUNITY)
        assert building_of(index, "3", 0) is None
        assert len(index.named("3", 0, "201")) == 2
        assert building_of(index, "3", 2) is not None
        assert building_of(index, "3", 3) is None

    def test_a_house_without_a_plate_is_not_the_one_whose_number_it_would_have(self) -> None:
        estates = estate("2号楼", "")
        index = places.DwellingIndex(COMMUNITY)
        assert building_of(index, "2") == estates["2号楼"]
        assert building_of(index, "00002") == building_of(index, "00002号楼") == estates[""]
        assert len(places.dwellings_named(COMMUNITY, "00002-1-201")) == 1
        assert [
            label for label in places.door_labels(COMMUNITY) if places.dwellings_named(COMMUNITY, label) == []
        ] == []

    @pytest.mark.parametrize(
        ("text", "count"),
        [
            ("东区3号楼1单元201", 1),
            ("3号楼1单元201", 2),
            ("3-1-201", 2),
            ("7-1-201", 0),
            ("西区3-1-201", 1),
            ("南区3-1-201", 0),
        ],
    )
    def test_a_text_names_every_dwelling_it_may_mean(self, text: str, count: int) -> None:
        estate("东区3号楼", "西区3号楼")
        assert len(places.dwellings_named(COMMUNITY, text)) == count
