"""A sheet of rooms comes in: looked at first, good rows at once, bad rows back, the same sheet again nothing."""

import io
import json

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.domains.places.conftest import COMMUNITY, NEXT_DOOR
from tests.domains.places.room_sheets import HEAD, brought_in, doors, row, sheet, street
from tests.foundation.imports.books import book

from linli.domains.places import facade as places
from linli.domains.places.models import Dwelling
from linli.foundation.audit.models import Entry
from linli.foundation.imports.sheets import UnreadableSheet, read_sheet
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, job_reader

pytestmark = pytest.mark.usefixtures("communities")
GOOD = (
    row("3号楼", "1", "1", "101"),
    row("三号楼", "一单元", "二层", "201室"),
    row("3", "2", "", "302"),
    row("5栋", "1", "负一层", "B101"),
)


def reasons(data: bytes, **more: object) -> list[str]:
    outcome = brought_in(data, **more)
    found = read_sheet(outcome.faults, file_name="e.xlsx").rows[1:] if outcome.faults else ()
    return [one.cells[-1].text for one in found]


class TestGoodRows:
    @pytest.fixture(autouse=True)
    def buildings(self, communities: None) -> None:  # noqa: ARG002 - they stand
        street("3 号楼", "5 号楼")

    def test_dwellings_are_written(self) -> None:
        outcome = brought_in(sheet(*GOOD))

        assert (outcome.added, outcome.same, outcome.faulty, outcome.faults) == (4, 0, 0, b"")
        assert doors() == [
            ("3 号楼", 1, 1, "101"), ("3 号楼", 1, 2, "201"), ("3 号楼", 2, 3, "302"), ("5 号楼", 1, -1, "B101"),
        ]  # fmt: skip

    def test_a_look_before_changes_nothing_and_counts_the_same(self) -> None:
        brought_in(sheet(GOOD[0]))
        preview = places.preview_rooms(places.prepare_rooms(sheet(*GOOD), file_name="a.xlsx"), community=COMMUNITY)

        assert (preview.new, preview.there, preview.refused) == (3, 1, ())
        assert [(line.building.number, line.new, line.there) for line in preview.lines] == [
            ("3 号楼", 2, 1), ("5 号楼", 1, 0),
        ]  # fmt: skip
        assert len(doors()) == 1

    def test_the_same_sheet_again_changes_nothing(self) -> None:
        brought_in(sheet(*GOOD))
        again = brought_in(sheet(*GOOD))

        assert (again.added, again.same, again.sizes, again.faulty) == (0, 4, (), 0)
        assert len(doors()) == 4

    def test_one_column_with_the_whole_door_is_enough(self) -> None:
        data = sheet(["1", "柳岸路8号3号楼2单元302室"], ["2", "3-1-101"], head=["序号", "房屋地址"])
        assert brought_in(data).added == 2
        assert brought_in(sheet(["3-2-303"], head=["房号"])).added == 1

    def test_columns_in_another_order_and_wording_and_what_is_passed_over(self) -> None:
        head = ["房屋编号", "所有人姓名", "室号", "所在层", "总层数", "梯号", "幢号"]
        outcome = brought_in(sheet(["440305-1", "某某", "302", "3", "6", "2", "3幢"], head=head))

        assert (outcome.added, outcome.faulty) == (1, 0)
        assert doors() == [("3 号楼", 2, 3, "302")]

    def test_one_stair_is_not_asked_for_where_the_building_has_one(self) -> None:
        brought_in(sheet(row("5号楼", "1", "1", "101")))

        assert brought_in(sheet(row("5号楼", "", "2", "201"))).added == 1

    def test_one_line_a_thousand_rows_stands_in_the_audit_chain(self) -> None:
        rows = [row("3号楼", "1", str(floor), f"{floor}{door:02d}") for floor in range(1, 61) for door in range(1, 21)]
        seen: list[tuple[int, int]] = []
        brought_in(sheet(*rows), progress=lambda done, of: seen.append((done, of)) or True)

        assert seen == [(1000, 1200), (1200, 1200)]
        with reading(job_reader("44", purpose=Purpose.AUDIT)):
            lines = [json.loads(one.payload)["data"] for one in Entry.objects.filter(action="dwellings.imported")]
        assert sorted(len(line["ids"]) for line in lines) == [200, 1000]
        assert {len(line["digest"]) for line in lines} == {64}

    def test_a_stop_keeps_what_is_in_and_the_same_sheet_goes_on(self) -> None:
        rows = [row("3号楼", "1", str(floor), f"{floor}{door:02d}") for floor in range(1, 61) for door in range(1, 21)]
        stopped = brought_in(sheet(*rows), progress=lambda _done, _of: False)

        assert (stopped.is_complete, stopped.added, stopped.sizes) == (False, 1000, ())
        assert (brought_in(sheet(*rows)).added, len(doors())) == (200, 1200)

    def test_statements_do_not_grow_with_the_rows(self) -> None:
        def statements(count: int) -> int:
            rows = [row("3号楼", "1", str(floor), f"{floor}01") for floor in range(1, count + 1)]
            with CaptureQueriesContext(connection) as asked:
                brought_in(sheet(*rows))
            return len(asked)

        statements(1)
        statements(2)
        assert statements(20) == statements(90)


