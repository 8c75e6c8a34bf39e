"""The drawing table in the browser: split, draw, bend and merge grids by mouse, by keyboard and without a script."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from tests.journeys.conftest import DESK, PHONE, SMALL_PHONE, Live, Sit

from linli.foundation.scope.context import reading
from linli.foundation.territory import queries as territory
from linli.foundation.territory.gridwork import drafts
from linli.project.demo.street import COMMUNITY

TABLE = reverse("setup:draw_grids", args=[COMMUNITY])
FIRST = f"{COMMUNITY}001"
Open = Callable[..., Page]


@pytest.fixture
def table(sit: Sit, live: Live) -> Open:
    """Open the drawing table as the system administrator, with no drawing begun."""
    with reading(live.cast.readers["xitong"]):
        draft = drafts.draft_of(COMMUNITY)
        if draft.is_begun:
            drafts.give_up(COMMUNITY, seen=draft.step)

    def open_table(
        *, size: tuple[int, int] = DESK, theme: str = "light", has_script: bool = True, query: str = ""
    ) -> Page:
        return sit("xitong", f"{TABLE}{query}", size=size, theme=theme, has_script=has_script)

    return open_table


def box_of(page: Page, code: str = FIRST) -> dict[str, float]:
    box = page.locator(f"path[data-code='{code}']").bounding_box()
    assert box is not None
    return dict(box)


def at(page: Page, x: float, y: float, code: str = FIRST) -> tuple[float, float]:
    """A point of the screen by parts of a grid's box."""
    box = box_of(page, code)
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def count(page: Page) -> Locator:
    return page.locator(".table-row")


def split_first(page: Page) -> None:
    page.mouse.click(*at(page, 0.5, 0.5))
    expect(page.locator("#chosen-grid")).to_be_visible()
    page.get_by_role("button", name="拆分").first.click()
    page.mouse.click(*at(page, 0.5, -0.05))
    page.mouse.click(*at(page, 0.55, 0.5))
    page.mouse.click(*at(page, 0.5, 1.05))
    page.get_by_role("button", name="完成").click()


class TestByMouse:
    def test_a_grid_is_split_and_the_step_taken_back(self, table: Open) -> None:
        page = table()
        expect(count(page)).to_have_count(12)
        split_first(page)
        expect(count(page)).to_have_count(13)
        expect(page.locator("[data-part=said]")).to_contain_text("拆分")
        expect(page.locator(".table-fine")).to_be_visible()
        page.locator("[data-part=undo]").click()
        expect(count(page)).to_have_count(12)
        page.locator("[data-part=redo]").click()
        expect(count(page)).to_have_count(13)

    def test_a_line_that_does_not_run_through_stays_on_the_table(self, table: Open) -> None:
        page = table()
        page.mouse.click(*at(page, 0.5, 0.5))
        page.get_by_role("button", name="拆分").first.click()
        page.mouse.click(*at(page, 0.4, 0.4))
        page.mouse.click(*at(page, 0.6, 0.6))
        page.get_by_role("button", name="完成").click()
        expect(page.locator("[data-part=said] .notice-late")).to_be_visible()
        expect(page.locator("[data-part=points] .t-point").first).to_be_attached()
        page.mouse.click(*at(page, 1.1, 1.1))
        expect(page.locator("[data-part=drawing]")).to_be_visible()

    def test_a_corner_is_dragged_and_the_neighbours_follow(self, table: Open) -> None:
        page = table()
        page.mouse.click(*at(page, 0.5, 0.5))
        before = page.locator(f"path[data-code='{COMMUNITY}002']").get_attribute("d")
        handle = page.locator(".t-corner.t-between").first
        handle.wait_for()
        boxes = [one.bounding_box() for one in page.locator(".t-corner.t-between").all()]
        east = max((box for box in boxes if box), key=lambda box: box["x"])
        page.mouse.move(east["x"] + east["width"] / 2, east["y"] + east["height"] / 2)
        page.mouse.down()
        page.mouse.move(east["x"] + east["width"] / 2 - 24, east["y"] + east["height"] / 2 + 10, steps=4)
        page.mouse.up()
        expect(page.locator("[data-part=said] .notice-done")).to_be_visible()
        assert page.locator(f"path[data-code='{COMMUNITY}002']").get_attribute("d") != before

    def test_a_grid_taken_away_leaves_a_gap_that_is_named_and_filled(self, table: Open) -> None:
        page = table()
        page.mouse.click(*at(page, 0.5, 0.5))
        page.get_by_role("button", name="删除这个网格").click()
        expect(page.locator(".t-gap")).to_have_count(1)
        page.get_by_role("button", name="单独成为一个网格").click()
        expect(page.locator(".t-gap")).to_have_count(0)
        expect(count(page)).to_have_count(12)

    def test_a_new_grid_is_drawn_over_the_gap(self, table: Open) -> None:
        page = table()
        page.mouse.click(*at(page, 0.5, 0.5))
        expect(page.locator("#chosen-grid")).to_be_visible()
        places = [at(page, x, y) for x, y in ((-0.1, -0.1), (1.1, -0.1), (1.1, 1.1), (-0.1, 1.1))]
        page.get_by_role("button", name="删除这个网格").click()
        expect(page.locator(".t-gap")).to_have_count(1)
        page.locator("[data-tool=draw]").click()
        for place in places:
            page.mouse.click(*place)
        page.get_by_role("button", name="完成").click()
        expect(page.locator(".t-gap")).to_have_count(0)
        expect(count(page)).to_have_count(12)


