"""A community that stands while a file's tests run; each test reports matters of its own."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.journeys.town import standing_town

from linli.portals.resident.lookups import lookups
from linli.project.demo import street
from linli.project.demo.readers import Cast

REPORT = f"/c/{street.COMMUNITY}/report/"


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
    lookups.forget()


@pytest.fixture
def client(town: Cast) -> Client:  # noqa: ARG001 - every page speaks for a community
    return Client()


def photo(*, size: tuple[int, int] = (60, 40), name: str = "photo.jpg") -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", size, (90, 120, 110)).save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), content_type="image/jpeg")
