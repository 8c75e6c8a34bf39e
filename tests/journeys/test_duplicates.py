"""A clerk merges what was reported twice, and takes it apart again."""

from uuid import UUID, uuid4

from playwright.sync_api import expect
from tests.journeys.conftest import PHONE, Live, Sit

from linli.domains.cases import facade as cases
from linli.foundation.scope.context import reading
from linli.project.demo.street import COMMUNITY


def opened(live: Live, text: str) -> tuple[UUID, str]:
    with reading(live.cast.readers["heshuning"]):
        order = cases.OpenCase(community=COMMUNITY, text=text, token=uuid4().hex, channel="phone")
        made = cases.open_case(order)
    return made.case_id, made.code


class TestDuplicates:
    def test_merged_by_number_and_taken_apart(self, sit: Sit, live: Live) -> None:
        _main, code = opened(live, "电梯又停了，门关不上")
        again, _code = opened(live, "有件事想请社区的人来看一下")
        clerk = sit("heshuning", f"/work/cases/{again}/mark_duplicate/", size=PHONE)
        clerk.get_by_label("并入哪一件").fill("1234567890")
        clerk.get_by_role("button", name="并入另一件").click()
        expect(clerk.get_by_role("alert")).to_contain_text("请再核对十位编号")
        clerk.get_by_label("并入哪一件").fill(f"{code[:4]} {code[4:8]} {code[8:]}")
        clerk.get_by_role("button", name="并入另一件").click()
        expect(clerk.locator(".merged")).to_contain_text(f"{code[:4]} {code[4:8]} {code[8:]}")

        clerk.locator(".merged a").click()
        expect(clerk.locator(".merged")).to_contain_text("还有人反映同一件事")
        clerk.goto(f"{live.url}/work/cases/{again}/unmerge/")
        clerk.get_by_label("为什么分开").fill("不是同一部电梯")
        clerk.get_by_role("button", name="撤销合并").click()
        expect(clerk.locator(".merged")).to_have_count(0)
        expect(clerk.locator("#story")).to_contain_text("不再合并，单独办理")
