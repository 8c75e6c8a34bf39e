from collections.abc import Callable
from pathlib import Path

import pytest
import shapely
from pyproj import Transformer
from tests.domains.places.conftest import COMMUNITY
from tests.domains.places.footprint_files import LAT, LON, SIDE, geojson, geopackage, house, osm, packed, shapefile

from linli.domains.places import facade as places
from linli.domains.places.models import Building
from linli.foundation.territory.geojson import UnreadableFile
from linli.kernel.geo import Datum

pytestmark = pytest.mark.usefixtures("communities")

STREET = [house(0), house(1), house(2)]
TABLE = {"名称": ["1 号楼", "2 号楼", "三号楼"], "建筑高度": [18.5, 20.0, 0.0], "层数": [6.0, 7.0, 0.0]}


def take(data: bytes, *, datum: Datum = Datum.WGS84, **asked: str) -> places.ImportOutcome:
    return places.import_buildings(COMMUNITY, data, datum=datum, **asked)


def refusal(data: bytes, **asked: str) -> str:
    with pytest.raises(UnreadableFile) as refused:
        take(data, **asked)
    assert not Building.objects.exists()
    return str(refused.value)


def projected(shape: shapely.Polygon, crs: str) -> shapely.Polygon:
    move = Transformer.from_crs("EPSG:4490", crs, always_xy=True)
    return shapely.transform(shape, lambda points: shapely.get_coordinates(shapely.points(*move.transform(*points.T))))


def facts() -> list[tuple[str, int | None, float | None]]:
    return [(ref.number, ref.floors, ref.height_m) for ref in places.buildings_of(COMMUNITY)]


class TestShapefile:
    def test_a_surveyors_gbk_texts_are_read_by_the_cpg(self, tmp_path: Path) -> None:
        data = packed(shapefile(tmp_path, STREET, TABLE))
        assert take(data).added == 3
        assert facts() == [("1 号楼", 6, 18.5), ("2 号楼", 7, 20.0), ("三号楼", None, None)]
        assert (take(data).added, take(data).already_there) == (0, 3)

    def test_the_same_street_is_known_again_in_another_format(self, tmp_path: Path) -> None:
        take(packed(shapefile(tmp_path, STREET, TABLE)))
        assert take(geojson(*STREET)).already_there == 3
        assert take(geopackage(tmp_path, {"a": STREET}, TABLE, crs="EPSG:4326")).already_there == 3

    def test_without_a_cpg_the_encoding_is_asked_for_and_not_tried_out(self, tmp_path: Path) -> None:
        data = packed(shapefile(tmp_path, STREET, TABLE, without=(".cpg",)))
        assert "gbk" in refusal(data)
        assert take(data, encoding="gbk").added == 3
        assert facts()[2][0] == "三号楼"

    def test_without_a_cpg_texts_in_utf8_need_no_question(self, tmp_path: Path) -> None:
        take(packed(shapefile(tmp_path, STREET, TABLE, encoding="UTF-8", without=(".cpg",))))
        assert facts()[2][0] == "三号楼"

    def test_a_wrong_answer_about_the_encoding_is_said(self, tmp_path: Path) -> None:
        assert "utf-8" in refusal(packed(shapefile(tmp_path, STREET, TABLE)), encoding="utf-8")

    def test_a_name_cut_by_the_format_after_ten_bytes_is_still_known(self, tmp_path: Path) -> None:
        take(packed(shapefile(tmp_path, STREET, {"building:levels": [5.0, 6.0, 7.0]})))
        assert [floors for _number, floors, _height in facts()] == [5, 6, 7]

    def test_a_file_without_a_system_is_refused_until_it_is_said(self, tmp_path: Path) -> None:
        data = packed(shapefile(tmp_path, STREET, TABLE, without=(".prj",)))
        assert "EPSG:4490" in refusal(data)
        assert take(data, crs="EPSG:4490").added == 3

    def test_a_prj_that_is_no_text_counts_as_none(self, tmp_path: Path) -> None:
        parts = shapefile(tmp_path, STREET, TABLE)
        parts["楼栋.prj"] = parts["楼栋.prj"].replace(b"China", "中国".encode("gbk"))
        assert "EPSG:4490" in refusal(packed(parts))
        assert take(packed(parts), crs="EPSG:4490").added == 3

    @pytest.mark.parametrize("crs", ["EPSG:4547", "EPSG:4526", "EPSG:32650"])
    def test_metres_of_a_plane_come_out_where_the_building_stands(self, tmp_path: Path, crs: str) -> None:
        metres = [projected(shape, crs) for shape in STREET]
        take(packed(shapefile(tmp_path, metres, TABLE, crs=crs)))
        first = places.buildings_of(COMMUNITY)[0]
        assert abs(first.lon - LON - SIDE / 2) < 1e-7
        assert abs(first.lat - LAT - SIDE / 2) < 1e-7

    def test_another_system_than_the_files_own_is_refused(self, tmp_path: Path) -> None:
        assert "EPSG:4547" in refusal(packed(shapefile(tmp_path, STREET, TABLE)), crs="EPSG:4547")

    def test_a_system_whose_place_on_earth_is_not_published_is_refused(self, tmp_path: Path) -> None:
        metres = [projected(shape, "EPSG:4547") for shape in STREET]
        assert "CGCS2000" in refusal(packed(shapefile(tmp_path, metres, TABLE, crs="EPSG:2383")))

    def test_north_before_east_is_refused_row_by_row(self, tmp_path: Path) -> None:
        turned = [shapely.transform(projected(shape, "EPSG:4547"), lambda points: points[:, ::-1]) for shape in STREET]
        outcome = take(packed(shapefile(tmp_path, turned, TABLE, crs="EPSG:4547")))
        assert (outcome.added, [row.row for row in outcome.report.refused]) == (0, [1, 2, 3])

    def test_one_of_several_in_a_zip_is_chosen_by_name(self, tmp_path: Path) -> None:
        data = packed(
            shapefile(tmp_path, STREET[:1], {"name": ["1"]}, name="东/楼栋"),
            shapefile(tmp_path, STREET[1:], {"name": ["2", "3"]}, name="道路"),
        )
        assert "道路" in refusal(data)
        assert "没有" in refusal(data, layer="西") or "no layer" in refusal(data, layer="西")
        assert take(data, layer="道路").added == 2

    def test_a_multipolygon_is_a_building_for_each_polygon(self, tmp_path: Path) -> None:
        twins = shapely.MultiPolygon([house(0), house(1)])
        outcome = take(packed(shapefile(tmp_path, [twins, None], {"name": ["1", "2"]})))
        assert (outcome.added, [row.row for row in outcome.report.refused]) == (2, [2])


