from collections.abc import Callable
from typing import Any

import pytest
import shapely
from django.test import Client
from django.utils import timezone
from tests.portals.setup.conftest import COMMUNITY, ELSEWHERE, LAT, LON, SET_UP, STEP, STREET, squares

from linli.foundation.accounts.actions import create_account, grant_role
from linli.foundation.accounts.roles import Role
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, job_reader
from linli.foundation.territory import actions, queries
from linli.foundation.territory.gridwork import drafts
from linli.foundation.territory.gridwork.checks import read_grids
from linli.kernel.geo import Datum

TABLE = f"/work/setup/{COMMUNITY}/grids/draw/"
CHANGE, PUBLISH, GIVE_UP = f"{TABLE}change/", f"{TABLE}publish/", f"{TABLE}give-up/"
FIRST, SECOND = f"{COMMUNITY}001", f"{COMMUNITY}002"
Enter = Callable[..., Client]
PART = {"HX-Request": "true"}


def point(x: float, y: float) -> str:
    return f"{LON + x * STEP:.9f} {LAT + y * STEP:.9f}"


def line(*points: tuple[float, float]) -> str:
    return ";".join(point(x, y) for x, y in points)


def today() -> str:
    return timezone.localdate().isoformat()


NONSENSE: tuple[tuple[str, dict[str, str]], ...] = (
    ("", {}),
    ("conquer", {}),
    ("split", {"code": FIRST}),
    ("split", {"code": FIRST, "points": "113 22"}),
    ("split", {"code": FIRST, "points": "one two;three four"}),
    ("split", {"code": FIRST, "points": "nan inf;1 2"}),
    ("split", {"code": FIRST, "points": "1;2;3"}),
    ("split", {"code": "' OR 1=1", "points": line((0.5, -1), (0.5, 2))}),
    ("move", {"points": line((0, 0))}),
    ("move", {"points": line((0, 0), (0, 0), (0, 0))}),
    ("bend", {"points": ""}),
    ("fill", {"points": line((9, 9))}),
    ("draw", {"points": line((3, 0), (4, 0), (4, 1)), "kind": "kingdom"}),
    ("file", {"text": "{", "datum": "wgs84"}),
    ("file", {"text": "{}", "datum": "moon"}),
    ("give", {"code": FIRST, "loses": "x"}),
    ("remove", {"code": "999"}),
)


@pytest.fixture
def admin(enter: Enter) -> Client:
    """The system administrator of a street whose community has three grids in a row."""
    browser = enter()
    with reading(SET_UP):
        features, _unread = read_grids(squares(3).read(), datum=Datum.WGS84)
        actions.publish_grids(COMMUNITY, features, from_on=timezone.localdate())
    return browser


def do(browser: Client, op: str, *, seen: int = 0, **fields: Any) -> str:
    """Ask for one change as the table's script does, and return the table that comes back."""
    answer = browser.post(CHANGE, {"op": op, "seen": seen, **fields}, headers=PART)
    assert answer.status_code == 200
    return answer.content.decode()


def grids() -> list[str]:
    with reading(SET_UP):
        return [grid.code[-3:] for grid in drafts.draft_of(COMMUNITY).drawing.grids]


