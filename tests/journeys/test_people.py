"""A clerk and the sheet a community really has: faults given back, corrected, taken; somebody found and opened."""

from pathlib import Path
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from tests.domains.residents.test_importing import FAMILY, HEAD, number, row
from tests.foundation.imports.books import book
from tests.journeys.conftest import DESK, PHONE, SMALL_PHONE, Live, Sit

from linli.domains.residents.tasks import read_upload
from linli.project.demo.street import COMMUNITY

PEOPLE, IMPORT = "/work/people/", "/work/people/import/"


def read(page: Page) -> None:
    """Do the queue's job for the file whose page is open."""
    read_upload.func(upload_id=str(UUID(page.url.rstrip("/").rpartition("/")[2])), community=COMMUNITY)


def hand_in(page: Page, path: Path) -> None:
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="看看各列").click()
    page.get_by_role("button", name="没错，导入").click()
    expect(page.get_by_text("排队中")).to_be_visible()
    read(page)
    expect(page.get_by_role("heading", name="已完成")).to_be_visible(timeout=10_000)


class TestASheetComesIn:
    def test_with_faults_corrected_and_handed_in_again(self, sit: Sit, tmp_path: Path) -> None:
        title = ["柳岸社区居民信息登记表"] + [""] * 9
        rows = [title, [*HEAD, "是否重点关注"], *([*one, "否"] for one in (*FAMILY, row(5, "赵六", "9901")))]
        sheet = tmp_path / "居民表.xlsx"
        sheet.write_bytes(book(rows, merged=[(0, 0, 0, 9, title[0])]))
        clerk = sit("heshuning", IMPORT)
        clerk.set_input_files("input[type=file]", sheet)
        clerk.get_by_role("button", name="看看各列").click()
        expect(clerk.get_by_text("不导入", exact=True)).to_be_visible()
        expect(clerk.get_by_text(number(1))).to_have_count(0)
        clerk.get_by_role("button", name="没错，导入").click()
        read(clerk)
        expect(clerk.get_by_role("heading", name="已完成")).to_be_visible(timeout=10_000)

        with clerk.expect_download() as download:
            clerk.get_by_role("link", name="下载有问题的行").click()
        given_back = tmp_path / "faulty.xlsx"
        download.value.save_as(given_back)
        workbook = load_workbook(given_back)
        page = workbook.active
        assert page is not None
        assert [cell.value for cell in page[2]][1] == "赵六"
        page.cell(row=2, column=7).value = "202"
        workbook.save(given_back)

        clerk.get_by_role("link", name="换一个文件").click()
        hand_in(clerk, given_back)
        clerk.get_by_role("link", name="看居民").click()
        clerk.get_by_role("searchbox").fill("zl")
        clerk.get_by_role("button", name="查找").click()
        expect(clerk.get_by_role("link", name="赵*")).to_be_visible()

    def test_somebody_is_found_by_room_and_one_value_opened(self, sit: Sit, tmp_path: Path) -> None:
        sheet = tmp_path / "家庭.xlsx"
        sheet.write_bytes(book([HEAD, *FAMILY]))
        clerk = sit("heshuning", IMPORT, size=PHONE)
        hand_in(clerk, sheet)
        clerk.goto(clerk.url.partition("/work/")[0] + PEOPLE)
        clerk.get_by_role("searchbox").fill("3-1-201")
        clerk.get_by_role("button", name="查找").click()
        clerk.get_by_role("link", name="李**").click()
        expect(clerk.get_by_role("heading", name="同户")).to_be_visible()

        assert number(2) not in clerk.content()
        clerk.get_by_text("看完整号码").first.click()
        clerk.get_by_label("上门找到或核实地点").locator("visible=true").check()
        clerk.get_by_role("button", name="显示", exact=True).locator("visible=true").click()
        expect(clerk.get_by_text(number(2))).to_be_visible()
        clerk.get_by_role("button", name="现在遮上").locator("visible=true").click()
        assert number(2) not in clerk.content()

    def test_without_script_too(self, sit: Sit, tmp_path: Path) -> None:
        sheet = tmp_path / "家庭.xlsx"
        sheet.write_bytes(book([HEAD, row(8, "孙八", "302")]))
        clerk = sit("heshuning", IMPORT, size=SMALL_PHONE, has_script=False)
        clerk.set_input_files("input[type=file]", sheet)
        clerk.get_by_role("button", name="看看各列").click()
        clerk.get_by_role("button", name="没错，导入").click()
        read(clerk)
        clerk.reload()
        expect(clerk.get_by_role("heading", name="已完成")).to_be_visible()


@pytest.mark.parametrize("size", [SMALL_PHONE, PHONE, DESK])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_fit_and_please_axe(sit: Sit, live: Live, size: tuple[int, int], theme: str) -> None:
    del live
    for path in (PEOPLE, IMPORT):
        page = sit("heshuning", path, size=size, theme=theme)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        found = Axe().run(page).response["violations"]
        assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []
