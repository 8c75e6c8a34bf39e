"""A founded community, its system administrator at the keyboard, and files as somebody would bring them."""

import json
import os
import time
from collections.abc import Callable, Iterator
from typing import Any

import pyotp
import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import include, path
from django.utils import timezone, translation
from tests import databases

from linli.foundation.accounts.actions import create_account, grant_role
from linli.foundation.accounts.models import Credential
from linli.foundation.accounts.roles import Role
from linli.foundation.design.assets import Assets
from linli.foundation.design.templatetags import design
from linli.foundation.orgs.models import UnitKind
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, job_reader
from linli.portals.setup.founding import Answers, Person, found_community

COMMUNITY, STREET, ELSEWHERE = "440305001001", "440305001", "440305002001"
LON, LAT, STEP = 113.93, 22.53, 0.001
NAMES = {"44": "示例省", "4403": "示例市", "440305": "示例区", STREET: "示例街道", COMMUNITY: "示例社区"}
UNITS = {
    UnitKind.STREET_OFFICE: "示例街道办事处",
    UnitKind.RESIDENTS_COMMITTEE: "示例社区居民委员会",
    UnitKind.SERVICE_STATION: "示例社区服务站",
}
SET_UP = job_reader("44", purpose=Purpose.ADMINISTER)
PASSWORD, TOTP = "a quiet lane at dusk", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class Addresses:
    """Set-up and the pages it needs to be entered."""

    urlpatterns = [
        path("accounts/", include("linli.foundation.accounts.urls")),
        path("work/audit/", include("linli.foundation.audit.urls")),
        path("work/setup/", include("linli.portals.setup.urls")),
        path("", include("linli.foundation.design.urls")),
    ]


@pytest.fixture(autouse=True)
def site(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ROOT_URLCONF = Addresses
    settings.LANGUAGE_CODE = "en"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one takes 0.2 s each time
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("whitenoise")]
    monkeypatch.setattr(design, "assets_of", lambda portal: Assets(script=f"design/{portal}.js", styles=()))


def answers(**people: str) -> Answers:
    roles = {Role(role): Person(username=username, name=username) for role, username in people.items()}
    return Answers(community=COMMUNITY, names=NAMES, units=UNITS, people=roles)


@pytest.fixture(scope="session")
def founded_database(
    django_db_setup: None,  # noqa: ARG001 - the cluster must be there
    django_db_blocker: pytest.FixtureRequest,
) -> Iterator[str]:
    """Found the community once for all tests of this process: that takes longer than most of them."""
    name, usual = f"founded_linli_{os.getpid()}_{time.monotonic_ns()}", databases.current()
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        databases.copy(databases.migrated(), name)
        databases.point_at(name)
        with translation.override("en"), reading(SET_UP):
            found_community(answers())
        databases.point_at(usual)
        yield name
        databases.drop(name)


@pytest.fixture
def founded(founded_database: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Stand in the founded community; what a test writes is rolled back."""
    usual = databases.current()
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        databases.point_at(founded_database)
        whole = transaction.atomic()
        whole._from_testcase = True  # as Django's own TestCase says that durable blocks may lie inside
        with whole:
            yield
            transaction.set_rollback(True)
        databases.point_at(usual)


@pytest.fixture
def enter(founded: None, client: Client) -> Callable[..., Client]:  # noqa: ARG001 - the community stands
    """Log somebody of a role and scope in through the pages, second factor included."""

    def entered(role: Role = Role.SYSTEM_ADMIN, scope: str = STREET) -> Client:
        giver = job_reader(scope[:2], purpose=Purpose.ADMINISTER)
        with reading(giver):
            account = create_account(username="worker", name="worker", password=PASSWORD, actor=giver)
            grant_role(account=account, role=role, scope=scope, actor=giver)
            credential = Credential.objects.get(pk=account.id)
            credential.set_totp_secret(TOTP)
            credential.totp_confirmed_at = timezone.now()
            credential.save()
        client.post("/accounts/log-in/", {"username": "worker", "password": PASSWORD})
        client.post("/accounts/code/", {"code": pyotp.TOTP(TOTP).at(timezone.now())})
        return client

    return entered


def squares(count: int, *, overlap: float = 0.0, **properties: Any) -> SimpleUploadedFile:
    """A GeoJSON file of squares in a row, each reaching into the next by a part of its width."""
    features = []
    for at in range(count):
        west, east = LON + at * STEP, LON + (at + 1 + overlap) * STEP
        ring = [[west, LAT], [east, LAT], [east, LAT + STEP], [west, LAT + STEP], [west, LAT]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    text = json.dumps({"type": "FeatureCollection", "features": features})
    return SimpleUploadedFile("file.geojson", text.encode(), content_type="application/geo+json")
