"""The lists in the browser: filters kept, shared and taken back; columns; the hand on the keyboard; a workbook read."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from tests.journeys.conftest import DESK, PHONE, SMALL_PHONE, Live, Sit, serious
from tests.journeys.test_workbench import accepted, opened, state_of

from linli.foundation.lists import actions
from linli.foundation.lists.queries import Kept
from linli.foundation.scope.context import reading

LIST, KEPT = reverse("workbench:cases"), reverse("workbench:kept")
SECRET = "老槐树"


@pytest.fixture(scope="module")
def busy(live: Live) -> Live:
    """A community with matters in several states, and one filter of each kind."""
    for text in ("电梯又停了，门关不上", "楼道灯坏了，晚上很黑", "下水道堵了，污水漫出来"):
        opened(live, text)
    for _ in range(3):
        accepted(live)
    with reading(live.cast.readers["zhiban"]):
        actions.keep_filter("cases", name="夜里要看的", kept=Kept(filters={"state": "received"}), audience="place")
    with reading(live.cast.readers["heshi"]):
        gone = {"state": "open", "grid": "999901001001099"}
        actions.keep_filter("cases", name="老网格", kept=Kept(filters=gone, columns=("title", "due", "units")))
    return live


def above(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(".kept-link").all_inner_texts()]


class TestAFiltersLife:
    @pytest.mark.parametrize("has_script", [True, False])
    def test_kept_opened_shared_renamed_removed_and_taken_back(
        self,
        sit: Sit,
        busy: Live,
        has_script: bool,  # noqa: FBT001 - a parameter
    ) -> None:
        name, other = ("在办的电梯", "电梯") if has_script else ("不用脚本的", "照样改名")
        clerk = sit("heshuning", LIST, has_script=has_script)
        clerk.get_by_text("更多条件").click()
        clerk.get_by_label("类别").select_option("elevator")
        clerk.get_by_label("排序").select_option("due")
        clerk.get_by_role("button", name="查看").click()
        clerk.get_by_text("存为常用筛选").click()
        clerk.get_by_label("名称").fill(name)
        clerk.get_by_role("button", name="存下").click()
        expect(clerk.locator(".kept-link[aria-current]")).to_have_text(name)
        expect(clerk.locator(".c-title a")).to_have_count(1)

        clerk.goto(f"{busy.url}{reverse('workbench:todo')}")
        clerk.get_by_role("link", name=name).click()
        expect(clerk.locator(".kept-link[aria-current]")).to_have_text(name)
        expect(clerk.get_by_label("排序")).to_have_value("due")

        clerk.get_by_role("link", name="整理").click()
        clerk.get_by_text(f"共用: {name}").or_(clerk.locator("summary", has_text="共用")).first.click()
        clerk.get_by_role("radio", name="这里的所有人").first.check()
        clerk.get_by_role("button", name="就这样共用").click()
        expect(clerk.get_by_role("status").first).to_contain_text("也放到别人的清单上面了")
        assert any(name in text for text in above(sit("wangge2", LIST)))
        assert not any(name in text for text in above(sit("jiedao", LIST)))

        clerk.locator("summary", has_text="改名").first.click()
        clerk.get_by_label("名称").fill(other)
        clerk.get_by_role("button", name="改名", exact=True).click()
        expect(clerk.locator(".kept-words b").first).to_have_text(other)
        clerk.get_by_role("button", name="删除").first.click()
        expect(clerk.get_by_role("link", name=other)).to_have_count(0)
        assert not any(other in text for text in above(sit("wangge2", LIST)))
        clerk.locator(".toast button").click()
        expect(clerk.get_by_role("link", name=other)).to_be_visible()
        clerk.get_by_role("button", name="删除").first.click()

    def test_a_refusal_leaves_the_name_in_the_form(self, sit: Sit, busy: Live) -> None:  # noqa: ARG002 - served
        clerk = sit("heshuning", f"{LIST}?state=open")
        clerk.get_by_text("存为常用筛选").click()
        clerk.get_by_label("名称").fill("找 19900000366")
        clerk.get_by_role("button", name="存下").click()
        expect(clerk.get_by_role("alert")).to_contain_text("电话号码或证件号码")
        expect(clerk.get_by_label("名称")).to_have_value("找 19900000366")
        assert serious(clerk) == []

    def test_the_list_opens_with_it_and_words_stay_out_of_the_address(self, sit: Sit, busy: Live) -> None:
        clerk = sit("zhiban", f"{LIST}?words={SECRET}")
        clerk.get_by_text("存为常用筛选").click()
        expect(clerk.get_by_text("只有您用得到")).to_be_visible()
        clerk.get_by_label("名称").fill("要找的")
        clerk.get_by_role("button", name="存下").click()
        expect(clerk.get_by_label("文字或编号")).to_have_value(SECRET)
        assert SECRET not in clerk.evaluate("decodeURIComponent(location.href)")
        clerk.goto(f"{busy.url}{KEPT}")
        clerk.locator("li", has_text="要找的").get_by_role("button", name="打开清单先看它").click()
        clerk.locator(".rail").get_by_role("link", name="事项").click()
        expect(clerk.get_by_label("文字或编号")).to_have_value(SECRET)
        clerk.get_by_role("link", name="全部事项").click()
        expect(clerk.get_by_label("文字或编号")).to_have_value("")


class TestColumns:
    @pytest.mark.parametrize("has_script", [True, False])
    def test_chosen_moved_up_and_as_usual_again(self, sit: Sit, busy: Live, has_script: bool) -> None:  # noqa: ARG002, FBT001
        page = sit("heshuning", LIST, has_script=has_script)
        usual = page.locator("thead th").all_inner_texts()
        page.get_by_role("link", name="列", exact=True).click()
        page.get_by_role("checkbox", name="类别").uncheck()
        page.get_by_role("checkbox", name="期限").check()
        page.locator("li", has_text="地点").get_by_role("button").click()
        page.get_by_role("button", name="就用这些列").click()
        assert page.locator("thead th").all_inner_texts() == [
            "地点",
            "事项",
            "状态",
            "剩余时间",
            "牵头单位",
            "登记时间",
            "期限",
        ]
        page.get_by_role("link", name="列", exact=True).click()
        page.get_by_role("button", name="恢复通常的列").click()
        assert page.locator("thead th").all_inner_texts() == usual

    def test_a_phone_shows_cards_whatever_the_columns(self, sit: Sit, busy: Live) -> None:
        with reading(busy.cast.readers["jiedao"]):
            actions.choose_columns("cases", ("title", "closed"))
        page = sit("jiedao", LIST, size=PHONE)
        card = page.locator("tbody tr").first
        expect(card.locator(".c-title")).to_be_visible()
        expect(card.locator(".c-time")).to_be_visible()
        expect(card.locator(".c-when")).to_be_hidden()
        expect(page.get_by_role("link", name="列", exact=True)).to_be_hidden()


class TestTakenOut:
    def test_the_workbook_is_the_list(self, sit: Sit, busy: Live, tmp_path: Path) -> None:  # noqa: ARG002 - served
        page = sit("heshuning", f"{LIST}?kind=elevator")
        shown = page.locator(".c-title a").all_inner_texts()
        page.get_by_text("导出表格").click()
        with page.expect_download() as waiting:
            page.get_by_role("link", name="这张清单").click()
        path = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(path)
        sheet = openpyxl.load_workbook(path).active
        assert sheet is not None
        head, *rows = sheet.iter_rows(values_only=True)
        assert head[:3] == ("编号", "标题", "地点")
        assert [row[1] for row in rows] == shown
        assert path.name.startswith("事项 20")


class TestByKeyboardAlone:
    def test_down_up_open_next_step_tick_search_and_help(self, sit: Sit, live: Live) -> None:
        accepted(live)
        case_id = accepted(live)
        page = sit("heshuning", LIST)
        focused: Callable[[], str] = lambda: page.evaluate("document.activeElement.textContent")  # noqa: E731
        titles = page.locator(".c-title a").all_inner_texts()
        page.keyboard.press("a")
        expect(page.locator("[data-part=keys-said]")).to_have_text("请先用 J 或 K 走到一件事。")
        page.keyboard.press("j")
        page.keyboard.press("j")
        assert focused() == titles[1]
        page.keyboard.press("k")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert (focused(), outline) == (titles[0], "solid")
        page.keyboard.press("a")
        page.wait_for_url(f"**{LIST}{case_id}/dispatch/")
        page.go_back()
        page.keyboard.press("j")
        page.keyboard.press("o")
        page.wait_for_url(f"**{LIST}{case_id}/")
        page.keyboard.press("a")
        page.wait_for_url(f"**{LIST}{case_id}/dispatch/")

        page.goto(f"{live.url}{LIST}?state=accepted")
        page.keyboard.press("j")
        page.keyboard.press("x")
        expect(page.locator("[data-part=count]")).to_have_text("已勾选 1 件")
        expect(page.locator("[data-part=keys-said]")).to_have_text("已勾选")
        page.keyboard.press("?")
        expect(page.locator(".key-list")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(".key-list")).to_be_hidden()
        page.keyboard.press("/")
        page.keyboard.type("jkax电梯?")
        expect(page.get_by_label("文字或编号")).to_have_value("jkax电梯?")
        expect(page.locator(".key-list")).to_be_hidden()

    def test_one_setting_switches_them_off_and_on_again(self, sit: Sit, live: Live) -> None:
        accepted(live)
        page = sit("heshuning", LIST)
        page.keyboard.press("?")
        page.get_by_role("button", name="关掉单个按键").click()
        expect(page.locator("html")).to_have_attribute("data-keys", "off")
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.tagName") != "A"
        page.locator("summary", has_text="按键").click()
        page.get_by_role("button", name="打开单个按键").click()
        expect(page.locator("html[data-keys]")).to_have_count(0)
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.tagName") == "A"

    def test_in_the_to_do_list_a_goes_where_the_focus_is(self, sit: Sit, live: Live) -> None:
        for _ in range(2):
            accepted(live)
        page = sit("heshuning", "/work/")
        page.keyboard.press("j")
        page.keyboard.press("o")
        expect(page.locator("#content .case-head h1")).to_be_visible()
        page.keyboard.press("j")
        second = page.evaluate("document.activeElement.dataset.next").split("/")[3]
        page.keyboard.press("a")
        page.wait_for_url(f"**{LIST}{second}/**")


class TestManyAtOnce:
    @pytest.mark.parametrize("has_script", [True, False])
    def test_a_ticked_page_is_dispatched(self, sit: Sit, live: Live, has_script: bool) -> None:  # noqa: FBT001
        ids = [accepted(live) for _ in range(3)]
        page = sit("heshuning", f"{LIST}?state=accepted", has_script=has_script)
        count = page.locator("tbody tr").count()
        page.get_by_role("button", name="勾选本页").click()
        expect(page.locator("[data-part=count]")).to_have_text(f"已勾选 {count} 件")
        page.get_by_role("button", name="派出勾选的").click()
        if has_script:
            assert serious(page) == []
        page.get_by_role("button", name="派单", exact=True).click()
        expect(page.locator("h1")).to_contain_text(f"{count} 件")
        assert {state_of(live, one) for one in ids} == {"handling"}


PAGES = {
    "list": ("heshuning", f"{LIST}?sort=due"),
    "plain": ("heshi", LIST),
    "kept": ("heshi", KEPT),
    "nothing kept": ("wuye", KEPT),
    "columns": ("heshuning", "/work/cases/columns/"),
    "ticking": ("heshuning", f"{LIST}?state=accepted&tick=page"),
    "gone": ("heshi", f"{LIST}?grid=999901001001099"),
    "to do": ("heshi", "/work/"),
}


@pytest.mark.parametrize("name", PAGES)
class TestEveryPage:
    @pytest.mark.parametrize("size", [SMALL_PHONE, PHONE, DESK])
    def test_nothing_runs_over_the_edge(self, sit: Sit, busy: Live, name: str, size: tuple[int, int]) -> None:  # noqa: ARG002
        username, path = PAGES[name]
        page = sit(username, path, size=size)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        if size == DESK:
            assert page.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0

    @pytest.mark.parametrize("theme", ["light", "dark"])
    def test_axe_finds_nothing_serious_also_in_what_opens(self, sit: Sit, busy: Live, name: str, theme: str) -> None:  # noqa: ARG002
        username, path = PAGES[name]
        page = sit(username, path, theme=theme)
        assert serious(page) == []
        for summary in page.locator("summary:visible").all()[:6]:
            summary.click()
            assert serious(page) == []
            page.keyboard.press("Escape")


def test_the_key_of_a_filter_says_nothing(busy: Live, sit: Sit) -> None:
    """Somebody else's filter by its id is the plain list: nobody learns that it exists."""
    with reading(busy.cast.readers["heshi"]):
        own = actions.keep_filter("cases", name="只有我", kept=Kept(filters={"state": "closed"}))
    assert isinstance(own.id, UUID)
    page = sit("zhiban", f"{LIST}?kept={own.id}")
    expect(page.get_by_label("状态")).to_have_value("")