class TestMergedCells:
    @pytest.fixture(autouse=True)
    def buildings(self, communities: None) -> None:  # noqa: ARG002 - they stand
        street("3 号楼", "5 号楼")

    def test_building_and_stair_written_once_count_for_every_row(self) -> None:
        rows = [["楼栋", "单元", "楼层", "房号"], *[["", "", "", str(room)] for room in (101, 102, 201, 202)]]
        merged = [(1, 0, 4, 0, "3号楼"), (1, 1, 4, 1, "1单元"), (1, 2, 2, 2, "1"), (3, 2, 4, 2, "2")]
        assert brought_in(book(rows, merged=merged)).added == 4
        assert doors()[-1] == ("3 号楼", 1, 2, "202")

    def test_a_blank_cell_that_is_not_merged_is_asked_for(self) -> None:
        rows = [row("3号楼", "1", "1", "101"), row("", "", "1", "102")]
        (reason,) = reasons(sheet(*rows))
        assert "缺楼栋" in reason

    def test_a_room_merged_over_its_owners_is_one_dwelling(self) -> None:
        rows = [
            ["楼栋", "单元", "房号", "所有人"],
            ["", "", "", "某甲"],
            ["", "", "", "某乙"],
            ["3号楼", "1", "102", "某丙"],
        ]
        merged = [(1, 0, 2, 0, "3号楼"), (1, 1, 2, 1, "1"), (1, 2, 2, 2, "101")]
        outcome = brought_in(book(rows, merged=merged))
        assert (outcome.added, outcome.faulty) == (2, 0)

    def test_titles_and_two_rows_of_headings(self) -> None:
        rows = [[""] * 5, ["", "", "", "", ""], ["", "楼栋", "单元", "楼层", "房号"], ["1", "3号楼", "1", "1", "101"]]
        merged = [(0, 0, 0, 4, "柳岸社区房屋台账"), (1, 0, 2, 0, "序号"), (1, 1, 1, 4, "房屋坐落")]
        assert brought_in(book(rows, merged=merged)).added == 1

    def test_faulty_rows_come_back_with_the_merged_text_and_import_when_corrected(self) -> None:
        rows = [["楼栋", "单元", "房号"], ["", "", "101"], ["", "", "二楼"], ["", "", "201"]]
        outcome = brought_in(book(rows, merged=[(1, 0, 3, 0, "3号楼"), (1, 1, 3, 1, "1单元")]))
        assert (outcome.added, outcome.faulty) == (2, 1)

        (head, faulty) = read_sheet(outcome.faults, file_name="e.xlsx").rows
        assert [cell.text for cell in head.cells] == ["楼栋", "单元", "房号", "原行号", "问题"]
        assert [cell.text for cell in faulty.cells][:4] == ["3号楼", "1单元", "二楼", "3"]
        corrected = book([[cell.text for cell in head.cells], ["3号楼", "1单元", "202", "3", "x"]])
        assert brought_in(corrected).added == 1


