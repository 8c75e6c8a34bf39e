"""A complaint about the unit that would handle it: the street reads it, the unit and the station never do."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.journeys.conftest import Live, Sit
from tests.portals.resident.conftest import REPORT

WORDS = "保洁的人态度很差，说了两次也不改"


class TestComplaint:
    def test_it_reaches_the_street_and_never_the_unit_it_is_about(
        self, live: Live, visit: Callable[..., Page], sit: Sit
    ) -> None:
        page = visit(REPORT, has_script=False)
        page.locator("textarea[name=text]").fill(WORDS)
        page.locator("details", has=page.locator("[name=about_unit]")).locator("summary").click()
        page.locator("[name=about_unit]").select_option(str(live.cast.units["property"]))
        page.get_by_role("button", name="发送").click()
        page.wait_for_url("**/received/**")

        expect(sit("jiedao", "/work/cases/").get_by_text(WORDS).first).to_be_visible()
        for somebody in ("wuye", "heshuning", "heshi"):
            expect(sit(somebody, "/work/cases/").get_by_text(WORDS)).to_have_count(0)
