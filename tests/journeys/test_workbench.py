"""Staff at work in the browser: one matter through three units, dictation with a slip, revealing, keys, two at once."""

import re
from uuid import UUID, uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.journeys.conftest import DESK, PHONE, SMALL_PHONE, Live, Sit

from linli.domains.cases import facade as cases
from linli.foundation.scope.context import reading
from linli.project.demo.street import COMMUNITY

ODD = "有件事想请社区的人来看一下"


def opened(live: Live, text: str, **given: object) -> UUID:
    with reading(live.cast.readers["heshuning"]):
        order = cases.OpenCase(community=COMMUNITY, text=text, token=uuid4().hex, channel="phone", **given)  # type: ignore[arg-type]
        return cases.open_case(order).case_id


def accepted(live: Live) -> UUID:
    case_id = opened(live, ODD)
    step(live, "heshuning", case_id, "accept")
    return case_id


def step(live: Live, username: str, case_id: UUID, action: str, *, then: tuple[str, ...] = (), **form: object) -> None:
    with reading(live.cast.readers[username]):
        version = cases.case_page(case_id).version
        cases.take_step(cases.StepOrder(case_id=case_id, action=action, version=version, form=form, then=then))


def state_of(live: Live, case_id: UUID) -> str:
    with reading(live.cast.readers["heshuning"]):
        return cases.case_page(case_id).state


class TestAMattersLife:
    def test_three_units_answer_and_somebody_else_verifies(self, sit: Sit, live: Live) -> None:
        case_id = accepted(live)
        clerk = sit("heshuning", f"/work/cases/{case_id}/")
        clerk.get_by_role("link", name="派单", exact=True).click()
        clerk.get_by_role("radio", name="区城市管理局望溪中队").check()
        for unit in ("柳岸社区居民委员会", "安和物业服务中心"):
            clerk.get_by_role("checkbox", name=unit).check()
        clerk.get_by_role("button", name="派单").click()
        expect(clerk.locator(".lane-unit b")).to_have_count(3)
        expect(clerk.locator(".toast")).to_contain_text("区城市管理局望溪中队")

        for username in ("wuye", "juwei", "chengguan"):
            desk = sit(username, f"/work/cases/{case_id}/")
            desk.get_by_role("button", name="签收").click()
            desk.get_by_role("link", name="答复办理结果").click()
            desk.get_by_label("办理结果").fill("到现场看过，修好了")
            desk.get_by_role("button", name="答复并签字办完").click()
            expect(desk.locator(".status-done").first).to_be_visible()
        assert state_of(live, case_id) == "verifying"

        own = sit("juwei", f"/work/cases/{case_id}/")
        expect(own.get_by_role("link", name="核实通过，办结")).to_have_count(0)
        assert own.goto(f"{live.url}/work/cases/{case_id}/verify/").status == 409  # type: ignore[union-attr]

        verifier = sit("heshi", f"/work/cases/{case_id}/")
        verifier.get_by_role("link", name="核实通过，办结").click()
        verifier.get_by_role("button", name="核实通过，办结").click()
        expect(verifier.locator(".case-head .status")).to_contain_text("已办结")
        assert state_of(live, case_id) == "closed"

    def test_two_dispatchers_at_once(self, sit: Sit, live: Live) -> None:
        case_id = accepted(live)
        first = sit("heshuning", f"/work/cases/{case_id}/dispatch/")
        second = sit("zhiban", f"/work/cases/{case_id}/dispatch/")
        second.get_by_label("交代几句").fill("请今天下午去看")
        first.get_by_role("button", name="派单").click()
        first.wait_for_url(re.compile(rf"/work/cases/{case_id}/$"))
        second.get_by_role("button", name="派单").click()
        expect(second.get_by_role("alert")).to_contain_text("有人先办了一步")
        expect(second.get_by_text("请今天下午去看")).to_be_visible()
        assert state_of(live, case_id) == "handling"

    def test_a_dispatch_is_taken_back_in_time_without_a_script(self, sit: Sit, live: Live) -> None:
        case_id = accepted(live)
        clerk = sit("heshuning", f"/work/cases/{case_id}/dispatch/", has_script=False)
        clerk.get_by_role("button", name="派单").click()
        clerk.locator(".toast button").click()
        expect(clerk.locator(".case-head .status")).to_contain_text("待派单")


class TestIntake:
    def test_a_dictated_report_is_read_back_and_ends_with_a_slip(self, sit: Sit, live: Live) -> None:  # noqa: ARG002 - served
        clerk = sit("heshuning", "/work/intake/")
        clerk.get_by_role("radio", name="对方说，我来写").check()
        clerk.get_by_label("报的什么事").press_sequentially("楼里的电梯又停了")
        expect(clerk.locator("[data-part=suggestion]")).to_contain_text("电梯")
        clerk.get_by_label("楼", exact=False).first.fill("6 号楼")
        clerk.get_by_role("button", name="登记", exact=True).click()
        expect(clerk.locator(".problem:visible")).to_have_count(2)
        expect(clerk.get_by_label("报的什么事")).to_have_value("楼里的电梯又停了")
        clerk.get_by_label("谁说的").fill("6 号楼的一位老人")
        clerk.get_by_role("checkbox", name="念给对方听过").check()
        clerk.get_by_role("button", name="登记", exact=True).click()
        expect(clerk.locator(".slip .qr")).to_be_visible()
        expect(clerk.locator(".slip .code-large")).to_have_text(re.compile(r"\d{4} \d{4} \d{2}"))
        clerk.emulate_media(media="print")
        expect(clerk.locator(".rail")).to_be_hidden()
        expect(clerk.locator(".slip")).to_be_visible()


