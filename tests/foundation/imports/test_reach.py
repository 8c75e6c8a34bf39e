"""How far cells reach is told from the file alone; whatever is unclear counts as far and is opened on trial."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from tests.foundation.imports.books import book
from tests.foundation.imports.test_bad_sheets import workbook

from linli.foundation.imports import sheets
from linli.foundation.imports.reach import is_near
from linli.foundation.imports.sheets import read_sheet


def beside(book_file: bytes, name: str, content: bytes) -> bytes:
    """Return a workbook with a part more."""
    held = io.BytesIO(book_file)
    with zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return held.getvalue()


def sheet(*rows: str) -> bytes:
    return workbook(iter(rows))


class TestReach:
    def test_the_usual_sheet_is_near_and_never_tried(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sheets, "can_be_opened", None)
        data = book([["姓名", "房号"], ["王方", "201"]])
        assert is_near(data)
        assert len(read_sheet(data, file_name="a.xlsx").rows) == 2

    @pytest.mark.parametrize(
        ("row", "near"),
        [
            ('<row r="200000"><c r="AD200000"/></row>', True),
            ('<row r="200001"><c r="AD200001"/></row>', False),
            ('<row r="2"><c r="XFD2"/></row>', True),
            ('<row r="1048576"><c r="XFD1048576"/></row>', False),
            ('<row r="1048576"/><row r="3"><c r="XFD3"/></row>', False),
            ("<row r=\"1048576\"><c\n  r = 'XFD1048576' s='1'/></row>", False),
            ('<row r="1048576"><c/><c/></row>', False),
            ('<row r="2"><c t="inlineStr"><is><t>a</t></is></c></row>', False),
            ('<row r="2"><c r="&#88;FD1048576"/></row>', False),
        ],
    )
    def test_the_farthest_corner_decides(self, row: str, *, near: bool) -> None:
        assert is_near(sheet(row)) is near

    def test_a_cell_cut_by_a_block_of_the_file_is_counted_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        rows = "".join(
            f'<row r="{number}"><c r="B{number}" t="n"><v>{number}</v></c></row>' for number in range(2, 400)
        )
        data = sheet(rows)
        for size in (17, 500, 1000):
            monkeypatch.setattr("linli.foundation.imports.reach._CHUNK", size)
            assert is_near(data) is (size > 17), size

    def test_a_sheet_is_looked_at_whatever_its_part_is_called(self) -> None:
        far = '<worksheet><sheetData><row r="9"><c r="XFD1048576"/></row></sheetData></worksheet>'
        hidden = "<!--" + " " * 5 * 1024 * 1024 + "-->" + far
        for name, content in (
            ("xl/other.dat", far.encode()),
            ("xl/other.xml", hidden.encode()),
            ("xl/other.xml", far.replace("worksheet", "anything").encode()),
            ("xl/other.xml", far.encode("utf-16")),
            ("xl/other.xml", b"<worksheet><row><c x=\" r='A1'\"/><c x=\" r='B1'\"/></row></worksheet>"),
            ("xl/workbook.bin", b""),
            ("content.xml", b"<table/>"),
        ):
            assert is_near(beside(sheet('<row r="2"><c r="A2"/></row>'), "xl/styles.xml", b"<styles/>"))
            assert not is_near(beside(sheet('<row r="2"><c r="A2"/></row>'), name, content)), (name, content[:40])

    @pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF", bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600])
    def test_what_is_no_plain_workbook_counts_as_far(self, data: bytes) -> None:
        assert not is_near(data)

    def test_text_without_an_end_counts_as_far(self) -> None:
        def endless() -> Iterator[str]:
            yield '<row r="2"><c r="A2" t="inlineStr"><is><t>'
            for _piece in range(9):
                yield "x" * 1024 * 1024
            yield "</t></is></c></row>"

        assert not is_near(workbook(endless()))
