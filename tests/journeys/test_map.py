"""The map in the browser: into a building and back by mouse, by keyboard and without 3D; nothing leaves the machine."""

from uuid import UUID, uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.journeys.conftest import DESK, PHONE, Live, Look

from linli.domains.cases import facade as cases
from linli.domains.places import facade as places
from linli.foundation.scope.context import reading
from linli.project.demo.street import COMMUNITY

FIFTH = "a[data-level='5']"


@pytest.fixture(scope="module")
def house(live: Live) -> places.BuildingRef:
    """The third building, with a leak in room 502 of its second stair and a lamp nobody placed."""
    with reading(live.cast.readers["heshuning"]):
        ref = places.buildings_of(COMMUNITY)[2]
    opened(live, "2 单元 502 厨房漏水", building=ref.id, stair=2)
    opened(live, "消防通道停了车", building=ref.id)
    return ref


def opened(live: Live, text: str, *, building: UUID, stair: int | None = None) -> UUID:
    with reading(live.cast.readers["heshuning"]):
        place = cases.PlaceInput(building=building, stair=stair)
        order = cases.OpenCase(community=COMMUNITY, text=text, token=uuid4().hex, channel="phone", place=place)
        return cases.open_case(order).case_id


def about(page: Page) -> str:
    return str(page.locator("[data-part=about]").get_attribute("data-at"))


class TestIntoABuilding:
    def test_by_mouse_to_a_floor_and_back(self, look: Look, house: places.BuildingRef) -> None:
        page = look()
        page.locator(f".pin-item[data-place='{house.id}']").click()
        expect(page.locator(".map-head h2")).to_have_text(house.label)
        page.locator(FIFTH).click()
        expect(page.locator("tr.is-on td[data-room='2-5-502']")).to_be_visible()
        assert f"at={house.id}" in page.url
        assert "floor=5" in page.url
        page.go_back()
        expect(page.locator("tr.is-on")).to_have_count(0)
        page.go_back()
        expect(page.locator(".floor-table")).to_have_count(0)
        page.go_forward()
        expect(page.locator(".map-head h2")).to_have_text(house.label)

    def test_a_tap_on_the_drawing_opens_the_building_under_it(self, look: Look, house: places.BuildingRef) -> None:
        page = look(f"?at={house.id}")
        frame = page.locator(".map-scene").bounding_box()
        assert frame is not None
        page.wait_for_selector(f"[data-shown='{house.id}']")
        page.mouse.click(frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2 + 20)
        expect(page.locator("tr.is-on")).to_have_count(1)
        assert about(page) == str(house.id)

    def test_a_tap_on_a_room_of_the_drawing_opens_that_room(self, look: Look, house: places.BuildingRef) -> None:
        page = look(f"?at={house.id}&floor=3")
        frame = page.locator(".map-scene").bounding_box()
        assert frame is not None
        page.wait_for_selector(f"[data-shown='{house.id}']")
        page.mouse.click(frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2 + 20)
        expect(page.locator(".map-room")).to_have_count(1)
        room = str(page.locator("[data-part=about]").get_attribute("data-room"))
        assert room.split("-")[1] == "3"
        expect(page.locator(f"a[data-cell='{room}']")).to_be_focused()

    def test_a_pin_of_the_flat_plan_opens_it_without_a_new_page(self, look: Look, house: places.BuildingRef) -> None:
        page = look()
        page.get_by_role("button", name="平面").click()
        page.locator(f"a.pin[data-place='{house.id}'] rect").click()
        expect(page.locator(".map-head h2")).to_have_text(house.label)
        expect(page.locator("a.pin-on")).to_have_count(1)
        expect(page.locator(".map-flat")).to_be_visible()

    def test_by_keyboard_alone(self, look: Look, house: places.BuildingRef) -> None:
        page = look()
        page.locator(f".pin-item[data-place='{house.id}']").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".map-head h2")).to_be_focused()
        floor = page.locator(FIFTH)
        floor.focus()
        page.keyboard.press("Enter")
        expect(page.locator(FIFTH)).to_be_focused()
        expect(page.locator("tr.is-on")).to_have_count(1)
        page.keyboard.press("Escape")
        expect(page.locator("tr.is-on")).to_have_count(0)
        page.keyboard.press("Escape")
        expect(page.locator(".floor-table")).to_have_count(0)
        page.locator(".map-scene canvas").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".floor-table")).to_have_count(1)

    def test_an_address_restores_building_and_floor(self, look: Look, house: places.BuildingRef) -> None:
        page = look(f"?at={house.id}&floor=5")
        expect(page.locator("tr.is-on td[data-room='2-5-502']")).to_be_visible()
        expect(page.get_by_text("2 单元 502 厨房漏水")).to_be_visible()

    def test_a_new_matter_appears_without_a_new_page(self, look: Look, live: Live, house: places.BuildingRef) -> None:
        page = look()
        pin = page.locator(f".pin-item[data-place='{house.id}']")
        before = int(pin.inner_text().split("件")[0].split()[-1])
        opened(live, "楼道灯不亮了", building=house.id)
        expect(pin).to_contain_text(f"{before + 1} 件", timeout=30_000)


class TestWithoutADrawing:
    @pytest.mark.parametrize("without", ["webgl", "context", "chunk", "script"])
    def test_the_plan_and_the_floor_table_say_the_same(
        self, look: Look, house: places.BuildingRef, without: str
    ) -> None:
        page = look(without=without)
        expect(page.locator(".map-flat svg.map")).to_be_visible()
        page.locator(f".pin-item[data-place='{house.id}']").click()
        page.locator(FIFTH).click()
        expect(page.locator("td[data-room='2-5-502']")).to_be_visible()
        expect(page.locator(".map-flat svg.map")).to_be_visible()
        expect(page.locator(".map-switch")).to_be_hidden()
        expect(page.locator(".map-scene canvas:visible")).to_have_count(0)


class TestEverybody:
    @pytest.mark.parametrize("size", [PHONE, DESK])
    @pytest.mark.parametrize("theme", ["light", "dark"])
    def test_axe_finds_nothing_and_nothing_runs_over(
        self, look: Look, house: places.BuildingRef, size: tuple[int, int], theme: str
    ) -> None:
        page = look(f"?at={house.id}&floor=5", size=size, theme=theme)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        found = Axe().run(page).response["violations"]
        assert [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] != "minor"] == []