class TestReveal:
    def test_a_number_is_shown_for_a_purpose_and_gone_after_a_minute(self, sit: Sit, live: Live) -> None:
        contact = cases.ContactInput(name="钱多多", phone="19900000366")
        case_id = opened(live, ODD, contact=contact)
        page = sit("heshuning", f"/work/cases/{case_id}/")
        assert "19900000366" not in page.content()
        page.clock.install()
        number = page.locator(".contact", has_text="199")
        number.locator("summary").click()
        number.get_by_role("radio").first.check()
        number.get_by_role("button").first.click()
        expect(page.get_by_text("19900000366")).to_be_visible()
        page.clock.fast_forward(61_000)
        expect(page.get_by_text("19900000366")).to_have_count(0)
        assert "19900000366" not in page.content()


class TestByKeyboardAlone:
    def test_down_the_list_open_next_step_and_search(self, sit: Sit, live: Live) -> None:
        accepted(live)
        page = sit("heshuning", "/work/")
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("k")
        page.keyboard.press("o")
        expect(page.locator("#content .case-head h1")).to_be_visible()
        expect(page.locator(".item[aria-current]")).to_have_count(1)
        assert "/work/cases/" in page.url
        page.keyboard.press("/")
        page.keyboard.type("有件事")
        page.keyboard.press("Enter")
        expect(page.locator(".c-title a").first).to_contain_text("有件事")

    def test_the_whole_of_a_dispatch(self, sit: Sit, live: Live) -> None:
        case_id = accepted(live)
        page = sit("heshuning", f"/work/cases/{case_id}/")
        page.keyboard.press("a")
        expect(page.get_by_role("radio").first).to_be_visible()
        page.get_by_role("radio").first.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.locator(".lane-unit b").first).to_be_visible()
        assert state_of(live, case_id) == "handling"

    def test_a_narrow_window_shows_list_or_matter(self, sit: Sit, live: Live) -> None:
        accepted(live)
        page = sit("heshuning", "/work/", size=PHONE)
        page.locator(".item").first.click()
        expect(page.locator(".case-head h1")).to_be_visible()
        expect(page.locator(".inbox")).to_be_hidden()
        page.locator(".detail-back").click()
        expect(page.locator(".inbox")).to_be_visible()


PAGES = {
    "todo": ("heshuning", "/work/"),
    "beside": ("heshuning", "/work/cases/{case}/?tab=mine"),
    "case": ("heshuning", "/work/cases/{case}/?reckon=1"),
    "unit": ("wuye", "/work/"),
    "step": ("heshuning", "/work/cases/{case}/add_assist/"),
    "list": ("heshuning", "/work/cases/"),
    "choose": ("heshuning", "/work/cases/?state=accepted"),
    "intake": ("heshuning", "/work/intake/"),
    "inbox": ("heshuning", "/work/inbox/"),
    "calendar": ("heshuning", "/work/calendar/"),
    "notice": ("xitong", "/work/calendar/notice/"),
    "map": ("heshuning", "/work/map/"),
    "ratings": ("wuye", "/work/ratings/"),
    "slip": ("heshuning", "/work/cases/{case}/slip/"),
    "missing": ("wuye", f"/work/cases/{UUID(int=1)}/"),
}


@pytest.fixture(scope="module")
def handled(live: Live) -> UUID:
    """A matter that five units work on."""
    case_id = opened(
        live, "电梯又停了，门关不上，老人下不了楼", contact=cases.ContactInput(name="钱多多", phone="19900000366")
    )
    with reading(live.cast.readers["heshuning"]):
        page = cases.case_page(case_id)
    if page.state == "received":
        step(live, "heshuning", case_id, "accept")
        step(live, "heshuning", case_id, "dispatch", lead=str(live.cast.units["property"]))
    with reading(live.cast.readers["heshuning"]):
        offer = cases.pending_step(case_id, "add_assist").offer
    assert offer is not None
    helpers = next(field.choices for field in offer.fields if field.name == "assist")
    step(live, "heshuning", case_id, "add_assist", assist=[unit for unit, _name in helpers[:4]])
    return case_id


@pytest.mark.parametrize("name", PAGES)
class TestEveryPage:
    @pytest.mark.parametrize("size", [SMALL_PHONE, PHONE, DESK])
    def test_nothing_runs_over_the_edge(self, sit: Sit, handled: UUID, name: str, size: tuple[int, int]) -> None:
        username, path = PAGES[name]
        page = sit(username, path.format(case=handled), size=size)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        if size == DESK:  # there its parts scroll, and the window does not scroll once more into nothing
            assert page.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0

    @pytest.mark.parametrize("theme", ["light", "dark"])
    def test_axe_finds_nothing_serious(self, sit: Sit, handled: UUID, name: str, theme: str) -> None:
        username, path = PAGES[name]
        page = sit(username, path.format(case=handled), theme=theme)
        found = Axe().run(page).response["violations"]
        serious = [
            f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in ("serious", "critical")
        ]
        assert serious == []
