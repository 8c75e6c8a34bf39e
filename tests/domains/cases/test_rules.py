"""The rules that need no database: titles and the grouping of ratings."""

from datetime import datetime, timedelta

import pytest

from linli.domains.cases.rules import TITLE_LENGTH, RatedOnce, complete_groups, title_of
from linli.kernel.worktime import SHANGHAI

NOON = datetime(2026, 9, 28, 12, 0, tzinfo=SHANGHAI)


class TestTitles:
    @pytest.mark.parametrize(
        ("said", "title"),
        [
            ("电梯又停了。门关不上，老人下不了楼", "电梯又停了"),
            ("  路灯不亮\n在南门", "路灯不亮"),
            ("。。路灯不亮", "路灯不亮"),
            ("？？", "？？"),
            ("楼道里有人吵架！快来", "楼道里有人吵架"),
        ],
    )
    def test_a_title_is_the_first_sentence(self, said: str, title: str) -> None:
        assert title_of(said) == title

    def test_forty_characters_stay_whole_and_one_more_is_cut(self) -> None:
        assert title_of("灯" * TITLE_LENGTH) == "灯" * TITLE_LENGTH
        assert title_of("灯" * (TITLE_LENGTH + 1)) == "灯" * TITLE_LENGTH

    def test_a_long_sentence_is_cut_at_its_last_comma(self) -> None:
        assert title_of("灯" * 25 + "，" + "坏" * 30) == "灯" * 25

    def test_an_early_comma_does_not_leave_a_stump(self) -> None:
        assert title_of("您好，" + "灯" * 50) == ("您好，" + "灯" * 50)[:TITLE_LENGTH]


def rated(count: int) -> list[RatedOnce]:
    return [RatedOnce(level=5, words=str(i), rated_at=NOON + timedelta(minutes=i)) for i in range(count)]


class TestGroups:
    @pytest.mark.parametrize(("count", "groups"), [(0, 0), (4, 0), (5, 1), (9, 1), (10, 2)])
    def test_only_full_groups_are_shown(self, count: int, groups: int) -> None:
        assert len(complete_groups(rated(count), size=5)) == groups

    def test_groups_follow_the_time_of_rating(self) -> None:
        first, second = complete_groups(reversed(rated(11)), size=5)

        assert [r.words for r in first + second] == [str(i) for i in range(10)]
