"""Duty lists in the browser: an item taken off, a dispatch refused with its citation, an exception opened and ended."""

from datetime import timedelta
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.journeys.conftest import DESK, PHONE, SMALL_PHONE, Live, Sit
from tests.journeys.test_workbench import accepted

from linli.project.demo.street import COMMUNITY

LISTS = reverse("setup:duty_lists", args=[COMMUNITY])
WHOSE, ADMISSIONS = reverse("workbench:whose"), reverse("workbench:admissions")
ITEM, STATION = "其他诉求的受理与转办", "柳岸社区服务站"


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in ("serious", "critical")]


def at_dispatch(sit: Sit, case_id: UUID) -> Page:
    """Open the dispatch of a matter with the station chosen to lead."""
    clerk = sit("heshuning", reverse("workbench:step", args=[case_id, "dispatch"]))
    clerk.get_by_role("radio", name=STATION).check()
    return clerk


def send(clerk: Page) -> None:
    clerk.get_by_role("button", name="派单").click()


def publish_without(admin: Page, item: str) -> None:
    """Draw the next version of admitted work up, take an item off, and publish it from today."""
    admin.get_by_role("link", name="起草新版本").click()
    admin.get_by_label("清单种类").select_option("admitted")
    admin.get_by_role("button", name="开始起草").click()
    admin.get_by_role("link", name=item).click()
    admin.get_by_text("从草稿中删去", exact=True).click()
    admin.get_by_role("button", name="移出").click()
    admin.get_by_role("link", name="核对并发布").click()
    expect(admin.get_by_role("heading", name="取消 1 项")).to_be_visible()
    admin.get_by_role("button", name="发布这一版").click()
    expect(admin.get_by_text("已发布")).to_be_visible()


def ask(bureau: Page) -> None:
    bureau.get_by_role("link", name="申请准入").click()
    bureau.get_by_label("给哪里").select_option(COMMUNITY)
    bureau.get_by_label("是什么工作").fill("热线并线期间代收诉求")
    bureau.get_by_role("radio", name="由服务站牵头").check()
    bureau.get_by_role("checkbox", name="其他").check()
    bureau.get_by_label("依据").fill("区市场监管局并线通知")
    bureau.get_by_label("所需工时（小时）").fill("10")
    bureau.get_by_label("到哪天止").fill((timezone.localdate() + timedelta(days=20)).isoformat())
    bureau.get_by_label("原因").fill("热线并线，人手在路上")
    bureau.get_by_role("button", name="提交申请").click()
    expect(bureau.get_by_text("待审批")).to_be_visible()


class TestAnItemsWay:
    def test_taken_off_refused_admitted_dispatched_ended_and_refused_again(self, sit: Sit, live: Live) -> None:
        first, second = accepted(live), accepted(live)
        clerk = at_dispatch(sit, first)
        publish_without(sit("xitong", LISTS), ITEM)
        send(clerk)
        for words in (ITEM, "社区准入事项清单（示例）", "第 1 版", "依据《城市居民委员会组织法》", "街道办事处"):
            expect(clerk.locator(".notice-late")).to_contain_text(words)

        bureau, street = sit("shichang", ADMISSIONS), sit("jiedao", ADMISSIONS)
        ask(bureau)
        street.reload()
        street.get_by_role("link", name="热线并线期间代收诉求").click()
        street.get_by_label("原因").fill("同意，到期自行失效")
        street.get_by_role("button", name="同意", exact=True).click()
        expect(street.get_by_text("施行中")).to_be_visible()

        again = at_dispatch(sit, first)
        send(again)
        expect(again.locator(".lane-unit b")).to_contain_text([STATION])

        last = at_dispatch(sit, second)
        street.get_by_label("原因").fill("并线完成")
        street.get_by_role("button", name="今天结束").click()
        expect(street.get_by_text("已提前结束")).to_be_visible()
        send(last)
        expect(last.locator(".notice-late")).to_contain_text(ITEM)


class TestAtTheCounter:
    @pytest.mark.parametrize(("size", "has_script"), [(PHONE, True), (SMALL_PHONE, False)])
    def test_a_proof_says_where_to_go_on_a_phone(
        self,
        sit: Sit,
        size: tuple[int, int],
        has_script: bool,  # noqa: FBT001 - a parameter
    ) -> None:
        clerk = sit("heshuning", WHOSE, size=size, has_script=has_script)
        clerk.get_by_role("searchbox").fill("无犯罪证明")
        clerk.get_by_role("button", name="查找").click()
        expect(clerk.get_by_role("heading", name="无犯罪记录证明")).to_be_visible()
        expect(clerk.get_by_text("到公安派出所，或按公安机关公布的网上渠道申请")).to_be_visible()
        assert clerk.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if has_script:
            assert serious(clerk) == []

    @pytest.mark.parametrize("path", [LISTS, ADMISSIONS, reverse("workbench:duty_hours")])
    def test_nobody_is_kept_out(self, sit: Sit, path: str) -> None:
        for size in (DESK, SMALL_PHONE):
            page = sit("xitong" if path == LISTS else "jiedao", path, size=size)
            assert serious(page) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
