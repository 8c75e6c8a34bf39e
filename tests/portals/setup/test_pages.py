from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from tests.domains.places.footprint_files import house, packed, shapefile
from tests.portals.setup.conftest import COMMUNITY, ELSEWHERE, LAT, LON, SET_UP, STEP, STREET, squares

from linli.domains.duties import facade as duties
from linli.domains.duties.facade import Place
from linli.domains.places import facade as places
from linli.foundation.accounts.roles import Role
from linli.foundation.orgs import queries as orgs
from linli.foundation.orgs.models import UnitKind
from linli.foundation.scope.context import reading
from linli.foundation.territory import queries as territory
from linli.portals.setup.views import buildings

Enter = Callable[..., Client]
HOME = f"/work/setup/{COMMUNITY}/"


def today() -> str:
    return timezone.localdate().isoformat()


class TestWhoMayEnter:
    def test_the_public_is_sent_to_log_in(self, client: Client, founded: None) -> None:  # noqa: ARG002 - it stands
        assert client.get(HOME).status_code == 302

    @pytest.mark.parametrize(
        ("role", "scope"), [(Role.CLERK, COMMUNITY), (Role.SECURITY_ADMIN, STREET), (Role.AUDIT_ADMIN, STREET)]
    )
    def test_other_roles_are_refused(self, enter: Enter, role: Role, scope: str) -> None:
        browser = enter(role, scope)
        for address in (HOME, f"{HOME}units/", f"{HOME}grids/", f"{HOME}duties/", f"{HOME}buildings/"):
            assert browser.get(address).status_code == 403

    def test_an_administrator_of_another_place_finds_nothing(self, enter: Enter) -> None:
        browser = enter(scope="440305002")
        assert browser.get(HOME).status_code == 404
        assert browser.post(f"{HOME}grids/publish/", {"text": "{}"}).status_code == 404

    def test_a_community_cannot_be_added_elsewhere(self, enter: Enter) -> None:
        answer = enter().post("/work/setup/new/", {"code": ELSEWHERE, "name": "别处社区"})
        assert answer.status_code == 422
        with reading(SET_UP):
            assert len(territory.communities_within("")) == 1


class TestHome:
    def test_the_only_communitys_checklist_is_the_home(self, enter: Enter) -> None:
        assert enter().get("/work/setup/", follow=True).redirect_chain[-1][0] == HOME

    def test_several_communities_are_listed_with_what_is_missing(self, enter: Enter) -> None:
        browser = enter()
        browser.post("/work/setup/new/", {"code": f"{STREET}002", "name": "第二社区"})
        page = browser.get("/work/setup/")
        assert "第二社区" in page.content.decode()
        assert "missing" in page.content.decode()

    def test_the_checklist_is_live(self, enter: Enter) -> None:
        browser = enter()
        assert "No grid is in force today." in browser.get(HOME).content.decode()
        publish(browser, squares(3))
        assert "3 grids are in force." in browser.get(HOME).content.decode()

    def test_a_community_is_renamed_and_bounded(self, enter: Enter) -> None:
        browser = enter()
        said = {"name": "新名社区", "boundary": squares(1), "datum": "wgs84"}
        assert browser.post(f"{HOME}name/", said).status_code == 302
        with reading(SET_UP):
            place = territory.community(COMMUNITY)
        assert (place.name, place.has_boundary) == ("新名社区", True)

    def test_a_boundary_of_two_areas_or_without_a_datum_is_refused(self, enter: Enter) -> None:
        browser = enter()
        for said in ({"boundary": squares(2), "datum": "wgs84"}, {"boundary": squares(1)}):
            assert browser.post(f"{HOME}name/", {"name": "示例社区", **said}).status_code == 422


