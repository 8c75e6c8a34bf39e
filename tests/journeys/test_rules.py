"""A street tries a longer limit on past matters before it holds, without script, and a second person publishes it."""

import re

from django.urls import reverse
from playwright.sync_api import expect
from tests.domains.cases.acting import LIFT, report
from tests.journeys.conftest import PHONE, Live, Sit

HOME = reverse("setup:rules")


def test_a_draft_is_tried_and_published_by_the_street(sit: Sit, live: Live) -> None:
    opened = report(LIFT)
    page = sit("xitong", HOME, has_script=False)
    page.get_by_role("button", name="拟一份草案").click()
    assert "第" in page.locator("main").inner_text()
    page.get_by_label("数量 1", exact=True).fill("很快")
    page.get_by_role("button", name="保存并检查").click()
    expect(page.get_by_text(re.compile("第 1 行：数量要是"))).to_be_visible()
    page.get_by_label("数量 1", exact=True).fill("30")
    page.get_by_label("单位 1", exact=True).select_option("working_days")
    page.get_by_label("数量 2", exact=True).fill("25")
    page.get_by_label("单位 2", exact=True).select_option("working_days")
    page.get_by_role("button", name="保存并检查").click()
    page.get_by_role("link", name="用过去的事试算").click()
    page.get_by_role("button", name="开始试算").click()
    while page.get_by_role("button", name="继续看").count():
        page.get_by_role("button", name="继续看").click()
    expect(page.get_by_role("link", name=opened.code)).to_be_visible()
    draft = page.url.removeprefix(live.url).removesuffix("dry-run/")
    street = sit("jiedao", draft, size=PHONE)
    assert street.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    street.get_by_role("button", name="发布", exact=True).click()
    expect(street.get_by_text("已公布，从")).to_be_visible()
