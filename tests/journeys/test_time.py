"""A unit asks for a pause and for more time, the service station decides, and the page says what became of it."""

from datetime import timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect
from tests.domains.cases.acting import report, step
from tests.journeys.conftest import PHONE, Live, Sit, serious

from linli.domains.cases.actions.supervise import late_clocks, supervise
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import job_reader
from linli.project.demo.street import COMMUNITY


def received(live: Live, *, days_ago: int = 0) -> UUID:
    """Open a matter of the property firm's and have it received."""
    then = timezone.now() - timedelta(days=days_ago)
    clerk, unit = live.cast.readers["heshuning"], live.cast.readers["wuye"]
    case_id = report("地上的垃圾没人扫", by=clerk, at=then, channel="phone", kind="sanitation").case_id
    step(unit, case_id, "receive", at=then)
    return case_id


def page_of(case_id: UUID) -> str:
    return reverse("workbench:case", args=[case_id])


def form_of(case_id: UUID, action: str) -> str:
    return reverse("workbench:step", args=[case_id, action])


class TestTime:
    def test_a_pause_is_asked_for_granted_and_ended(self, sit: Sit, live: Live) -> None:
        case_id = received(live)
        unit = sit("wuye", form_of(case_id, "ask_pause"), size=PHONE)
        unit.get_by_role("radio", name="天气或安全原因不能施工").check()
        unit.get_by_label("暂停几个工作日").fill("9")
        unit.get_by_label("具体情况").fill("连着下雨，楼顶上不去人")
        unit.get_by_role("button", name="申请暂停计时").click()
        expect(unit.get_by_role("alert")).to_contain_text("最多 5 个工作日")
        expect(unit.get_by_label("具体情况")).to_have_value("连着下雨，楼顶上不去人")
        unit.get_by_label("暂停几个工作日").fill("3")
        unit.get_by_role("button", name="申请暂停计时").click()
        expect(unit.locator(".request")).to_contain_text("决定之前期限不变")

        clerk = sit("heshuning", page_of(case_id))
        expect(clerk.locator(".request")).to_contain_text("3 个工作日")
        assert serious(clerk) == []
        clerk.get_by_role("link", name="同意申请", exact=True).click()
        clerk.get_by_role("button", name="同意申请").click()
        expect(clerk.locator("#story")).to_contain_text("同意暂停计时：3 个工作日")
        expect(clerk.locator("#why")).to_contain_text("天气或安全原因不能施工")
        expect(clerk.locator(".days")).to_contain_text("暂停")

        unit.reload()
        unit.get_by_role("button", name="恢复计时").click()
        expect(unit.locator("#story")).to_contain_text("提前恢复计时")
        expect(unit.locator(".request")).to_have_count(0)

    def test_more_time_is_asked_for_and_refused_with_a_reason(self, sit: Sit, live: Live) -> None:
        case_id = received(live)
        unit = sit("wuye", form_of(case_id, "ask_extension"))
        unit.get_by_role("radio", name="情况复杂").check()
        unit.get_by_label("延长几个工作日").fill("2")
        unit.get_by_label("具体情况").fill("要先搬走大件")
        unit.get_by_role("button", name="申请延期").click()

        clerk = sit("heshuning", form_of(case_id, "refuse_time"), size=PHONE)
        clerk.get_by_label("为什么不同意").fill("大件可以先放在北门")
        clerk.get_by_role("button", name="不同意申请").click()
        expect(clerk.locator("#story")).to_contain_text("没有同意申请，期限没有变")
        expect(clerk.locator(".request")).to_have_count(0)

    def test_what_is_late_is_supervised_and_explained(self, sit: Sit, live: Live) -> None:
        case_id = received(live, days_ago=30)
        with reading(job_reader(COMMUNITY)):
            for matter, clock, level in list(late_clocks(COMMUNITY, at=timezone.now())):
                supervise(matter, clock=clock, level=level, at=timezone.now())

        unit = sit("wuye", page_of(case_id), size=PHONE)
        expect(unit.locator(".supervision")).to_contain_text("区县督办：办理超期")
        unit.get_by_role("link", name="回复督办").click()
        unit.get_by_label("为什么超期").fill("吊车周三到，周四清完")
        unit.get_by_role("button", name="回复督办").click()
        expect(unit.locator("#story")).to_contain_text("安和物业服务中心回复了督办")
        expect(unit.locator(".supervision")).to_have_count(0)
