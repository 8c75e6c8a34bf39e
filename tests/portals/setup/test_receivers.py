"""The administrator enters an outside system, sees its secret once, and stands by its deliveries."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests.portals.setup.conftest import COMMUNITY, STREET

from linli.foundation.accounts.roles import Role
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import job_reader
from linli.foundation.webhooks import receivers
from linli.foundation.webhooks.models import Delivery, State, Subscription

Enter = Callable[..., Client]
HOME, NEW = reverse("setup:receivers"), reverse("setup:new_receiver")
FORM = {
    "name": "市平台",
    "url": "https://city.example/in",
    "kinds": ["matter.opened", "matter.moved"],
    "scope": STREET,
    "unit": "",
}


@pytest.fixture(autouse=True)
def city(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receivers, "resolve", lambda host, _port: {"city.example": ["1.1.1.1"]}.get(host, ["10.0.0.1"]))


def enter_one(browser: Client) -> str:
    """Enter the city's platform; returns the address of its page."""
    page = browser.post(NEW, FORM).content.decode()
    found = re.search(rf'href="({HOME}[0-9a-f-]+/)"', page)
    assert found
    return found.group(1)


def a_delivery(page: str, state: State = State.PARKED) -> UUID:
    with reading(job_reader(STREET)):
        row = Subscription.objects.get(id=page.strip("/").rsplit("/", 1)[-1])
        made = Delivery.objects.create(
            id=UUID(int=5), subscription=row, community=COMMUNITY, event=UUID(int=6), kind="matter.opened",
            body='{"type":"matter.opened"}', state=state, attempts=19, code=503, problem="fails",
        )  # fmt: skip
    return made.id


class TestEntering:
    def test_the_secret_is_shown_once(self, enter: Enter) -> None:
        browser = enter()
        answer = browser.post(NEW, FORM)
        page = answer.content.decode()
        assert "whsec_" in page
        assert "no-store" in answer["Cache-Control"]
        address = re.search(rf'href="({HOME}[0-9a-f-]+/)"', page)
        assert address
        assert "whsec_" not in browser.get(address.group(1)).content.decode()
        assert "市平台" in browser.get(HOME).content.decode()

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"url": "http://city.example/in"}, "begin with https://"),
            ({"url": "https://inside.example/"}, "LINLI_WEBHOOK_NETWORKS"),
            ({"kinds": []}, "This field is required"),
            ({"scope": "440306"}, "440306"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_lost(
        self, enter: Enter, change: dict[str, object], words: str
    ) -> None:
        answer = enter().post(NEW, {**FORM, **change})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert words in page
        assert "市平台" in page

    @pytest.mark.parametrize("role", [Role.CLERK, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
    def test_other_roles_are_refused(self, enter: Enter, role: Role) -> None:
        browser = enter(role, COMMUNITY if role is Role.CLERK else STREET)
        assert browser.get(HOME).status_code == 403
        assert browser.post(NEW, FORM).status_code == 403


class TestStandingByIt:
    def test_a_delivery_shows_attempts_and_last_answer_and_is_sent_again(self, enter: Enter) -> None:
        browser = enter()
        page = enter_one(browser)
        delivery = a_delivery(page)
        shown = browser.get(page).content.decode()
        assert "503" in shown
        assert "The receiver has a fault of its own." in shown
        browser.post(f"{page}again/{delivery}/")
        with reading(job_reader(STREET)):
            row = Delivery.objects.get(id=delivery)
            assert (row.state, row.attempts) == (State.WAITING, 0)
        told = browser.post(f"{page}again/{delivery}/", follow=True).content.decode()
        assert "on its way already" in told

    def test_all_since_a_day(self, enter: Enter) -> None:
        browser = enter()
        page = enter_one(browser)
        a_delivery(page)
        told = browser.post(f"{page}again/", {"since_on": "2026-01-01", "which": "parked"}, follow=True)
        assert "1 deliveries go out again." in told.content.decode()
        told = browser.post(f"{page}again/", {"since_on": "nonsense", "which": "parked"}, follow=True)
        assert "Please give a day." in told.content.decode()

    def test_pause_resume_test_revoke(self, enter: Enter) -> None:
        browser = enter()
        page = enter_one(browser)
        for deed, words in (
            ("test", "A test is on its way."),
            ("pause", "Paused."),
            ("test", "paused or revoked"),
            ("resume", "Resumed. 1 deliveries"),
            ("revoke", "Revoked. 1 waiting"),
            ("revoke", "revoked already"),
        ):
            assert words in browser.post(f"{page}{deed}/", follow=True).content.decode()
        assert browser.post(f"{page}explode/").status_code == 404

    def test_an_administrator_of_another_place_finds_nothing(self, enter: Enter, founded: None) -> None:  # noqa: ARG002
        with reading(job_reader(STREET)):
            assert Subscription.objects.count() == 0
        browser = enter()
        page = enter_one(browser)
        with reading(job_reader(STREET)):
            Subscription.objects.update(scope="440305002")
        assert browser.get(page).status_code == 404
        assert browser.post(f"{page}revoke/").status_code == 404
        assert "市平台" not in browser.get(HOME).content.decode()
