"""The administrator changes a procedure: a fault is named where it lies, mended, and the version published."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from tests.journeys.conftest import PHONE, Live

Sit = Callable[..., Page]


class TestProcedures:
    def test_a_draft_with_a_fault_is_named_mended_and_published(self, live: Live, sit: Sit) -> None:  # noqa: ARG002
        page = sit("xitong", reverse("setup:procedures"), has_script=False)
        page.get_by_role("link", name="看一看 网格事件").click()
        page.get_by_role("button", name="起草新版本").click()
        page.get_by_role("link", name="处理中", exact=True).first.click()
        page.get_by_label("答复报事人").uncheck()
        page.get_by_role("button", name="存进草稿").click()
        place = page.locator("tr", has_text="事情停在这里时没有期限").first
        expect(place).to_contain_text("处理中")
        page.get_by_role("link", name="发布…").click()
        expect(page.get_by_role("button", name="发布", exact=True)).to_have_count(0)
        page.get_by_role("link", name="回到草稿").click()
        page.get_by_role("link", name="处理中", exact=True).first.click()
        page.get_by_label("答复报事人").check()
        page.get_by_label("居民看到的词（中文）").fill("正在办")
        page.get_by_role("button", name="存进草稿").click()
        page.get_by_role("link", name="发布…").click()
        expect(page.get_by_text("状态“处理中”有改动")).to_be_visible()
        page.get_by_role("button", name="发布", exact=True).click()
        expect(page.get_by_text("第 2 版开始使用")).to_be_visible()

    @pytest.mark.parametrize("code", ["petition"])
    def test_the_street_reads_it_on_a_phone_and_changes_nothing(self, live: Live, sit: Sit, code: str) -> None:  # noqa: ARG002
        page = sit("jiedao", reverse("setup:procedure", args=[code, 1]), size=PHONE, theme="dark")
        expect(page.get_by_role("img", name="信访转办")).to_be_visible()
        expect(page.get_by_role("button", name="起草新版本")).to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
