"""A community that stands while a file's tests run, a key for another system, and its calls."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import databases
from tests.journeys.town import standing_town

from linli.domains.cases import facade as cases
from linli.foundation.apikeys.actions import create_key
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, Reader, job_reader
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

V2 = reverse("interop:endpoint")
LIFT = "3 号楼 2 单元电梯又停了，门关不上"
PLACE = {"address_string": "小区北门外"}


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Cast]:  # noqa: ARG001 - order
    with standing_town(django_db_blocker) as cast:
        yield cast


@pytest.fixture(autouse=True)
def site(settings: object, town: Cast, tmp_path: Path) -> Iterator[None]:  # noqa: ARG001 - the community stands
    """Nobody's calls of one test count in the next."""
    settings.ALLOWED_CALLERS = frozenset({"127.0.0.1"})  # type: ignore[attr-defined]
    settings.FILES_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    settings.STATIC_ROOT = tmp_path / "static"  # type: ignore[attr-defined]
    settings.STATIC_ROOT.mkdir()  # type: ignore[attr-defined]
    yield
    with databases.kept_owner_of(databases.current()) as owner:
        owner.execute("DELETE FROM apikeys_apicall")


@pytest.fixture
def client(town: Cast) -> Client:  # noqa: ARG001 - every call is about a community
    return Client()


@pytest.fixture
def make_key(town: Cast) -> Callable[..., str]:
    """Make a key: ``make_key(scope=…, can_write=False)``."""

    def made(*, scope: str = COMMUNITY, can_read: bool = True, can_write: bool = True, days: int = 30) -> str:
        unit = town.units["station" if scope == COMMUNITY else "street"]
        with reading(job_reader(scope[:2], purpose=Purpose.ADMINISTER)):
            key = create_key(
                name="城市热线", scope=scope, unit=unit, can_read=can_read, can_write=can_write,
                expires_on=timezone.localdate() + timedelta(days=days),
            )  # fmt: skip
        assert key is not None
        return key.secret

    return made


@pytest.fixture
def key(make_key: Callable[..., str]) -> str:
    return make_key()


@pytest.fixture
def report() -> Callable[..., UUID]:
    """Report a matter as a resident does on the report page."""

    def open_matter(text: str = LIFT, **given: object) -> UUID:
        with reading(Reader()):
            order = cases.OpenCase(community=COMMUNITY, text=text, token=uuid4().hex, channel="web", **given)  # type: ignore[arg-type]
            return cases.open_case(order).case_id

    return open_matter


def sent(client: Client, key: str, **more: object) -> object:
    """POST a report as another system does."""
    form = {"api_key": key, "service_code": "elevator", "description": LIFT, **PLACE, **more}
    return client.post(f"{V2}/requests.json", {name: value for name, value in form.items() if value is not None})


def owner_sees(sql: str, *values: object) -> list[tuple[object, ...]]:
    with databases.kept_owner_of(databases.current()) as owner:
        return owner.execute(sql, list(values)).fetchall()  # type: ignore[arg-type]


def xml_of(content: bytes) -> ET.Element:
    """Read an answer of ours."""
    return ET.fromstring(content)  # noqa: S314 - written by ourselves a moment ago
