"""Photos lie under the digest of their bytes, and their rows are seen by whom the matter is seen."""

import io
import os
import time
from pathlib import Path
from uuid import UUID

import pytest
from django.db import ProgrammingError
from django.http import Http404
from django.test import RequestFactory
from PIL import Image
from pytest_django import Settings

from linli.foundation.files import blobs, store, tasks, web
from linli.foundation.files.models import Attachment, Audience
from linli.foundation.files.store import AttachTo, StoredPhoto
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, Reader, job_reader
from linli.kernel.uuid7 import new_id

COMMUNITY, GRID, NEIGHBOUR_GRID, ELSEWHERE = "330106001001", "330106001001003", "330106001001004", "330106001002"
STREET, DISTRICT = "330106001", "330106"
LEAD, ASSISTING, STRANGER = UUID(int=1), UUID(int=2), UUID(int=3)
KEY = "ab" * 32
MATTER = UUID(int=50)


@pytest.fixture(autouse=True)
def scratch(settings: Settings, tmp_path: Path) -> Path:
    settings.FILES_ROOT = tmp_path / "files"
    return tmp_path / "files"


def upload(colour: int = 90, width: int = 400) -> io.BytesIO:
    target = io.BytesIO()
    Image.new("RGB", (width, 300), (colour, 80, 70)).save(target, "JPEG")
    target.seek(0)
    return target


def staff(scope: str) -> Reader:
    return Reader(id=str(UUID(int=99)), territory=scope, purpose=Purpose.HANDLE)


def of_unit(unit: UUID) -> Reader:
    return Reader(id=str(UUID(int=98)), territory=COMMUNITY, unit=unit, purpose=Purpose.ASSIST)


def resident(key: str = KEY, purpose: Purpose = Purpose.TRACK) -> Reader:
    return Reader(purpose=purpose, grant=key)


