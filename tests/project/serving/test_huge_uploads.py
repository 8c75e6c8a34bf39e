"""Two gigabytes at every door that takes a file: one sentence, nothing stored, little memory, and the site goes on."""

import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest
from django.urls import reverse
from tests.bench import host
from tests.bench.browserless import Client
from tests.bench.lives import log_in
from tests.project.serving.huge import TWO_GB, Heard, Post, most_memory

from linli.project.cluster import ensure, release, stop
from linli.project.demo.street import COMMUNITY

pytestmark = pytest.mark.machine

PORT = 8479
MOST_MORE = 300 * 1024 * 1024
MIB = 1024 * 1024
TABLES = (
    "imports_upload", "places_building", "territory_grid", "cases_case", "residents_person", "files_attachment",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Door:
    """A page that takes a file, and who may."""

    who: str
    path: str
    field: str = "file"
    file_name: str = "file.bin"
    fields: tuple[tuple[str, str], ...] = ()


DOORS = {
    "residents": Door(who="heshuning", path="/work/people/import/", file_name="residents.xlsx"),
    "buildings": Door(
        who="xitong", path=f"/work/setup/{COMMUNITY}/buildings/", file_name="houses.zip", fields=(("datum", "wgs84"),)
    ),
    "rooms": Door(who="xitong", path=reverse("setup:room_sheets", args=[COMMUNITY]), file_name="rooms.xlsx"),
    "grids": Door(
        who="xitong", path=f"/work/setup/{COMMUNITY}/grids/preview/", file_name="grids.geojson",
        fields=(("datum", "wgs84"), ("from_on", "2026-12-01")),
    ),
    "photos of a report": Door(
        who="", path=f"/c/{COMMUNITY}/report/", field="photos", file_name="lamp.jpg",
        fields=(("token", "huge-photo"), ("text", "路灯不亮了"), ("place", "words"), ("place_words", "东门")),
    ),
    "photos of an intake": Door(
        who="heshuning", path="/work/intake/", field="photos", file_name="lamp.jpg",
        fields=(("token", "huge-photo-2"), ("channel", "phone"), ("text", "路灯不亮了")),
    ),
}  # fmt: skip


class Site:
    """The served demo and the people at its doors."""

    def __init__(self, data: Path, temporary: Path) -> None:
        self.data, self.temporary = data, temporary
        self._people: dict[str, Client] = {}
        self.start_memory = most_memory(self.workers())

    def workers(self) -> list[int]:
        """Return the processes that answer requests."""
        pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
        return [pid for pid in pids if _is_web(pid, self.data)]

    def person(self, name: str) -> Client:
        if name not in self._people:
            self._people[name] = log_in(PORT, name) if name else Client(PORT)
        return self._people[name]

    def leave(self) -> None:
        for person in self._people.values():
            person.close()

    def post(self, door: Door, **said: object) -> Heard:
        """Send a file to a door as its person does, on a page just opened."""
        person = self.person(door.who)
        opened = door.path.removesuffix("preview/")
        assert person.get(opened).status == 200
        given = Post(
            port=PORT, path=door.path, cookies=person.cookies, csrf=person.csrf, field=door.field,
            file_name=door.file_name, fields=door.fields,
        )  # fmt: skip
        return replace(given, **said).send()  # type: ignore[arg-type]

    def counts(self) -> dict[str, int]:
        """Return how many rows there are, whoever may see them."""
        server = ensure(self.data)
        try:
            with psycopg.connect(server.super_url.replace("/postgres?", "/linli?"), autocommit=True) as connection:
                found = {}
                for table in TABLES:
                    row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - names above
                    assert row is not None
                    found[table] = int(row[0])
                return found
        finally:
            release(server, data=self.data)

    def is_clean(self, *, seconds: float = 10) -> bool:
        """Whether nothing is left of uploads in the folder for temporary files."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if not list(self.temporary.rglob("*.upload*")):
                return True
            time.sleep(0.1)
        return False


def _is_web(pid: int, data: Path) -> bool:
    try:
        environ = Path(f"/proc/{pid}/environ").read_bytes()
        return b"LINLI_DATA=" + str(data).encode() in environ and b"linli" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a small demo community with a folder of its own for temporary files."""
    data, temporary = tmp_path_factory.mktemp("huge"), tmp_path_factory.mktemp("temporary")
    host.run(data, "demo", "--no-serve", "--matters", "2", port=PORT)
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = str(temporary)
    try:
        with host.served(data, port=PORT):
            standing = Site(data, temporary)
            yield standing
            standing.leave()
    finally:
        os.environ.pop("TMPDIR") if before is None else os.environ.update(TMPDIR=before)
        stop(data)


@pytest.fixture(autouse=True)
def nothing_changed(site: Site) -> Iterator[None]:
    """Whatever is sent: no row, no temporary file, little memory, and the next request is answered."""
    before = site.counts()
    yield
    assert site.counts() == before
    assert site.is_clean()
    assert most_memory(site.workers()) - site.start_memory < MOST_MORE
    assert site.person("heshuning").get("/work/").status == 200


@pytest.mark.parametrize("door", DOORS)
class TestTwoGigabytes:
    def test_announced_it_is_refused_before_it_is_read(self, site: Site, door: str) -> None:
        heard = site.post(DOORS[door])
        assert (heard.status, heard.sent < TWO_GB // 10) == (413, True)
        assert "一页一次最多收 64 MB" in heard.text

    def test_announced_longer_than_it_is(self, site: Site, door: str) -> None:
        heard = site.post(DOORS[door], announced=3 * TWO_GB)
        assert heard.status == 413
        assert "什么都没有改动" in heard.text

    def test_announced_shorter_than_it_is(self, site: Site, door: str) -> None:
        heard = site.post(DOORS[door], announced=50 * MIB)
        assert heard.status == 400
        assert heard.sent < TWO_GB // 10
        assert "发来的内容不完整或已损坏" in heard.text

    def test_in_chunks_without_its_length(self, site: Site, door: str) -> None:
        heard = site.post(DOORS[door], is_chunked=True)
        assert (heard.status, heard.sent < TWO_GB // 10) == (411, True)
        assert "没有说明长度" in heard.text


@pytest.mark.parametrize("door", DOORS)
class TestCutOff:
    def test_in_the_middle_nothing_is_taken(self, site: Site, door: str) -> None:
        heard = site.post(DOORS[door], size=30 * MIB, cut_after=15 * MIB)
        assert heard.status == 0

    def test_right_after_the_words_that_come_first(self, site: Site, door: str) -> None:
        site.post(DOORS[door], size=30 * MIB, cut_after=2000)


class TestJustTooLarge:
    @pytest.mark.parametrize(
        ("door", "size", "sentence"),
        [
            ("residents", 33 * MIB, "文件超过 32 MB"),
            ("buildings", 61 * MIB, "请用命令行"),
            ("grids", MIB, "请用命令行"),
            ("photos of a report", 11 * MIB, "10 MB"),
            ("photos of an intake", 11 * MIB, "10 MB"),
        ],
    )
    def test_the_page_says_its_own_limit(self, site: Site, door: str, size: int, sentence: str) -> None:
        heard = site.post(DOORS[door], size=size)
        assert heard.status == 422
        assert sentence in re.sub(r"\s+", " ", heard.text)
