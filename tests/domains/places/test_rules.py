import pytest

from linli.domains.places.rules import building_names, by_number, lay_out
from linli.kernel.chinese_numbers import read_chinese_number


class TestReadChineseNumber:
    @pytest.mark.parametrize(
        ("text", "value"),
        [("三", 3), ("十", 10), ("十二", 12), ("二十", 20), ("一百零三", 103), ("一三", 13), ("两", 2)],
    )
    def test_numbers_are_read_as_people_write_them(self, text: str, value: int) -> None:
        assert read_chinese_number(text) == value


class TestBuildingNames:
    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("三号楼电梯又坏了", ("3",)),
            ("3栋2单元门口", ("3",)),
            ("３ 号楼", ("3",)),
            ("03幢和十二座", ("3", "12")),
            ("A座大堂", ("A",)),
            ("B2栋楼顶", ("B2",)),
            ("幸福路 12 号 3 号楼", ("3",)),
            ("我住12号", ("12",)),
            ("几十号人在门口", ()),
            ("地铁2号线", ()),
            ("5号电梯", ()),
            ("电话 13800001234 号", ()),
            ("三楼漏水", ()),
            ("", ()),
        ],
    )
    def test_only_buildings_are_found_in_what_people_say(self, text: str, names: tuple[str, ...]) -> None:
        assert building_names(text) == names


class TestLayOut:
    def test_rooms_are_numbered_by_floor_and_door(self) -> None:
        places = lay_out(stairs=2, floors=6, rooms_per_floor=2)
        assert (len(places), places[0].room, places[-1].stair, places[-1].room) == (24, "101", 2, "602")

    def test_a_building_without_floors_cannot_be_laid_out(self) -> None:
        with pytest.raises(ValueError, match="0"):
            lay_out(stairs=1, floors=0, rooms_per_floor=1)


def test_buildings_stand_in_the_order_of_their_numbers() -> None:
    numbers = ["10", "2", "", "1", "A", "3A", "3", "B2"]

    assert sorted(numbers, key=lambda number: by_number(number, 0)) == ["1", "2", "B2", "3", "3A", "10", "", "A"]
