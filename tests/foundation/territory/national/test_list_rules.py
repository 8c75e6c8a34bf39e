from datetime import date, timedelta

import pytest

from linli.foundation.territory.national.rules import (
    ENDED_FREELY,
    Break,
    Fate,
    Fault,
    Listed,
    Standing,
    Stored,
    break_between,
    community_name,
    fate_of,
    is_cut_off,
    judge,
    last_day,
    revised,
)

AS_OF = date(2023, 6, 30)
DAY = timedelta(days=1)
ABOVE = {"99", "9901", "9919", "9990", "990101", "991900003"}


def standing(*, begins: date = AS_OF - DAY, ends: date | None = None, is_needed: bool = False) -> Standing:
    return Standing(valid_from_on=begins, valid_to_on=ends, is_needed=is_needed)


class TestJudge:
    @pytest.mark.parametrize(
        ("code", "digits", "parent"),
        [
            ("99", 2, ""),
            ("9901", 4, "99"),
            ("990101", 6, "9901"),
            ("999004", 6, "9990"),  # a city or county that the province governs itself (省直辖县级行政区划)
            ("991900003", 9, "9919"),  # a street of a city without districts hangs below the city
            ("991900003001", 12, "991900003"),
        ],
    )
    def test_a_division_hangs_below_the_nearest_level_that_it_has(self, code: str, digits: int, parent: str) -> None:
        listed = Listed(code=code, name="名", parent=parent)
        assert judge(code, " 名 ", digits=digits, above=ABOVE) == listed

    @pytest.mark.parametrize(("code", "digits"), [("991900", 6), ("990101000", 9), ("990101000000", 12)])
    def test_a_group_of_zeros_names_nothing_new(self, code: str, digits: int) -> None:
        assert judge(code, "名", digits=digits, above=ABOVE) is None

    @pytest.mark.parametrize(
        ("code", "name", "digits", "fault"),
        [
            ("", "名", 12, Fault.NOT_A_CODE),
            ("99010100100A", "名", 12, Fault.NOT_A_CODE),
            ("980101", "名", 6, Fault.NOT_A_CODE),  # there is no province 98
            ("990101", "名", 9, Fault.OTHER_LEVEL),
            ("990101", "  ", 6, Fault.NO_NAME),
            ("990101", "名\ue170", 6, Fault.NO_NAME),  # a private character shows as an empty box
            ("990101", "名" * 101, 6, Fault.NO_NAME),
            ("990202", "名", 6, Fault.NO_PARENT),
            ("992000", "名", 6, Fault.NO_PARENT),
        ],
    )
    def test_what_does_not_fit_has_its_reason(self, code: str, name: str, digits: int, fault: Fault) -> None:
        assert judge(code, name, digits=digits, above=ABOVE) is fault

    def test_a_name_of_a_hundred_characters_fits(self) -> None:
        assert isinstance(judge("990101", "名" * 100, digits=6, above=ABOVE), Listed)


class TestRevised:
    def test_what_nobody_uses_takes_the_lists_name_and_is_taken_back(self) -> None:
        stored = Stored("旧名", "9901", AS_OF, is_in_use=False)
        listed = Listed(code="990101", name="新名", parent="9901")
        assert revised(stored, listed, update_names=False) == Stored("新名", "9901", None, is_in_use=False)

    def test_what_is_in_use_keeps_its_name_and_its_end(self) -> None:
        stored = Stored("我们的社区", "990101", AS_OF, is_in_use=True)
        listed = Listed(code="990101001001", name="示例社区居委会", parent="990101001")
        assert revised(stored, listed, update_names=False) == stored._replace(parent="990101001")

    def test_with_update_names_a_community_takes_the_places_name(self) -> None:
        stored = Stored("我们的社区", "990101001", None, is_in_use=True)
        listed = Listed(code="990101001001", name="示例社区居委会", parent="990101001")
        assert revised(stored, listed, update_names=True).name == "示例社区"


class TestFate:
    def test_a_division_that_the_list_lacks_ends_the_day_before(self) -> None:
        assert fate_of(standing(), as_of_on=AS_OF) is Fate.END
        assert last_day(AS_OF) == date(2023, 6, 29)

    def test_one_that_began_the_day_before_ends_on_its_first_day(self) -> None:
        assert fate_of(standing(begins=AS_OF - DAY), as_of_on=AS_OF) is Fate.END

    @pytest.mark.parametrize("begins", [AS_OF, AS_OF + DAY])
    def test_one_that_begins_on_the_lists_day_or_later_stays(self, begins: date) -> None:
        assert fate_of(standing(begins=begins), as_of_on=AS_OF) is Fate.SAME_DAY

    def test_nothing_that_a_community_here_hangs_on_ends_by_a_list(self) -> None:
        assert fate_of(standing(is_needed=True), as_of_on=AS_OF) is Fate.IN_USE

    def test_what_has_ended_keeps_its_end(self) -> None:
        assert fate_of(standing(ends=AS_OF - DAY), as_of_on=AS_OF) is Fate.ENDED


class TestCutOff:
    def test_a_hundred_may_always_end(self) -> None:
        assert not is_cut_off(ending=ENDED_FREELY, known=ENDED_FREELY)

    def test_beyond_those_exactly_a_tenth_may_end_and_one_more_may_not(self) -> None:
        assert not is_cut_off(ending=200, known=2000)
        assert is_cut_off(ending=201, known=2000)


class TestSuccessors:
    ENDED = standing(ends=AS_OF)

    def test_an_ended_division_is_followed_by_one_that_goes_on_or_ends_later(self) -> None:
        for after in (standing(), standing(ends=AS_OF + DAY)):
            known = {"990101": self.ENDED, "990102": after}
            assert break_between("990101", "990102", known=known) is None
            assert break_between("990101000000", "990102000000", known=known) is None

    @pytest.mark.parametrize(
        ("old", "new", "fault"),
        [
            ("98", "990102", Break.NOT_A_CODE),
            ("990101", "990101000000", Break.ITSELF),
            ("990101", "990102001", Break.OTHER_LEVEL),
            ("990109", "990102", Break.OLD_UNKNOWN),
            ("990101", "990109", Break.NEW_UNKNOWN),
            ("990102", "990101", Break.OLD_GOES_ON),
            ("990103", "990102", Break.OLD_IN_USE),
            ("990101", "990104", Break.NEW_ENDED_FIRST),  # on the same day: two could follow each other in a circle
        ],
    )
    def test_what_cannot_follow_has_its_reason(self, old: str, new: str, fault: Break) -> None:
        needed, also_ended = standing(is_needed=True), standing(ends=AS_OF)
        known = {"990101": self.ENDED, "990102": standing(), "990103": needed, "990104": also_ended}
        assert break_between(old, new, known=known) is fault


class TestCommunityName:
    @pytest.mark.parametrize(
        ("listed", "name"),
        [
            ("多福巷社区居委会", "多福巷社区"),
            ("岗贝社区居民委员会", "岗贝社区"),
            ("高家村委会", "高家村"),
            ("高家村村委会", "高家村"),
            ("高家村民委员会", "高家村"),
            ("东风居委会", "东风社区"),
            ("新河社区村委会", "新河社区"),
            ("曹杨一村居民委员会", "曹杨一村社区"),
            ("高家村村民委员会", "高家村"),
            ("开发区虚拟社区", "开发区虚拟社区"),
            ("村委会", "村委会"),
        ],
    )
    def test_people_name_the_place_where_the_list_names_the_committee(self, listed: str, name: str) -> None:
        assert community_name(listed) == name