class TestWhatIsRefused:
    @pytest.fixture(autouse=True)
    def buildings(self, communities: None) -> None:  # noqa: ARG002 - they stand
        street("3 号楼", floors=6)
        street("东区5号楼", "西区5号楼", "7 号楼", first=1)
        street("9 号楼", community=NEXT_DOOR, first=8)

    @pytest.mark.parametrize(
        ("bad", "words"),
        [
            (row("8号楼", "1", "1", "101"), "“8号楼”"),
            (row("9号楼", "1", "1", "101"), "“9号楼”"),
            (row("5号楼", "1", "1", "101"), "不止一栋"),
            (row("", "1", "1", "101"), "缺楼栋"),
            (row("7号楼", "", "1", "101"), "缺单元"),
            (row("7号楼", "1", "", "东户"), "楼层"),
            (row("7号楼", "1", "1", ""), "缺房号"),
            (row("7号楼", "51", "1", "101"), "1 到 50"),
            (row("7号楼", "1", "201", "东户"), "-10 到 200"),
            (row("7号楼", "1", "4", "302"), "3 层"),
            (row("3号楼", "1", "7", "702"), "6 层"),
            (row("3号楼", "1", "", "1203"), "6 层"),
            (row("7号楼", "甲", "1", "101"), "“甲”"),
        ],
    )
    def test_in_one_sentence_that_says_where(self, bad: list[str], words: str) -> None:
        outcome = brought_in(sheet(row("7号楼", "1", "2", "201"), bad))
        assert (outcome.added, outcome.faulty) == (1, 1)

        page = openpyxl.load_workbook(io.BytesIO(outcome.faults)).active
        assert page is not None
        assert words in str(page.cell(row=2, column=7).value)
        assert str(page.cell(row=2, column=6).value) == "3"
        coloured = [cell.column for cell in page[2] if cell.fill.fgColor.rgb == "FFFAE9E5"]
        assert len(coloured) == 1

    def test_a_room_that_stands_twice(self) -> None:
        rows = [row("7号楼", "1", "3", "302"), row("7栋", "1", "", "302"), row("7", "2", "3", "302")]
        (reason,) = reasons(sheet(*rows))
        assert "第 2 行" in reason

    def test_a_room_of_one_number_on_two_floors(self) -> None:
        rows = [row("7号楼", "1", "1", "01"), row("7号楼", "1", "2", "01")]
        (reason,) = reasons(sheet(*rows))
        assert "第 2 行" in reason
        (reason,) = reasons(sheet(row("7号楼", "1", "3", "01")))
        assert "1 层" in reason

    def test_numbers_left_out_are_no_contradiction(self) -> None:
        rows = [row("3号楼", "1", str(floor), f"{floor}01") for floor in (1, 2, 3, 5, 6, 7)]
        assert brought_in(sheet(*rows)).added == 6

    def test_floors_laid_out_by_rule_are_the_building_s_own(self) -> None:
        (ref,) = [one for one in places.buildings_of(COMMUNITY) if one.number == "3 号楼"]
        places.lay_out_dwellings(ref.id, stairs=1, floors=6, rooms_per_floor=1, skipped_floors=[4])
        assert brought_in(sheet(row("3号楼", "1", "7", "702"))).added == 1


class TestFloorsAndStairsOfBuildings:
    def building(self) -> places.BuildingRef:
        (ref,) = places.buildings_of(COMMUNITY)
        return ref

    def test_are_taken_over_where_they_were_not_known(self) -> None:
        street("3 号楼")
        rows = [row("3号楼", str(stair), str(floor), f"{floor}01") for stair in (1, 2) for floor in (-1, 1, 2, 3, 5)]
        rows = [one if one[3] != "-1" else [*one[:4], "B1"] for one in rows]
        preview = places.preview_rooms(places.prepare_rooms(sheet(*rows), file_name="a.xlsx"), community=COMMUNITY)
        assert preview.sizes == 1
        (size,) = brought_in(sheet(*rows)).sizes

        assert (size.floors, size.stairs) == (4, 2)
        assert (self.building().floors, self.building().stairs) == (4, 2)

    def test_are_never_altered_where_they_were(self) -> None:
        street("3 号楼", floors=6)
        (size,) = brought_in(sheet(row("3号楼", "2", "1", "101"))).sizes

        assert (size.floors, size.stairs) == (None, 2)
        assert (self.building().floors, self.building().stairs) == (6, 2)

    def test_counted_from_half_a_sheet_they_stand_in_nobody_s_way(self) -> None:
        street("3 号楼")
        brought_in(sheet(row("3号楼", "1", "1", "101")))
        outcome = brought_in(sheet(row("3号楼", "2", "3", "301")))
        assert [(size.floors, size.stairs) for size in outcome.sizes] == [(3, 2)]

        assert brought_in(sheet(row("3号楼", "1", "2", "201"))).sizes == ()
        assert (self.building().floors, self.building().stairs) == (3, 2)

    def test_an_address_put_right_meanwhile_tells_nothing_of_them(self) -> None:
        street("3 号楼")
        brought_in(sheet(row("3号楼", "1", "1", "101")))
        half = self.building()
        places.name_building(half.id, number=half.number, address="柳岸路 5 号", floors=half.floors, stairs=half.stairs)
        assert brought_in(sheet(row("3号楼", "2", "3", "301"))).added == 1
        assert (self.building().floors, self.building().stairs) == (3, 2)

    def test_what_somebody_lays_out_is_told_and_no_longer_counted(self) -> None:
        street("3 号楼")
        brought_in(sheet(row("3号楼", "1", "1", "101")))
        places.lay_out_dwellings(self.building().id, stairs=1, floors=2, rooms_per_floor=1)
        (reason,) = reasons(sheet(row("3号楼", "1", "3", "301")))
        assert "2 层" in reason