class TestUnitPages:
    def test_a_unit_is_set_up_changed_and_ended(self, enter: Enter) -> None:
        browser = enter()
        said = {"name": "安和物业", "kind": "enterprise", "scope": COMMUNITY}
        page = browser.post(f"{HOME}units/new/", said)
        browser.post(page["Location"], {"name": "安和物业公司", "kind": "enterprise", "phone": "0755-1234567"})
        with reading(SET_UP):
            (unit,) = orgs.units_of_kind(COMMUNITY, kind=UnitKind.ENTERPRISE)
        assert (unit.name, unit.phone) == ("安和物业公司", "0755-1234567")
        browser.post(f"{HOME}units/{unit.id}/end/")
        with reading(SET_UP):
            assert orgs.unit(unit.id).valid_to_on == timezone.localdate()

    def test_a_double_name_is_said_at_the_field(self, enter: Enter) -> None:
        said = {"name": "示例社区服务站", "kind": "service_station", "scope": COMMUNITY}
        answer = enter().post(f"{HOME}units/new/", said)
        assert answer.status_code == 422
        assert "already there" in answer.content.decode()

    def test_posts_are_added_filled_and_ended(self, enter: Enter) -> None:
        browser = enter()
        with reading(SET_UP):
            (committee,) = orgs.units_of_kind(COMMUNITY, kind=UnitKind.RESIDENTS_COMMITTEE)
        address = f"{HOME}units/{committee.id}/"
        yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
        browser.post(
            f"{address}posts/", {"post-title": "主任", "post-person_name": "甲示例", "post-from_on": yesterday}
        )
        with reading(SET_UP):
            (post,) = orgs.posts_of(committee.id)
        browser.post(f"{address}posts/{post.id}/hold/", {"person_name": "乙示例", "from_on": today()})
        assert "乙示例" in browser.get(address).content.decode()
        assert browser.post(f"{address}posts/{uuid4()}/end/").status_code == 404
        browser.post(f"{address}posts/{post.id}/end/")
        with reading(SET_UP):
            assert orgs.posts_of(committee.id, on=timezone.localdate() + timedelta(days=1)) == ()

    def test_the_street_office_is_not_a_communitys_to_change(self, enter: Enter) -> None:
        browser = enter(scope=COMMUNITY)
        with reading(SET_UP):
            office = orgs.street_office_of(COMMUNITY)
        assert str(office.id) not in browser.get(f"{HOME}units/").content.decode()
        assert browser.get(f"{HOME}units/{office.id}/").status_code == 404


def publish(browser: Client, file: object, **changes: str) -> None:
    """Bring a file, look at the preview, and publish it as the page's form does."""
    page = browser.post(f"{HOME}grids/preview/", {"file": file, "datum": "wgs84", "from_on": today()})
    kept = page.context["kept"]
    said = {"text": kept.text, "datum": kept.datum, "from_on": kept.from_on.isoformat(), **changes}
    browser.post(f"{HOME}grids/publish/", said)


class TestGridPages:
    def test_a_file_is_looked_at_before_it_is_published(self, enter: Enter) -> None:
        browser = enter()
        page = browser.post(f"{HOME}grids/preview/", {"file": squares(2), "datum": "wgs84", "from_on": today()})
        assert f"{COMMUNITY}002" in page.content.decode()
        with reading(SET_UP):
            assert territory.grids_of(COMMUNITY) == ()
        publish(browser, squares(2))
        with reading(SET_UP):
            assert len(territory.grids_of(COMMUNITY)) == 2

    def test_overlaps_are_shown_and_cannot_be_published(self, enter: Enter) -> None:
        browser = enter()
        file = squares(2, overlap=0.5)
        page = browser.post(f"{HOME}grids/preview/", {"file": file, "datum": "wgs84", "from_on": today()})
        assert "overlap" in page.content.decode()
        assert "Publish from" not in page.content.decode()
        publish(browser, squares(2, overlap=0.5))
        with reading(SET_UP):
            assert territory.grids_of(COMMUNITY) == ()

    def test_a_future_publication_is_announced(self, enter: Enter) -> None:
        browser = enter()
        later = (timezone.localdate() + timedelta(days=10)).isoformat()
        publish(browser, squares(1), from_on=later)
        page = browser.get(f"{HOME}grids/").content.decode()
        assert "not yet in force" in page

    @pytest.mark.parametrize("said", [{}, {"text": "{}", "datum": "moon"}, {"text": "x", "datum": "wgs84"}])
    def test_a_form_that_was_tampered_with_publishes_nothing(self, enter: Enter, said: dict[str, str]) -> None:
        answer = enter().post(f"{HOME}grids/publish/", {"from_on": today(), **said})
        assert answer.status_code == 302
        with reading(SET_UP):
            assert territory.grids_of(COMMUNITY) == ()

    def test_the_datum_is_asked_never_guessed(self, enter: Enter) -> None:
        answer = enter().post(f"{HOME}grids/preview/", {"file": squares(1), "from_on": today()})
        assert answer.status_code == 422


