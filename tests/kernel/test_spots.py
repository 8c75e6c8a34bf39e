"""Words name a stair, a floor or a room, or nothing: a matter is not put on a door by guessing."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from linli.kernel.spots import NOWHERE, Spot, spot_in, spot_of, spot_said


@dataclass(frozen=True, kw_only=True)
class Room:
    id: UUID
    stair: int
    floor: int
    room: str


DOORS = [
    Room(id=UUID(int=stair * 10_000 + floor * 100 + door), stair=stair, floor=floor, room=f"{floor}{door:02d}")
    for stair in (1, 2)
    for floor in range(1, 7)
    for door in (1, 2)
]
ONE_STAIR = DOORS[:12]


def door(stair: int, room: str) -> Room:
    return next(one for one in DOORS if (one.stair, one.room) == (stair, room))


class TestWords:
    @pytest.mark.parametrize(
        ("text", "spot"),
        [
            ("3 号楼 2 单元 502 厨房漏水", spot_of(door(2, "502"))),
            ("三号楼二单元502漏水", spot_of(door(2, "502"))),
            ("3 号楼 502 漏水", Spot(floor=5)),
            ("502 和 602 都漏水", NOWHERE),
            ("五楼的灯不亮", Spot(floor=5)),
            ("2 单元 4 层 楼道堆物", Spot(stair=2, floor=4)),
            ("6 号楼电梯停了", NOWHERE),
            ("19 层有人喊", NOWHERE),
            ("打 12345 说 9999 的事", NOWHERE),
            ("我住 2 单元 502，1 楼的门禁坏了", Spot(stair=2)),
            ("2 单元 502 五楼的门", spot_of(door(2, "502"))),
            ("9 单元 502", NOWHERE),
            ("1-2 楼的灯", NOWHERE),
            ("1 楼和 2 楼的灯", NOWHERE),
            ("地上一层油", NOWHERE),
            ("地下 1 层积水", Spot(floor=-1)),
            ("负二楼车库", Spot(floor=-2)),
            ("-1 层", Spot(floor=-1)),
            ("", NOWHERE),
        ],
    )
    def test_a_text_names_what_the_building_has_or_nothing(self, text: str, spot: Spot) -> None:
        assert spot_in(text, doors=DOORS, floors=6) == spot

    def test_where_there_is_one_stair_the_room_alone_is_enough(self) -> None:
        assert spot_in("502 漏水", doors=ONE_STAIR, floors=6) == spot_of(door(1, "502"))

    def test_without_dwellings_a_floor_can_still_be_named(self) -> None:
        assert spot_in("5 楼漏水", doors=[], floors=6).floor == 5
        assert spot_in("7 楼漏水", doors=[], floors=6).floor is None
        assert spot_in("5 楼漏水", doors=[], floors=None).floor is None


class TestAStairThatIsKnown:
    def test_the_room_is_looked_for_there(self) -> None:
        assert spot_in("502 漏水", doors=DOORS, floors=6, stair=2) == spot_of(door(2, "502"))

    def test_words_that_name_another_one_leave_it_as_it_is(self) -> None:
        assert spot_in("1 单元 502 漏水", doors=DOORS, floors=6, stair=2) == Spot(stair=2)


class TestSeveralTexts:
    def test_what_is_said_of_the_place_comes_before_the_story(self) -> None:
        texts = ("2 单元 502", "楼上 602 漏到 502")
        assert spot_said(texts, doors=DOORS, floors=6) == spot_of(door(2, "502"))

    def test_the_story_is_read_where_the_place_says_nothing(self) -> None:
        assert spot_said(("东门进去", "2 单元 502 漏水"), doors=DOORS, floors=6) == spot_of(door(2, "502"))

    def test_a_stair_is_kept_where_nothing_closer_is_named(self) -> None:
        assert spot_said(("门口", "2 单元门禁坏了"), doors=DOORS, floors=6) == Spot(stair=2)
        assert spot_said(("1 单元", "2 单元门禁坏了"), doors=DOORS, floors=6) == NOWHERE
        assert spot_said((), doors=DOORS, floors=6) == NOWHERE
