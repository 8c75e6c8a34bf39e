"""The administrator enters an outside system; a matter comes in, and the system has it, signed."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from standardwebhooks import Webhook
from tests.domains.cases.acting import LIFT, report
from tests.foundation.webhooks.receiver import certificate, outside
from tests.journeys.conftest import PHONE, Live, Sit

from linli.foundation.events import relay
from linli.foundation.webhooks import receivers, sending

NAME = "receiver.example"
HOME = reverse("setup:receivers")


def test_an_outside_system_is_entered_and_told(
    sit: Sit, live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    settings.LINLI_WEBHOOK_NETWORKS = ("127.0.0.0/8",)  # type: ignore[attr-defined]
    monkeypatch.setattr(receivers, "resolve", lambda *_: ["127.0.0.1"])
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate(tmp_path, NAME)))
    with outside(tmp_path, NAME) as far:
        page = sit("xitong", HOME, has_script=False)
        page.get_by_role("link", name="登记接收系统").first.click()
        page.get_by_label("名称").fill("市平台")
        page.get_by_label("地址").fill(far.url)
        page.get_by_label("新收到一件事").check()
        page.get_by_label("事项有进展").check()
        page.get_by_role("button", name="登记并显示密钥").click()
        secret = page.get_by_role("textbox", name="密钥").input_value()
        page.get_by_role("link", name="记好了").click()
        report(LIFT)
        relay.drain()
        for waiting in sending.receivers_due():
            sending.drain(waiting)
        [got] = far.got
        assert Webhook(secret).verify(got.body, got.headers)["type"] == "matter.opened"
        page.reload()
        expect(page.get_by_role("cell", name=re.compile("已送达"))).to_be_visible()
        far.usual = 503
        report(LIFT)
        relay.drain()
        for waiting in sending.receivers_due():
            sending.drain(waiting)
        page.reload()
        expect(page.get_by_text("对方系统出错").first).to_be_visible()
        small = sit("xitong", page.url.removeprefix(live.url), size=PHONE)
        assert small.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
