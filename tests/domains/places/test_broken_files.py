import io
import zipfile
from pathlib import Path

import pytest
from tests.domains.places.conftest import COMMUNITY
from tests.domains.places.footprint_files import geojson, geopackage, house, osm, packed, shapefile

from linli.domains.places import facade as places
from linli.domains.places.imports import archives, asked, sources
from linli.domains.places.models import Building
from linli.foundation.territory.geojson import UnreadableFile
from linli.kernel.geo import Datum

pytestmark = pytest.mark.usefixtures("communities")

STREET, TABLE = [house(0), house(1)], {"name": ["1", "2"]}


def refusal(data: bytes, **said: str) -> str:
    with pytest.raises(UnreadableFile) as refused:
        places.import_buildings(COMMUNITY, data, datum=Datum.WGS84, **said)
    assert not Building.objects.exists()
    sentence = str(refused.value)
    assert sentence.endswith(("。", "."))
    return sentence


class TestWhatIsNoFileOfBuildings:
    @pytest.mark.parametrize("data", [b"", b" \n", b"\x00" * 200])
    def test_an_empty_file(self, data: bytes) -> None:
        assert "空" in refusal(data)

    @pytest.mark.parametrize(
        "data", [b"%PDF-1.7", b"\x89PNG\r\n", "名称,层数".encode("gbk"), b"<osm/>", b"\x1f\x8b\x08"]
    )
    def test_another_type_whatever_it_is_called(self, data: bytes) -> None:
        assert "GeoPackage" in refusal(data)

    def test_one_part_of_a_shapefile(self, tmp_path: Path) -> None:
        assert "zip" in refusal(shapefile(tmp_path, STREET, TABLE)["楼栋.shp"])

    def test_a_collection_without_a_feature(self) -> None:
        refusal(geojson())

    def test_a_database_that_is_no_geopackage(self, tmp_path: Path) -> None:
        data = geopackage(tmp_path, {"a": STREET}, TABLE, crs="EPSG:4490")
        refusal(data[:100] + b"\x00" * (len(data) - 100))

    def test_a_number_that_no_computer_holds(self) -> None:
        refusal(b'{"features": [{"a": ' + b"9" * 5000 + b"}]}")

    def test_broken_encoding_of_geojson(self) -> None:
        data = geojson(*STREET, name="x").replace(b'"x"', '"楼栋"'.encode("gbk"))
        assert "UTF-8" in refusal(data)
        assert places.import_buildings(COMMUNITY, data, datum=Datum.WGS84, encoding="gbk").added == 2


class TestCutOff:
    @pytest.mark.parametrize("part", [0.3, 0.7, 0.99])
    def test_geojson(self, part: float) -> None:
        data = geojson(*STREET)
        refusal(data[: int(len(data) * part)])

    @pytest.mark.parametrize("part", [0.3, 0.7, 0.99])
    def test_a_zip(self, tmp_path: Path, part: float) -> None:
        data = packed(shapefile(tmp_path, STREET, TABLE))
        refusal(data[: int(len(data) * part)])

    @pytest.mark.parametrize("ending", [".shp", ".dbf"])
    def test_a_part_that_was_cut_before_it_was_packed(self, tmp_path: Path, ending: str) -> None:
        parts = shapefile(tmp_path, STREET, TABLE)
        parts[f"楼栋{ending}"] = parts[f"楼栋{ending}"][:-40]
        assert ending in refusal(packed(parts))

    @pytest.mark.parametrize("ending", [".shp", ".shx", ".dbf"])
    def test_a_part_that_is_empty(self, tmp_path: Path, ending: str) -> None:
        refusal(packed(shapefile(tmp_path, STREET, TABLE) | {f"楼栋{ending}": b""}))

    @pytest.mark.parametrize("part", [0.0005, 0.3, 0.99])
    def test_a_geopackage(self, tmp_path: Path, part: float) -> None:
        data = geopackage(tmp_path, {"a": STREET}, TABLE, crs="EPSG:4490")
        refusal(data[: int(len(data) * part)])

    @pytest.mark.parametrize("left_out", [1, 60, 300])
    def test_an_osm_extract(self, left_out: int) -> None:
        refusal(osm([(house(at), {"building": "yes"}) for at in range(9)])[:-left_out])


class TestZips:
    def test_a_bomb_is_not_unpacked(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(archives, "MOST_UNPACKED_BYTES", 1_000_000)
        assert "MB" in refusal(packed({"a.shp": b"\x00" * 2_000_000}))

    def test_a_bomb_that_lies_about_its_size_is_stopped(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(archives, "MOST_UNPACKED_BYTES", 1_000_000)
        data = packed(shapefile(tmp_path, STREET, TABLE) | {"楼栋.dbf": b"\x00" * 2_000_000})
        refusal(data.replace((2_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little")))

    def test_too_many_members(self) -> None:
        assert "200" in refusal(packed({f"{number}.txt": b"" for number in range(201)}))

    def test_a_password(self, tmp_path: Path) -> None:
        data = bytearray(packed(shapefile(tmp_path, STREET, TABLE)))
        for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = data.find(mark)
            while at >= 0:
                data[at + offset] |= 1
                at = data.find(mark, at + 1)
        assert "密码" in refusal(bytes(data))

    def test_a_member_that_names_a_place_outside_is_kept_in_the_folder(self, tmp_path: Path) -> None:
        parts = {f"../../../../tmp/{name}": data for name, data in shapefile(tmp_path, STREET, TABLE).items()}
        assert places.import_buildings(COMMUNITY, packed(parts), datum=Datum.WGS84).added == 2
        assert not Path("/tmp/楼栋.shp").exists()  # noqa: S108 - nothing is written there

    @pytest.mark.parametrize("ending", [".shx", ".dbf"])
    def test_a_part_is_missing(self, tmp_path: Path, ending: str) -> None:
        assert ending in refusal(packed(shapefile(tmp_path, STREET, TABLE, without=(ending,))))

    def test_no_shapefile_in_it(self) -> None:
        assert ".shp" in refusal(packed({"readme.txt": b"hello"}))

    def test_chinese_names_packed_on_windows_are_read(self, tmp_path: Path) -> None:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            for name in ("楼栋", "道路"):
                for member, data in shapefile(tmp_path, STREET, TABLE, name=name).items():
                    archive.writestr(WindowsMember(member), data)
        data = target.getvalue()
        assert "楼栋, 道路" in refusal(data)
        assert places.import_buildings(COMMUNITY, data, datum=Datum.WGS84, layer="楼栋").added == 2


class WindowsMember(zipfile.ZipInfo):
    """A member whose name is in GBK, with nothing that says so."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile's own
        return self.filename.encode("gbk"), 0


class TestTooLarge:
    def test_a_file_beyond_the_limit_is_not_opened(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sources, "MOST_FILE_BYTES", 100)
        assert "MB" in refusal(geojson(*STREET))

    def test_more_rows_than_a_community_has_are_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sources, "MOST_ROWS", 1)
        monkeypatch.setattr(asked, "MOST_ROWS", 1)
        refusal(geojson(*STREET))

    def test_rows_beyond_the_last_number_are_refused_and_the_others_go_in(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("linli.domains.places.actions.LAST_SEQUENCE", 1)
        outcome = places.import_buildings(COMMUNITY, geojson(*STREET), datum=Datum.WGS84)
        assert (outcome.added, [row.row for row in outcome.report.refused]) == (1, [2])
