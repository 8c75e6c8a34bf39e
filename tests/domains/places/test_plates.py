"""Which building a sheet means, by what stands on the plates."""

from uuid import uuid4

import pytest

from linli.domains.places.contracts import BuildingRef
from linli.domains.places.roomsheets.plates import Plates


def ref(number: str, *, sequence: int = 1) -> BuildingRef:
    return BuildingRef(
        id=uuid4(), community="440305001001", sequence=sequence, number=number, address="", use="unknown", floors=None,
        stairs=None, height_m=None, area_m2=100.0, lon=0.0, lat=0.0,
    )  # fmt: skip


def numbers(plates: Plates, text: str) -> list[str]:
    return [one.number for one in plates.find(text)]


class TestPlates:
    @pytest.mark.parametrize("text", ["3 号楼", "３号楼", "三号楼", "3栋", "03幢", "3", "三", "3号", "柳岸社区3号楼"])
    def test_a_number_is_one_however_it_is_written(self, text: str) -> None:
        assert numbers(Plates([ref("3 号楼"), ref("13 号楼"), ref("综合楼")]), text) == ["3 号楼"]

    def test_letters_and_plates_without_a_number(self) -> None:
        plates = Plates([ref("A座"), ref("B2栋"), ref("综合楼")])
        assert numbers(plates, "a座") == numbers(plates, "A") == ["A座"]
        assert numbers(plates, "B2") == ["B2栋"]
        assert numbers(plates, "综合楼") == ["综合楼"]

    def test_what_stands_before_the_number_counts_where_both_have_it(self) -> None:
        plates = Plates([ref("东区3号楼"), ref("西区3号楼"), ref("东区4号楼")])
        assert numbers(plates, "东区3号楼") == numbers(plates, "柳岸东区三号楼") == ["东区3号楼"]
        assert numbers(plates, "3号楼") == ["东区3号楼", "西区3号楼"]
        assert numbers(plates, "4栋") == ["东区4号楼"]
        assert numbers(plates, "西区4号楼") == []

    def test_none_and_two_of_one_name(self) -> None:
        plates = Plates([ref("3号楼"), ref("3号楼"), ref("5号楼")])
        assert len(plates.find("3号楼")) == 2
        assert plates.find("6号楼") == plates.find("综合楼") == plates.find("3号楼、5号楼") == ()

    def test_a_building_without_a_plate_goes_by_its_five_digits(self) -> None:
        plates = Plates([ref("", sequence=7), ref("7号楼", sequence=8)])
        assert [one.sequence for one in plates.find("楼栋 00007")] == [7]
        assert [one.sequence for one in plates.find("00007")] == [7]
        assert [one.sequence for one in plates.find("7")] == [8]
        assert plates.find("00008") == ()
