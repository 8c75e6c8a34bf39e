"""The map's page and files: who sees what, what a browser keeps, what a building's panel says."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.portals.workbench.conftest import counted

from linli.domains.cases.facade import PlaceInput
from linli.domains.places import facade as places
from linli.domains.residents import facade as residents
from linli.foundation.scope.context import reading
from linli.foundation.territory import grids
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

Desk = Callable[[str], Client]
Report = Callable[..., UUID]
GROUND = f"/work/map/ground.json?community={COMMUNITY}"
ROOMS = f"/work/map/rooms.json?community={COMMUNITY}"
STATUS = f"/work/map/status.json?community={COMMUNITY}"
OPEN_TO = {"heshuning", "heshi", "wangge2", "zhiban", "jiedao"}
EVERYBODY = (*OPEN_TO, "wuye", "xitong", "anquan", "shenji")


def building_of(town: Cast, *, at: int = 2) -> places.BuildingRef:
    with reading(town.readers["heshuning"]):
        return places.buildings_of(COMMUNITY)[at]


def room_of(town: Cast, ref: places.BuildingRef, said: str) -> UUID:
    with reading(town.readers["heshuning"]):
        (door,) = places.doors_said(said, dwellings=places.dwellings_of(ref.id))
    return door.id


def outside_of_grid(town: Cast, grid: str) -> places.BuildingRef:
    with reading(town.readers["heshuning"]):
        for ref in places.buildings_of(COMMUNITY):
            found = grids.grid_at(COMMUNITY, ref.lon, ref.lat)
            if found and found.code != grid:
                return ref
    raise AssertionError


class TestWhoSeesWhat:
    @pytest.mark.parametrize("path", [GROUND, STATUS])
    def test_files_open_for_the_maps_roles_alone(self, desk_of: Desk, path: str) -> None:
        assert {name for name in EVERYBODY if desk_of(name).get(path).status_code == 200} == OPEN_TO

    @pytest.mark.parametrize("path", ["ground", "status", "rooms"])
    def test_another_community_is_not_there(self, desk_of: Desk, path: str) -> None:
        for code in ("999901001002", "", "999901001", "x"):
            assert desk_of("heshuning").get(f"/work/map/{path}.json?community={code}").status_code == 404

    def test_a_grid_worker_sees_matters_of_the_own_grid_alone(self, desk_of: Desk, report: Report, town: Cast) -> None:
        far = outside_of_grid(town, town.readers["wangge2"].territory)
        report("楼道灯不亮了", place=PlaceInput(building=far.id))
        assert str(far.id) in desk_of("heshuning").get(STATUS).json()
        assert str(far.id) not in desk_of("wangge2").get(STATUS).json()
        page = desk_of("wangge2").get(f"/work/map/?at={far.id}").content.decode()
        assert "楼道灯不亮了" not in page
        assert far.label in page

    def test_whoever_is_not_logged_in_gets_no_shapes(self, town: Cast) -> None:  # noqa: ARG002 - it must stand
        assert Client().get(GROUND).status_code == 302


class TestFiles:
    def test_shapes_are_kept_and_asked_about(self, desk_of: Desk) -> None:
        clerk = desk_of("heshuning")
        first = clerk.get(GROUND)
        assert first["Cache-Control"] == "private, no-cache"
        again = clerk.get(GROUND, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")

    def test_another_plate_is_another_file(self, desk_of: Desk, town: Cast) -> None:
        clerk, ref = desk_of("heshuning"), building_of(town, at=0)
        before = clerk.get(GROUND)["ETag"]
        with reading(town.readers["heshuning"]):
            places.name_building(ref.id, number="100 号楼", floors=ref.floors, stairs=ref.stairs)
        renamed = clerk.get(GROUND)["ETag"]
        with reading(town.readers["heshuning"]):
            places.name_building(ref.id, number=ref.number, address=ref.address, floors=ref.floors, stairs=ref.stairs)
        assert renamed != before
        assert clerk.get(GROUND)["ETag"] == before

    def test_shapes_and_status_are_never_mixed(self, desk_of: Desk, report: Report, town: Cast) -> None:
        clerk, ref = desk_of("heshuning"), building_of(town)
        report("阳台漏水", place=PlaceInput(building=ref.id))
        ground, status = clerk.get(GROUND).json(), clerk.get(STATUS)
        assert set(ground["buildings"]["features"][0]["properties"]) == {"id", "label", "height", "floors", "point"}
        assert set(status.json()[str(ref.id)]) == {"state", "count", "overdue"}
        assert "no-store" in status["Cache-Control"]
        assert "coordinates" not in status.content.decode()

    def test_the_status_counts_what_is_open(self, desk_of: Desk, report: Report, town: Cast) -> None:
        clerk, ref = desk_of("heshuning"), building_of(town, at=5)
        before = clerk.get(STATUS).json().get(str(ref.id), {"count": 0})["count"]
        report("阳台漏水", place=PlaceInput(building=ref.id))
        assert clerk.get(STATUS).json()[str(ref.id)]["count"] == before + 1

    def test_rooms_come_with_a_place_each(self, desk_of: Desk, town: Cast) -> None:
        ref = building_of(town)
        found = desk_of("heshuning").get(f"{ROOMS}&building={ref.id}").json()
        assert len(found["rooms"]) == 3 * 2 * (ref.floors or 0)
        assert len(found["cells"]["6"]) == 6
        for nowhere in ("", "x", str(uuid4())):
            assert desk_of("heshuning").get(f"{ROOMS}&building={nowhere}").status_code == 404

    def test_files_cost_few_statements(self, desk_of: Desk, town: Cast) -> None:
        clerk, ref = desk_of("heshuning"), building_of(town)
        assert counted(clerk, GROUND) <= 3
        assert counted(clerk, STATUS) <= 4
        assert counted(clerk, f"{ROOMS}&building={ref.id}") <= 4
        assert counted(clerk, f"/work/map/?at={ref.id}") <= 9


class TestPanel:
    def test_a_building_has_its_floors_and_its_matters(self, desk_of: Desk, report: Report, town: Cast) -> None:
        ref = building_of(town)
        report("消防通道停了车", place=PlaceInput(building=ref.id))
        report("2 单元 502 厨房漏水", place=PlaceInput(building=ref.id, stair=2))
        page = desk_of("heshuning").get(f"/work/map/?at={ref.id}&floor=5").content.decode()
        assert page.count('scope="row"') == ref.floors
        assert 'data-room="2-5-502"' in page
        assert "2 单元 502 · " in page
        assert (
            page.index("2 单元 502 厨房漏水") < page.index("这栋楼的其他事项") if "这栋楼的其他事项" in page else True
        )

    def test_a_room_lists_its_own_matters_apart_from_its_floor(self, desk_of: Desk, report: Report, town: Cast) -> None:
        ref, clerk = building_of(town, at=6), desk_of("heshuning")
        report("厨房漏水", place=PlaceInput(building=ref.id, dwelling=room_of(town, ref, "2-302")))
        report("过道灯不亮", place=PlaceInput(building=ref.id, stair=2, floor=3))
        report("门禁坏了", place=PlaceInput(building=ref.id, stair=1))
        page = clerk.get(f"/work/map/?at={ref.id}&floor=3&room=2-302").content.decode()
        room, floor, rest = page.index("厨房漏水"), page.index("过道灯不亮"), page.index("门禁坏了")
        assert room < page.index("这一层的其他事项") < floor < page.index("这栋楼的其他事项") < rest
        assert 'data-room="2-3-302"' in page.split('data-part="about"')[1][:120]
        for link in ("floor=3&amp;room=2-302", "floor=3&amp;room=1-301"):
            assert f"at={ref.id}&amp;{link}" in page or f"at={ref.id}&{link}" in page

    def test_what_was_said_counts_more_than_the_words(self, desk_of: Desk, report: Report, town: Cast) -> None:
        ref, clerk = building_of(town, at=7), desk_of("heshuning")
        report("2 单元 502 的人说过道漏水", place=PlaceInput(building=ref.id, stair=1, floor=4, is_final=True))
        page = clerk.get(f"/work/map/?at={ref.id}&floor=4").content.decode()
        assert 'data-room="2-5-502"' not in page
        assert page.index("的人说过道漏水") > page.index('id="map-matters"')
        assert 'data-level="4"' in page

    def test_a_basement_that_only_a_matter_speaks_of_has_its_line(
        self, desk_of: Desk, report: Report, town: Cast
    ) -> None:
        ref = building_of(town, at=8)
        report("积水", place=PlaceInput(building=ref.id, floor=-1))
        page = desk_of("heshuning").get(f"/work/map/?at={ref.id}&floor=-1").content.decode()
        assert page.count('scope="row"') == (ref.floors or 0) + 1
        assert "is-on" in page

    def test_a_room_is_found_by_its_number_where_it_is_the_only_one(self, desk_of: Desk, town: Cast) -> None:
        ref, clerk = building_of(town), desk_of("heshuning")
        for query, is_found in (("room=2-502", True), ("floor=5&room=502", False), ("floor=4&room=2-502", False)):
            page = clerk.get(f"/work/map/?at={ref.id}&{query}").content.decode()
            assert ('class="map-room"' in page) is is_found
        page = clerk.get(f"/work/map/?at={ref.id}&floor=5&room=%00x").content.decode()
        assert "is-on" in page

    def test_a_room_says_who_lives_there_to_those_who_may_know(self, desk_of: Desk, town: Cast) -> None:
        ref = building_of(town)
        room = room_of(town, ref, "2-502")
        clerk = town.readers["heshuning"]
        typed = {"name": "王方", "birth_on": "1990-03-07", "phone": "19900000001", "address": f"{ref.number}2单元502"}
        with reading(clerk):
            residents.add_person(residents.Newcomer(typed=typed, ground="said"), community=COMMUNITY, reader=clerk)
        path = f"/work/map/?at={ref.id}&floor=5&room=2-502"
        page = desk_of("heshuning").get(path).content.decode()
        assert "王*" in page
        assert "王方" not in page
        assert f"/work/people/rooms/{room}/" in page
        verifier = desk_of("heshi").get(path).content.decode()
        assert "王*" not in verifier
        assert f"/work/people/rooms/{room}/" not in verifier

    def test_the_status_carries_buildings_and_no_rooms(self, desk_of: Desk, report: Report, town: Cast) -> None:
        ref = building_of(town, at=6)
        report("厨房漏水", place=PlaceInput(building=ref.id, dwelling=room_of(town, ref, "2-302")))
        assert "302" not in str(desk_of("heshuning").get(STATUS).json()[str(ref.id)])

    def test_the_script_gets_the_panel_alone(self, desk_of: Desk, town: Cast) -> None:
        address = f"/work/map/?at={building_of(town).id}"
        part = desk_of("heshuning").get(address, headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in part
        assert 'data-part="about"' in part
        assert part.strip() in desk_of("heshuning").get(address).content.decode()

    def test_an_address_that_names_nothing_shows_the_community(self, desk_of: Desk) -> None:
        for query in ("at=x", f"at={uuid4()}", "at=3.4x", "floor=9", "at=%00&floor=--1"):
            page = desk_of("heshuning").get(f"/work/map/?{query}")
            assert page.status_code == 200
            assert "floor-table" not in page.content.decode()

    def test_matters_outdoors_are_one_place(self, desk_of: Desk, report: Report, town: Cast) -> None:
        ref = building_of(town)
        report("路面塌了一块", place=PlaceInput(longitude=ref.lon + 0.0003, latitude=ref.lat + 0.0003))
        clerk = desk_of("heshuning")
        spot = next(key for key in clerk.get(STATUS).json() if "-" not in key.removeprefix("-"))
        assert "路面塌了一块" in clerk.get(f"/work/map/?at={spot}").content.decode()

    def test_only_the_map_may_start_a_worker(self, desk_of: Desk) -> None:
        clerk = desk_of("heshuning")
        assert "trusted-types htmx default" in clerk.get("/work/map/")["Content-Security-Policy"]
        assert "default" not in clerk.get("/work/")["Content-Security-Policy"].split("trusted-types")[1]
