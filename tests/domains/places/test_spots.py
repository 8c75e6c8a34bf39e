"""A place in a building is one that the building has, or it is refused with one sentence."""

from uuid import UUID

import pytest

from linli.domains.places import facade as places

HOUSE = places.BuildingRef(
    id=UUID(int=1), community="999901001001", sequence=1, number="3 号楼", address="", use="housing", floors=6,
    stairs=3, height_m=None, area_m2=400.0, lon=0.0, lat=0.0,
)  # fmt: skip
ROOMS = [
    places.DwellingRef(
        id=UUID(int=stair * 1000 + floor * 10), building_id=HOUSE.id, stair=stair, floor=floor, room=room
    )
    for stair in (1, 2)
    for floor in range(1, 7)
    for room in (f"{floor}02",)
]


def chosen(stair: int | None = None, floor: int | None = None, room: str = "") -> places.Spot:
    return places.chosen_spot(HOUSE, dwellings=ROOMS, stair=stair, floor=floor, room=room)


def door(stair: int, room: str) -> places.Spot:
    return places.spot_of(next(one for one in ROOMS if (one.stair, one.room) == (stair, room)))


class TestARoom:
    @pytest.mark.parametrize("said", ["2-5-502", "2-502", "2 单元 502", "2单元502室", "二单元502"])
    def test_it_is_found_as_people_and_the_map_write_it(self, said: str) -> None:
        assert chosen(room=said) == door(2, "502")

    def test_it_brings_stair_and_floor_along(self) -> None:
        assert chosen(stair=2, room="502") == chosen(stair=2, floor=5, room="502") == door(2, "502")

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ({"room": "902"}, "没有 902 这一户"),
            ({"room": "502"}, "好几户 502：1 单元 5 层、2 单元 5 层"),
            ({"room": "2-502", "stair": 1}, "502 在2 单元 5 层"),
            ({"room": "2-502", "floor": 4}, "502 在2 单元 5 层"),
            ({"room": "9-9-902"}, "没有 9-9-902 这一户"),
        ],
    )
    def test_what_the_building_does_not_have_is_named(self, said: dict[str, object], sentence: str) -> None:
        with pytest.raises(places.NoSuchSpot, match=sentence) as refused:
            chosen(**said)  # type: ignore[arg-type]
        assert refused.value.field == "room"


class TestAStairOrAFloor:
    def test_each_may_stand_alone(self) -> None:
        assert (chosen(stair=3), chosen(floor=6)) == (places.Spot(stair=3), places.Spot(floor=6))
        assert chosen() == places.NOWHERE

    def test_basements_are_taken_as_said(self) -> None:
        assert chosen(floor=-1).floor == -1

    @pytest.mark.parametrize(
        ("said", "field"), [({"stair": 4}, "stair"), ({"floor": 7}, "floor"), ({"floor": 0}, "floor")]
    )
    def test_what_the_building_does_not_have_is_named(self, said: dict[str, int], field: str) -> None:
        with pytest.raises(places.NoSuchSpot) as refused:
            chosen(**said)
        assert refused.value.field == field
