"""Cells merged downward count for every row they cover; blank cells do not."""

from tests.foundation.imports.books import book

from linli.foundation.imports.cells import Cell
from linli.foundation.imports.intake.merged import fill_down
from linli.foundation.imports.layout import Layout, Span
from linli.foundation.imports.sheets import Row, Sheet, read_sheet


def filled(rows: list[list[str]], *spans: Span, first: int = 0, columns: tuple[int, ...] = (0, 1)) -> list[list[str]]:
    sheet = Sheet(
        name="a",
        rows=tuple(
            Row(number=number, cells=tuple(map(Cell, texts)))
            for number, texts in enumerate(rows, start=1)
            if any(texts)
        ),
        layout=Layout(spans=spans),
    )
    return [[cell.text for cell in one.row.cells] for one in fill_down(sheet, first=first, columns=columns)]


def down(column: int, top: int, bottom: int) -> Span:
    return Span(top=top, left=column, bottom=bottom, right=column)


class TestFillDown:
    def test_as_a_workbook_has_them(self) -> None:
        rows = [["楼栋", "房号"], ["", "101"], ["", "102"], ["", "103"]]
        sheet = read_sheet(book(rows, merged=[(1, 0, 2, 0, "3号楼")]), file_name="a.xlsx")
        found = fill_down(sheet, first=1, columns=[0])

        assert [one.row.text(0) for one in found] == ["3号楼", "3号楼", ""]
        assert [sorted(one.from_above) for one in found] == [[], [0], []]

    def test_a_blank_cell_stays_blank(self) -> None:
        assert filled([["3", "101"], ["", "102"]]) == [["3", "101"], ["", "102"]]

    def test_a_cell_over_two_columns_counts_in_both_and_others_stay(self) -> None:
        assert filled([["3", "", "a"], ["", "", "b"]], Span(top=0, left=0, bottom=1, right=1)) == [
            ["3", "", "a"], ["3", "3", "b"],
        ]  # fmt: skip
        assert filled([["3", "a"], ["", ""], ["", "b"]], down(0, 0, 2), columns=(1,)) == [["3", "a"], ["", "b"]]

    def test_empty_rows_inside_are_passed_over(self) -> None:
        assert filled([["3", "a"], ["", ""], ["", "b"]], down(0, 0, 2)) == [["3", "a"], ["3", "b"]]

    def test_a_merged_cell_that_begins_above_or_in_an_empty_row_says_nothing(self) -> None:
        assert filled([["3", "a"], ["", "b"], ["", "c"]], down(0, 0, 2), first=1) == [["", "b"], ["", "c"]]
        assert filled([["", ""], ["", "b"]], down(0, 0, 1)) == [["", "b"]]

    def test_a_row_shorter_than_its_merged_cell_becomes_long_enough(self) -> None:
        rows = [["a", "", "3"], ["b"]]
        assert filled(rows, down(2, 0, 1), columns=(2,)) == [["a", "", "3"], ["b", "", "3"]]

    def test_of_cells_that_overlap_the_upper_one_counts(self) -> None:
        rows = [["3", "a"], ["4", "b"], ["", "c"]]
        many = [down(0, top, 2) for top in range(2)] * 1000
        assert filled(rows, *many) == [["3", "a"], ["3", "b"], ["3", "c"]]
