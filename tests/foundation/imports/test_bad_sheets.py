"""The ten things that are wrong with the sheets people send: each is one clear sentence, with little memory."""

import io
import resource
import zipfile
from collections.abc import Iterator
from itertools import chain

import pytest
from tests.foundation.imports.books import book

from linli.foundation.imports import sheets, trial
from linli.foundation.imports.sheets import UnreadableSheet, read_sheet

MIB = 1024 * 1024
OPEN = "http://schemas.openxmlformats.org"
OFFICE = "application/vnd.openxmlformats"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{OPEN}/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Default Extension="rels" ContentType="{OFFICE}-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{OFFICE}-officedocument.spreadsheetml.sheet.main+xml"/>'
    "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{OPEN}/package/2006/relationships"><Relationship Id="r" '
    f'Type="{OPEN}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{OPEN}/spreadsheetml/2006/main" '
    f'xmlns:r="{OPEN}/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r"/></sheets>'
    "</workbook>",
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{OPEN}/package/2006/relationships"><Relationship Id="r" '
    f'Type="{OPEN}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row>'


def workbook(rows: Iterator[str]) -> bytes:
    """Return a workbook whose sheet has these rows, as they stand in the file."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in PARTS.items():
            package.writestr(name, content)
        with package.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>')
            for row in chain((HEAD,), rows):
                sheet.write(row.encode())
            sheet.write(b"</sheetData></worksheet>")
    return held.getvalue()


def refusal(data: bytes, *, name: str = "a.xlsx") -> str:
    with pytest.raises(UnreadableSheet) as refused:
        read_sheet(data, file_name=name)
    return str(refused.value)


@pytest.fixture
def little_memory() -> Iterator[None]:
    """Hold that this process has not grown by much, whatever was read."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < 300 * MIB


@pytest.mark.usefixtures("little_memory")
class TestTheTen:
    def test_empty(self) -> None:
        assert "空的" in refusal(b"")
        assert "没有内容" in refusal(book([[""]]))

    def test_wrong_type(self) -> None:
        assert "不是电子表格" in refusal(b"%PDF-1.7 ...", name="a.pdf")

    def test_broken_encoding(self) -> None:
        assert "字符" in refusal(b"\xff\xfe\xff\xff\x81", name="a.csv")

    def test_formula_cells_count_by_their_stored_value(self) -> None:
        assert read_sheet(book([["=3+4"]]), file_name="a.xlsx").rows[0].text(0) == "7"

    def test_ids_turned_into_floats_are_known_to_have_lost_digits(self) -> None:
        sheet = read_sheet(book([["证件号"], [110105194912310029.0]]), file_name="a.xlsx")
        assert sheet.rows[1].cells[0].is_lossy

    @pytest.mark.machine
    def test_a_million_empty_rows_are_passed_over(self) -> None:
        sheet = read_sheet(workbook(f'<row r="{row}"/>' for row in range(2, 1_000_002)), file_name="a.xlsx")
        assert len(sheet.rows) == 1

    def test_two_cells_in_opposite_corners_end_no_process(self) -> None:
        far = workbook(iter(['<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>']))
        assert len(far) < 5_000
        assert "铺得太大" in refusal(far)

    @pytest.mark.machine
    def test_a_zip_bomb(self) -> None:
        bomb = workbook(" " * MIB for _mib in range(600))
        assert len(bomb) < 2 * MIB
        assert "512" in refusal(bomb)

    @pytest.mark.machine
    def test_a_zip_bomb_that_lies_about_its_size(self) -> None:
        honest = workbook(" " * MIB for _mib in range(100))
        lying = bytearray(honest)
        at = lying.rindex(b"xl/worksheets/sheet1.xml") - 46  # its line in the list at the end
        lying[at + 24 : at + 28] = (1000).to_bytes(4, "little")
        assert "损坏" in refusal(bytes(lying))

    def test_two_gigabytes(self) -> None:
        with pytest.raises(UnreadableSheet, match="32 MB"):
            sheets.check_size(2 * 1024 * MIB)

    def test_protected_by_a_password(self) -> None:
        ole = bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le")
        assert "密码" in refusal(ole)

    @pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.99])
    def test_cut_off(self, part: float) -> None:
        whole = book([["姓名", "电话"], *([["王芳", "19900000001"]] * 200)])
        assert "损坏" in refusal(whole[: int(len(whole) * part)])

    @pytest.mark.parametrize("data", [b"," * 20 * MIB, b'"\n",' * 4 * MIB])
    def test_a_text_of_commas_alone(self, data: bytes) -> None:
        assert "200 列" in refusal(data, name="a.csv")


class TestTheTrial:
    def test_a_file_that_was_opened_once_is_not_tried_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        data = book([["姓名"], ["王芳"]])
        assert trial.can_be_opened(data)
        monkeypatch.setattr(trial, "MOST_SECONDS", 0)
        assert trial.can_be_opened(data)

    def test_one_that_takes_too_long_is_not_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(trial, "MOST_SECONDS", 0.001)
        assert not trial.can_be_opened(book([["姓名"], ["慢"]]))
