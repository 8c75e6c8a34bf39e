from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
import shapely
from django.utils import timezone

from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, job_reader
from linli.foundation.territory import actions, queries
from linli.foundation.territory.grids import grid_at
from linli.foundation.territory.gridwork import changes, drafts
from linli.foundation.territory.gridwork.changes import Drawing, DrawingRefused, Grids
from linli.foundation.territory.gridwork.checks import GridFeature
from linli.foundation.territory.gridwork.drafts import Deed, DraftMoved
from linli.foundation.territory.models import Grid, GridDraft, GridDraftStep

COMMUNITY = "440305001001"
WEST, EAST, SOUTH, NORTH = 113.0, 113.02, 22.0, 22.01
MIDDLE = 113.01
CUT = Deed(code="split", subject="第 1 网格")


@pytest.fixture(autouse=True)
def community(db: None) -> Iterator[None]:  # noqa: ARG001 - opens the database
    with reading(job_reader("44", purpose=Purpose.ADMINISTER)):
        actions.add_division(COMMUNITY, name="示例社区", from_on=date(2020, 1, 1))
        halves = [
            GridFeature(row=1, shape=shapely.box(WEST, SOUTH, MIDDLE, NORTH)),
            GridFeature(row=2, shape=shapely.box(MIDDLE, SOUTH, EAST, NORTH)),
        ]
        actions.publish_grids(COMMUNITY, halves, from_on=today() - timedelta(days=30))
        yield


def today() -> date:
    return timezone.localdate()


def cut_first(drawing: Drawing) -> Grids:
    first = drawing.grids[0]
    south, north = first.shape.bounds[1], first.shape.bounds[3]
    middle = (south + north) / 2
    return changes.split(drawing, first.code, [(WEST - 0.01, middle), (EAST + 0.01, middle)])


def cut(seen: int) -> drafts.Draft:
    return drafts.change_draft(COMMUNITY, cut_first, deed=CUT, seen=seen)


