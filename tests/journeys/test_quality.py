"""Second looks in the browser: drawn and failed, marked and objected to, the same again; and the pages themselves."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.domains.cases.acting import report
from tests.journeys.conftest import DESK, PHONE, SMALL_PHONE, Live, Sit, serious
from tests.journeys.test_workbench import state_of
from tests.journeys.town import close

from linli.domains.cases import facade as cases
from linli.domains.places import facade as places
from linli.foundation.scope.context import reading
from linli.project.demo.street import COMMUNITY

Visit = Callable[..., Page]
RATES, RECHECKS, LIST, TODO = (reverse(f"workbench:{name}") for name in ("rates", "rechecks", "cases", "todo"))


def lift(live: Live, text: str, *, house: int) -> cases.Opened:
    clerk = live.cast.readers["heshuning"]
    with reading(clerk):
        place = cases.PlaceInput(building=places.buildings_of(COMMUNITY)[house].id)
    return report(text, by=clerk, channel="phone", place=place)


def looks(case_id: UUID) -> str:
    return reverse("workbench:looks", args=[case_id])


def choose(page: Page, words: str, why: str = "", *, label: str = "理由") -> None:
    form = page.locator("form.step-form", has=page.get_by_text(words, exact=True))
    form.get_by_text(words, exact=True).click()
    if why:
        form.get_by_label(label).fill(why)
    form.get_by_role("button", name="记下").click()


class TestRecheck:
    def test_drawn_found_in_the_list_failed_and_done_again(self, sit: Sit, live: Live) -> None:
        done = lift(live, "电梯关门时有异响", house=1)
        close(live.cast, done.case_id)
        street = sit("jiedao", RECHECKS)
        street.get_by_label("从什么时候办结的事项里抽").select_option(f"{timezone.localdate():%Y-%m}")
        street.get_by_role("button", name="随机抽取").click()
        expect(street.locator("code")).to_have_count(1)

        verifier = sit("heshi", f"{TODO}?tab=looks")
        verifier.get_by_text("电梯关门时有异响").click()
        verifier.get_by_role("link", name="看一看").click()
        choose(verifier, "没办好，重新办理", "门还是响", label="怎么知道的")
        expect(verifier.get_by_role("status").first).to_contain_text("记下了")
        assert state_of(live, done.case_id) == "accepted"


class TestMark:
    def test_asked_agreed_read_by_the_reporter_objected_to_and_taken_away(
        self, sit: Sit, visit: Visit, live: Live
    ) -> None:
        one = lift(live, "电梯太慢了，天天报天天慢", house=4)
        clerk = sit("heshuning", looks(one.case_id), has_script=False)
        choose(clerk, "把这次上报标为恶意", "话里骂人")
        expect(clerk.get_by_text("由您以外的人看")).to_be_visible()
        choose(sit("zhiban", looks(one.case_id)), "同意", "看过原话")

        track = reverse("resident:track", args=[one.code, one.key])
        reporter = visit(track, has_script=False)
        expect(reporter.locator("#mark")).to_contain_text("不针对您本人")
        reporter.get_by_text("我对标注有异议").click()
        reporter.get_by_label("为什么不该这样标").fill("我没有骂人")
        reporter.get_by_role("button", name="交给街道").click()
        expect(reporter.get_by_text("异议已交街道")).to_be_visible()

        street = sit("jiedao", looks(one.case_id))
        expect(street.get_by_text("我没有骂人")).to_be_visible()
        choose(street, "同意", "原话没有骂人")
        assert reporter.goto(f"{live.url}{track}") is not None
        expect(reporter.locator("#mark")).to_have_count(0)


class TestTheSameAgain:
    def test_shown_beside_the_new_one_compared_and_done_again(self, sit: Sit, live: Live) -> None:
        old = lift(live, "电梯门关不上", house=6)
        close(live.cast, old.case_id)
        new = lift(live, "电梯门又关不上了", house=6)
        clerk = sit("heshuning", reverse("workbench:case", args=[new.case_id]), size=PHONE)
        clerk.get_by_role("link", name="比对").click()
        choose(clerk, "是同一件，先前那件重新办理", "还是那扇门", label="怎么知道的")
        expect(clerk.get_by_role("status").first).to_contain_text("记下了")
        assert state_of(live, old.case_id) == "accepted"


@pytest.fixture(scope="module")
def busy(live: Live) -> cases.Opened:
    """A matter with an earlier one at its place and something asked about it."""
    close(live.cast, lift(live, "电梯按钮不亮", house=8).case_id)
    new = lift(live, "电梯按钮又不亮了", house=8)
    with reading(live.cast.readers["zhiban"]):
        version = cases.case_page(new.case_id).version
        cases.ask_look(new.case_id, "exclusion", version=version, reason="配件停产，谁也换不了")
    return new


@pytest.mark.parametrize("name", ["rates", "rechecks", "looks", "list"])
class TestEveryPage:
    def path(self, name: str, busy: cases.Opened) -> str:
        opened = f"{LIST}?period=2026&measure=on_time-all"
        return {"rates": RATES, "rechecks": RECHECKS, "looks": looks(busy.case_id), "list": opened}[name]

    @pytest.mark.parametrize("size", [SMALL_PHONE, PHONE, DESK])
    def test_nothing_runs_over_the_edge(self, sit: Sit, busy: cases.Opened, name: str, size: tuple[int, int]) -> None:
        page = sit("jiedao", self.path(name, busy), size=size)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0

    @pytest.mark.parametrize("theme", ["light", "dark"])
    def test_axe_finds_nothing_serious(self, sit: Sit, busy: cases.Opened, name: str, theme: str) -> None:
        assert serious(sit("jiedao", self.path(name, busy), theme=theme)) == []