class TestBuildingPage:
    def test_a_file_comes_in_and_refused_rows_are_told(self, enter: Enter) -> None:
        browser = enter()
        wide = squares(1, overlap=1.0)
        browser.post(f"{HOME}name/", {"name": "示例社区", "boundary": wide, "datum": "wgs84"})
        page = browser.post(f"{HOME}buildings/", {"file": squares(3), "datum": "wgs84"}).content.decode()
        assert "2 buildings added" in page
        assert "outside the community" in page
        with reading(SET_UP):
            assert places.building_at(LON + STEP / 2, LAT + STEP / 2, community=COMMUNITY) is not None

    def test_a_list_of_many_is_turned_page_by_page_and_searched(
        self, enter: Enter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(buildings, "PAGE_ROWS", 2)
        browser = enter()
        browser.post(f"{HOME}buildings/", {"file": squares(5), "datum": "wgs84"})
        first = browser.get(f"{HOME}buildings/")
        assert [ref.sequence for ref, _count in first.context["buildings"]] == [1, 2]
        assert (first.context["before_url"], first.context["after_url"][-6:]) == ("", "page=1")
        last = browser.get(f"{HOME}buildings/", {"page": "99"})
        assert [ref.sequence for ref, _count in last.context["buildings"]] == [5]
        assert last.context["after_url"] == ""
        some = browser.get(f"{HOME}buildings/", {"q": "00003"})
        assert [ref.sequence for ref, _count in some.context["buildings"]] == [3]
        nothing = browser.get(f"{HOME}buildings/", {"q": "塔楼", "page": "x"})
        assert "No building is called so." in nothing.content.decode()

    def test_one_building_is_put_right(self, enter: Enter) -> None:
        browser = enter()
        browser.post(f"{HOME}buildings/", {"file": squares(2), "datum": "wgs84"})
        one, other = (ref.id for ref, _count in browser.get(f"{HOME}buildings/").context["buildings"])
        page = browser.get(f"{HOME}buildings/{one}/")
        said = {
            "was": page.context["was"],
            "number": "3 号楼",
            "address": "柳岸路 5 号",
            "use": "housing",
            "floors": "6",
        }
        assert browser.post(f"{HOME}buildings/{one}/", said).status_code == 302
        with reading(SET_UP):
            ref = places.building(one)
            assert (ref.number, ref.address, ref.use, ref.floors) == ("3 号楼", "柳岸路 5 号", "housing", 6)
        stale = browser.post(f"{HOME}buildings/{one}/", {**said, "number": "4 号楼"})
        assert stale.status_code == 422
        assert "Somebody changed this building meanwhile" in stale.content.decode()
        assert "4 号楼" in stale.content.decode()
        fresh = browser.get(f"{HOME}buildings/{other}/").context["was"]
        twice = browser.post(f"{HOME}buildings/{other}/", {**said, "was": fresh})
        assert "3 号楼 is already there." in twice.content.decode()
        assert browser.post(f"{HOME}buildings/{other}/", {**said, "was": fresh, "floors": "900"}).status_code == 422

    def test_a_building_of_another_community_is_not_there(self, enter: Enter) -> None:
        browser = enter(scope=COMMUNITY)
        assert browser.get(f"{HOME}buildings/01890000-0000-7000-8000-000000000000/").status_code == 404

    def test_a_shapefile_is_asked_for_what_it_leaves_open(self, enter: Enter, tmp_path: Path) -> None:
        browser = enter()
        parts = shapefile(tmp_path, [house(0), house(1)], {"名称": ["甲楼", "乙楼"]}, without=(".prj", ".cpg"))

        def bring(**said: str) -> HttpResponse:
            file = SimpleUploadedFile("楼栋.zip", packed(parts))
            return browser.post(f"{HOME}buildings/", {"file": file, "datum": "wgs84", **said})

        refused = bring()
        assert refused.status_code == 422
        assert "does not say its coordinate reference system" in refused.content.decode()
        assert "which encoding" in bring(crs="EPSG:4490").content.decode()
        taken = bring(crs="EPSG:4490", encoding="gbk")
        assert "2 buildings added" in taken.content.decode()
        assert "甲楼" in taken.content.decode()

    @pytest.mark.parametrize("data", [b"PK\x03\x04broken", b"%PDF", b'{"features": ['])
    def test_a_broken_file_changes_nothing(self, enter: Enter, data: bytes) -> None:
        file = SimpleUploadedFile("x.zip", data)
        answer = enter().post(f"{HOME}buildings/", {"file": file, "datum": "wgs84"})
        assert answer.status_code == 422
        with reading(SET_UP):
            assert places.buildings_of(COMMUNITY) == ()

    def test_a_file_larger_than_the_page_takes_is_sent_to_the_command_line(
        self, enter: Enter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("linli.portals.setup.views.buildings.MOST_BUILDING_BYTES", 10)
        answer = enter().post(f"{HOME}buildings/", {"file": squares(1), "datum": "wgs84"})
        assert "command line" in answer.content.decode()


class TestDutyPages:
    def test_a_line_is_added_changed_and_taken_off(self, enter: Enter) -> None:
        browser = enter()
        with reading(SET_UP):
            office = orgs.street_office_of(COMMUNITY)
            noise = duties.lead_for("noise", Place(community=COMMUNITY))
        assert noise is not None
        assert noise.unit_id == office.id
        said = {
            "name": "夜间噪声",
            "kind": "government",
            "owner": str(office.id),
            "case_kinds": ["noise"],
            "basis": "街道会议纪要",
            "from_on": today(),
        }
        assert browser.post(f"{HOME}duties/{noise.item_id}/", said).status_code == 302
        assert "街道会议纪要" in browser.get(f"{HOME}duties/").content.decode()
        with reading(SET_UP):
            changed = duties.lead_for("noise", Place(community=COMMUNITY))
        assert changed is not None
        browser.post(f"{HOME}duties/{changed.item_id}/end/")
        with reading(SET_UP):
            assert (
                duties.lead_for("noise", Place(community=COMMUNITY), on=timezone.localdate() + timedelta(days=1))
                is None
            )

    def test_government_work_cannot_be_put_on_the_committees_list(self, enter: Enter) -> None:
        browser = enter()
        with reading(SET_UP):
            (committee,) = orgs.units_of_kind(COMMUNITY, kind=UnitKind.RESIDENTS_COMMITTEE)
        said = {
            "name": "拆除违建",
            "kind": "government",
            "owner": str(committee.id),
            "case_kinds": ["illegal_building"],
            "basis": "口头要求",
            "from_on": today(),
        }
        answer = browser.post(f"{HOME}duties/new/", said)
        assert answer.status_code == 422
        assert "asked to assist" in answer.content.decode()

    def test_the_usual_lines_can_be_added(self, enter: Enter) -> None:
        browser = enter()
        assert browser.post(f"{HOME}duties/seed/").status_code == 302
