from linli.domains.places import facade as places
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import job_reader
from linli.foundation.territory import grids
from linli.project.demo import street
from linli.project.demo.build import build_community
from linli.project.demo.readers import Cast


class TestBuildCommunity:
    def test_it_has_its_buildings_dwellings_grids_and_units(self, cast: Cast) -> None:
        with reading(job_reader(street.COMMUNITY)):
            buildings = places.buildings_of(street.COMMUNITY)
            assert len(buildings) == 24
            assert 1700 <= places.count_dwellings(street.COMMUNITY) <= 1900
            assert len(cast.units) == 8
            assert grids.grid_at(street.COMMUNITY, buildings[0].lon, buildings[0].lat) is not None

    def test_building_it_again_changes_nothing(self, cast: Cast) -> None:
        assert build_community() == cast
