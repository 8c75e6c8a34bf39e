"""What a row of a room sheet says, and what is wrong with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.domains.places.roomsheets.rules import (
    Problem,
    RoomRow,
    Wrong,
    floor_of_room,
    highest_number,
    read_floor,
    read_row,
    read_stair,
    storeys,
)

BASE = {"building": "3号楼", "stair": "2单元", "floor": "3", "room": "302"}


def right(**texts: str) -> tuple[str, int | None, int | None, str]:
    row = read_row(BASE | texts)
    assert isinstance(row, RoomRow), row
    return row.building, row.stair, row.floor, row.room


def whole(text: str, **texts: str) -> tuple[str, int | None, int | None, str]:
    row = read_row({"address": text, **texts})
    assert isinstance(row, RoomRow), row
    return row.building, row.stair, row.floor, row.room


def wrong(**texts: str) -> tuple[str, Wrong]:
    found = read_row(BASE | texts)
    assert isinstance(found, Problem), found
    return found.field, found.wrong


class TestAGoodRow:
    def test_four_columns(self) -> None:
        assert right() == ("3号楼", 2, 3, "302")

    @pytest.mark.parametrize(
        ("text", "stair"),
        [("2", 2), ("二", 2), ("二单元", 2), ("第2单元", 2), ("单元2", 2), ("１２单元", 12), ("2梯", 2)],
    )
    def test_a_stair_as_people_write_it(self, text: str, stair: int) -> None:
        assert read_stair(text) == stair

    @pytest.mark.parametrize("text", ["A单元", "东", "2-3", "-1", "1.5", "二三单元四"])
    def test_what_is_no_stair(self, text: str) -> None:
        assert read_stair(text) is None

    @pytest.mark.parametrize(
        ("text", "floor"),
        [
            ("3", 3), ("三层", 3), ("3楼", 3), ("十二层", 12), ("第3层", 3), ("3F", 3), ("F3", 3), ("首层", 1),
            ("负一层", -1), ("负1", -1), ("B1", -1), ("b2层", -2), ("-1", -1), ("地下一层", -1), ("０3", 3),
        ],
    )  # fmt: skip
    def test_a_floor_as_people_write_it(self, text: str, floor: int) -> None:
        assert read_floor(text) == floor

    @pytest.mark.parametrize("text", ["顶层", "3/6", "1-2", "夹层", "2.5", "地下"])
    def test_what_is_no_floor(self, text: str) -> None:
        assert read_floor(text) is None

    @pytest.mark.parametrize(
        ("text", "room"),
        [("302室", "302"), ("302号房", "302"), ("302a", "302A"), ("0302", "0302"), ("东户", "东户"), ("-101", "-101"),
         ("'-101", "-101"), ("三零二", "302"), ("商铺1", "商铺1"), ("302-1", "302-1")],
    )  # fmt: skip
    def test_a_room_as_it_stands_on_the_door(self, text: str, room: str) -> None:
        assert right(room=text)[3] == room

    def test_a_room_may_bring_its_stair(self) -> None:
        assert right(stair="", room="2-302")[1:] == (2, 3, "302")
        assert right(stair="", room="2单元302")[1:] == (2, 3, "302")
        assert right(room="3-2-302")[1:] == (2, 3, "302")


class TestTheWholeDoorInOneColumn:
    @pytest.mark.parametrize(
        ("text", "door"),
        [
            ("3号楼2单元302", ("3号楼", 2, None, "302")),
            ("三号楼二单元302室", ("3号楼", 2, None, "302")),
            ("3-2-302", ("3", 2, None, "302")),
            ("3幢302", ("3幢", None, None, "302")),
            ("3栋2-302", ("3栋", 2, None, "302")),
            ("3号楼2单元3层302", ("3号楼", 2, 3, "302")),
            ("3号楼2单元负一层B101", ("3号楼", 2, -1, "B101")),
            ("3号楼-1层101", ("3号楼", None, -1, "101")),
            ("柳岸路12号东区3号楼2单元302室", ("柳岸路12号东区3号楼", 2, None, "302")),
            ("B座1203", ("B座", None, None, "1203")),
        ],
    )
    def test_is_read_as_people_write_it(self, text: str, door: tuple[str, int | None, int | None, str]) -> None:
        assert whole(text) == door

    def test_what_stands_before_a_short_door_is_kept(self) -> None:
        assert whole("西区4-2-302") == ("西区4号楼", 2, None, "302")

    def test_a_column_of_floors_or_stairs_beside_it_must_agree(self) -> None:
        assert whole("3-302", stair="2", floor="3") == ("3", 2, 3, "302")
        assert read_row({"address": "3-2-302", "stair": "1"}) == Problem(field="stair", wrong=Wrong.STAIR_DIFFERS)
        assert read_row({"address": "3号楼2层201", "floor": "3"}) == Problem(
            field="floor", wrong=Wrong.FLOOR_DIFFERS, value="2"
        )

    @pytest.mark.parametrize("text", ["3号楼", "302", "柳岸社区", "3-2-3-302", "3号楼2单元"])
    def test_what_names_no_room_is_asked_for(self, text: str) -> None:
        assert read_row({"address": text}) == Problem(field="address", wrong=Wrong.PLACE)

    def test_an_empty_cell_and_a_stair_that_cannot_be(self) -> None:
        assert read_row({"address": ""}) == Problem(field="address", wrong=Wrong.NO_ROOM_SAID)
        assert read_row({"address": "3号楼51单元302"}) == Problem(field="address", wrong=Wrong.STAIR_BOUNDS)
        assert read_row({"address": "3-51-302"}) == Problem(field="address", wrong=Wrong.STAIR_BOUNDS)
        assert read_row({"address": "3号楼1单元0层302"}) == Problem(field="address", wrong=Wrong.FLOOR_BOUNDS)


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("texts", "at", "what"),
        [
            ({"building": ""}, "building", Wrong.NO_BUILDING_SAID),
            ({"room": ""}, "room", Wrong.NO_ROOM_SAID),
            ({"building": "", "room": ""}, "building", Wrong.NO_BUILDING_SAID),
            ({"stair": "A"}, "stair", Wrong.STAIR),
            ({"stair": "0"}, "stair", Wrong.STAIR_BOUNDS),
            ({"stair": "51"}, "stair", Wrong.STAIR_BOUNDS),
            ({"floor": "顶层"}, "floor", Wrong.FLOOR),
            ({"floor": "0"}, "floor", Wrong.FLOOR_BOUNDS),
            ({"floor": "201"}, "floor", Wrong.FLOOR_BOUNDS),
            ({"floor": "-11"}, "floor", Wrong.FLOOR_BOUNDS),
            ({"room": "301、302"}, "room", Wrong.ROOM),
            ({"room": "301-306"}, "room", Wrong.ROOM),
            ({"room": "3.5"}, "room", Wrong.ROOM),
            ({"room": "一个很长很长很长的房间"}, "room", Wrong.ROOM_LONG),
            ({"room": "1-302"}, "stair", Wrong.STAIR_DIFFERS),
            ({"room": "60-302", "stair": ""}, "room", Wrong.STAIR_BOUNDS),
            ({"room": "4-2-302"}, "room", Wrong.BUILDING_DIFFERS),
        ],
    )
    def test_with_the_field_it_is_in(self, texts: dict[str, str], at: str, what: Wrong) -> None:
        assert wrong(**texts) == (at, what)

    def test_the_bounds_themselves_are_taken(self) -> None:
        assert right(stair="50")[1] == 50
        assert right(floor="200", room="东")[2] == 200
        assert right(floor="-10", room="东")[2] == -10
        assert right(room="1234567890")[3] == "1234567890"


class TestTheFloorOfARoom:
    @pytest.mark.parametrize(("room", "floor"), [("302", 3), ("1203", 12), ("9901", 99), ("101", 1)])
    def test_is_what_stands_before_the_last_two_digits(self, room: str, floor: int) -> None:
        assert floor_of_room(room, floors=None) == floor

    @pytest.mark.parametrize("room", ["02", "0302", "302A", "B101", "-101", "300", "东", "10203", "123456"])
    def test_is_not_guessed(self, room: str) -> None:
        assert floor_of_room(room, floors=30) is None

    def test_five_digits_count_in_a_tower_of_a_hundred_floors(self) -> None:
        assert floor_of_room("10203", floors=100) == 102
        assert floor_of_room("10203", floors=99) is None
        assert floor_of_room("20001", floors=200) == 200
        assert floor_of_room("20101", floors=200) == 201


class TestFloorsThatAreLeftOut:
    def test_six_storeys_without_a_fourth_end_with_the_seventh(self) -> None:
        assert highest_number(6, numbers={1, 2, 3, 5, 6, 7}) == 7
        assert storeys({1, 2, 3, 5, 6, 7}) == 6

    def test_thirteen_and_fourteen_too(self) -> None:
        assert highest_number(14, numbers={*range(1, 13), 15, 16}) == 16

    def test_only_where_the_floors_around_are_there(self) -> None:
        assert highest_number(6, numbers={1, 2, 3, 7}) == 6
        assert highest_number(6, numbers={1, 3, 5, 7}) == 7

    def test_a_gap_of_another_kind_is_a_gap_in_the_sheet(self) -> None:
        assert storeys({1, 2, 6}) == 6
        assert highest_number(6, numbers={1, 2, 9}) == 6

    def test_below_the_ground_nothing_counts(self) -> None:
        assert storeys({-2, -1}) == storeys(set()) == 0
        assert highest_number(0, numbers={-1}) == 0


@given(st.dictionaries(st.sampled_from(["building", "stair", "floor", "room", "address"]), st.text(max_size=20)))
def test_any_row_is_read_or_refused(texts: dict[str, str]) -> None:
    assert isinstance(read_row(texts), RoomRow | Problem)
