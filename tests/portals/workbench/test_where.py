"""Saying where in a building a matter is: at intake, afterwards, and who is told what is wrong with it."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.portals.workbench.conftest import counted, page_of, take

from linli.domains.cases.facade import PlaceInput
from linli.domains.places import facade as places
from linli.foundation.scope.context import reading
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

Desk = Callable[[str], Client]
Report = Callable[..., UUID]
SPOT = f"/work/intake/spot/?community={COMMUNITY}"
WORDS = {"channel": "phone", "text": "2 单元 502 厨房漏水", "building": "3 号楼"}


def house(town: Cast, *, number: int = 3) -> places.BuildingRef:
    with reading(town.readers["heshuning"]):
        return next(one for one in places.buildings_of(COMMUNITY) if one.label == f"{number} 号楼")


def taken_in(clerk: Client, town: Cast, **given: str) -> places.Spot:
    """Take a report in and return where it was put."""
    answer = clerk.post("/work/intake/", {**WORDS, "token": uuid4().hex, **given})
    assert answer.status_code == 302, answer.content.decode()
    address = clerk.get("/work/intake/received/").context["back_url"]
    return page_of(town, "heshuning", UUID(address.strip("/").rsplit("/", 1)[-1])).spot


class TestTheBuildingIsKnown:
    def test_its_stairs_floors_and_rooms_are_there_to_choose(self, desk_of: Desk, town: Cast) -> None:
        body = desk_of("heshuning").post(SPOT, {"building": "三号楼", "stair": "2"}).content.decode()
        assert body.count("<option") == 3 * 1 + 3 + (house(town).floors or 0) + 2 + 2 * (house(town).floors or 0)
        assert 'value="2-5-502"' in body
        assert 'value="1-5-502"' not in body

    def test_what_the_words_name_is_filled_in_once_and_said(self, desk_of: Desk) -> None:
        clerk, given = desk_of("heshuning"), {"building": "3 号楼", "text": "2 单元 502 厨房漏水"}
        body = clerk.post(SPOT, given).content.decode()
        assert '<option value="2-5-502" selected>' in body
        assert "从原话里读出来的" in body
        emptied = clerk.post(SPOT, {**given, "offered": "2/5/2-5-502"}).content.decode()
        assert '<option value="2-5-502" selected>' not in emptied
        assert "原话里说的是2 单元 502" in emptied

    def test_what_was_chosen_is_never_overwritten(self, desk_of: Desk) -> None:
        given = {"building": "3 号楼", "text": "2 单元 502 厨房漏水", "room": "1-3-301"}
        body = desk_of("heshuning").post(SPOT, given).content.decode()
        assert '<option value="1-3-301" selected>' in body
        assert "以这里选的为准" in body

    def test_a_room_the_building_does_not_have_is_kept_to_be_mended(self, desk_of: Desk) -> None:
        body = desk_of("heshuning").post(SPOT, {"building": "3 号楼", "room": "9-9-902"}).content.decode()
        assert '<option value="9-9-902" selected>' in body

    def test_without_a_building_plain_fields_stay(self, desk_of: Desk) -> None:
        body = desk_of("heshuning").post(SPOT, {"building": "", "stair": "2"}).content.decode()
        assert "<option" not in body
        assert 'value="2"' in body

    def test_the_button_does_the_same_without_script(self, desk_of: Desk) -> None:
        answer = desk_of("heshuning").post("/work/intake/", {**WORDS, "token": "t" * 20, "look_up": "1"})
        assert answer.status_code == 200
        assert '<option value="2-5-502" selected>' in answer.content.decode()
        assert "field-bad" not in answer.content.decode()

    @pytest.mark.parametrize("who", ["heshi", "wuye", "xitong", "anquan", "shenji"])
    def test_whoever_takes_no_reports_gets_none(self, desk_of: Desk, who: str) -> None:
        assert desk_of(who).post(SPOT, {"building": "3 号楼"}).status_code == 403

    def test_another_community_is_not_there_and_words_stand_in_no_address(self, desk_of: Desk) -> None:
        answer = desk_of("heshuning").post("/work/intake/spot/?community=999901001002", {"building": "3 号楼"})
        assert answer.status_code == 200  # the reader's own community is the only one known
        assert desk_of("heshuning").get(SPOT).status_code == 405


class TestIntake:
    def test_a_room_is_taken_in_as_chosen_or_typed(self, desk_of: Desk, town: Cast) -> None:
        clerk = desk_of("heshuning")
        for said in ({"room": "2-5-502"}, {"room": "502", "stair": "2"}, {"room": "2 单元 502"}):
            assert taken_in(clerk, town, text="厨房漏水", **said).room == "502"
        assert taken_in(clerk, town, text="灯不亮", floor="-1", stair="1") == places.Spot(stair=1, floor=-1)

    def test_without_script_exact_words_are_read_and_a_suggestion_turned_down_is_not(
        self, desk_of: Desk, town: Cast
    ) -> None:
        clerk = desk_of("heshuning")
        assert taken_in(clerk, town).room == "502"
        assert taken_in(clerk, town, offered="2/5/2-5-502") == places.NOWHERE

    @pytest.mark.parametrize(
        ("said", "sentence"),
        [
            ({"room": "9-9-902"}, "没有 9-9-902 这一户"),
            ({"room": "502"}, "好几户 502"),
            ({"room": "2-5-502", "stair": "1"}, "502 在2 单元 5 层"),
            ({"stair": "9"}, "没有 9 单元"),
            ({"floor": "99"}, "没有 99 层"),
            ({"building": "", "room": "502"}, "是哪一栋楼"),
            ({"building": "99 号楼", "room": "502"}, "没有找到叫“99 号楼”的一栋楼"),
        ],
    )
    def test_a_wrong_place_is_one_sentence_and_nothing_is_lost(
        self, desk_of: Desk, said: dict[str, str], sentence: str
    ) -> None:
        answer = desk_of("heshuning").post("/work/intake/", {**WORDS, "token": uuid4().hex, **said})
        body = answer.content.decode()
        assert answer.status_code == 422
        assert sentence in body
        assert body.count("field-bad") == 1
        assert "厨房漏水" in body
        assert said.get("room", "") in body


class TestCorrecting:
    def test_the_form_begins_as_it_stands_and_goes_back_to_the_matter(
        self, desk_of: Desk, report: Report, town: Cast
    ) -> None:
        clerk, here = desk_of("heshuning"), house(town)
        matter = report("2 单元 502 厨房漏水", place=PlaceInput(building=here.id))
        address = f"/work/cases/{matter}/place/"
        body = clerk.get(address).content.decode()
        assert '<option value="2-5-502" selected>' in body
        version = page_of(town, "heshuning", matter).version
        given = {"version": str(version), "building": "3 号楼", "room": "2-6-602", "reason": "住户说错了"}
        assert clerk.post(address, given)["Location"] == f"/work/cases/{matter}/"
        shown = clerk.get(f"/work/cases/{matter}/").content.decode()
        assert "2 单元 602" in shown
        assert "位置已更正" in shown
        assert f"at={here.id}&amp;floor=6&amp;room=2-602" in shown

    def test_without_script_the_building_is_looked_up_and_the_words_are_read(
        self, desk_of: Desk, report: Report, town: Cast
    ) -> None:
        matter = report("2 单元 502 厨房漏水")
        version = page_of(town, "heshuning", matter).version
        given = {"version": str(version), "building": "3 号楼", "reason": "住户说的", "look_up": "1"}
        answer = desk_of("heshuning").post(reverse("workbench:place", args=[matter]), given)
        body = answer.content.decode()
        assert answer.status_code == 200
        assert '<option value="2-5-502" selected>' in body
        assert "住户说的" in body

    def test_a_wrong_room_or_no_reason_is_said_and_kept(self, desk_of: Desk, report: Report, town: Cast) -> None:
        matter = report("灯不亮", place=PlaceInput(building=house(town).id))
        given = {"version": "1", "building": "3 号楼", "room": "9-9-902", "reason": ""}
        answer = desk_of("heshuning").post(f"/work/cases/{matter}/place/", given)
        body = answer.content.decode()
        assert answer.status_code == 422
        assert body.count('class="problem"') == 2
        assert "9-9-902" in body
        assert page_of(town, "heshuning", matter).spot == places.NOWHERE

    def test_an_old_page_is_told_what_happened_and_keeps_the_words(
        self, desk_of: Desk, report: Report, town: Cast
    ) -> None:
        matter = report("灯不亮", place=PlaceInput(building=house(town).id))
        version = page_of(town, "heshuning", matter).version
        take(town, "heshuning", matter, "note", text="有人去看了", audience="internal")
        given = {"version": str(version), "building": "3 号楼", "floor": "2", "reason": "是二楼那盏"}
        answer = desk_of("heshuning").post(f"/work/cases/{matter}/place/", given)
        body = answer.content.decode()
        assert answer.status_code == 409
        assert "有人去看了" in body
        assert "是二楼那盏" in body
        assert f'name="version" value="{version + 1}"' in body

    def test_into_the_neighbours_grid_it_leaves_the_worker(self, desk_of: Desk, report: Report, town: Cast) -> None:
        with reading(town.readers["heshuning"]):
            refs = places.buildings_of(COMMUNITY)
        matters = {ref.id: report("灯不亮", place=PlaceInput(building=ref.id)) for ref in refs}
        grids = {ref.label: page_of(town, "heshuning", matters[ref.id]).grid for ref in refs}
        own = town.readers["wangge2"].territory
        mine = next(ref for ref in refs if grids[ref.label] == own)
        far = next(ref for ref in refs if grids[ref.label] not in {own, ""})
        worker, address = desk_of("wangge2"), f"/work/cases/{matters[mine.id]}/place/"
        version = page_of(town, "wangge2", matters[mine.id]).version
        given = {"version": str(version), "building": far.label, "reason": "隔壁那栋"}
        assert worker.post(address, given)["Location"] == "/work/cases/"
        assert worker.get(address).status_code == 404

    @pytest.mark.parametrize("who", ["heshi", "wuye", "xitong", "anquan", "shenji"])
    def test_it_is_not_for(self, desk_of: Desk, report: Report, town: Cast, who: str) -> None:
        matter = report(place=PlaceInput(building=house(town).id))
        assert desk_of(who).get(f"/work/cases/{matter}/place/").status_code == 403
        shown = desk_of(who).get(f"/work/cases/{matter}/")
        assert "/place/" not in shown.content.decode()

    def test_it_costs_few_statements(self, desk_of: Desk, report: Report, town: Cast) -> None:
        matter = report("2 单元 502 漏水", place=PlaceInput(building=house(town).id))
        assert counted(desk_of("heshuning"), f"/work/cases/{matter}/place/") <= 10