class TestWhatIsNoSheetOfRooms:
    @pytest.mark.parametrize(
        ("data", "name", "words"),
        [
            (b"", "a.xlsx", "空的"),
            (b"%PDF-1.7", "a.pdf", "不是电子表格"),
            (sheet(*GOOD)[:-400], "a.xlsx", "损坏"),
            (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le") * 3, "a.xlsx", "密码"),
            (b"\xff\xfe\xff\xff\x81", "a.csv", "字符"),
            (book([["甲", "乙"], ["1", "2"]]), "a.xlsx", "表头"),
            (sheet(), "a.xlsx", "表头下面没有内容"),
        ],
    )
    def test_is_one_sentence(self, data: bytes, name: str, words: str) -> None:
        with pytest.raises(UnreadableSheet, match=words):
            places.prepare_rooms(data, file_name=name)

    def test_columns_that_say_no_door(self) -> None:
        assert "楼栋和房号" in places.wrong_with_rooms({0: "building", 1: "stair"})
        assert "选了两列" in places.wrong_with_rooms({0: "building", 1: "building", 2: "room"})
        assert places.wrong_with_rooms({0: "building", 1: "room"}) == places.wrong_with_rooms({0: "address"}) == ""


class TestSheetsHandedOut:
    def test_an_empty_one_has_a_row_for_each_building(self) -> None:
        street("3 号楼", "", "=cmd()号楼")
        with places.write_template(COMMUNITY) as file:
            found = read_sheet(file.read(), file_name="t.xlsx")

        assert [one.text(0) for one in found.rows] == ["楼栋", "3 号楼", "楼栋 00002", "'=cmd()号楼"]

    def test_filled_in_it_imports(self) -> None:
        street("3 号楼", "", "=1号楼")
        rows = [["3 号楼", "1", "", "101"], ["楼栋 00002", "1", "", "101"], ["'=1号楼", "1", "", "101"]]
        assert brought_in(sheet(*rows, head=HEAD[1:])).added == 3

    def test_the_rooms_there_are_come_back_as_they_went_out(self) -> None:
        street("3 号楼", "5 号楼")
        brought_in(sheet(*GOOD, row("5号楼", "1", "-1", "-101")))
        with places.write_rooms(COMMUNITY) as file:
            data = file.read()

        assert [one.text(3) for one in read_sheet(data, file_name="t.xlsx").rows] == [
            "房号", "101", "201", "302", "'-101", "B101",
        ]  # fmt: skip
        again = brought_in(data)
        assert (again.added, again.same, again.faulty) == (0, 5, 0)
        assert Dwelling.objects.count() == 5


class TestHowSheetsCallTheirColumns:
    @pytest.mark.parametrize(
        ("head", "fields"),
        [
            (["楼栋", "单元", "楼层", "房号"], ["building", "stair", "floor", "room"]),
            (["幢号", "梯号", "所在层", "室号"], ["building", "stair", "floor", "room"]),
            (["楼号*", "单元（号）", "所在楼层(第几层)", "门牌号："], ["building", "stair", "floor", "room"]),
            (["序号", "房屋编号", "房屋地址", "总层数", "建筑面积"], ["", "", "address", "", ""]),
            (["房号", "备注"], ["address", ""]),
            (["楼栋", "单元房号", "户主姓名"], ["building", "room", ""]),
        ],
    )
    def test_is_understood(self, head: list[str], fields: list[str]) -> None:
        found = places.prepare_rooms(sheet(["1"] * len(head), head=head), file_name="a.xlsx").columns
        assert [found.get(column, "") for column in range(len(head))] == fields
