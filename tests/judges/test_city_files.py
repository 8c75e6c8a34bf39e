"""Real footprints of two cities: every row is accounted for, the same on every run, and twice changes nothing.

Of Nanshan's 5,438 outlines three cross themselves. Helsinki's extract was cut along a box: of its 494 buildings 23 are
remains whose outline is missing in part, and 3 are slips of less than 2 m² left of a house.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
import shapely
from tests.shared_data import shared_file

from linli.domains.places import facade as places
from linli.domains.places.models import Building
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, job_reader
from linli.foundation.territory import actions as territory
from linli.kernel.geo import Datum

pytestmark = [pytest.mark.judge, pytest.mark.django_db]

COMMUNITY = "440305001001"
NANSHAN, HELSINKI = "places/shenzhen_nanshan_buildings.geojson", "places/helsinki.osm.pbf"


@pytest.fixture(autouse=True)
def community(db: None) -> Iterator[None]:  # noqa: ARG001 - opens the database
    with reading(job_reader("44", purpose=Purpose.ADMINISTER)):
        territory.add_division(COMMUNITY, name="示例社区", from_on=date(2020, 1, 1))
        yield


def take(name: str) -> places.ImportOutcome:
    return places.import_buildings(COMMUNITY, shared_file(name).read_bytes(), datum=Datum.WGS84)


class TestCityFiles:
    @pytest.mark.parametrize(
        ("name", "rows", "added"), [(NANSHAN, 5438, 5435), (HELSINKI, 494, 468)], ids=["Nanshan", "Helsinki"]
    )
    def test_every_row_is_taken_or_refused_with_its_reason(self, name: str, rows: int, added: int) -> None:
        outcome = take(name)
        assert (outcome.added, len(outcome.report.refused)) == (added, rows - added)
        assert Building.objects.count() == added
        assert all(row.reason for row in outcome.report.refused)
        assert len({(row.row, row.part) for row in outcome.report.refused}) == rows - added
        again = take(name)
        assert (again.added, again.already_there, again.report) == (0, added, outcome.report)

    def test_courtyards_of_nanshan_stay_open(self) -> None:
        take(NANSHAN)
        shapes = shapely.from_wkb([bytes(wkb) for wkb in Building.objects.values_list("footprint", flat=True)])
        assert (shapely.get_num_interior_rings(shapes) > 0).sum() > 150
        assert Counter(Building.objects.values_list("height_m", flat=True))[18.0] == 3954

    def test_helsinkis_tags_come_over(self) -> None:
        take(HELSINKI)
        keva = next(ref for ref in places.buildings_of(COMMUNITY) if ref.number == "Keva")
        assert (keva.address, keva.floors) == ("Unioninkatu 43", 8)

    def test_the_plan_of_nanshan_is_drawn_coarser(self) -> None:
        take(NANSHAN)
        plan = places.plan_of(COMMUNITY)
        shapes = [*plan.buildings, *plan.grids]
        assert sum(len(f"{one.id}{one.label}{one.path}{one.cx}{one.cy}".encode()) for one in shapes) < 700_000