class TestTaking:
    def test_the_file_is_named_by_its_digest_and_readable_by_the_service_alone(self, scratch: Path) -> None:
        photo = store.take_photo(upload())
        path = scratch / photo.sha256[:2] / photo.sha256
        assert path.stat().st_size == photo.bytes
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700
        assert blobs.path_of(photo.thumbnail_sha256).exists()

    def test_the_same_photo_is_kept_once_and_nothing_half_written_is_left(self, scratch: Path) -> None:
        assert store.take_photo(upload()) == store.take_photo(upload())
        assert len([path for path in scratch.rglob("*") if path.is_file()]) == 2

    @pytest.mark.parametrize("digest", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n"])
    def test_only_a_digest_is_a_place(self, digest: str) -> None:
        with pytest.raises(ValueError, match="digest"):
            blobs.path_of(digest)


def attached(
    audience: Audience = Audience.PUBLIC, *, grid: str = GRID, is_sealed: bool = False, community: str = COMMUNITY
) -> Attachment:
    subject = AttachTo(
        type="entry",
        id=new_id(),
        parent=new_id(),
        community=community,
        grid=grid,
        units=(LEAD, ASSISTING),
        is_sealed=is_sealed,
        key_digest=KEY,
    )
    with reading(job_reader(community)):
        [photo] = store.attach(subject, photos=[store.take_photo(upload())], audience=audience)
        return Attachment.objects.get(id=photo.id)


def sees(reader: Reader, row: Attachment) -> bool:
    with reading(reader):
        return bool(store.photos_of(row.subject_id))


EVERYBODY = (
    staff(DISTRICT),
    staff(STREET),
    staff(COMMUNITY),
    staff(GRID),
    staff(NEIGHBOUR_GRID),
    staff(ELSEWHERE),
    of_unit(ASSISTING),
    of_unit(STRANGER),
    resident(),
    resident("cd" * 32),
)


@pytest.mark.django_db
class TestWhoSees:
    @pytest.mark.parametrize(
        ("audience", "is_sealed", "grid", "seen_by"),
        [
            (Audience.PUBLIC, False, GRID, "yyyynnynyn"),
            (Audience.PARTIES, False, GRID, "yyyynnynnn"),
            (Audience.INTERNAL, False, GRID, "yyyynnnnnn"),
            (Audience.PUBLIC, False, "", "yyynnnynyn"),  # not placed yet: no grid worker's
            (Audience.PARTIES, True, GRID, "yynnnnynnn"),  # sealed: the street's and the parties it named
        ],
    )
    def test_each_reader_sees_what_the_matter_allows(
        self, *, audience: Audience, is_sealed: bool, grid: str, seen_by: str
    ) -> None:
        row = attached(audience, grid=grid, is_sealed=is_sealed)
        assert "".join("y" if sees(reader, row) else "n" for reader in EVERYBODY) == seen_by

    @pytest.mark.parametrize(
        "reader",
        [
            Reader(),
            Reader(purpose=Purpose.TRACK),
            Reader(purpose=Purpose.STATE, grant=KEY),
            Reader(id=str(UUID(int=97)), territory=DISTRICT, purpose=Purpose.ADMINISTER),
            Reader(id=str(UUID(int=97)), territory=DISTRICT, purpose=Purpose.AUDIT),
            Reader(id=str(UUID(int=97)), purpose=Purpose.HANDLE),
            Reader(id=str(UUID(int=97)), purpose=Purpose.ASSIST),
        ],
    )
    def test_nobody_else_sees_anything(self, reader: Reader) -> None:
        assert not sees(reader, attached())


@pytest.mark.usefixtures("committed_db")
class TestLeaks:
    def test_a_connection_that_served_somebody_sees_nothing_afterwards(self) -> None:
        row = attached()
        assert sees(staff(DISTRICT), row)
        assert not Attachment.objects.exists()


@pytest.mark.django_db
class TestAttaching:
    def test_a_resident_reports_with_photos_in_one_statement(
        self, django_assert_num_queries: pytest.FixtureRequest
    ) -> None:
        photos = [store.take_photo(upload(colour)) for colour in (10, 200)]
        subject = AttachTo(
            type="entry", id=new_id(), parent=MATTER, community=COMMUNITY, grid=GRID, units=(LEAD,), key_digest=KEY
        )
        with reading(resident(purpose=Purpose.REPORT)):
            with django_assert_num_queries(1):  # type: ignore[operator]
                kept = store.attach(subject, photos=photos, audience="public")
            assert store.photos_of(subject.id) == kept
            assert store.photos_within(MATTER) == {subject.id: kept}
        assert store.digests_of(kept) == tuple(photo.sha256 for photo in photos)

    @pytest.mark.parametrize(
        ("reader", "audience"),
        [
            (resident("cd" * 32, Purpose.REPORT), "public"),
            (resident(purpose=Purpose.REPORT), "internal"),
            (staff(ELSEWHERE), "parties"),
            (of_unit(STRANGER), "parties"),
            (of_unit(ASSISTING), "internal"),
            (Reader(), "public"),
        ],
    )
    def test_a_stranger_s_subject_is_refused(self, reader: Reader, audience: str) -> None:
        photo = store.take_photo(upload())
        subject = AttachTo(
            type="entry", id=new_id(), parent=MATTER, community=COMMUNITY, units=(LEAD, ASSISTING), key_digest=KEY
        )
        with pytest.raises(ProgrammingError, match="row-level security"), reading(reader):
            store.attach(subject, photos=[photo], audience=audience)

    def test_no_photos_cost_nothing(self, django_assert_num_queries: pytest.FixtureRequest) -> None:
        subject = AttachTo(type="entry", id=new_id(), parent=MATTER, community=COMMUNITY)
        with reading(staff(COMMUNITY)), django_assert_num_queries(0):  # type: ignore[operator]
            assert store.attach(subject, photos=[], audience="public") == []

    def test_a_new_party_sees_the_photos_and_a_sealed_matter_loses_its_community(self) -> None:
        row = attached()
        changed = AttachTo(
            type="entry",
            id=new_id(),
            parent=row.parent_id,
            community=COMMUNITY,
            grid=GRID,
            units=(STRANGER,),
            is_sealed=True,
        )
        with reading(job_reader(COMMUNITY)):
            store.keep_in_step(changed)
        assert [sees(reader, row) for reader in (of_unit(STRANGER), of_unit(LEAD), staff(COMMUNITY))] == [
            True,
            False,
            False,
        ]


def owner_of_nothing(photo: StoredPhoto) -> None:
    for digest in (photo.sha256, photo.thumbnail_sha256):
        os.utime(blobs.path_of(digest), (time.time() - 90_000, time.time() - 90_000))


@pytest.mark.usefixtures("committed_db")
class TestSweeping:
    def test_the_night_s_work_sweeps(self) -> None:
        orphan = store.take_photo(upload(7))
        owner_of_nothing(orphan)
        tasks.sweep(timestamp=0)
        assert not blobs.path_of(orphan.sha256).exists()

    def test_bytes_without_a_row_go_after_a_day_and_others_stay(self) -> None:
        kept, orphan, fresh = attached(), store.take_photo(upload(7)), store.take_photo(upload(8))
        for photo in (kept, orphan):
            owner_of_nothing(photo)  # type: ignore[arg-type]
        assert store.sweep() == 2
        assert blobs.path_of(kept.sha256).exists()
        assert blobs.path_of(fresh.sha256).exists()
        assert not blobs.path_of(orphan.sha256).exists()

    def test_an_erased_subject_s_bytes_go_too(self) -> None:
        row = attached()
        with reading(job_reader(COMMUNITY)):
            assert store.erase(row.parent_id) == 1
        owner_of_nothing(row)  # type: ignore[arg-type]
        assert store.sweep() == 2


@pytest.mark.django_db
class TestServing:
    def test_a_photo_comes_as_what_it_is_for_its_reader_alone(self) -> None:
        row = attached()
        with reading(resident()):
            response = web.serve(RequestFactory().get("/"), row.id)
        assert response["Content-Type"] == "image/jpeg"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Disposition"] == "inline"
        assert "private" in response["Cache-Control"]
        assert response.content == blobs.read(row.sha256)

    def test_the_thumbnail_is_the_smaller_one(self) -> None:
        row = attached()
        with reading(resident()):
            response = web.serve(RequestFactory().get("/"), row.id, is_thumbnail=True)
        image = Image.open(io.BytesIO(response.content))
        assert image.width == 320

    def test_a_photo_one_may_not_see_looks_like_none(self) -> None:
        row = attached()
        for reader, photo_id in ((resident("cd" * 32), row.id), (resident(), new_id())):
            with reading(reader), pytest.raises(Http404):
                web.serve(RequestFactory().get("/"), photo_id)

    def test_what_the_browser_has_is_not_sent_again(self) -> None:
        row = attached()
        with reading(resident()):
            first = web.serve(RequestFactory().get("/"), row.id)
            again = web.serve(RequestFactory().get("/", headers={"If-None-Match": first["ETag"]}), row.id)
        assert again.status_code == 304
