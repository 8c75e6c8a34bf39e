"""Numbers that people carry: the standards' own examples are accepted, and one wrong digit is noticed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.codes import (
    BadCredential,
    CodeProblem,
    PhoneKind,
    Sex,
    check_credit_code,
    check_phone,
    check_resident_id,
    complete_resident_id,
    read_credit_code,
    read_phone,
    read_resident_id,
    upgrade_resident_id,
)


class TestResidentId:
    def test_the_standards_first_example_is_a_woman_born_in_1949(self) -> None:
        found = read_resident_id("11010519491231002x")
        assert (found.division, found.born_on, found.sex) == ("110105", date(1949, 12, 31), Sex.FEMALE)
        assert found.number == "11010519491231002X"

    def test_the_standards_second_example_is_a_man(self) -> None:
        assert read_resident_id("440524188001010014").sex is Sex.MALE

    def test_spaces_and_full_width_digits_are_forgiven(self) -> None:
        full_width = "110105 19491231 002X".translate({ord("0") + n: 0xFF10 + n for n in range(10)})
        assert read_resident_id(full_width).number == "11010519491231002X"

    @pytest.mark.parametrize(
        ("number", "problem"),
        [
            ("1101051949123100", CodeProblem.LENGTH),
            ("1101051949123100AX", CodeProblem.CHARACTER),
            ("01010519491231002X", CodeProblem.CHARACTER),
            ("11010519490231002X", CodeProblem.BIRTH_DATE),
            ("110105184912310020", CodeProblem.BIRTH_DATE),
            ("110105194912310021", CodeProblem.CHECKSUM),
        ],
    )
    def test_each_mistake_has_its_name(self, number: str, problem: CodeProblem) -> None:
        assert check_resident_id(number) is problem

    def test_nobody_is_born_tomorrow(self) -> None:
        assert check_resident_id("11010519491231002X", today=date(1949, 12, 31)) is None
        assert check_resident_id("11010519491231002X", today=date(1949, 12, 30)) is CodeProblem.BIRTH_DATE

    @given(place=st.integers(0, 17), digit=st.integers(0, 9))
    def test_one_mistyped_digit_is_always_noticed(self, place: int, digit: int) -> None:
        number = "440524188001010014"
        typed = f"{number[:place]}{digit}{number[place + 1 :]}"
        assert (check_resident_id(typed) is None) == (typed == number)

    def test_the_message_does_not_repeat_the_number(self) -> None:
        with pytest.raises(BadCredential) as caught:
            read_resident_id("110105194912310021")
        assert "1101" not in str(caught.value)

    def test_a_fifteen_digit_number_grows_its_century_and_check(self) -> None:
        assert upgrade_resident_id("110105491231002") == "11010519491231002X"

    @pytest.mark.parametrize("number", ["11010549123100", "11010549123100X", "110105491331002"])
    def test_a_wrong_fifteen_digit_number_is_refused(self, number: str) -> None:
        with pytest.raises(BadCredential):
            upgrade_resident_id(number)

    def test_seventeen_digits_get_their_check_character(self) -> None:
        assert complete_resident_id("11010519491231002") == "11010519491231002X"

    @pytest.mark.parametrize("body", ["1101051949123100", "11010519491331002", "1101051949123100X"])
    def test_what_is_no_seventeen_digits_gets_none(self, body: str) -> None:
        with pytest.raises(BadCredential):
            complete_resident_id(body)


class TestCreditCode:
    @pytest.mark.parametrize(
        "code",
        ["91350100M000100Y43", "91330106673959654P", "914403001922038216", "91110108551385082Q", "91110000802100433B"],
    )
    def test_codes_in_use_are_accepted(self, code: str) -> None:
        assert read_credit_code(code.lower()) == code

    @pytest.mark.parametrize(
        ("code", "problem"),
        [
            ("91350100M000100Y4", CodeProblem.LENGTH),
            ("91350100I000100Y43", CodeProblem.CHARACTER),
            ("91350100M000100Y44", CodeProblem.CHECKSUM),
        ],
    )
    def test_each_mistake_has_its_name(self, code: str, problem: CodeProblem) -> None:
        assert check_credit_code(code) is problem


class TestPhone:
    @pytest.mark.parametrize("text", ["13800138000", "138 0013 8000", "+86 138-0013-8000"])
    def test_a_mobile_number_is_read_however_it_is_spaced(self, text: str) -> None:
        found = read_phone(text)
        assert (found.kind, found.number) == (PhoneKind.MOBILE, "13800138000")

    @pytest.mark.parametrize(
        ("text", "number"), [("(0755)2688 1234", "0755-26881234"), ("010-65551234", "010-65551234")]
    )
    def test_a_landline_keeps_its_area_code(self, text: str, number: str) -> None:
        assert read_phone(text).number == number

    @pytest.mark.parametrize("text", ["", "12800138000", "1380013800", "138001380001", "26881234", "01-65551234"])
    def test_anything_else_is_refused(self, text: str) -> None:
        assert check_phone(text) is CodeProblem.SHAPE
