"""The page of messages in trouble says what is known and offers no sending again."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import include, path
from django.utils import timezone
from django.utils.translation import override
from pytest_django import Settings
from tests.foundation.notices.street import CLERK, COMMUNITY, JOB, PROPERTY, notice

from linli.foundation.accounts.roles import Role
from linli.foundation.design.assets import Assets
from linli.foundation.design.templatetags import design
from linli.foundation.notices import send
from linli.foundation.notices.models import Channel, Message, State
from linli.foundation.notices.web import views
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, Reader

ADMINISTRATOR = Reader(id=str(CLERK), territory="330106", purpose=Purpose.ADMINISTER, role=Role.SYSTEM_ADMIN)
WORKER = Reader(id=str(CLERK), territory=COMMUNITY, unit=PROPERTY, purpose=Purpose.ASSIST, role=Role.UNIT_WORKER)

pytestmark = pytest.mark.usefixtures("units")


class Addresses:
    urlpatterns = [
        path("accounts/", include("linli.foundation.accounts.urls")),
        path("messages/", include("linli.foundation.notices.urls")),
        path("", include("linli.foundation.design.urls")),
    ]


@pytest.fixture(autouse=True)
def site(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer without portals and before the front end was built."""
    settings.ROOT_URLCONF = Addresses
    monkeypatch.setattr(design, "assets_of", lambda portal: Assets(script=f"design/{portal}.js", styles=()))


def in_trouble(*states: State) -> None:
    with reading(JOB):
        for age, state in enumerate(states):
            said = notice()
            send.tell_unit(PROPERTY, said)
            message_id = send.message_id(said, channel=Channel.MAIL, receiver=f"unit:{PROPERTY}")
            written = timezone.now() - timedelta(minutes=age)
            Message.objects.filter(id=message_id).update(state=state, problem="SMTPDataError 554", created_at=written)


def page(reader: Reader, below: str = "") -> HttpResponse:
    request = RequestFactory().get(f"/messages/?below={quote(below)}")
    request.reader = reader  # type: ignore[attr-defined]
    with reading(reader), override("en"):
        return views.troubles(request)


class TestPage:
    def test_failed_and_unknown_messages_are_told_apart_and_others_left_out(self) -> None:
        in_trouble(State.UNKNOWN, State.FAILED, State.SENT)
        shown = page(ADMINISTRATOR).content.decode()
        assert shown.count("SMTPDataError 554") == 2
        assert "nobody knows whether it arrived" in shown
        assert "not sent" in shown
        assert "安和物业" in shown

    def test_nothing_in_trouble_is_said_too(self) -> None:
        assert "No message is in trouble" in page(ADMINISTRATOR).content.decode()

    def test_others_are_not_let_in(self) -> None:
        assert page(WORKER).status_code == 403

    def test_older_ones_follow_on_the_next_page(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(views, "PAGE", 2)
        in_trouble(State.UNKNOWN, State.FAILED, State.UNKNOWN)
        first = page(ADMINISTRATOR).content.decode()
        with reading(JOB):
            second = Message.objects.filter(channel=Channel.MAIL).order_by("-created_at")[1]
        place = f"{second.created_at.isoformat()}~{second.id}"
        assert quote(place, safe="") in first.replace("&amp;", "&") or quote(place) in first
        assert page(ADMINISTRATOR, place).content.decode().count("SMTPDataError 554") == 1

    @pytest.mark.parametrize("below", ["x", "~", "2026-01-01T00:00:00~x", "2026-01-01T00:00:00~" + "0" * 32])
    def test_a_broken_place_begins_at_the_top(self, below: str) -> None:
        in_trouble(State.UNKNOWN)
        assert page(ADMINISTRATOR, below).content.decode().count("SMTPDataError 554") == 1
