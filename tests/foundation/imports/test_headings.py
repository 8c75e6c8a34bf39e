"""Headings as sheets of communities have them: a title above, two rows, merged cells, notes and stars."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.foundation.imports.books import book

from linli.foundation.imports.faults import Fault, error_workbook
from linli.foundation.imports.headings import NoHeadings, find_headings, plain_heading, suggest
from linli.foundation.imports.sheets import read_sheet

ALIASES = {
    "name": ("姓名", "居民姓名"),
    "id_number": ("身份证号", "公民身份号码", "证件号码"),
    "phone": ("联系电话", "手机号", "联系方式"),
    "building": ("楼栋", "楼号"),
    "stair": ("单元",),
    "room": ("房号", "门牌号"),
}


class TestWhere:
    def test_below_a_title_and_a_line_of_who_filled_it_in(self) -> None:
        sheet = read_sheet(
            book(
                [
                    ["柳岸社区居民信息表"],
                    ["填表人：", "", "日期："],
                    ["序号", "姓名*", "身份证号（18位）"],
                    ["1", "王芳", "x"],
                ]
            ),
            file_name="a.xlsx",
        )
        found = find_headings(sheet, aliases=ALIASES)

        assert (found.first, found.last) == (2, 2)
        assert suggest(found, aliases=ALIASES) == {1: "name", 2: "id_number"}

    def test_two_rows_with_merged_cells(self) -> None:
        rows = [["", "", "", "", ""], ["", "身份证号", "楼栋", "单元", "房号"], ["王芳", "x", "3", "1", "302"]]
        merged = [(0, 0, 1, 0, "姓名"), (0, 2, 0, 4, "现住址")]
        sheet = read_sheet(book(rows, merged=merged), file_name="a.xlsx")
        found = find_headings(sheet, aliases=ALIASES)

        assert found.columns[2] == "现住址 楼栋"
        assert suggest(found, aliases=ALIASES) == {0: "name", 1: "id_number", 2: "building", 3: "stair", 4: "room"}

    def test_a_title_over_the_whole_width_is_none(self) -> None:
        rows = [["", "", ""], ["姓名", "身份证号", "房号"], ["王芳", "x", "302"]]
        sheet = read_sheet(book(rows, merged=[(0, 0, 0, 2, "柳岸社区居民信息表")]), file_name="a.xlsx")

        assert find_headings(sheet, aliases=ALIASES).columns == ("姓名", "身份证号", "房号")

    def test_data_that_speak_of_names_are_no_headings(self) -> None:
        with pytest.raises(NoHeadings):
            find_headings(read_sheet(book([["王芳", "302"], ["李强", "303"]]), file_name="a.xlsx"), aliases=ALIASES)

    def test_a_field_is_given_to_one_column(self) -> None:
        sheet = read_sheet(
            book([["姓名", "身份证号", "户主姓名", "户主联系电话"], ["a", "b", "c", "d"]]), file_name="a.xlsx"
        )

        found = suggest(find_headings(sheet, aliases=ALIASES), aliases=ALIASES)
        assert found[0] == "name"
        assert list(found.values()).count("name") == 1


@pytest.mark.parametrize(
    ("text", "plain"),
    [("姓  名", "姓名"), ("*身份证号（18位）", "身份证号"), ("１．联系电话：", "联系电话"), ("单元/号", "单元号")],
)
def test_how_a_heading_is_written_does_not_matter(text: str, plain: str) -> None:
    assert plain_heading(text) == plain


@given(st.text(max_size=30))
def test_any_heading_has_a_plain_form(text: str) -> None:
    assert plain_heading(plain_heading(text)) == plain_heading(plain_heading(plain_heading(text)))


class TestFaultyRows:
    def test_the_file_given_back_looks_like_the_one_sent_and_can_be_sent_again(self) -> None:
        sheet = read_sheet(
            book([["姓名", "身份证号"], ["王芳", "1"], ["李强", "2"]], widths={1: 28}, name="居民表"),
            file_name="a.xlsx",
        )
        headings = find_headings(sheet, aliases=ALIASES)
        data = error_workbook(
            sheet, headings=headings, faulty=[(sheet.rows[2], [Fault(column=1, reason="校验码不对")])]
        )

        again = read_sheet(data, file_name="b.xlsx")
        assert again.name == "居民表"
        assert again.layout.width(1) == pytest.approx(28, abs=1)
        assert [cell.text for cell in again.rows[1].cells] == ["李强", "2", "3", "校验码不对"]
        found = find_headings(again, aliases=ALIASES)
        assert suggest(found, aliases=ALIASES) == {0: "name", 1: "id_number"}

    def test_sent_again_it_keeps_the_first_row_number_and_no_old_reason(self) -> None:
        sheet = read_sheet(
            book([["姓名", "身份证号", "原行号", "问题"], ["李强", "2", "3", "校验码不对"]]), file_name="b.xlsx"
        )
        headings = find_headings(sheet, aliases=ALIASES)
        data = error_workbook(sheet, headings=headings, faulty=[(sheet.rows[1], [Fault(column=None, reason="重复")])])

        assert [cell.text for cell in read_sheet(data, file_name="c.xlsx").rows[1].cells] == ["李强", "2", "3", "重复"]
