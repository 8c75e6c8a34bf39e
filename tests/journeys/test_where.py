"""A report with a room lights up on its floor and room; corrected to another room it is gone from the first."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from tests.journeys.conftest import DESK, PHONE, Live, Look, Sit

from linli.domains.places import facade as places
from linli.foundation.scope.context import reading
from linli.project.demo.street import COMMUNITY

Visit = Callable[..., Page]
RECEIVED = re.compile(r"/m/\d{10}/[0-9A-Z]{12}/received/")
WHY = "上门看了，水是从 602 出来的"


def house(live: Live, number: int) -> places.BuildingRef:
    with reading(live.cast.readers["heshuning"]):
        return next(one for one in places.buildings_of(COMMUNITY) if one.label == f"{number} 号楼")


def reported(visit: Visit, ref: places.BuildingRef, words: str) -> None:
    """Report as a resident who writes the room into the words."""
    page = visit(f"/c/{COMMUNITY}/report/", has_script=False)
    page.get_by_label("是什么事", exact=True).fill(words)
    page.locator("select[name=building]").select_option(str(ref.id))
    page.locator("input[name=place][value=here]").check()
    page.get_by_role("button", name="发送").click()
    page.wait_for_url(RECEIVED)


def marked(page: Page, room: str) -> Locator:
    return page.locator(f"td[data-room='{room}']")


class TestFromTheReportToTheRightRoom:
    def test_by_mouse(self, visit: Visit, look: Look, live: Live) -> None:
        ref, words = house(live, 4), "2 单元 502 厨房漏水，滴个不停"
        reported(visit, ref, words)
        page = look(f"?at={ref.id}")
        expect(marked(page, "2-5-502")).to_be_visible()
        page.locator("a[data-cell='2-5-502']").click()
        expect(page.locator(".map-room .item")).to_contain_text(words)
        assert "floor=5&room=2-502" in page.url

        page.locator(".map-room .item").click()
        page.get_by_role("link", name="更正", exact=True).click()
        page.get_by_label("楼层").select_option("")
        expect(page.locator("#id_room option[value='2-6-602']")).to_have_count(1)
        page.get_by_label("房号").select_option("2-6-602")
        page.get_by_label("怎么知道的").fill(WHY)
        page.get_by_role("button", name="更正位置").click()
        expect(page.locator(".line-list .entry").first).to_contain_text("位置已更正")

        page.get_by_role("link", name="2 单元 602").click()
        page.wait_for_selector("[data-ready]", timeout=30_000)
        expect(page.locator(".map-room .item")).to_contain_text(words)
        expect(marked(page, "2-6-602")).to_be_visible()
        expect(marked(page, "2-5-502")).to_have_count(0)

    def test_by_keyboard(self, visit: Visit, look: Look, live: Live) -> None:
        ref, words = house(live, 5), "2 单元 502 阳台漏水"
        reported(visit, ref, words)
        page = look(f"?at={ref.id}")
        page.locator("a[data-cell='2-5-502']").focus()
        page.keyboard.press("Enter")
        expect(page.locator("a[data-cell='2-5-502']")).to_be_focused()
        expect(page.locator(".map-room .item")).to_contain_text(words)
        page.keyboard.press("Escape")
        expect(page.locator(".map-room")).to_have_count(0)
        expect(page.locator("a[data-level='5']")).to_be_focused()
        page.locator("a[data-cell='2-5-502']").focus()
        page.keyboard.press("Enter")
        page.locator(".map-room .item").focus()
        page.keyboard.press("Enter")
        page.get_by_role("link", name="更正", exact=True).focus()
        page.keyboard.press("Enter")
        self._choose_by_keyboard(page)
        page.get_by_label("怎么知道的").focus()
        page.keyboard.type(WHY)
        page.get_by_role("button", name="更正位置").focus()
        page.keyboard.press("Enter")
        page.get_by_role("link", name="2 单元 6 层").click()
        expect(page.locator("tr.is-on")).to_contain_text("6 层")
        expect(marked(page, "2-5-502")).to_have_count(0)

    def _choose_by_keyboard(self, page: Page) -> None:
        """Empty the room, then go one floor up; the focus stays where it was though the fields came anew."""
        room, floor = page.locator("#id_room"), page.locator("#id_floor")
        room.focus()
        page.keyboard.press("Home")
        expect(room).to_have_value("")
        expect(page.locator("#spot:not(.htmx-request)")).to_have_count(1)
        floor.focus()
        page.keyboard.press("ArrowDown")
        expect(floor).to_have_value("6")
        expect(page.locator("#id_room option[value='2-6-602']")).to_have_count(1)
        expect(floor).to_be_focused()

    @pytest.mark.parametrize("without", ["webgl", "script"])
    def test_without_a_drawing(self, visit: Visit, look: Look, live: Live, without: str) -> None:
        ref, words = house(live, 6 if without == "webgl" else 7), "2 单元 502 卫生间漏水"
        reported(visit, ref, words)
        page = look(f"?at={ref.id}", without=without)
        expect(marked(page, "2-5-502")).to_be_visible()
        page.locator("a[data-cell='2-5-502']").click()
        page.locator(".map-room .item").click()
        page.get_by_role("link", name="更正", exact=True).click()
        if without == "script":
            page.get_by_label("楼层").select_option("")
            page.get_by_label("房号").select_option("")
            page.get_by_role("button", name="列出这栋楼的单元和房号").click()
        else:
            page.get_by_label("房号").select_option("")
            page.get_by_label("楼层").select_option("")
        page.get_by_label("房号").select_option("2-6-602")
        page.get_by_label("怎么知道的").fill(WHY)
        page.get_by_role("button", name="更正位置").click()
        page.get_by_role("link", name="2 单元 602").click()
        expect(page.locator(".map-room .item")).to_contain_text(words)
        expect(marked(page, "2-6-602")).to_be_visible()
        expect(marked(page, "2-5-502")).to_have_count(0)


class TestIntake:
    def test_the_words_fill_the_room_in_and_a_hand_changes_it(self, sit: Sit, live: Live) -> None:
        page = sit("heshuning", "/work/intake/")
        page.locator("#id_text").fill("2 单元 302 厨房漏水")
        page.locator("#id_building").fill(house(live, 8).label)
        page.keyboard.press("Tab")
        expect(page.locator("#id_room")).to_have_value("2-3-302")
        expect(page.get_by_text("从原话里读出来的")).to_be_visible()
        page.locator("#id_room").select_option("")
        expect(page.get_by_text("以这里选的为准")).to_be_visible()
        expect(page.locator("#id_room")).to_have_value("")
        page.locator("#id_place_words").fill("电梯旁边")
        page.keyboard.press("Tab")
        expect(page.locator("#id_room")).to_have_value("")

    @pytest.mark.parametrize("size", [PHONE, DESK])
    @pytest.mark.parametrize("theme", ["light", "dark"])
    def test_axe_finds_nothing_and_nothing_runs_over(
        self, sit: Sit, live: Live, size: tuple[int, int], theme: str
    ) -> None:
        page = sit("heshuning", "/work/intake/", size=size, theme=theme)
        page.locator("#id_building").fill(house(live, 8).label)
        page.keyboard.press("Tab")
        expect(page.locator("#id_room option")).not_to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        found = Axe().run(page).response["violations"]
        assert [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] != "minor"] == []
