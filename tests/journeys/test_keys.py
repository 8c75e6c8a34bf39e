"""An administrator and a city's hotline: a key is made, shown once, used by the hotline, revoked, and opens nothing."""

import json
import urllib.error
import urllib.parse
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect
from tests.journeys.conftest import DESK, PHONE, SMALL_PHONE, Live, Sit

from linli.project.demo.street import COMMUNITY

KEYS, NEW = (reverse(name, args=[COMMUNITY]) for name in ("setup:keys", "setup:new_key"))


def handed_in(live: Live, key: str) -> tuple[int, str]:
    """Hand a matter in as a hotline's server does."""
    form = {
        "api_key": key,
        "service_code": "street_light_manhole",
        "description": "北门路灯不亮",
        "address_string": "北门",
    }
    body = urllib.parse.urlencode(form).encode()
    try:
        with urllib.request.urlopen(f"{live.url}/open311/v2/requests.json", data=body, timeout=20) as answer:  # noqa: S310 - our own server
            return answer.status, json.load(answer)[0]["service_notice"]
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)[0]["description"]


class TestAKey:
    def test_is_made_shown_once_used_and_revoked(self, sit: Sit, live: Live) -> None:
        admin = sit("xitong", reverse("setup:community", args=[COMMUNITY]))
        admin.get_by_role("link", name="给其他系统的钥匙").click()
        admin.get_by_role("link", name="新建钥匙").first.click()
        admin.get_by_label("给哪个系统用").fill("云州市 12345 热线")
        admin.get_by_label("负责的单位").select_option(label="柳岸社区服务站")
        admin.get_by_label("报事").check()
        admin.get_by_role("button", name="新建这把钥匙").click()
        key = admin.locator("code").inner_text()
        admin.set_viewport_size({"width": SMALL_PHONE[0], "height": SMALL_PHONE[1]})
        assert admin.evaluate("document.documentElement.scrollWidth <= innerWidth")
        status, notice = handed_in(live, key)
        assert status == 201
        assert "查看进度" in notice

        admin.get_by_role("link", name="记好了，继续").click()
        expect(admin.get_by_text(key)).to_have_count(0)
        row = admin.get_by_role("row", name="云州市 12345 热线")
        expect(row).to_contain_text("查询和报事")
        row.get_by_role("button", name="作废").click()
        expect(admin.get_by_text("云州市 12345 热线的钥匙已作废。")).to_be_visible()
        expect(admin.get_by_role("row", name="云州市 12345 热线")).to_contain_text("已作废")
        assert handed_in(live, key)[0] == 403

    @pytest.mark.parametrize("size", [SMALL_PHONE, PHONE, DESK])
    def test_pages_fit_and_are_read_aloud_without_script_too(self, sit: Sit, size: tuple[int, int]) -> None:
        for path in (KEYS, NEW):
            page = sit("xitong", path, size=size, has_script=size != PHONE)
            width = page.locator("html").evaluate("page => page.scrollWidth")
            assert width <= size[0]
            if size == DESK:
                assert Axe().run(page).response["violations"] == []