class TestByKeys:
    def test_a_grid_is_split_without_a_mouse(self, table: Open) -> None:
        page = table()
        page.locator(f"a[data-code='{FIRST}']").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#chosen-grid")).to_be_visible()
        page.locator("[data-part=split-this]").focus()
        page.keyboard.press("Enter")
        expect(page.locator("[data-part=sheet]")).to_be_focused()
        box = box_of(page)
        frame = page.locator("[data-part=sheet]").bounding_box()
        assert frame is not None
        middle = (frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
        _press(page, round((box["x"] + box["width"] / 2 - middle[0]) / 12), "ArrowRight", "ArrowLeft")
        _press(page, round((box["y"] - 20 - middle[1]) / 12), "ArrowDown", "ArrowUp")
        page.keyboard.press("Enter")
        _press(page, round((box["height"] + 40) / 12), "ArrowDown", "ArrowUp")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        expect(count(page)).to_have_count(13)
        expect(page.locator("[data-part=sheet]")).to_be_focused()

    def test_a_corner_is_moved_by_arrows(self, table: Open) -> None:
        page = table(query=f"?grid={FIRST}")
        corner = page.locator(".t-corner[tabindex='0']")
        corner.focus()
        expect(page.locator("[data-part=hint]")).to_contain_text("1")
        page.keyboard.press("PageDown")
        for _step in range(3):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.locator("[data-part=said] .notice")).to_be_visible()

    def test_escape_puts_the_tool_down(self, table: Open) -> None:
        page = table()
        page.locator("[data-tool=draw]").click()
        page.keyboard.press("Enter")
        expect(page.locator("[data-part=points] .t-point").first).to_be_attached()
        page.keyboard.press("Escape")
        expect(page.locator("[data-part=drawing]")).to_be_hidden()
        expect(page.locator("[data-part=points] .t-point")).to_have_count(0)


def _press(page: Page, steps: int, forward: str, backward: str) -> None:
    for _step in range(abs(steps)):
        page.keyboard.press(forward if steps > 0 else backward)


class TestWithoutScript:
    def test_grids_are_merged_and_the_step_taken_back(self, table: Open) -> None:
        page = table(has_script=False)
        for number in ("001", "002"):
            page.check(f"input[value='{COMMUNITY}{number}']")
        page.get_by_role("button", name="合并勾选的网格").click()
        expect(count(page)).to_have_count(11)
        page.get_by_role("button", name="撤销").click()
        expect(count(page)).to_have_count(12)


class TestLooks:
    @pytest.mark.parametrize("size", [SMALL_PHONE, PHONE, DESK], ids=["small", "phone", "desk"])
    @pytest.mark.parametrize("theme", ["light", "dark"])
    def test_nothing_is_cut_off_and_axe_finds_nothing(self, table: Open, size: tuple[int, int], theme: str) -> None:
        page = table(size=size, theme=theme, query=f"?grid={FIRST}")
        expect(page.locator(".t-corner").first).to_be_attached()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        found = Axe().run(page)
        assert [one["id"] for one in found.response["violations"] if one["impact"] in ("serious", "critical")] == []


class TestPublishing:
    """The last of these journeys: it changes the community's grids."""

    def test_the_drawing_is_in_force_from_its_day(self, table: Open, live: Live) -> None:
        page = table()
        split_first(page)
        expect(count(page)).to_have_count(13)
        day = timezone.localdate() + timedelta(days=7)
        page.fill("input[name=from_on]", day.isoformat())
        page.get_by_role("button", name="发布这些网格").click()
        expect(page.get_by_text(f"13 个网格从 {day.isoformat()} 起生效。")).to_be_visible()
        with reading(live.cast.readers["xitong"]):
            assert len(territory.grids_of(COMMUNITY)) == 12
            assert len(territory.grids_of(COMMUNITY, on=day)) == 13
