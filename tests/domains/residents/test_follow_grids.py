"""People follow the grids: whoever knocks at their door sees them from that day on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from tests import databases
from tests.domains.residents.test_importing import FAMILY, brought_in, found, sheet

from linli.domains.places import facade as places
from linli.domains.residents import tasks
from linli.domains.residents.actions.follow_grids import follow_grids, hear_published
from linli.domains.residents.models import Household, Person, Stay
from linli.foundation.events.outbox import Announced
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, job_reader
from linli.foundation.territory import grids, queries
from linli.foundation.territory.gridwork import changes, drafts
from linli.foundation.territory.gridwork.drafts import Deed
from linli.foundation.territory.gridwork.events import GridsPublished
from linli.kernel.uuid7 import new_id
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

JOB, SET_UP = job_reader(COMMUNITY), job_reader(COMMUNITY, purpose=Purpose.ADMINISTER)


@pytest.fixture(autouse=True)
def restored_grids(cast: Cast) -> Iterator[None]:  # noqa: ARG001 - the community stands
    """Leave the community with its first publication again: other tests share it."""
    yield
    with databases.kept_owner_of(databases.current()) as owner:
        owner.execute("DELETE FROM territory_griddraftstep; DELETE FROM territory_griddraft")
        owner.execute("DELETE FROM territory_grid WHERE version > 1; UPDATE territory_grid SET valid_to_on = NULL")


def home_grid() -> str:
    """The grid in which the people of these tests live."""
    house = next(ref for ref in places.buildings_of(COMMUNITY) if ref.number == "3 号楼")
    found = grids.grid_at(COMMUNITY, house.lon, house.lat)
    assert found is not None
    return found.code


def cut_off_home(*, in_days: int = 0) -> None:
    """Draw a new grid closely around the house and publish it."""
    with reading(SET_UP):
        house = next(ref for ref in places.buildings_of(COMMUNITY) if ref.number == "3 号楼")
        ring = [(house.lon + dx * 0.0004, house.lat + dy * 0.0002) for dx, dy in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
        old = grids.grid_at(COMMUNITY, house.lon, house.lat)
        assert old is not None

        def around(drawing: changes.Drawing) -> changes.Grids:
            away = changes.Drawing(
                community=COMMUNITY,
                grids=changes.remove(drawing, old.code),
                boundary=drawing.boundary,
                taken=drawing.taken,
            )
            return changes.draw(away, ring)

        drafts.change_draft(COMMUNITY, around, deed=Deed(code="draw", subject=""), seen=0)
        drafts.publish_draft(COMMUNITY, seen=1, from_on=timezone.localdate() + timedelta(days=in_days))


class TestFollowGrids:
    def test_people_come_into_the_grid_of_today(self, cast: Cast) -> None:
        brought_in(cast, sheet(*FAMILY))
        cut_off_home()
        with reading(JOB):
            new = home_grid()
            assert follow_grids(COMMUNITY) == 4
            assert {*Person.objects.values_list("grid", flat=True)} == {new}
            assert {*Stay.objects.values_list("grid", flat=True)} == {new}
            assert {*Household.objects.values_list("grid", flat=True)} == {new}
            assert follow_grids(COMMUNITY) == 0

    def test_the_worker_of_the_new_grid_sees_them_and_the_one_before_no_longer(self, cast: Cast) -> None:
        brought_in(cast, sheet(*FAMILY))
        with reading(JOB):
            before = home_grid()
        old = replace(cast.readers["heshuning"], territory=before)
        assert len(found(old)) == 4
        cut_off_home()
        with reading(JOB):
            hear_published(_announced())
            new = home_grid()
        assert found(old) == []
        assert len(found(replace(old, territory=new))) == 4

    def test_grids_of_a_later_day_are_followed_on_that_day(self, cast: Cast) -> None:
        brought_in(cast, sheet(*FAMILY))
        with reading(JOB):
            before = home_grid()
        cut_off_home(in_days=3)
        with reading(JOB):
            hear_published(_announced())
            assert {*Person.objects.values_list("grid", flat=True)} == {before}
            assert queries.communities_with_new_grids(timezone.localdate() + timedelta(days=3)) == (COMMUNITY,)

    def test_the_hourly_job_goes_through_the_communities_that_begin_today(self, cast: Cast) -> None:
        brought_in(cast, sheet(*FAMILY))
        cut_off_home()
        tasks.follow(timestamp=0)
        with reading(JOB):
            assert {*Person.objects.values_list("grid", flat=True)} == {home_grid()}


def _announced() -> Announced[GridsPublished]:
    event = GridsPublished(community=COMMUNITY, version=2, from_on=timezone.localdate())
    return Announced(id=new_id(), name=event.name, community=COMMUNITY, announced_at=timezone.now(), event=event)
