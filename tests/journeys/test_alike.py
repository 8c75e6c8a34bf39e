"""Before sending, a resident learns that a lamp is known already; staff see the twin beside a matter."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from tests.domains.cases.acting import report
from tests.journeys.conftest import PHONE, Live, Sit

from linli.domains.cases import facade as cases
from linli.domains.places import facade as places
from linli.foundation.scope.context import reading
from linli.project.demo.street import COMMUNITY

Visit = Callable[..., Page]
REPORT = reverse("resident:report", args=[COMMUNITY])
LAMP = "楼前两盏路灯不亮，井盖也松了"


@pytest.fixture
def house(live: Live) -> places.BuildingRef:
    with reading(live.cast.readers["heshuning"]):
        return places.buildings_of(COMMUNITY)[4]


@pytest.fixture
def lamps(house: places.BuildingRef) -> tuple[cases.Opened, cases.Opened]:
    place = cases.PlaceInput(building=house.id)
    return report(LAMP, place=place), report("路灯两盏都不亮，井盖松了，晚上看不见", place=place)


class TestBeforeSending:
    @pytest.mark.usefixtures("lamps")
    def test_choosing_the_place_tells_what_is_known_there(self, visit: Visit, house: places.BuildingRef) -> None:
        page = visit(REPORT, size=PHONE)
        page.get_by_label("是什么事", exact=True).fill("这里路灯不亮")
        page.locator("[data-part~=next]").click()
        page.locator("select[name=building]").select_option(str(house.id))
        line = page.locator("[data-part=known-lines] li").first
        expect(line).to_contain_text("路灯与井盖")
        expect(line).to_contain_text(house.label)
        assert "井盖也松了" not in page.content()

    @pytest.mark.usefixtures("lamps")
    def test_without_script_a_button_tells_it(self, visit: Visit, house: places.BuildingRef) -> None:
        page = visit(REPORT, size=PHONE, has_script=False)
        page.get_by_label("是什么事", exact=True).fill("这里路灯不亮")
        page.locator("select[name=building]").select_option(str(house.id))
        page.locator("input[name=place][value=here]").check()
        page.get_by_role("button", name="看看是不是有人报过").click()
        expect(page.locator("[data-part=known-lines] li").first).to_contain_text(house.label)
        expect(page.get_by_label("是什么事", exact=True)).to_have_value("这里路灯不亮")


class TestForStaff:
    def test_the_twin_stands_beside_a_matter(self, sit: Sit, lamps: tuple[cases.Opened, cases.Opened]) -> None:
        one, twin = lamps
        own, other = (reverse("workbench:case", args=[case.case_id]) for case in (one, twin))
        page = sit("heshuning", own)
        page.locator(f".alike a[href='{other}']").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("路灯两盏都不亮")