class TestDraft:
    def test_it_begins_with_what_was_published_last(self) -> None:
        draft = drafts.draft_of(COMMUNITY)
        assert ([grid.code[-3:] for grid in draft.drawing.grids], draft.step, draft.is_begun) == (
            ["001", "002"],
            0,
            False,
        )
        assert not GridDraft.objects.exists()

    def test_what_comes_into_force_later_is_what_it_begins_with(self) -> None:
        whole = [GridFeature(row=1, shape=shapely.box(WEST, SOUTH, EAST, NORTH))]
        actions.publish_grids(COMMUNITY, whole, from_on=today() + timedelta(days=20))
        assert len(drafts.draft_of(COMMUNITY).drawing.grids) == 1

    def test_each_step_can_be_taken_back_and_again(self) -> None:
        assert len(cut(0).drawing.grids) == 3
        assert (cut(1).step, len(drafts.draft_of(COMMUNITY).drawing.grids)) == (2, 4)
        back = drafts.go_back(COMMUNITY, seen=2)
        assert (len(back.drawing.grids), back.undo, back.redo) == (3, CUT, CUT)
        first = drafts.go_back(COMMUNITY, seen=1)
        assert (len(first.drawing.grids), first.undo, first.redo) == (2, None, CUT)
        assert drafts.go_back(COMMUNITY, seen=0).step == 0
        assert len(drafts.go_forth(COMMUNITY, seen=0).drawing.grids) == 3

    def test_a_new_step_forgets_what_was_taken_back(self) -> None:
        cut(0)
        cut(1)
        drafts.go_back(COMMUNITY, seen=2)
        again = cut(1)
        assert (again.step, again.redo) == (2, None)
        assert drafts.go_forth(COMMUNITY, seen=2).step == 2

    def test_whoever_saw_another_step_changes_nothing(self) -> None:
        cut(0)
        for late in (
            lambda: cut(0),
            lambda: drafts.go_back(COMMUNITY, seen=0),
            lambda: drafts.give_up(COMMUNITY, seen=3),
        ):
            with pytest.raises(DraftMoved):
                late()
        with pytest.raises(DraftMoved):
            drafts.publish_draft(COMMUNITY, seen=0, from_on=today())
        assert len(drafts.draft_of(COMMUNITY).drawing.grids) == 3

    def test_a_refused_change_leaves_no_step(self) -> None:
        with pytest.raises(DrawingRefused):
            drafts.change_draft(COMMUNITY, lambda drawing: changes.merge(drawing, []), deed=CUT, seen=0)
        assert not GridDraft.objects.exists()

    def test_the_oldest_of_a_hundred_steps_are_forgotten(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(drafts, "MOST_STEPS", 3)
        for seen in range(5):
            cut(seen)
        assert sorted(GridDraftStep.objects.values_list("number", flat=True)) == [3, 4, 5]
        assert drafts.go_back(COMMUNITY, seen=5).undo is not None
        assert drafts.go_back(COMMUNITY, seen=4).undo is None

    def test_given_up_it_begins_anew(self) -> None:
        cut(0)
        drafts.give_up(COMMUNITY, seen=1)
        assert (drafts.draft_of(COMMUNITY).step, GridDraftStep.objects.count()) == (0, 0)

    def test_starting_over_is_a_step_like_others(self) -> None:
        cut(0)
        over = drafts.change_draft(COMMUNITY, drafts.published_again, deed=Deed(code="over", subject=""), seen=1)
        assert len(over.drawing.grids) == 2
        assert len(drafts.go_back(COMMUNITY, seen=2).drawing.grids) == 3


class TestPublish:
    def test_it_is_in_force_from_its_day_and_the_day_before_the_old_ones_are(self) -> None:
        cut(0)
        first_day = today() + timedelta(days=7)
        done = drafts.publish_draft(COMMUNITY, seen=1, from_on=first_day)
        assert (len(done.codes), done.version, done.remarks) == (3, 2, ())
        assert not GridDraft.objects.exists()
        place = (WEST + 0.001, NORTH - 0.001)
        before = grid_at(COMMUNITY, *place, on=first_day - timedelta(days=1))
        after = grid_at(COMMUNITY, *place, on=first_day)
        assert before is not None
        assert after is not None
        assert {before.code, after.code} <= {f"{COMMUNITY}001", f"{COMMUNITY}003"}
        assert len(queries.grids_of(COMMUNITY)) == 2
        assert len(queries.grids_of(COMMUNITY, on=first_day)) == 3

    def test_a_drawing_with_an_overlap_is_refused_and_stays(self) -> None:
        def twice(drawing: Drawing) -> Grids:
            return (*drawing.grids, replace(drawing.grids[0], row=9, code=f"{COMMUNITY}009"))

        drafts.change_draft(COMMUNITY, twice, deed=CUT, seen=0)
        with pytest.raises(actions.GridsRefused):
            drafts.publish_draft(COMMUNITY, seen=1, from_on=today())
        assert drafts.draft_of(COMMUNITY).step == 1

    def test_grids_published_meanwhile_are_told(self) -> None:
        cut(0)
        assert not drafts.draft_of(COMMUNITY).is_overtaken
        whole = [GridFeature(row=1, shape=shapely.box(WEST, SOUTH, EAST, NORTH))]
        actions.publish_grids(COMMUNITY, whole, from_on=today())
        assert drafts.draft_of(COMMUNITY).is_overtaken

    def test_a_number_once_given_stays_with_its_ground(self) -> None:
        cut(0)
        drafts.publish_draft(COMMUNITY, seen=1, from_on=today())
        both = [grid.code for grid in drafts.draft_of(COMMUNITY).drawing.grids if grid.code[-1] in "13"]
        drafts.change_draft(COMMUNITY, lambda drawing: changes.merge(drawing, both), deed=CUT, seen=0)
        again = cut(1)
        assert max(grid.code[-3:] for grid in again.drawing.grids) == "004"
        assert Grid.objects.filter(community=COMMUNITY).count() >= 3