class TestTable:
    def test_it_shows_the_grids_published_last(self, admin: Client) -> None:
        page = admin.get(TABLE)
        assert page.status_code == 200
        assert page.content.decode().count('data-part="grid"') == 3
        assert 'data-lon="113.9' in page.content.decode()

    def test_only_the_system_administrator_of_the_place_draws(self, enter: Enter) -> None:
        assert enter().get(f"/work/setup/{ELSEWHERE}/grids/draw/").status_code == 404
        browser = Client()
        assert browser.get(TABLE).status_code in (302, 403)

    def test_a_clerk_is_refused(self, enter: Enter) -> None:
        browser = enter(Role.CLERK, COMMUNITY)
        for answer in (browser.get(TABLE), browser.post(CHANGE, {"op": "over", "seen": 0}), browser.post(PUBLISH, {})):
            assert answer.status_code == 403
        with reading(SET_UP):
            assert not drafts.draft_of(COMMUNITY).is_begun

    def test_without_ground_it_says_what_comes_first(self, enter: Enter) -> None:
        page = enter().get(TABLE).content.decode()
        assert "There is nothing to draw on yet" in page
        assert '<svg class="map table-map"' not in page

    def test_the_buildings_are_sent_once(self, admin: Client) -> None:
        admin.post(f"/work/setup/{COMMUNITY}/buildings/", {"file": squares(2), "datum": "wgs84"})
        assert admin.get(TABLE).content.decode().count('class="m-roof"') == 2
        assert admin.get(TABLE, headers=PART).content.decode().count('class="m-roof"') == 0

    def test_it_asks_few_statements(self, admin: Client, django_assert_max_num_queries: Callable[..., Any]) -> None:
        do(admin, "split", code=FIRST, points=line((0.5, -1), (0.5, 2)))
        with django_assert_max_num_queries(20):
            admin.get(TABLE)


class TestChanges:
    def test_split_merge_and_back(self, admin: Client) -> None:
        page = do(admin, "split", code=FIRST, points=line((0.4, -0.5), (0.4, 1.5)))
        assert "Split: Grid 1" in page
        assert grids() == ["001", "002", "003", "004"]
        assert "Merged" in do(admin, "merge", seen=1, codes=[FIRST, f"{COMMUNITY}004"])
        assert "Taken back: Merged" in do(admin, "undo", seen=2)
        assert "Done again: Merged" in do(admin, "redo", seen=1)
        assert grids() == ["001", "002", "003"]

    def test_a_new_grid_is_named_and_chosen(self, admin: Client) -> None:
        page = do(admin, "draw", points=line((3, 0), (4, 0), (4, 1), (3, 1)), name="东片")
        assert "东片" in page
        assert f'data-chosen="{COMMUNITY}004"' in page

    def test_corners_move_bend_and_go(self, admin: Client) -> None:
        assert "Border bent" in do(admin, "bend", code=FIRST, points=line((1, 0), (1, 1), (1.2, 0.5)))
        assert "Corner moved" in do(admin, "move", seen=1, code=FIRST, points=line((1.2, 0.5), (1.1, 0.4)))
        assert "Corner taken away" in do(admin, "straighten", seen=2, code=FIRST, points=line((1.1, 0.4)))
        assert "No gaps and no overlaps." in admin.get(TABLE).content.decode()

    def test_a_gap_is_named_with_who_can_have_it(self, admin: Client) -> None:
        with reading(SET_UP):
            actions.set_boundary(COMMUNITY, _whole())
        page = do(admin, "remove", code=SECOND)
        assert "Gap of" in page
        assert "Give it to Grid 1" in page
        with reading(SET_UP):
            assert "Gap of" not in do(admin, "fill", seen=1, points=line((1.5, 0.5)), code=FIRST)

    def test_an_overlap_is_named_and_given_to_one(self, admin: Client) -> None:
        text = squares(2, overlap=0.5).read().decode()
        page = do(admin, "file", text=text, datum="wgs84")
        assert "Grid 1 and Grid 2 overlap by" in page
        assert "overlap by" not in do(admin, "give", seen=1, code=FIRST, loses=SECOND)

    def test_a_file_with_faults_can_be_mended_on_the_plan(self, admin: Client) -> None:
        said = {"file": squares(2, overlap=0.5), "datum": "wgs84", "from_on": today()}
        preview = admin.post(f"/work/setup/{COMMUNITY}/grids/preview/", said)
        assert "Mend it on the plan" in preview.content.decode()

    def test_a_grid_gets_another_name_and_kind(self, admin: Client) -> None:
        page = do(admin, "rename", code=FIRST, name="广场", kind="dedicated")
        assert "广场" in page
        assert "A grid needs a name." in do(admin, "rename", seen=1, code=FIRST, name=" ", kind="base")

    def test_without_script_the_answer_is_a_page(self, admin: Client) -> None:
        answer = admin.post(CHANGE, {"op": "merge", "seen": 0, "codes": [FIRST, SECOND]}, follow=True)
        assert answer.redirect_chain
        assert "Merged" in answer.content.decode()
        refused = admin.post(CHANGE, {"op": "merge", "seen": 1, "codes": [FIRST]}, follow=True)
        assert "Choose two grids or more to merge." in refused.content.decode()

    def test_what_makes_no_sense_changes_nothing_and_is_one_sentence(self, admin: Client) -> None:
        for op, fields in NONSENSE:
            assert do(admin, op, **fields).count("notice-late") == 1, (op, fields)
            assert grids() == ["001", "002", "003"], (op, fields)

    def test_a_stale_table_changes_nothing(self, admin: Client) -> None:
        for seen in ("7", "-1", "x", "", "9" * 30):
            answer = admin.post(CHANGE, {"op": "over", "seen": seen}, headers=PART)
            assert "Somebody else drew meanwhile" in answer.content.decode(), seen
        with reading(SET_UP):
            assert not drafts.draft_of(COMMUNITY).is_begun


