"""Open matters that resemble one: staff see what they may see anyhow; the public learns facts that anybody may know."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.domains.cases.acting import counted, report, statements

from linli.domains.cases import facade as cases
from linli.domains.places import facade as places
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.rulepacks.terms import PublishingRule
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

SAID = "灌木丛长到路中间，绿化没人修剪"
NOW = datetime(2026, 3, 4, 2, tzinfo=UTC)


@pytest.fixture
def buildings(cast: Cast) -> tuple[places.BuildingRef, ...]:
    with reading(cast.readers["heshuning"]):
        return places.buildings_of(COMMUNITY)


def said(text: str, building: places.BuildingRef, **more: object) -> cases.Opened:
    return report(text, place=cases.PlaceInput(building=building.id), at=NOW - timedelta(days=1), **more)  # type: ignore[arg-type]


class TestForStaff:
    def test_the_same_thing_at_the_same_building_comes_first_with_what_is_in_common(
        self, cast: Cast, buildings: tuple[places.BuildingRef, ...]
    ) -> None:
        asked, twin = said(SAID, buildings[0]), said("绿化灌木没人修剪，长到路中间了", buildings[0])
        with reading(cast.readers["heshuning"]):
            first = cases.alike_to_case(asked.case_id)[0]
        assert first.id == twin.case_id
        assert first.is_same_building
        assert first.is_same_kind
        assert first.is_worded_alike

    def test_never_itself_and_never_a_closed_one(self, cast: Cast, buildings: tuple[places.BuildingRef, ...]) -> None:
        asked = said(SAID, buildings[1])
        closed = said(SAID, buildings[1], by=cast.readers["heshuning"], channel="round", done_words="当场修剪了")
        with reading(cast.readers["heshuning"]):
            ids = {line.id for line in cases.alike_to_case(asked.case_id)}
        assert not {asked.case_id, closed.case_id} & ids

    def test_a_unit_sees_only_what_it_takes_part_in(
        self, cast: Cast, buildings: tuple[places.BuildingRef, ...]
    ) -> None:
        lift = "三号楼电梯又停了，门关不上"
        asked = said(lift, buildings[2])
        other = said("电梯口灌木长到路中间，绿化没人修剪，门关不上", buildings[2], kind="policy_question")
        with reading(cast.readers["wuye"]):
            ids = {line.id for line in cases.alike_to_case(asked.case_id)}
        with reading(cast.readers["heshuning"]):
            assert other.case_id in {line.id for line in cases.alike_to_case(asked.case_id)}
        assert other.case_id not in ids

    def test_what_is_not_the_readers_is_not_there(self, cast: Cast, buildings: tuple[places.BuildingRef, ...]) -> None:
        asked = said("问一问居住证怎么办理", buildings[2])
        with reading(cast.readers["dianti"]), pytest.raises(cases.NoSuchCase):
            cases.alike_to_case(asked.case_id)

    def test_while_it_is_told_it_is_compared_already(
        self, cast: Cast, buildings: tuple[places.BuildingRef, ...]
    ) -> None:
        twin = said("花坛里的喷头一直漏，草坪成了水塘", buildings[3])
        sought = cases.Sought(community=COMMUNITY, text="花坛喷头漏水，草坪成水塘了", building=buildings[3].id)
        with reading(cast.readers["heshuning"]):
            assert cases.alike_to_words(sought, at=NOW)[0].id == twin.case_id
            assert cases.alike_to_words(replace(sought, text=" "), at=NOW) == ()

    def test_it_takes_few_statements(self, cast: Cast, buildings: tuple[places.BuildingRef, ...]) -> None:
        asked = said(SAID, buildings[0])
        with counted() as captured, reading(cast.readers["heshuning"]):
            cases.alike_to_case(asked.case_id)
        assert statements(captured) <= 6


class TestForThePublic:
    def known(self, building: places.BuildingRef, *, kind: str = "street_light_manhole") -> tuple[cases.KnownLine, ...]:
        with reading(Reader()):
            return cases.known_already(cases.Sought(community=COMMUNITY, kind=kind, building=building.id), at=NOW)

    def test_a_lamp_that_was_reported_yesterday_is_known_by_kind_building_state_and_day(
        self, buildings: tuple[places.BuildingRef, ...]
    ) -> None:
        said("楼前路灯不亮，我叫贾有闻", buildings[4], kind="street_light_manhole")
        found = self.known(buildings[4])
        assert [(line.place, line.opened_at) for line in found] == [(buildings[4].label, NOW - timedelta(days=1))]
        assert "贾有闻" not in repr(found)
        assert {field.name for field in fields(cases.KnownLine)} == {
            "kind_words", "place", "state_words", "shape", "opened_at",
        }  # fmt: skip

    def test_words_alone_find_nothing(self, buildings: tuple[places.BuildingRef, ...]) -> None:
        said("楼前路灯不亮", buildings[4], kind="street_light_manhole")
        with reading(Reader()):
            sought = cases.Sought(community=COMMUNITY, kind="street_light_manhole", text="楼前路灯不亮")
            assert cases.known_already(sought, at=NOW) == ()

    @pytest.mark.parametrize("kind", ["neighbour_dispute", "elder_care", "public_security", "noise", "pets"])
    def test_what_points_at_somebody_is_never_told(self, buildings: tuple[places.BuildingRef, ...], kind: str) -> None:
        said("楼上又吵起来了", buildings[5], kind=kind)
        assert self.known(buildings[5], kind=kind) == ()

    def test_what_is_dangerous_is_left_to_those_who_are_on_their_way(
        self, buildings: tuple[places.BuildingRef, ...]
    ) -> None:
        said("路灯漏电，有人触电晕倒了", buildings[5], kind="street_light_manhole")
        assert self.known(buildings[5]) == ()

    def test_what_is_public_by_its_grid_alone_is_not_known_at_its_building(
        self, buildings: tuple[places.BuildingRef, ...], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        said("楼前路灯不亮", buildings[4], kind="street_light_manhole")
        said("楼前路灯不亮", buildings[2], kind="street_light_manhole")
        rule = PublishingRule(unlisted_kinds=frozenset(), grid_only_kinds=frozenset(), fewest_floors=12)
        monkeypatch.setattr(rulepacks, "publishing", lambda **_of: rule)
        assert self.known(buildings[4]) == ()  # six floors
        assert [line.place for line in self.known(buildings[2])] == [buildings[2].label]  # eighteen

    def test_an_old_one_is_not_held_against_a_new_one(self, buildings: tuple[places.BuildingRef, ...]) -> None:
        place = cases.PlaceInput(building=buildings[6].id)
        report("路灯不亮", place=place, kind="street_light_manhole", at=NOW - timedelta(days=60))
        assert self.known(buildings[6]) == ()

    def test_what_is_about_a_unit_is_not_told(self, cast: Cast, buildings: tuple[places.BuildingRef, ...]) -> None:
        said("物业把路灯关了", buildings[7], kind="street_light_manhole", about_unit=cast.units["property"])
        assert self.known(buildings[7]) == ()
