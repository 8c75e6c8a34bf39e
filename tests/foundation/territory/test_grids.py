from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import shapely
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, job_reader
from linli.foundation.territory import actions, queries
from linli.foundation.territory.grids import grid_at
from linli.foundation.territory.gridwork.checks import GridFeature
from linli.foundation.territory.models import Grid, GridKind

COMMUNITY = "440305001001"
WEST, EAST, SOUTH, NORTH = 113.0, 113.02, 22.0, 22.01
MIDDLE = 113.01


def square(west: float, east: float, south: float = SOUTH, north: float = NORTH) -> shapely.Polygon:
    return shapely.box(west, south, east, north)


def two_grids() -> list[GridFeature]:
    return [GridFeature(row=1, shape=square(MIDDLE, EAST)), GridFeature(row=2, shape=square(WEST, MIDDLE))]


@pytest.fixture(autouse=True)
def community(db: None) -> Iterator[None]:  # noqa: ARG001 - opens the database
    with reading(job_reader("44", purpose=Purpose.ADMINISTER)):
        actions.add_division("440305000000", name="南山区", from_on=date(2020, 1, 1))
        actions.add_division(COMMUNITY, name="示例社区", from_on=date(2020, 1, 1))
        yield


def today() -> date:
    return timezone.localdate()


class TestDivisions:
    def test_a_community_knows_its_ancestors(self) -> None:
        assert [ref.name for ref in queries.ancestry(COMMUNITY)] == ["南山区", "示例社区"]
        assert queries.community(COMMUNITY).parent == "440305"

    def test_a_code_that_is_none_is_refused(self) -> None:
        for code in ("", "980000", "44030500100A", "440305001001001", COMMUNITY):
            with pytest.raises(actions.DivisionRefused):
                actions.add_division(code, name="社区", from_on=today())

    def test_an_ended_community_is_no_longer_listed_but_still_named(self) -> None:
        actions.end_division(COMMUNITY, on=today() - timedelta(days=1))
        assert queries.communities_within("44") == ()
        assert queries.division_name(COMMUNITY) == "示例社区"

    def test_a_street_is_not_a_community(self) -> None:
        with pytest.raises(queries.NoSuchDivision):
            queries.community("440305")


