"""A community that stands while a file's tests run, with a browser for each of its people."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.journeys.town import standing_town

from linli.domains.cases import facade as cases
from linli.foundation.accounts.models import Session
from linli.foundation.accounts.session import digest_of
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

TEXT = "3 号楼 2 单元电梯又停了，门关不上，老人下不了楼"


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Cast]:  # noqa: ARG001 - order
    with standing_town(django_db_blocker) as cast:
        yield cast


@pytest.fixture(autouse=True)
def site(settings: object, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    settings.STATIC_ROOT = tmp_path / "static"  # type: ignore[attr-defined]
    settings.STATIC_ROOT.mkdir()  # type: ignore[attr-defined]
    settings.ALLOWED_CALLERS = frozenset({"127.0.0.1"})  # type: ignore[attr-defined]


def session_key(reader: Reader) -> str:
    """Begin a session as this reader and return its cookie's key."""
    key, now = uuid4().hex, timezone.now()
    with reading(Reader(id=reader.id)):
        Session.objects.create(
            key_digest=digest_of(key), account_id=reader.account_id, assignment_id=None, role=reader.role,
            purpose=str(reader.purpose), scope=reader.territory, unit=reader.unit, step="", data={}, created_at=now,
            seen_at=now, expires_at=now + timedelta(hours=1),
        )  # fmt: skip
    return key


@pytest.fixture
def desk_of(town: Cast) -> Callable[[str], Client]:
    """Give the browser of somebody who is logged in: ``desk_of("heshuning")``."""

    def open_desk(username: str) -> Client:
        client = Client()
        client.cookies["linli_session"] = session_key(town.readers[username])
        return client

    return open_desk


@pytest.fixture
def report(town: Cast) -> Callable[..., UUID]:
    """Report a matter as the service station does: ``report(TEXT)``."""

    def open_matter(text: str = TEXT, **given: object) -> UUID:
        with reading(town.readers["heshuning"]):
            order = cases.OpenCase(community=COMMUNITY, text=text, token=uuid4().hex, channel="phone", **given)  # type: ignore[arg-type]
            return cases.open_case(order).case_id

    return open_matter


def page_of(town: Cast, username: str, case_id: UUID) -> cases.CasePage:
    with reading(town.readers[username]):
        return cases.case_page(case_id)


def take(town: Cast, username: str, case_id: UUID, action: str, *, then: tuple[str, ...] = (), **form: object) -> None:
    with reading(town.readers[username]):
        version = cases.case_page(case_id).version
        cases.take_step(cases.StepOrder(case_id=case_id, action=action, version=version, form=form, then=then))


def counted(client: Client, path: str) -> int:
    """Return how many statements a second visit takes, without the transaction's own words."""
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    quiet = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    return sum(not query["sql"].lstrip().startswith(quiet) for query in seen.captured_queries)
