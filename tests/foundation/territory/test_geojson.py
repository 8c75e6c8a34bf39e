import json

import pytest

from linli.foundation.territory.geojson import ReadShape, RefusedRow, UnreadableFile, read_shapes
from linli.kernel.geo import Datum

SQUARE = [[[113.0, 22.0], [113.001, 22.0], [113.001, 22.001], [113.0, 22.001], [113.0, 22.0]]]
ELSEWHERE = [[[113.01, 22.0], [113.011, 22.0], [113.011, 22.001], [113.01, 22.001], [113.01, 22.0]]]


def collection(*features: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "name": "features", "features": features}).encode()


def feature(coordinates: object, kind: str = "Polygon", **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def read_one(data: bytes, datum: Datum = Datum.WGS84) -> ReadShape | RefusedRow:
    (only,) = read_shapes(data, datum=datum)
    return only


class TestReadShapes:
    def test_an_outline_comes_with_its_properties_and_row(self) -> None:
        read = read_one(collection(feature(SQUARE, name="一网格")))
        assert isinstance(read, ReadShape)
        assert (read.row, read.properties["name"], read.shape.bounds) == (1, "一网格", (113.0, 22.0, 113.001, 22.001))

    def test_a_multipolygon_may_be_split_into_its_parts(self) -> None:
        data = collection(feature([SQUARE, ELSEWHERE], "MultiPolygon"))
        assert [read.part for read in read_shapes(data, datum=Datum.WGS84, is_split=True)] == [1, 2]
        assert len(list(read_shapes(data, datum=Datum.WGS84))) == 1

    def test_a_file_of_a_chinese_map_is_moved_by_half_a_kilometre(self) -> None:
        moved = read_one(collection(feature(SQUARE)), Datum.GCJ02)
        assert isinstance(moved, ReadShape)
        assert 0.002 < 113.0 - moved.shape.bounds[0] < 0.007

    def test_swapped_axes_are_named(self) -> None:
        swapped = [[[lat, lon] for lon, lat in SQUARE[0]]]
        refused = read_one(collection(feature(swapped)))
        assert isinstance(refused, RefusedRow)
        assert "经度" in refused.reason or "swapped" in refused.reason

    def test_one_bad_feature_does_not_stop_the_others(self) -> None:
        data = collection({"type": "Feature", "geometry": None}, feature(SQUARE), feature([[[113, 22]]]))
        assert [type(read) for read in read_shapes(data, datum=Datum.WGS84)] == [RefusedRow, ReadShape, RefusedRow]

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"[]",
            b"{}",
            b"PK\x03\x04",
            "名称,面积".encode("gbk"),
            b'{"type": "FeatureCollection"}',
            b'{"features": [{"a": 1}',
            b'{"features": [1 2]}',
            b'{"features": {}}',
            b'{"features": ' + b"[" * 100_000,
        ],
    )
    def test_what_is_not_geojson_is_refused_as_a_whole(self, data: bytes) -> None:
        with pytest.raises(UnreadableFile):
            list(read_shapes(data, datum=Datum.WGS84))

    def test_a_mark_at_the_beginning_of_the_file_is_read_over(self) -> None:
        assert isinstance(read_one(b"\xef\xbb\xbf" + collection(feature(SQUARE))), ReadShape)
