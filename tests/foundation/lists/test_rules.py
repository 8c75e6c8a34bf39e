"""What may be kept under a name, and with whom it may be shared."""

import pytest

from linli.foundation.accounts.roles import Role
from linli.foundation.lists.rules import (
    MOST,
    NAME_LENGTH,
    Audience,
    FilterRefused,
    NotAFilter,
    audiences,
    name_of,
    require_codes,
    require_room,
    words_of,
)


class TestNames:
    def test_blanks_are_brought_together(self) -> None:
        assert name_of("  超期的   电梯 ") == "超期的 电梯"

    def test_the_longest_name_goes_and_one_more_does_not(self) -> None:
        assert name_of("电" * NAME_LENGTH) == "电" * NAME_LENGTH
        with pytest.raises(FilterRefused):
            name_of("电" * (NAME_LENGTH + 1))

    @pytest.mark.parametrize("typed", ["", "   ", "张 19900000366", "990101199001011234"])
    def test_no_name_and_numbers_of_people_are_refused(self, typed: str) -> None:
        with pytest.raises(FilterRefused):
            name_of(typed)


class TestWords:
    def test_words_stay_with_whoever_typed_them(self) -> None:
        assert words_of(" 钱多多 ", audience=Audience.OWN) == "钱多多"
        assert words_of("", audience=Audience.PLACE) == ""
        for audience in (Audience.UNIT, Audience.PLACE):
            with pytest.raises(FilterRefused):
                words_of("钱多多", audience=audience)

    def test_numbers_of_people_are_never_kept(self) -> None:
        with pytest.raises(FilterRefused):
            words_of("19900000366", audience=Audience.OWN)


class TestCodes:
    def test_codes_are_kept_and_nothing_that_somebody_typed(self) -> None:
        require_codes({"state": "accepted", "month": "2026-10"}, columns=("title", "due"), sort="due")
        for filters in ({"state": "老王"}, {"State": "open"}, {"kind": ""}, {"unit": "x" * 41}):
            with pytest.raises(NotAFilter):
                require_codes(filters, columns=(), sort="")
        with pytest.raises(NotAFilter):
            require_codes({}, columns=("title; drop",), sort="")
        with pytest.raises(NotAFilter):
            require_codes({}, columns=(), sort="先到期")


class TestWhoLeads:
    def test_those_who_give_work_out_share_and_nobody_else(self) -> None:
        sharing = {role for role in Role if Audience.PLACE in audiences(role, has_unit=True)}
        assert sharing == {Role.CLERK, Role.DUTY_DESK, Role.STREET_OFFICIAL}
        assert audiences(Role.UNIT_WORKER, has_unit=True) == (Audience.OWN,)

    def test_nobody_shares_with_a_unit_they_have_not(self) -> None:
        assert Audience.UNIT not in audiences(Role.CLERK, has_unit=False)


class TestRoom:
    def test_the_last_one_goes_and_one_more_does_not(self) -> None:
        require_room(MOST - 1)
        with pytest.raises(FilterRefused):
            require_room(MOST)
