"""Who may open what, what stands on the pages, and how many statements they take."""

import contextlib
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.portals.workbench.conftest import counted, page_of, take

from linli.project.demo.readers import Cast

Desk = Callable[[str], Client]
OPEN_TO = {
    "/work/": {"heshuning", "heshi", "wangge2", "zhiban", "jiedao", "wuye"},
    "/work/cases/": {"heshuning", "heshi", "wangge2", "zhiban", "jiedao", "wuye"},
    "/work/inbox/": {"heshuning", "heshi", "wangge2", "zhiban", "jiedao", "wuye"},
    "/work/map/": {"heshuning", "heshi", "wangge2", "zhiban", "jiedao"},
    "/work/intake/": {"heshuning", "wangge2", "zhiban", "jiedao"},
    "/work/cases/register.xlsx": {"heshuning", "zhiban", "jiedao"},
    "/work/ratings/": {"wuye"},
    "/work/calendar/": {"heshuning", "zhiban", "jiedao", "xitong"},
    "/work/calendar/notice/": {"xitong"},
}
EVERYBODY = ("heshuning", "heshi", "wangge2", "zhiban", "jiedao", "wuye", "xitong", "anquan", "shenji")


class TestWhoMayOpenWhat:
    @pytest.mark.parametrize("path", sorted(OPEN_TO))
    def test_a_page_opens_for_its_roles_alone(self, desk_of: Desk, path: str) -> None:
        opened = set()
        for name in EVERYBODY:
            with contextlib.closing(desk_of(name).get(path)) as answer:
                if answer.status_code == 200:
                    opened.add(name)
        assert opened == OPEN_TO[path]

    def test_whoever_is_not_logged_in_is_shown_the_way(self, town: Cast) -> None:  # noqa: ARG002 - it must stand
        answer = Client().get("/work/cases/")
        assert answer.status_code == 302
        assert "next=%2Fwork%2Fcases%2F" in answer["Location"]

    def test_administrators_are_sent_to_their_own_pages(self, desk_of: Desk) -> None:
        assert desk_of("xitong").get("/work/")["Location"] == "/work/calendar/"

    def test_nothing_is_kept_by_browsers_or_proxies(self, desk_of: Desk, report: Callable[..., UUID]) -> None:
        case_id, clerk = report(), desk_of("heshuning")
        for path in ("/work/", "/work/cases/", f"/work/cases/{case_id}/", "/work/cases/register.xlsx"):
            with contextlib.closing(clerk.get(path)) as answer:
                assert "no-store" in answer["Cache-Control"]

    def test_a_unit_does_not_find_a_matter_that_is_not_its_own(
        self, desk_of: Desk, report: Callable[..., UUID]
    ) -> None:
        case_id = report("路灯不亮，晚上看不见台阶")
        answer = desk_of("dianti").get(f"/work/cases/{case_id}/")
        assert answer.status_code == 404
        assert "路灯" not in answer.content.decode()
        assert desk_of("dianti").get(f"/work/cases/{uuid4()}/").status_code == 404


