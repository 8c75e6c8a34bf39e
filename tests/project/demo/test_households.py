"""The demo's residents: invented, the same ones each time, brought in by the sheet import without a fault."""

import re

from linli.domains.residents import facade as residents
from linli.foundation.scope.context import reading
from linli.kernel.codes import read_phone, read_resident_id
from linli.project.demo.households import AREA, MOVED, invented, settle
from linli.project.demo.readers import Cast


class TestInvented:
    def test_they_are_the_same_ones_each_time(self) -> None:
        assert invented() == invented()

    def test_nobody_has_their_numbers(self) -> None:
        families, _moved = invented()
        people = [one for family in families for one in family.dwellers]

        assert 250 <= len(people) <= 500
        for one in people:
            if one.document[0] == "居民身份证":
                assert read_resident_id(one.document[1]).number[:6] == AREA
            if one.phone:
                assert re.fullmatch(r"1540001\d{4}", read_phone(one.phone).number)
        numbers = [one.document[1] for one in people if one.document[1]]
        assert len(numbers) == len(set(numbers))

    def test_several_kinds_and_relations_are_there(self) -> None:
        families, moved = invented()

        assert {family.kind for family in families} == {"户籍", "人户分离", "常住人口", "流动人口"}
        assert {one.relation for family in families for one in family.dwellers} >= {"户主", "配偶", "子", "女", "母"}
        assert [family.dwellers for family in moved] == [family.dwellers for family in families[:MOVED]]
        assert len({family.room for family in (*families, *moved)}) == len(families) + MOVED


class TestSettle:
    def test_all_of_them_move_in_and_a_second_time_nobody(self, cast: Cast) -> None:
        added = settle(cast)
        families, _moved = invented()

        assert added == sum(len(family.dwellers) for family in families)
        assert settle(cast) == 0

    def test_there_is_something_to_see_of_everything(self, cast: Cast) -> None:
        settle(cast)
        clerk = cast.readers["heshuning"]
        with reading(clerk):
            assert residents.count_due(reader=clerk) > 20
            assert len(_lines(cast, state="gone")) == 2
            assert len(_lines(cast, kind="foreign")) >= 2
            _families, moved = invented()
            (line,) = residents.find_people(moved[0].dwellers[0].phone, reader=clerk).lines
            assert len(residents.person_page(line.id).stays) == 2


def _lines(cast: Cast, **narrowed: str) -> tuple[residents.PersonLine, ...]:
    reader = cast.readers["heshuning"]
    return residents.find_people("", reader=reader, filters=residents.PeopleFilters(**narrowed)).lines  # type: ignore[arg-type]
