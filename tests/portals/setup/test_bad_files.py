"""Files that are none, at the pages of buildings and grids: one sentence, and nothing is changed."""

import io
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.portals.setup.conftest import COMMUNITY, SET_UP, squares

from linli.domains.places import facade as places
from linli.foundation.scope.context import reading
from linli.foundation.territory import queries as territory

Enter = Callable[..., Client]
HOME = f"/work/setup/{COMMUNITY}/"


def today() -> str:
    return timezone.localdate().isoformat()


def bomb() -> bytes:
    """Return a zip that unpacks to more than is ever unpacked."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package, package.open("houses.shp", "w") as member:
        for _mib in range(1_001):
            member.write(b"\0" * 1024 * 1024)
    return held.getvalue()


BAD = {
    "empty": b"",
    "wrong type": b"%PDF-1.7 ...",
    "broken encoding": b'{"type": "FeatureCollection", "features": [{"name": "\xff\xfe\x81"}]}',
    "cut off": squares(3).read()[:-40],
    "no object": b"[]",
}


@pytest.mark.parametrize("wrong", BAD)
class TestBothDoors:
    def test_the_page_of_buildings(self, enter: Enter, wrong: str) -> None:
        file = SimpleUploadedFile("houses.geojson", BAD[wrong])
        answer = enter().post(f"{HOME}buildings/", {"file": file, "datum": "wgs84"})
        assert answer.status_code == 422
        assert answer.content.decode().count("field-bad") == 1
        with reading(SET_UP):
            assert places.buildings_of(COMMUNITY) == ()

    def test_the_page_of_grids(self, enter: Enter, wrong: str) -> None:
        file = SimpleUploadedFile("grids.geojson", BAD[wrong])
        given = {"file": file, "datum": "wgs84", "from_on": today()}
        answer = enter().post(f"{HOME}grids/preview/", given)
        assert answer.status_code == 422
        assert answer.content.decode().count("field-bad") == 1
        with reading(SET_UP):
            assert territory.grids_of(COMMUNITY) == ()


class TestBuildings:
    @pytest.mark.machine
    def test_a_zip_bomb(self, enter: Enter) -> None:
        file = SimpleUploadedFile("houses.zip", bomb())
        answer = enter().post(f"{HOME}buildings/", {"file": file, "datum": "wgs84"})
        assert answer.status_code == 422
        assert "MB" in answer.content.decode()

    def test_larger_than_the_page_takes(self, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("linli.portals.setup.views.grids.MOST_GRID_BYTES", 10)
        given = {"file": squares(1), "datum": "wgs84", "from_on": today()}
        answer = enter().post(f"{HOME}grids/preview/", given)
        assert "command line" in answer.content.decode()
