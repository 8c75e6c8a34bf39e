import numpy as np
import pytest
from pyproj import CRS

from linli.kernel.crs import UnknownCrs, UnsureDatum, are_same, to_degrees

MIDDLE = np.array([[500_000.0, 2_500_000.0]])


class TestToDegrees:
    @pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:4490", "EPSG:4480", "OGC:CRS84"])
    def test_degrees_of_wgs84_and_cgcs2000_stay(self, crs: str) -> None:
        assert to_degrees(crs) is None

    @pytest.mark.parametrize(
        ("crs", "lon"), [("EPSG:4547", 114.0), ("EPSG:32650", 117.0), (CRS.from_epsg(4547).to_wkt("WKT1_ESRI"), 114.0)]
    )
    def test_the_middle_of_a_zone_lies_on_its_meridian(self, crs: str, lon: float) -> None:
        move = to_degrees(crs)
        assert move is not None
        ((found, lat),) = move(MIDDLE)
        assert abs(found - lon) < 1e-9
        assert 22.59 < lat < 22.61

    def test_north_before_east_lies_beyond_the_system(self) -> None:
        move = to_degrees("EPSG:4547")
        assert move is not None
        assert not np.isfinite(move(MIDDLE[:, ::-1])).any()

    @pytest.mark.parametrize("crs", ["EPSG:2383", "EPSG:4610", "EPSG:2437", "EPSG:4214"])
    def test_older_chinese_systems_are_not_known_to_two_metres(self, crs: str) -> None:
        with pytest.raises(UnsureDatum):
            to_degrees(crs)

    def test_a_european_system_is_taken(self) -> None:
        assert to_degrees("EPSG:3067") is not None

    @pytest.mark.parametrize("crs", ["EPSG:9999999", "somewhere", "", 'LOCAL_CS["x",UNIT["metre",1]]'])
    def test_what_names_no_system_of_the_earth_is_refused(self, crs: str) -> None:
        with pytest.raises(UnknownCrs):
            to_degrees(crs)


class TestAreSame:
    def test_the_order_of_axes_makes_no_other_system(self) -> None:
        assert are_same("EPSG:4326", "OGC:CRS84")
        assert not are_same("EPSG:4547", "EPSG:4548")