class TestWhatPagesSay:
    def test_the_list_says_the_working_time_left_in_words(self, desk_of: Desk, report: Callable[..., UUID]) -> None:
        report("楼道灯坏了，晚上很黑")
        body = desk_of("heshuning").get("/work/?tab=unit").content.decode()
        assert "楼道灯坏了" in body
        assert "status-" in body

    def test_htmx_is_given_the_matter_without_a_frame(self, desk_of: Desk, report: Callable[..., UUID]) -> None:
        case_id = report()
        body = desk_of("heshuning").get(f"/work/cases/{case_id}/?tab=mine", headers={"HX-Request": "true"}).content
        assert b"case-head" in body
        assert b"<html" not in body

    def test_residents_view_leaves_the_internal_entries_out(
        self, desk_of: Desk, report: Callable[..., UUID], town: Cast
    ) -> None:
        case_id = report()
        take(town, "heshuning", case_id, "note", text="先打电话问过了", audience="internal")
        clerk = desk_of("heshuning")
        assert "先打电话问过了" in clerk.get(f"/work/cases/{case_id}/").content.decode()
        assert "先打电话问过了" not in clerk.get(f"/work/cases/{case_id}/?see=public").content.decode()

    def test_reckoning_again_says_that_it_agrees(self, desk_of: Desk, report: Callable[..., UUID]) -> None:
        body = desk_of("heshuning").get(f"/work/cases/{report()}/?reckon=1").content.decode()
        assert "reckoning" in body
        assert "status-done" in body

    def test_a_street_official_reads_the_community_beside_each_row(
        self, desk_of: Desk, report: Callable[..., UUID]
    ) -> None:
        report("单元门关不上")
        assert "柳岸社区 ·" in desk_of("jiedao").get("/work/?tab=unit").content.decode()

    def test_a_later_slip_has_the_code_and_no_key(self, desk_of: Desk, report: Callable[..., UUID], town: Cast) -> None:
        case_id = report()
        body = desk_of("heshuning").get(f"/work/cases/{case_id}/slip/").content.decode()
        code = page_of(town, "heshuning", case_id).code
        assert code in body.replace(" ", "")
        assert 'class="qr"' not in body

    def test_the_list_keeps_its_filters_in_the_address(self, desk_of: Desk, report: Callable[..., UUID]) -> None:
        report("地下车库的水泵坏了")
        clerk = desk_of("heshuning")
        assert "水泵" in clerk.get("/work/cases/?words=水泵").content.decode()
        assert "水泵坏了" not in clerk.get("/work/cases/?state=closed").content.decode()
        assert clerk.get("/work/cases/?month=nonsense&due=never&unit=x&cursor=<x").status_code == 200

    def test_the_map_names_each_place_beside_the_plan(
        self, desk_of: Desk, report: Callable[..., UUID], town: Cast
    ) -> None:
        from linli.domains.cases.facade import PlaceInput  # noqa: PLC0415 - beside its use
        from linli.domains.places import facade as places  # noqa: PLC0415
        from linli.foundation.scope.context import reading  # noqa: PLC0415
        from linli.project.demo.street import COMMUNITY  # noqa: PLC0415

        with reading(town.readers["heshuning"]):
            building = places.buildings_of(COMMUNITY)[2]
        report("阳台漏水", place=PlaceInput(building=building.id, stair=1))
        clerk = desk_of("heshuning")
        body = clerk.get("/work/map/").content.decode()
        assert body.count('class="pin pin-') == body.count("pin-item") >= 1
        address = body.split('class="item pin-item"')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
        assert "阳台漏水" in clerk.get(address).content.decode()

    def test_a_unit_sees_no_rating_before_there_are_five(self, desk_of: Desk) -> None:
        assert "rating-group" not in desk_of("wuye").get("/work/ratings/").content.decode()


class TestCalendar:
    NOTICE = "一、元旦：2027年1月1日（周五）放假，共1天。"

    def test_a_year_without_a_notice_is_marked_provisional(self, desk_of: Desk) -> None:
        assert "notice-soon" in desk_of("heshuning").get("/work/calendar/?year=2031").content.decode()
        assert "is-make-up" in desk_of("heshuning").get("/work/calendar/?year=2026").content.decode()

    def test_a_notice_is_shown_before_it_is_published(self, desk_of: Desk) -> None:
        admin = desk_of("xitong")
        shown = admin.post("/work/calendar/notice/", {"year": "2027", "text": self.NOTICE, "op": "preview"})
        assert shown.status_code == 200
        assert 'value="publish"' in shown.content.decode()
        assert "notice-soon" in admin.get("/work/calendar/?year=2027").content.decode()
        published = admin.post("/work/calendar/notice/", {"year": "2027", "text": self.NOTICE, "op": "publish"})
        assert published["Location"] == "/work/calendar/?year=2027"
        assert "is-holiday" in admin.get("/work/calendar/?year=2027").content.decode()

    def test_a_notice_that_cannot_be_read_stays_in_the_form(self, desk_of: Desk) -> None:
        answer = desk_of("xitong").post(
            "/work/calendar/notice/", {"year": "2028", "text": "春节放假。", "op": "preview"}
        )
        assert answer.status_code == 422
        assert "春节放假。" in answer.content.decode()


class TestStatements:
    def test_the_lists_take_at_most_eight(self, desk_of: Desk, report: Callable[..., UUID]) -> None:
        report()
        for username in ("heshuning", "wuye", "jiedao", "wangge2"):
            assert counted(desk_of(username), "/work/") <= 8
            assert counted(desk_of(username), "/work/cases/") <= 8

    def test_a_matter_takes_at_most_twelve(self, desk_of: Desk, report: Callable[..., UUID], town: Cast) -> None:
        case_id = report()
        if page_of(town, "heshuning", case_id).state == "received":
            take(town, "heshuning", case_id, "accept")
        for username in ("heshuning", "jiedao"):
            assert counted(desk_of(username), f"/work/cases/{case_id}/") <= 12