class TestPublishGrids:
    def test_grids_without_codes_are_numbered_from_the_west(self) -> None:
        actions.publish_grids(COMMUNITY, two_grids(), from_on=today())
        assert [grid.box[0] for grid in queries.grids_of(COMMUNITY)] == [WEST, MIDDLE]
        assert [grid.code[-3:] for grid in queries.grids_of(COMMUNITY)] == ["001", "002"]

    def test_a_new_publication_ends_the_old_one_the_day_before(self) -> None:
        actions.publish_grids(COMMUNITY, two_grids(), from_on=today() - timedelta(days=30))
        whole = [GridFeature(row=1, shape=square(WEST, EAST), code=f"{COMMUNITY}001")]
        later = today() + timedelta(days=7)
        assert actions.publish_grids(COMMUNITY, whole, from_on=later).version == 2
        assert len(queries.grids_of(COMMUNITY, on=later - timedelta(days=1))) == 2
        assert len(queries.grids_of(COMMUNITY, on=later)) == 1

    def test_a_publication_of_the_same_day_is_corrected_and_keeps_identities(self) -> None:
        actions.publish_grids(COMMUNITY, two_grids(), from_on=today())
        before = queries.grid(f"{COMMUNITY}001")
        whole = [GridFeature(row=1, shape=square(WEST, EAST), code=f"{COMMUNITY}001")]
        actions.publish_grids(COMMUNITY, whole, from_on=today())
        after = queries.grid(f"{COMMUNITY}001")
        assert before is not None
        assert after is not None
        assert (before.id, before.version, after.version) == (after.id, 1, 2)
        assert queries.grid(f"{COMMUNITY}002") is None

    def test_a_withdrawn_grid_may_come_back_on_its_day(self) -> None:
        for features in (two_grids(), two_grids()[:1], two_grids()):
            actions.publish_grids(COMMUNITY, features, from_on=today())
        assert len(queries.grids_of(COMMUNITY)) == 2

    def test_matters_of_the_past_are_never_moved_to_other_grids(self) -> None:
        actions.publish_grids(COMMUNITY, two_grids(), from_on=today() - timedelta(days=30))
        for day in (today() - timedelta(days=1), today() - timedelta(days=31)):
            with pytest.raises(actions.GridsRefused):
                actions.publish_grids(COMMUNITY, two_grids(), from_on=day)

    def test_overlapping_grids_are_refused_with_both_names(self) -> None:
        features = [
            GridFeature(row=1, shape=square(WEST, MIDDLE + 0.001), name="东"),
            GridFeature(row=2, shape=square(MIDDLE, EAST), name="西"),
        ]
        with pytest.raises(actions.GridsRefused) as refused:
            actions.publish_grids(COMMUNITY, features, from_on=today())
        (row,) = refused.value.refused
        assert "东" in row.reason
        assert "西" in row.reason

    def test_an_overlap_of_rounding_is_forgiven(self) -> None:
        features = [
            GridFeature(row=1, shape=square(WEST, MIDDLE + 3e-9)),
            GridFeature(row=2, shape=square(MIDDLE, EAST)),
        ]
        assert len(actions.publish_grids(COMMUNITY, features, from_on=today()).codes) == 2

    def test_a_micro_grid_lies_over_a_base_grid_and_is_not_the_answer_to_a_pin(self) -> None:
        micro = GridFeature(row=3, shape=square(WEST, WEST + 0.001), kind=GridKind.MICRO, code=f"{COMMUNITY}101")
        actions.publish_grids(COMMUNITY, [*two_grids(), micro], from_on=today())
        found = grid_at(COMMUNITY, WEST + 0.0005, SOUTH + 0.001)
        assert found is not None
        assert found.kind is GridKind.BASE

    def test_grids_stay_inside_the_boundary_and_gaps_are_remarked(self) -> None:
        actions.set_boundary(COMMUNITY, square(WEST, EAST))
        outside = [GridFeature(row=1, shape=square(WEST, EAST + 0.01))]
        with pytest.raises(actions.GridsRefused):
            actions.publish_grids(COMMUNITY, outside, from_on=today())
        half = actions.publish_grids(COMMUNITY, two_grids()[:1], from_on=today())
        assert len(half.remarks) == 2
        assert "第 1 网格" in half.remarks[1]

    def test_codes_of_another_community_and_doubles_are_refused(self) -> None:
        features = [
            GridFeature(row=1, shape=square(WEST, MIDDLE), code="440305001002001"),
            GridFeature(row=2, shape=square(MIDDLE, EAST), code=f"{COMMUNITY}7"),
        ]
        with pytest.raises(actions.GridsRefused) as refused:
            actions.publish_grids(COMMUNITY, features, from_on=today())
        assert [row.row for row in refused.value.refused] == [1, 2]

    def test_an_empty_file_publishes_nothing(self) -> None:
        with pytest.raises(actions.GridsRefused):
            actions.publish_grids(COMMUNITY, [], from_on=today())
        assert not Grid.objects.exists()


class TestGridAt:
    def test_a_pin_is_answered_without_a_query_once_the_grids_are_read(self) -> None:
        actions.publish_grids(COMMUNITY, two_grids(), from_on=today())
        grid_at(COMMUNITY, WEST + 0.001, SOUTH + 0.001)
        with CaptureQueriesContext(
            connection,
        ) as counted:
            found = grid_at(COMMUNITY, WEST + 0.001, SOUTH + 0.001)
        assert found is not None
        assert (found.code, len(counted)) == (f"{COMMUNITY}001", 0)

    def test_without_a_community_all_are_asked(self) -> None:
        actions.publish_grids(COMMUNITY, two_grids(), from_on=today())
        found = grid_at(None, EAST - 0.001, SOUTH + 0.001)
        assert found is not None
        assert found.code == f"{COMMUNITY}002"

    def test_a_pin_outside_lies_in_no_grid(self) -> None:
        actions.publish_grids(COMMUNITY, two_grids(), from_on=today())
        assert grid_at(COMMUNITY, EAST + 1, SOUTH) is None

    def test_the_grid_is_that_of_the_day(self) -> None:
        actions.publish_grids(COMMUNITY, two_grids(), from_on=today())
        assert grid_at(COMMUNITY, MIDDLE + 0.001, SOUTH, on=today() - timedelta(days=1)) is None
