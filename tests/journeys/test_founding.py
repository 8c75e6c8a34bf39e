"""A real community set up by ``linli init`` and taken into use: the checklist, the first log-in, the first report."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.bench import host

from linli.project.cluster import stop

PORT = 8473
ANSWERS = {
    "community": "990101001001",
    "divisions": {
        "99": "甲省",
        "9901": "乙市",
        "990101": "丙区",
        "990101001": "丁街道",
        "990101001001": "戊社区",
    },
    "units": {
        "service_station": "戊社区服务站",
        "residents_committee": "戊社区居民委员会",
        "street_office": "丁街道办事处",
    },
    "accounts": {
        "system_admin": {"username": "xitong", "name": "甲"},
        "security_admin": {"username": "anquan", "name": "乙"},
        "audit_admin": {"username": "shenji", "name": "丙"},
        "clerk": {"username": "zhangsan", "name": "丁"},
    },
}


def founded(data: Path) -> dict[str, str]:
    """Run ``linli init`` and return the one-time passwords by user name."""
    answers = data / "answers.json"
    answers.write_text(json.dumps(ANSWERS, ensure_ascii=False))
    done = subprocess.run(
        [host.LINLI, "init", "--answers", str(answers), "--json"],
        env=host.environment(data, port=PORT), capture_output=True, text=True, check=True,
    )  # fmt: skip
    told = json.loads(done.stdout)
    return {account["username"]: account["password"] for account in told["log_ins"]}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    stop(tmp_path)


class TestFounding:
    def test_the_clerk_logs_in_and_the_first_report_arrives(self, site: Path, browser: Browser) -> None:
        passwords = founded(site)
        with host.served(site, port=PORT):
            resident = browser.new_page()
            resident.goto(f"http://127.0.0.1:{PORT}/")
            expect(resident.get_by_text("戊社区").first).to_be_visible()
            resident.goto(f"http://127.0.0.1:{PORT}/c/990101001001/report/")
            resident.locator("textarea[name=text]").fill("路灯不亮，晚上看不见台阶")
            resident.locator("textarea[name=text]").evaluate("field => field.form.submit()")
            resident.wait_for_url("**/received/**")

            clerk = browser.new_page()
            clerk.goto(f"http://127.0.0.1:{PORT}/work/")
            clerk.locator("[name=username]").fill("zhangsan")
            clerk.locator("[name=password]").fill(passwords["zhangsan"])
            clerk.keyboard.press("Enter")
            clerk.wait_for_url("**/accounts/password/**")
            for field in clerk.locator("input[type=password]").all():
                field.fill("一句只有我知道的长话 8")
            clerk.keyboard.press("Enter")
            clerk.wait_for_url("**/work/**")
            clerk.goto(f"http://127.0.0.1:{PORT}/work/?tab=unit")
            expect(clerk.get_by_text("路灯不亮，晚上看不见台阶").first).to_be_visible()

    def test_running_it_again_changes_nothing(self, site: Path) -> None:
        founded(site)
        again = founded(site)

        assert not any(again.values())