class TestDownload:
    def test_what_is_in_force_comes_back_as_it_went_in(self, admin: Client) -> None:
        answer = admin.get(f"/work/setup/{COMMUNITY}/grids/grids.geojson")
        assert "attachment" in answer["Content-Disposition"]
        features, unread = read_grids(answer.content, datum=Datum.WGS84)
        with reading(SET_UP):
            check = actions.check_publication(COMMUNITY, features)
        assert ([grid.code for grid in check.grids], unread, check.refused) == (
            [FIRST, SECOND, f"{COMMUNITY}003"], (), (),
        )  # fmt: skip


class TestPublish:
    def test_from_a_day_on(self, admin: Client) -> None:
        do(admin, "split", code=FIRST, points=line((0.4, -0.5), (0.4, 1.5)))
        answer = admin.post(PUBLISH, {"seen": 1, "from_on": today()}, follow=True)
        assert "4 grids are in force from" in answer.content.decode()
        with reading(SET_UP):
            assert len(queries.grids_of(COMMUNITY)) == 4

    @pytest.mark.parametrize("fields", [{}, {"from_on": "soon"}, {"from_on": "2001-01-01"}])
    def test_a_day_that_is_none_or_past_publishes_nothing(self, admin: Client, fields: dict[str, str]) -> None:
        do(admin, "split", code=FIRST, points=line((0.4, -0.5), (0.4, 1.5)))
        answer = admin.post(PUBLISH, {"seen": 1, **fields})
        assert answer.status_code == 422
        assert "notice-late" in answer.content.decode()
        assert grids() == ["001", "002", "003", "004"]

    def test_overlaps_are_named_instead(self, admin: Client) -> None:
        do(admin, "file", text=squares(2, overlap=0.5).read().decode(), datum="wgs84")
        answer = admin.post(PUBLISH, {"seen": 1, "from_on": today()})
        assert answer.status_code == 422
        assert "overlap" in answer.content.decode()

    def test_workers_of_a_grid_that_ends_are_counted(self, admin: Client) -> None:
        giver = job_reader(STREET[:2], purpose=Purpose.ADMINISTER)
        with reading(giver):
            worker = create_account(username="wang", name="wang", password="a quiet lane at dawn", actor=giver)
            grant_role(account=worker, role=Role.GRID_WORKER, scope=SECOND, actor=giver)
        page = do(admin, "merge", codes=[FIRST, SECOND])
        assert "End the day before:" in page
        assert "1 grid worker works in a grid that ends" in page

    def test_thrown_away_the_grids_in_force_stay(self, admin: Client) -> None:
        do(admin, "merge", codes=[FIRST, SECOND])
        assert "Somebody else drew" in admin.post(GIVE_UP, {"seen": 0}).content.decode()
        assert "thrown away" in admin.post(GIVE_UP, {"seen": 1}, follow=True).content.decode()
        assert grids() == ["001", "002", "003"]


def _whole() -> Any:

    return shapely.box(LON, LAT, LON + 3 * STEP, LAT + STEP)
