"""Files that are none, at the command line: one sentence, nothing stored, and never more read than may be."""

import resource
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from tests.domains.places.footprint_files import geojson, house

from linli.domains.places.models import Building
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import job_reader
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

TWO_GB = 2 * 1024**3
COMMANDS = {
    "import_residents": ("--yes",),
    "import_rooms": ("--yes",),
    "import_buildings": ("--datum", "wgs84"),
    "import_grids": ("--datum", "wgs84"),
}
SHEETS = ("import_residents", "import_rooms")
NAMES = {command: "a.xlsx" if command in SHEETS else "a.geojson" for command in COMMANDS}


@pytest.fixture(autouse=True)
def little_memory(cast: Cast) -> Iterator[None]:
    """Hold that nothing was stored and that this process has not grown by much."""
    del cast
    with reading(job_reader(COMMUNITY)):
        buildings = Building.objects.count()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < 300 * 1024**2
    with reading(job_reader(COMMUNITY)):
        assert Building.objects.count() == buildings


def refusal(command: str, path: Path) -> str:
    with pytest.raises(CommandError) as refused:
        call_command(command, str(path), "--community", COMMUNITY, *COMMANDS[command])
    return str(refused.value)


@pytest.mark.parametrize("command", COMMANDS)
class TestTheTen:
    def test_empty(self, command: str, tmp_path: Path) -> None:
        path = tmp_path / NAMES[command]
        path.write_bytes(b"")
        assert refusal(command, path)

    def test_wrong_type(self, command: str, tmp_path: Path) -> None:
        path = tmp_path / NAMES[command]
        path.write_bytes(b"%PDF-1.7 ...")
        assert refusal(command, path)

    def test_broken_encoding(self, command: str, tmp_path: Path) -> None:
        path = tmp_path / ("a.csv" if command in SHEETS else "a.geojson")
        path.write_bytes(b'{"type": "\xff\xfe\xff\xff\x81')
        assert refusal(command, path)

    def test_cut_off(self, command: str, tmp_path: Path) -> None:
        path = tmp_path / NAMES[command]
        whole = geojson(house(0), house(1), floors=6)
        path.write_bytes(whole[: len(whole) // 2])
        assert refusal(command, path)

    def test_two_gigabytes_are_not_read(self, command: str, tmp_path: Path) -> None:
        path = tmp_path / NAMES[command]
        with path.open("wb") as sparse:
            sparse.truncate(TWO_GB)
        assert "MB" in refusal(command, path)

    def test_a_file_that_is_not_there(self, command: str, tmp_path: Path) -> None:
        assert refusal(command, tmp_path / "nowhere.xlsx")


class TestAStreamWithoutASize:
    @pytest.mark.skipif(not Path("/dev/zero").exists(), reason="a Unix device")
    def test_no_more_than_the_limit_is_read(self) -> None:
        assert "32 MB" in refusal("import_residents", Path("/dev/zero"))
