import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from tests.domains.places.footprint_files import geojson, geopackage, house, packed, shapefile

from linli.domains.places import facade as places
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, job_reader
from linli.foundation.territory import actions as territory
from linli.project.management.commands import import_buildings

COMMUNITY = "440305001001"


@pytest.fixture(autouse=True)
def community(db: None) -> Iterator[None]:  # noqa: ARG001 - opens the database
    with reading(job_reader("44", purpose=Purpose.ADMINISTER)):
        territory.add_division(COMMUNITY, name="示例社区", from_on=date(2020, 1, 1))
    return


def run(path: Path, *options: str, community: str = COMMUNITY) -> str:
    out = io.StringIO()
    call_command("import_buildings", str(path), "--community", community, "--datum", "wgs84", *options, stdout=out)
    return out.getvalue()


def kept(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


class TestImportBuildings:
    def test_what_the_file_leaves_open_is_said_by_options(self, tmp_path: Path) -> None:
        parts = shapefile(tmp_path, [house(0), house(1)], {"名称": ["甲楼", "乙楼"]}, without=(".prj", ".cpg"))
        path = kept(tmp_path, "a.zip", packed(parts))
        with pytest.raises(CommandError, match="EPSG:4490"):
            run(path)
        with pytest.raises(CommandError, match="gbk"):
            run(path, "--crs", "EPSG:4490")
        assert "2" in run(path, "--crs", "EPSG:4490", "--encoding", "gbk")
        with reading(job_reader("44", purpose=Purpose.ADMINISTER)):
            assert [ref.number for ref in places.buildings_of(COMMUNITY)] == ["乙楼", "甲楼"]

    def test_a_layer_is_named(self, tmp_path: Path) -> None:
        data = geopackage(tmp_path, {"a": [house(0)], "b": [house(1)]}, {"name": ["1"]}, crs="EPSG:4490")
        assert json.loads(run(kept(tmp_path, "b.gpkg", data), "--layer", "b", "--json"))["added"] == 1

    def test_refused_rows_are_shown_with_their_number(self, tmp_path: Path) -> None:
        said = run(kept(tmp_path, "a.geojson", geojson(house(0), None)))
        assert "2" in said.splitlines()[-1]

    def test_every_row_is_counted_and_the_refused_ones_are_listed_in_a_file(self, tmp_path: Path) -> None:
        listed = tmp_path / "refused.csv"
        said = run(kept(tmp_path, "a.geojson", geojson(house(0), None, None)), "--refused", str(listed))
        assert "共 3 行" in said.splitlines()[1]
        lines = listed.read_text(encoding="utf-8-sig").splitlines()
        assert [line.split(",")[0] for line in lines[1:]] == ["2", "3"]
        with pytest.raises(CommandError, match="nowhere"):
            run(tmp_path / "a.geojson", "--refused", str(tmp_path / "nowhere" / "x.csv"))

    def test_a_huge_file_is_not_even_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(import_buildings.places, "MOST_FILE_BYTES", 10)
        with pytest.raises(CommandError, match="MB"):
            run(kept(tmp_path, "a.geojson", geojson(house(0))))

    def test_an_unknown_community_and_a_missing_file_are_said(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="440305001009"):
            run(kept(tmp_path, "a.geojson", geojson(house(0))), community="440305001009")
        with pytest.raises(CommandError, match="missing"):
            run(tmp_path / "missing.zip")