class TestGeoPackage:
    def test_the_layer_of_areas_is_read(self, tmp_path: Path) -> None:
        take(geopackage(tmp_path, {"a": STREET}, TABLE, crs="EPSG:4490"))
        assert facts()[0] == ("1 号楼", 6, 18.5)

    def test_of_several_layers_one_is_chosen(self, tmp_path: Path) -> None:
        data = geopackage(tmp_path, {"楼栋": STREET, "绿地": STREET}, TABLE, crs="EPSG:4490")
        assert "绿地" in refusal(data)
        assert "楼栋" in refusal(data, layer="水面")
        assert take(data, layer="楼栋").added == 3

    def test_a_file_without_a_system_is_refused_until_it_is_said(self, tmp_path: Path) -> None:
        data = geopackage(tmp_path, {"a": STREET}, TABLE, crs=None)
        assert "EPSG" in refusal(data)
        assert "EPSG:99" in refusal(data, crs="EPSG:99")
        assert take(data, crs="EPSG:4490").added == 3


class TestOsm:
    def test_buildings_come_with_address_and_levels_and_nothing_else_does(self) -> None:
        tags = {"building": "yes", "building:levels": "6", "addr:street": "柳岸路", "addr:housenumber": "3 号"}
        outcome = take(
            osm([(house(0), tags), (house(1), {"landuse": "grass"}), (house(2), {"building": "no"})]),
        )
        (only,) = places.buildings_of(COMMUNITY)
        assert (outcome.added, only.floors, only.address) == (1, 6, "柳岸路 3 号")

    def test_a_height_may_have_its_unit(self) -> None:
        take(osm([(house(0), {"building": "yes", "height": "18.5 m", "name": "1 号楼"})]))
        assert facts() == [("1 号楼", None, 18.5)]


class TestDatum:
    @pytest.mark.parametrize("make", ["geojson", "shapefile"])
    def test_a_chinese_maps_offset_is_taken_away_only_when_said(self, tmp_path: Path, make: str) -> None:
        files: dict[str, Callable[[], bytes]] = {
            "geojson": lambda: geojson(house(0)),
            "shapefile": lambda: packed(shapefile(tmp_path, [house(0)], {"name": ["1"]})),
        }
        take(files[make](), datum=Datum.GCJ02)
        (only,) = places.buildings_of(COMMUNITY)
        assert 0.002 < LON - only.lon < 0.007
