from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pyotp
import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client
from django.urls import include, path
from django.utils import timezone

from linli.foundation.accounts.actions import AccountRef, create_account, grant_role
from linli.foundation.accounts.authentication import misses
from linli.foundation.accounts.models import Credential
from linli.foundation.accounts.roles import Role
from linli.foundation.design.assets import Assets
from linli.foundation.design.templatetags import design
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, job_reader
from linli.foundation.territory.models import Division, Level

DISTRICT, STREET, COMMUNITY, GRID = "110101", "110101001", "110101001001", "110101001001001"
PASSWORD = "a quiet lane at dusk"
SET_UP = job_reader(DISTRICT, purpose=Purpose.ADMINISTER)

AddPerson = Callable[..., AccountRef]


class Addresses:
    """The rooms' addresses without any portal."""

    urlpatterns = [
        path("accounts/", include("linli.foundation.accounts.urls")),
        path("audit/", include("linli.foundation.audit.urls")),
        path("", include("linli.foundation.design.urls")),
    ]


@pytest.fixture(autouse=True)
def _room(settings: LazySettings, tmp_path: Path) -> None:
    settings.ROOT_URLCONF = Addresses
    settings.DATA = tmp_path
    settings.LANGUAGE_CODE = "en"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one takes 0.2 s each time
    misses.forget()
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("whitenoise")]


@pytest.fixture(autouse=True)
def _built(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pages be rendered before the front end was built."""
    monkeypatch.setattr(design, "assets_of", lambda portal: Assets(script=f"design/{portal}.js", styles=()))


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stop the clock on a morning; tests move it."""
    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=timezone.get_default_timezone()), tick=False) as moved:
        yield moved


@pytest.fixture
def place(db: None) -> None:  # noqa: ARG001 - the fixture opens the database
    names = {
        DISTRICT: ("东城区", Level.COUNTY),
        STREET: ("安和街道", Level.STREET),
        COMMUNITY: ("安和社区", Level.COMMUNITY),
    }
    with reading(SET_UP):
        for code, (name, level) in names.items():
            parent = {STREET: DISTRICT, COMMUNITY: STREET}.get(code)
            Division.objects.create(code=code, name=name, level=level, parent_id=parent, valid_from_on="2020-01-01")


@pytest.fixture
def add_person(place: None) -> AddPerson:  # noqa: ARG001 - people need a place
    """Create an account with roles, as a site's set-up does."""

    def added(username: str, *roles: tuple[Role, str], name: str = "王芳", totp: str = "") -> AccountRef:
        with reading(SET_UP):
            account = create_account(username=username, name=name, password=PASSWORD, actor=SET_UP)
            for role, scope in roles:
                grant_role(account=account, role=role, scope=scope, actor=SET_UP)
            if totp:
                credential = Credential.objects.get(pk=account.id)
                credential.set_totp_secret(totp)
                credential.totp_confirmed_at = timezone.now()
                credential.save()
        return account

    return added


@pytest.fixture
def enter(client: Client) -> Callable[..., Client]:
    """Log somebody in through the pages, second factor included."""

    def entered(username: str, *, totp: str = "", browser: Client | None = None) -> Client:
        used = browser or client
        used.post("/accounts/log-in/", {"username": username, "password": PASSWORD})
        if totp:
            used.post("/accounts/code/", {"code": pyotp.TOTP(totp).at(timezone.now())})
        return used

    return entered
