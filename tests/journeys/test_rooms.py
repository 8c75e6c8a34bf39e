"""An administrator and the sheet of rooms a developer left: looked at, taken, faults given back, corrected, taken."""

from pathlib import Path
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from tests.foundation.imports.books import book
from tests.journeys.conftest import DESK, PHONE, SMALL_PHONE, Sit

from linli.domains.places.tasks import read_upload
from linli.project.demo.street import COMMUNITY

BUILDINGS = f"/work/setup/{COMMUNITY}/buildings/"
SHEETS = f"{BUILDINGS}rooms/sheet/"
HEAD = ["序号", "幢号", "单元", "所在层", "室号", "所有人"]


def handed_over() -> bytes:
    """Return a sheet as developers leave it: a title, two rows of headings, building and stair merged downward."""
    rows: list[list[str]] = [[""] * 6, ["", "", "", "", "", ""], ["", "幢号", "单元", "所在层", "室号", ""]]
    rows += [[str(at), "", "", f"{at}层", f"{at}09", "某某"] for at in range(1, 7)]
    rows += [["7", "2号楼", "甲", "1", "109", "某某"], ["8", "200号楼", "1", "1", "101", "某某"]]
    merged = [
        (0, 0, 0, 5, "柳岸社区房屋交付台账"),
        (1, 0, 2, 0, "序号"),
        (1, 1, 1, 4, "房屋坐落"),
        (1, 5, 2, 5, "所有人"),
        (3, 1, 8, 1, "一号楼"),
        (3, 2, 8, 2, "三单元"),
    ]
    return book(rows, merged=merged, widths={1: 14}, name="交付台账")


def read(page: Page) -> None:
    """Do the queue's job for the sheet whose page is open."""
    read_upload.func(upload_id=str(UUID(page.url.rstrip("/").rpartition("/")[2])), community=COMMUNITY)


def look(page: Page, path: Path) -> None:
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="看看各列").click()
    page.get_by_role("button", name="预览").click()


class TestASheetOfRooms:
    def test_is_looked_at_taken_given_back_corrected_and_taken(self, sit: Sit, tmp_path: Path) -> None:
        sheet = tmp_path / "交付台账.xlsx"
        sheet.write_bytes(handed_over())
        admin = sit("xitong", BUILDINGS)
        admin.get_by_role("link", name="从表格导入房屋").click()
        look(admin, sheet)

        expect(admin.get_by_text("本社区没有“200号楼”这栋楼。")).to_be_visible()
        expect(admin.get_by_role("row", name="1 号楼 6 0 0")).to_be_visible()
        admin.get_by_role("button", name="新增 6 套房屋").click()
        expect(admin.get_by_text("排队中")).to_be_visible()
        read(admin)
        expect(admin.get_by_role("heading", name="已完成")).to_be_visible(timeout=10_000)

        with admin.expect_download() as download:
            admin.get_by_role("link", name="下载有问题的行").click()
        given_back = tmp_path / "faulty.xlsx"
        download.value.save_as(given_back)
        workbook = load_workbook(given_back)
        page = workbook.active
        assert page is not None
        assert [cell.value for cell in page[2]][1:7] == ["2号楼", "甲", "1", "109", "某某", "10"]
        page.cell(row=2, column=3).value = "3"
        page.cell(row=3, column=2).value = "20号楼"
        workbook.save(given_back)

        admin.get_by_role("link", name="换一个文件").click()
        look(admin, given_back)
        admin.get_by_role("button", name="新增").click()
        read(admin)
        expect(admin.get_by_role("heading", name="已完成")).to_be_visible(timeout=10_000)
        expect(admin.get_by_role("link", name="下载有问题的行")).to_have_count(0)

        admin.get_by_role("link", name="换一个文件").click()
        look(admin, sheet)
        expect(admin.get_by_role("definition").first).to_have_text("0")

    def test_without_script_too(self, sit: Sit, tmp_path: Path) -> None:
        sheet = tmp_path / "一列.xlsx"
        sheet.write_bytes(book([["房屋地址"], ["5号楼2单元308"]]))
        admin = sit("xitong", SHEETS, size=SMALL_PHONE, has_script=False)
        look(admin, sheet)
        admin.get_by_role("button", name="新增 1 套房屋").click()
        read(admin)
        admin.get_by_role("link", name="再看一下").click()
        expect(admin.get_by_role("heading", name="已完成")).to_be_visible()

    def test_an_empty_sheet_has_every_building(self, sit: Sit, tmp_path: Path) -> None:
        admin = sit("xitong", SHEETS)
        with admin.expect_download() as download:
            admin.get_by_role("link", name="下载空表").click()
        assert download.value.suggested_filename == "柳岸社区房屋（空表）.xlsx"
        download.value.save_as(tmp_path / "empty.xlsx")
        page = load_workbook(tmp_path / "empty.xlsx").active
        assert page is not None
        assert page.max_row == 25


@pytest.mark.parametrize("size", [SMALL_PHONE, PHONE, DESK])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_fit_and_please_axe(sit: Sit, tmp_path: Path, size: tuple[int, int], theme: str) -> None:
    sheet = tmp_path / "交付台账.xlsx"
    sheet.write_bytes(handed_over())
    page = sit("xitong", SHEETS, size=size, theme=theme)
    steps = ("看看各列", "预览", "")
    for step in ("", *steps[:2]):
        if step == "看看各列":
            page.set_input_files("input[type=file]", sheet)
        if step:
            page.get_by_role("button", name=step).click()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        found = Axe().run(page).response["violations"]
        assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []
