import pytest

from linli.domains.places.imports.columns import Said, known_columns, read_tags, said_of
from linli.domains.places.rules import SizeIssue, is_same_building, size_issue


class TestSaidOf:
    @pytest.mark.parametrize("key", ["name", "NAME", "名称", " 楼号 ", "楼栋号"])
    def test_a_plate_is_found_in_either_language(self, key: str) -> None:
        assert said_of({key: "3 号楼"}).number == "3 号楼"

    @pytest.mark.parametrize(
        ("value", "height"),
        [(18, 18.0), ("18.5", 18.5), ("18.5 m", 18.5), ("18米", 18.0), (1000, 1000.0), (1000.1, None), (0, None)],
    )
    def test_a_height_is_metres_up_to_a_thousand(self, value: object, height: float | None) -> None:
        assert said_of({"height": value}).height_m == height

    @pytest.mark.parametrize("value", ["60'", "about 20", "", None, float("nan"), float("inf"), True, [1], 10**400, -3])
    def test_what_is_no_height_in_metres_is_none(self, value: object) -> None:
        assert said_of({"height": value}).height_m is None

    @pytest.mark.parametrize(
        ("value", "floors"), [(6, 6), ("6层", 6), (6.0, 6), (1, 1), (0.5, None), (200, 200), (201, None), ("6+1", None)]
    )
    def test_floors_are_whole_and_at_most_two_hundred(self, value: object, floors: int | None) -> None:
        assert said_of({"层数": value}).floors == floors

    def test_neither_floors_nor_height_is_guessed_from_the_other(self) -> None:
        assert said_of({"height": 30}) == Said(number="", address="", floors=None, height_m=30.0)

    def test_an_address_is_put_together_from_street_and_number(self) -> None:
        assert said_of({"addr:street": "柳岸路", "addr:housenumber": "3 号"}).address == "柳岸路 3 号"
        assert said_of({"地址": "柳岸路 5 号", "addr:street": "别的路"}).address == "柳岸路 5 号"

    def test_a_table_of_numbers_gives_a_plate_without_a_point(self) -> None:
        assert said_of({"楼号": 3.0}).number == "3"

    def test_what_the_database_cannot_hold_is_left_out(self) -> None:
        assert said_of({"name": "3\x00 号\ud800楼\n"}).number == "3 号楼"

    def test_long_texts_are_cut_to_their_columns(self) -> None:
        said = said_of({"name": "楼" * 100, "address": "路" * 300})
        assert (len(said.number), len(said.address)) == (60, 200)


class TestKnownColumns:
    def test_names_cut_after_ten_bytes_are_known_in_their_encoding(self) -> None:
        cut = ["building:l", "building_l", "addr_stree", "addr_house", "geom_id"]
        assert known_columns(cut) == {
            "building:l": "building:levels",
            "building_l": "building:levels",
            "addr_stree": "addr:street",
        }
        assert known_columns(["建筑物名称"[:5]], encoding="gb18030") == {"建筑物名称": "建筑物名称"}
        assert known_columns(["详细地"], encoding="utf-8") == {"详细地": "详细地址"}


class TestReadTags:
    def test_commas_quotes_and_arrows_belong_to_the_text(self) -> None:
        text = '"name"=>"A \\"B\\", C=>D","height"=>"12"'
        assert read_tags(text) == {"name": 'A "B", C=>D', "height": "12"}


class TestRules:
    @pytest.mark.parametrize(
        ("area_m2", "issue"),
        [(1.99, SizeIssue.TOO_SMALL), (2.0, None), (500_000.0, None), (500_000.1, SizeIssue.TOO_LARGE)],
    )
    def test_a_building_has_the_size_of_one(self, area_m2: float, issue: SizeIssue | None) -> None:
        assert size_issue(area_m2) is issue

    @pytest.mark.parametrize(("share", "is_same"), [(0.0, False), (0.5, False), (0.51, True), (1.0, True)])
    def test_two_outlines_are_one_building_from_half_the_ground_on(self, share: float, is_same: bool) -> None:  # noqa: FBT001 - a column of the table
        assert is_same_building(share) is is_same
