"""A clerk works with one person's page: corrects, meets somebody faster, moves, takes back, says all is still true."""

from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.domains.residents.test_by_hand import correct, page_of
from tests.domains.residents.test_importing import brought_in, row, sheet
from tests.journeys.conftest import DESK, PHONE, SMALL_PHONE, Live, Sit

PEOPLE = "/work/people/"
LONG_AGO = date(2025, 1, 6)


@pytest.fixture(scope="module", autouse=True)
def people(live: Live) -> None:
    """Let a family and some single people live here, known for so long that they are to be checked again."""
    rows = [
        row(31, "钱一木", "401", relation="户主"), row(32, "孙二禾", "401", relation="配偶"),
        row(33, "吴三苇", "402", kind="流动人口"), row(34, "郑四棠", "501"), row(35, "冯五荻", "502"),
    ]  # fmt: skip
    brought_in(live.cast, sheet(*rows), on=LONG_AGO)


def open_person(page: Page, words: str) -> None:
    page.get_by_role("searchbox").fill(words)
    page.get_by_role("button", name="查找").click()
    page.locator("tbody a").first.click()


def is_pleasing(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []


class TestAPersonSPage:
    def test_corrected_overtaken_moved_taken_back_and_checked(self, sit: Sit, live: Live) -> None:
        clerk, reader = sit("heshuning", PEOPLE), live.cast.readers["heshuning"]
        open_person(clerk, "钱一木")
        clerk.get_by_role("link", name="改正").click()
        expect(clerk.get_by_text("现登记：钱**")).to_be_visible()
        clerk.get_by_label("电话", exact=True).fill("19944445555")
        correct(reader, page_of(reader, "钱一木"), phone="19922223333", ground="said")
        clerk.get_by_label("本人说的").check()
        clerk.get_by_role("button", name="记下").click()
        expect(clerk.get_by_text("刚才有人改过")).to_be_visible()
        expect(clerk.get_by_label("电话", exact=True)).to_have_value("19944445555")
        clerk.get_by_role("button", name="记下").click()
        expect(clerk.get_by_text("199****5555")).to_be_visible()

        clerk.get_by_role("link", name="搬家、搬走").click()
        clerk.get_by_label("社区内搬家").check()
        clerk.get_by_label("新住处").fill("5号楼2单元302")
        clerk.get_by_label("日期").fill((LONG_AGO + timedelta(days=30)).isoformat())
        clerk.get_by_label("看过证件").check()
        clerk.get_by_role("button", name="记下").click()
        expect(clerk.locator("tbody").last.locator("tr")).to_have_count(2)
        clerk.get_by_role("button", name="撤回").click()
        expect(clerk.get_by_text("已撤回")).to_be_visible()
        expect(clerk.locator("tbody").last.locator("tr")).to_have_count(1)

        clerk.get_by_role("button", name="今天核对过，都没变").click()
        expect(clerk.get_by_text("记下了")).to_be_visible()
        expect(clerk.get_by_text("上门核对").first).to_be_visible()
        for gone in ("19900000031", "19922223333"):
            clerk.goto(f"{live.url}{PEOPLE}")
            clerk.get_by_role("searchbox").fill(gone)
            clerk.get_by_role("button", name="查找").click()
            expect(clerk.get_by_text("没有找到")).to_be_visible()

    def test_by_keyboard_alone(self, sit: Sit) -> None:
        clerk = sit("heshuning", PEOPLE)
        clerk.keyboard.press("/")
        clerk.keyboard.type("冯五荻")
        clerk.keyboard.press("Enter")
        clerk.locator("tbody a").first.focus()
        clerk.keyboard.press("Enter")
        clerk.get_by_role("link", name="改正").focus()
        clerk.keyboard.press("Enter")
        clerk.get_by_label("电话", exact=True).focus()
        clerk.keyboard.type("19955556666")
        clerk.get_by_label("看过证件").focus()
        clerk.keyboard.press("Space")
        clerk.get_by_label("电话", exact=True).press("Enter")
        expect(clerk.get_by_text("199****6666")).to_be_visible()

    def test_without_script_a_room_is_checked_and_a_newcomer_entered(self, sit: Sit) -> None:
        clerk = sit("heshuning", PEOPLE, size=SMALL_PHONE, has_script=False)
        open_person(clerk, "孙二禾")
        clerk.locator(".facts a").first.click()
        clerk.get_by_role("button", name="今天核对过，都没变").click()
        expect(clerk.get_by_text("都没变。")).to_be_visible()
        clerk.get_by_role("link", name="登记一人").click()
        clerk.get_by_label("姓名").fill("韩六榆")
        clerk.get_by_label("出生日期").fill("2025-05-01")
        clerk.get_by_label("本人说的").check()
        clerk.get_by_role("button", name="登记", exact=True).click()
        expect(clerk.get_by_role("heading", name="韩**")).to_be_visible()

    def test_a_list_is_narrowed_and_taken(self, sit: Sit) -> None:
        clerk = sit("heshuning", PEOPLE)
        clerk.get_by_role("link", name="该核对的").click()
        clerk.get_by_label("居住类别").select_option(label="流动人口")
        clerk.get_by_role("button", name="查找").click()
        expect(clerk.locator("tbody tr")).to_have_count(1)
        with clerk.expect_download() as download:
            clerk.get_by_role("button", name="导出名单").click()
        assert download.value.suggested_filename.startswith("居民名单")


@pytest.mark.parametrize("size", [SMALL_PHONE, PHONE, DESK])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_fit_and_please_axe(sit: Sit, live: Live, size: tuple[int, int], theme: str) -> None:
    person = page_of(live.cast.readers["heshuning"], "郑四棠")
    assert person.present is not None
    paths = [
        "",
        f"{person.id}/",
        f"{person.id}/correct/",
        f"{person.id}/move/",
        f"rooms/{person.present.dwelling}/",
        "new/",
    ]
    page = sit("heshuning", PEOPLE, size=size, theme=theme)
    for path in paths:
        page.goto(f"{live.url}{PEOPLE}{path}")
        is_pleasing(page)
