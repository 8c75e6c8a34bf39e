"""A clerk merges what was reported twice, and takes it apart again."""

from django.urls import reverse
from playwright.sync_api import expect
from tests.domains.cases.acting import report
from tests.journeys.conftest import PHONE, Live, Sit

from linli.kernel.tokens import format_code


class TestDuplicates:
    def test_merged_by_number_and_taken_apart(self, sit: Sit, live: Live) -> None:
        code = format_code(report("电梯又停了，门关不上").code)
        again = report("有件事想请社区的人来看一下").case_id
        clerk = sit("heshuning", reverse("workbench:step", args=[again, "mark_duplicate"]), size=PHONE)
        clerk.get_by_label("并入哪一件").fill("1234567890")
        clerk.get_by_role("button", name="并入另一件").click()
        expect(clerk.get_by_role("alert")).to_contain_text("请再核对十位编号")
        clerk.get_by_label("并入哪一件").fill(code)
        clerk.get_by_role("button", name="并入另一件").click()
        expect(clerk.locator(".merged")).to_contain_text(code)

        clerk.locator(".merged a").click()
        expect(clerk.locator(".merged")).to_contain_text("还有人反映同一件事")
        clerk.goto(f"{live.url}{reverse('workbench:step', args=[again, 'unmerge'])}")
        clerk.get_by_label("为什么分开").fill("不是同一部电梯")
        clerk.get_by_role("button", name="撤销合并").click()
        expect(clerk.locator(".merged")).to_have_count(0)
        expect(clerk.locator("#story")).to_contain_text("不再合并，单独办理")
