"""A sheet comes in: good rows at once, bad rows back, the same sheet again changes nothing."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from tests.foundation.imports.books import book

from linli.domains.places import facade as places
from linli.domains.residents import facade as residents
from linli.domains.residents.models import Household, Person, Stay
from linli.foundation.audit.models import Entry
from linli.foundation.imports.headings import Headings
from linli.foundation.imports.sheets import UnreadableSheet, read_sheet
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, Reader, job_reader
from linli.kernel.codes import upgrade_resident_id
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

HEAD = ["序号", "姓名*", "公民身份号码", "联系电话", "楼栋", "单元", "房号", "人口类别", "与户主关系"]
DAY = date(2026, 11, 1)


def number(order: int) -> str:
    """Return an identity number of an area code nobody has."""
    return upgrade_resident_id(f"990101{70 + order % 30:02d}0307{order:03d}")


def row(order: int, name: str, room: str, **more: str) -> list[str]:
    given = {
        "id": more["id"] if "id" in more else number(order),
        "phone": f"199{order:08d}",
        "kind": "户籍",
        "relation": "",
        "stair": "1",
    } | more
    return [
        str(order),
        name,
        given["id"],
        given["phone"],
        "3 号楼",
        given["stair"],
        room,
        given["kind"],
        given["relation"],
    ]


def sheet(*rows: list[str], head: list[str] | None = None) -> bytes:
    return book([head or HEAD, *rows])


def brought_in(cast: Cast, data: bytes, *, on: date = DAY, **more: Any) -> residents.ImportOutcome:
    return residents.import_residents(
        residents.prepare(data, file_name="a.xlsx"),
        community=COMMUNITY,
        source="入户登记",
        reader=cast.readers["heshuning"],
        stated_on=on,
        **more,
    )


def found(reader: Reader, words: str = "") -> list[residents.PersonLine]:
    with reading(reader):
        return list(residents.find_people(words, reader=reader).lines)


FAMILY = (
    row(1, "王方", "201", relation="户主"),
    row(2, "李小兰", "201", relation="配偶"),
    row(3, "王曾", "201", relation="子"),
    row(4, "曾国", "202", kind="流动人口"),
)


class TestGoodRows:
    def test_people_households_and_stays_are_written(self, cast: Cast) -> None:
        outcome = brought_in(cast, sheet(*FAMILY))

        assert (outcome.added, outcome.changed, outcome.same, outcome.faulty) == (4, 0, 0, 0)
        with reading(cast.readers["heshuning"]):
            assert Household.objects.count() == 2
            assert Stay.objects.filter(to_on__isnull=True, from_on=DAY).count() == 4
            assert {stay.check_by_on for stay in Stay.objects.filter(kind="floating")} == {date(2027, 5, 1)}

    def test_nothing_readable_is_stored(self, cast: Cast) -> None:
        brought_in(cast, sheet(*FAMILY))

        with reading(cast.readers["heshuning"]), connection.cursor() as cursor:
            for table in ("residents_person", "residents_stay", "residents_household", "search_document"):
                cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")  # noqa: S608 - names of ours
                (text,) = cursor.fetchone()
                assert not any(value in text for value in ("王方", "李小兰", number(1), "19900000001", "wangfang"))

    def test_the_same_sheet_again_changes_nothing(self, cast: Cast) -> None:
        brought_in(cast, sheet(*FAMILY))
        again = brought_in(cast, sheet(*FAMILY), on=DAY + timedelta(days=30))

        assert (again.added, again.changed, again.same) == (0, 0, 4)

    def test_somebody_who_moved_keeps_the_history(self, cast: Cast) -> None:
        brought_in(cast, sheet(*FAMILY))
        moved = brought_in(cast, sheet(row(4, "曾国", "301")), on=date(2026, 12, 1))

        assert (moved.added, moved.changed) == (0, 1)
        (line,) = found(cast.readers["heshuning"], "曾国")
        with reading(cast.readers["heshuning"]):
            stays = residents.person_page(line.id).stays
        assert [(stay.door[-3:], stay.from_on, stay.to_on) for stay in stays] == [
            ("301", date(2026, 12, 1), None), ("202", DAY, date(2026, 11, 30)),
        ]  # fmt: skip

    def test_a_new_telephone_is_taken_over_and_an_empty_one_is_not(self, cast: Cast) -> None:
        brought_in(cast, sheet(*FAMILY))

        assert brought_in(cast, sheet(row(1, "王方", "201", phone="19911112222"))).changed == 1
        assert brought_in(cast, sheet(row(1, "王方", "201", phone=""))).same == 1
        assert [line.phone for line in found(cast.readers["heshuning"], "王方")] == ["199****2222"]

    def test_one_line_a_thousand_rows_stands_in_the_audit_chain(self, cast: Cast) -> None:
        rows = [row(order, "张三", "201", id="", phone=f"1990000{order:04d}") for order in range(1200)]
        brought_in(cast, sheet(*rows))

        with reading(cast.readers["shenji"]):
            lines = Entry.objects.filter(action="residents.imported").order_by("number")
            assert [len(json.loads(line.payload)["data"]["ids"]) for line in lines] == [1000, 200]

    def test_it_stops_where_somebody_says_so_and_keeps_what_is_in(self, cast: Cast) -> None:
        rows = [row(order, "张三", "201", id="", phone=f"1990000{order:04d}") for order in range(1500)]
        seen: list[int] = []

        def stop(done: int, _all: int) -> bool:
            seen.append(done)
            return False

        outcome = brought_in(cast, sheet(*rows), progress=stop)
        assert (outcome.added, outcome.is_complete, seen) == (1000, False, [1000])


class TestBadRows:
    def test_good_ones_go_in_and_bad_ones_come_back(self, cast: Cast) -> None:
        bad = row(2, "李小兰", "201", id=number(2)[:17] + "0" if number(2)[17] != "0" else number(2)[:17] + "1")
        outcome = brought_in(cast, sheet(FAMILY[0], bad, row(5, "赵六", "9901")))

        assert (outcome.added, outcome.faulty) == (1, 2)
        back = read_sheet(outcome.faults, file_name="b.xlsx")
        assert [cell.text for cell in back.rows[0].cells][:2] == ["序号", "姓名*"]
        assert [row.text(9) for row in back.rows[1:]] == ["3", "4"]
        assert "最后一位" in back.rows[1].text(10)

    def test_corrected_the_file_given_back_imports_as_it_is(self, cast: Cast) -> None:
        outcome = brought_in(cast, sheet(FAMILY[0], row(5, "赵六", "9901")))
        back = read_sheet(outcome.faults, file_name="b.xlsx")
        rows = [[cell.text for cell in line.cells] for line in back.rows]
        rows[1][6] = "202"

        assert brought_in(cast, book(rows)).added == 1

    def test_the_same_person_twice_in_one_sheet(self, cast: Cast) -> None:
        outcome = brought_in(cast, sheet(FAMILY[0], row(1, "王方", "202")))

        assert (outcome.added, outcome.faulty) == (1, 1)
        assert "2" in read_sheet(outcome.faults, file_name="b.xlsx").rows[1].text(10)

    def test_a_known_number_under_another_name_is_not_overwritten(self, cast: Cast) -> None:
        brought_in(cast, sheet(*FAMILY))
        outcome = brought_in(cast, sheet(row(1, "刘七", "201")))

        assert (outcome.changed, outcome.faulty) == (0, 1)

    def test_an_identity_number_stored_as_a_number_is_named(self, cast: Cast) -> None:
        line: list[Any] = [*FAMILY[0]]
        line[2] = float(int(number(1)[:17]) * 10)
        outcome = brought_in(cast, sheet(line))

        assert "文本" in read_sheet(outcome.faults, file_name="b.xlsx").rows[1].text(10)


class TestColumns:
    def test_columns_of_special_groups_are_kept_out_with_the_law(self) -> None:
        head = [*HEAD, "是否吸毒", "宗教信仰", "是否重点关注"]
        prepared = residents.prepare(sheet([*FAMILY[0], "否", "无", "否"], head=head), file_name="a.xlsx")

        assert [one.heading for one in prepared.refused] == ["是否吸毒", "宗教信仰", "是否重点关注"]
        assert all("个人信息保护法" in one.basis for one in prepared.refused)

    def test_nobody_can_map_a_column_that_is_kept_out(self) -> None:
        data = sheet([*FAMILY[0], "否"], head=[*HEAD, "是否吸毒"])
        prepared = residents.prepare(data, file_name="a.xlsx", columns={1: "name", 9: "kind"})

        assert prepared.columns == {1: "name"}

    @pytest.mark.parametrize(
        ("rows", "words"),
        [([["甲", "乙"], ["1", "2"]], "表头"), ([HEAD], "没有")],
    )
    def test_a_sheet_that_is_none_of_residents_is_named(self, rows: list[list[str]], words: str) -> None:
        with pytest.raises(UnreadableSheet, match=words):
            residents.prepare(book(rows), file_name="a.xlsx")

    def test_a_column_under_a_heading_of_its_own_can_still_be_named(self) -> None:
        prepared = residents.prepare(book([["称呼", "楼栋", "房号"], ["王方", "3", "201"]]), file_name="a.xlsx")

        assert "姓名" in residents.wrong_with(prepared.columns)
        assert residents.wrong_with(prepared.columns | {0: "name"}) == ""

    @pytest.mark.parametrize(
        ("fields", "words"),
        [(["name"], "楼栋"), (["name", "building"], "房号"), (["name", "name", "address"], "两列"), ([], "姓名")],
    )
    def test_columns_that_make_no_sheet_are_named(self, fields: list[str], words: str) -> None:
        assert words in residents.wrong_with(dict(enumerate(fields)))
        assert residents.wrong_with({0: "name", 1: "address"}) == ""


class TestFinding:
    @pytest.mark.parametrize(
        ("words", "names"),
        [
            ("王方", ["王*"]), ("小兰", ["李**"]), ("wf", ["王*"]), ("LXL", ["李**"]), ("199 0000 0004", ["曾*"]),
            (number(1), ["王*"]), ("3-1-201", ["李**", "王*", "王*"]), ("3号楼1单元202", ["曾*"]), ("没有的人", []),
            ("", ["李**", "王*", "王*", "曾*"]),
        ],
    )  # fmt: skip
    def test_by_what_people_know(self, cast: Cast, words: str, names: list[str]) -> None:
        brought_in(cast, sheet(*FAMILY))

        assert [line.name for line in found(cast.readers["heshuning"], words)] == names

    def test_one_character_is_too_little(self, cast: Cast) -> None:
        brought_in(cast, sheet(*FAMILY))
        with reading(cast.readers["heshuning"]):
            assert not residents.find_people("王", reader=cast.readers["heshuning"]).is_searchable

    def test_long_lists_come_in_pages(self, cast: Cast) -> None:
        rows = [row(order, "张三", "201", id="", phone=f"1990000{order:04d}") for order in range(120)]
        brought_in(cast, sheet(*rows))
        reader, seen, after = cast.readers["heshuning"], [], ""
        with reading(reader):
            for _page in range(3):
                page = residents.find_people("张三", reader=reader, after=after)
                seen += [line.id for line in page.lines]
                after = page.after
        assert (len(seen), len(set(seen)), after) == (120, 120, "")


class TestWhoSees:
    @pytest.mark.parametrize("who", ["wuye", "xitong", "anquan", "shenji", "chengguan"])
    def test_units_and_administrators_see_nobody(self, cast: Cast, who: str) -> None:
        brought_in(cast, sheet(*FAMILY))

        with reading(cast.readers[who]):
            assert (Person.objects.count(), Stay.objects.count(), Household.objects.count()) == (0, 0, 0)

    def test_a_neighbouring_community_and_another_grid_see_nobody(self, cast: Cast) -> None:
        brought_in(cast, sheet(*FAMILY))

        for territory in ("999901001002", f"{COMMUNITY}011", "9999", ""):
            with reading(replace(cast.readers["heshuning"], territory=territory)):
                assert (Person.objects.count() == 4) == (territory == "9999")

    def test_a_value_is_opened_for_those_who_may_see_the_person_alone(self, cast: Cast) -> None:
        brought_in(cast, sheet(*FAMILY))
        (line,) = found(cast.readers["heshuning"], "王方")

        with reading(cast.readers["heshuning"]):
            assert residents.read_value(line.id, field="id") == number(1)
            assert residents.read_value(line.id, field="name") == "王方"
            for field in ("same_digest", "x"):
                with pytest.raises(residents.NoSuchPerson):
                    residents.read_value(line.id, field=field)
        with reading(cast.readers["wuye"]), pytest.raises(residents.NoSuchPerson):
            residents.read_value(line.id, field="id")


def test_a_page_costs_the_same_however_many_live_together(cast: Cast) -> None:
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    brought_in(cast, sheet(*FAMILY))
    counts = []
    for words in ("王方", "曾国"):
        (line,) = found(cast.readers["heshuning"], words)
        with reading(cast.readers["heshuning"]), CaptureQueriesContext(connection) as counted:
            residents.person_page(line.id)
        counts.append(len(counted))
    assert max(counts) <= 7
    assert Headings(first=0, last=0, columns=()).columns == ()


class TestBuildingsAlike:
    def test_a_row_that_may_mean_two_houses_waits_and_says_so(self, cast: Cast) -> None:
        set_up = job_reader(COMMUNITY, purpose=Purpose.ADMINISTER)
        with reading(set_up):
            alike = [ref for ref in places.buildings_of(COMMUNITY) if ref.number in ("3 号楼", "6 号楼")]
            for ref, plate in zip(alike, ("东区3号楼", "西区3号楼"), strict=True):
                places.name_building(ref.id, number=plate, floors=ref.floors, stairs=ref.stairs)
        try:
            outcome = brought_in(cast, sheet(row(1, "王方", "201")))
            assert (outcome.added, outcome.faulty) == (0, 1)
            texts = [cell.text for line in read_sheet(outcome.faults, file_name="b.xlsx").rows for cell in line.cells]
            assert any("门牌" in text for text in texts)
            east = row(2, "李小兰", "201")
            east[4] = "东区 3 号楼"
            assert brought_in(cast, sheet(east)).added == 1
        finally:
            with reading(set_up):
                for ref in alike:
                    places.name_building(
                        ref.id, number=ref.number, address=ref.address, use=places.Use(ref.use), floors=ref.floors,
                        stairs=ref.stairs,
                    )  # fmt: skip
