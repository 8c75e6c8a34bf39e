"""What people send when they are asked for a spreadsheet: one clear sentence for each thing that is none."""

import io
import zipfile

import pytest
from tests.foundation.imports.books import book

from linli.foundation.imports import sheets
from linli.foundation.imports.cells import Cell, cell_of
from linli.foundation.imports.sheets import UnreadableSheet, read_sheet


def packed(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


class TestWhatIsRead:
    def test_rows_keep_the_numbers_people_see(self) -> None:
        sheet = read_sheet(book([["姓名"], [None], ["王芳"]]), file_name="a.xlsx")

        assert [(row.number, row.text(0)) for row in sheet.rows] == [(1, "姓名"), (3, "王芳")]

    def test_an_empty_first_column_does_not_shift_the_others(self) -> None:
        sheet = read_sheet(book([[None, "姓名"], [None, "王芳"]]), file_name="a.xlsx")

        assert [row.text(1) for row in sheet.rows] == ["姓名", "王芳"]

    def test_a_formula_counts_by_its_stored_value(self) -> None:
        assert read_sheet(book([["=3+4"]]), file_name="a.xlsx").rows[0].text(0) == "7"

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
    def test_a_text_file_is_read_in_the_usual_encodings(self, encoding: str) -> None:
        sheet = read_sheet("姓名,电话\r\n王芳,19900000001\r\n".encode(encoding), file_name="a.csv")

        assert sheet.rows[1].text(0) == "王芳"

    def test_widths_and_merged_cells_are_known(self) -> None:
        sheet = read_sheet(
            book([["", ""], ["a", "b"]], merged=[(0, 0, 0, 1, "居民")], widths={1: 33}), file_name="a.xlsx"
        )

        assert sheet.layout.width(1) == pytest.approx(33, abs=1)
        assert [(span.left, span.right) for span in sheet.layout.spans] == [(0, 1)]


class TestCells:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            ("  王　芳 ", "王 芳"), (19900000001.0, "19900000001"), (2.5, "2.5"), (True, "是"), (None, ""),
            ("#N/A", ""), (float("nan"), ""),
        ],
    )  # fmt: skip
    def test_values_become_text(self, value: object, text: str) -> None:
        assert cell_of(value).text == text

    def test_an_identity_number_stored_as_a_number_has_lost_digits(self) -> None:
        assert cell_of(110105194912310029.0).is_lossy
        assert cell_of("110105194912310029") == Cell("110105194912310029")


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("data", "name", "words"),
        [
            (b"", "a.xlsx", "空的"),
            (b"%PDF-1.7 ...", "a.pdf", "不是电子表格"),
            (b"\x00\x01\x02", "a.csv", "不是电子表格"),
            (b"\xff\xfe\xff\xff\x81", "a.csv", "字符"),
            (book([["姓名"], ["王芳"]])[:-400], "a.xlsx", "损坏"),
            (packed(**{"hello.txt": b"hello"}), "a.xlsx", "损坏"),
            (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le") * 3, "a.xlsx", "密码"),
            (bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600, "a.xls", "损坏"),
            (book([[""]]), "a.xlsx", "没有内容"),
        ],
    )
    def test_in_one_sentence(self, data: bytes, name: str, words: str) -> None:
        with pytest.raises(UnreadableSheet, match=words):
            read_sheet(data, file_name=name)

    def test_a_file_that_blows_up_is_never_unpacked(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sheets, "MOST_UNPACKED", 1_000_000)
        bomb = packed(**{"xl/workbook.xml": b"0" * 2_000_000})

        assert len(bomb) < 10_000
        with pytest.raises(UnreadableSheet, match="512"):
            read_sheet(bomb, file_name="a.xlsx")

    def test_too_long_and_too_wide(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sheets, "MOST_ROWS", 3)
        with pytest.raises(UnreadableSheet, match="行"):
            read_sheet(("a\n" * 5).encode(), file_name="a.csv")
        with pytest.raises(UnreadableSheet, match="列"):
            read_sheet((",".join(["a"] * 201)).encode(), file_name="a.csv")
