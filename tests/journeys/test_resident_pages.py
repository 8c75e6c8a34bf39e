"""Every resident's page at every size: nothing runs over the edge, nothing serious for axe, light for old phones."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from tests.journeys.conftest import DESK, PHONE, SMALL_PHONE, Live
from tests.journeys.town import close

from linli.domains.cases import facade as cases
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader
from linli.project.demo import street

Visit = Callable[..., Page]
REPORT = f"/c/{street.COMMUNITY}/report/"
MOST_KB = 100


@pytest.fixture(scope="module")
def addresses(live: Live) -> dict[str, str]:
    matters = {}
    for name in ("open", "closed"):
        with reading(Reader()):
            order = cases.OpenCase(
                community=street.COMMUNITY, text="三号楼门口的路灯不亮了", token=uuid4().hex, channel="web"
            )
            opened = cases.open_case(order)
        matters[name] = opened
    close(live.cast, matters["closed"].case_id)
    track = {name: f"/m/{one.code}/{one.key}/" for name, one in matters.items()}
    return {
        "home": "/",
        "report": REPORT,
        "state": f"/m/{matters['open'].code}/",
        "open": track["open"],
        "closed": track["closed"],
        "received": f"{track['open']}received/",
        "slip": f"{track['open']}slip/",
        "lookup": "/m/?code=123",
        "nothing": "/nothing/",
    }


NAMES = ("home", "report", "state", "open", "closed", "received", "slip", "lookup", "nothing")


def overhang(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def faults_of(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("name", NAMES)
class TestEveryPage:
    @pytest.mark.parametrize("size", [SMALL_PHONE, PHONE, DESK], ids=["360", "390", "1440"])
    def test_nothing_runs_over_the_edge(
        self, visit: Visit, addresses: dict[str, str], name: str, size: tuple[int, int]
    ) -> None:
        assert overhang(visit(addresses[name], size=size)) == 0

    def test_the_largest_type_fits_a_small_phone(self, visit: Visit, addresses: dict[str, str], name: str) -> None:
        assert overhang(visit(addresses[name], size=SMALL_PHONE, elder="largest")) == 0

    @pytest.mark.parametrize("elder", ["", "large"], ids=["ordinary", "elder"])
    def test_axe_has_nothing_serious(self, visit: Visit, addresses: dict[str, str], name: str, elder: str) -> None:
        assert faults_of(visit(addresses[name], elder=elder)) == []


class TestTheReport:
    @pytest.mark.parametrize("elder", ["", "largest"], ids=["ordinary", "largest"])
    def test_every_question_fits_and_pleases_axe(self, visit: Visit, elder: str) -> None:
        page = visit(REPORT, size=SMALL_PHONE, elder=elder)
        page.locator("textarea[name=text]").fill("楼道着火了")
        for step in range(4):
            assert overhang(page) == 0, step
            assert faults_of(page) == [], step
            if step < 3:
                page.locator("[data-part=next]").click()

    def test_elder_targets_are_sixty_pixels(self, visit: Visit) -> None:
        page = visit("/", size=SMALL_PHONE, elder="large")

        low = page.locator("main a.btn, main button.btn, main input.input").evaluate_all(
            "all => all.filter(e => e.offsetHeight > 0 && e.offsetHeight < 60).map(e => e.outerHTML.slice(0, 80))"
        )

        assert low == []

    def test_it_is_light(self, visit: Visit) -> None:
        """Count what the page needs in all, as it arrives uncompressed: page, styles, script, pictures."""
        page = visit(REPORT)
        page.wait_for_load_state("networkidle")

        sizes: dict[str, int] = page.evaluate(
            """Object.fromEntries([...performance.getEntriesByType("navigation"),
                ...performance.getEntriesByType("resource")].map(entry => [entry.name, entry.decodedBodySize]))"""
        )

        assert {name.rsplit(".", 1)[-1] for name in sizes} >= {"css", "js"}
        assert min(sizes.values()) > 0, sizes
        assert sum(sizes.values()) <= MOST_KB * 1024, sizes
