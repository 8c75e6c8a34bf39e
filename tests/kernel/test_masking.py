"""A neighbour recognises the name on the list; a stranger learns nothing to call or to visit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.masking import (
    SpotKind,
    mask_address,
    mask_id,
    mask_name,
    mask_phone,
    mask_text,
    personal_spots,
)

FULL_WIDTH = str.maketrans("0123456789", "".join(chr(0xFF10 + digit) for digit in range(10)))


class TestMaskName:
    @pytest.mark.parametrize(
        ("name", "masked"),
        [
            ("陈建国", "陈**"),
            ("陈明", "陈*"),
            ("陈 明", "陈*"),
            ("欧阳娜娜", "欧阳**"),
            ("欧阳", "欧*"),
            ("司马光", "司马*"),
            ("阿依古丽·买买提", "阿***·买**"),
            ("John Smith", "J*** S****"),
            ("李", "*"),
            ("", ""),
        ],
    )
    def test_the_family_name_stays(self, name: str, masked: str) -> None:
        assert mask_name(name) == masked


class TestMaskPhone:
    @pytest.mark.parametrize(
        ("phone", "masked"),
        [
            ("13800130366", "138****0366"),
            ("+86 138-0013-0366", "138****0366"),
            ("0755-26881234", "0755-****1234"),
            ("0912-6881234", "0912-***1234"),
            ("26881234", "******34"),
            ("12", "**"),
            ("", ""),
        ],
    )
    def test_the_last_four_digits_stay(self, phone: str, masked: str) -> None:
        assert mask_phone(phone) == masked


class TestMaskIdAndAddress:
    def test_the_birth_date_is_hidden(self) -> None:
        assert mask_id("11010519491231002X") == "1101************2X"

    def test_a_fragment_is_hidden_altogether(self) -> None:
        assert mask_id("110105") == "******"

    @pytest.mark.parametrize(
        ("address", "masked"),
        [
            ("阳光花园3栋2单元1201室", "阳光花园*栋*单元*室"),
            ("八一路十二号院A座二十三层", "八一路*号院*座*层"),
            ("翠竹小区5-2-301", "翠竹小区*-*-*"),
        ],
    )
    def test_house_stair_and_room_are_hidden(self, address: str, masked: str) -> None:
        assert mask_address(address) == masked


class TestFreeText:
    @pytest.mark.parametrize(
        ("text", "masked"),
        [
            ("请打13800130366找我", "请打138****0366找我"),
            ("请打138 0013 0366。", "请打138****0366。"),
            ("座机0755-26881234或010 65551234", "座机0755-****1234或010-****1234"),
            ("身份证11010519491231002x,谢谢", "身份证1101************2x,谢谢"),
            ("身份证110105 19491231 0021", "身份证1101************21"),
        ],
    )
    def test_numbers_are_masked_where_they_stand(self, text: str, masked: str) -> None:
        assert mask_text(text) == masked

    def test_full_width_digits_are_found_where_they_stand(self) -> None:
        text = f"电话{'13800130366'.translate(FULL_WIDTH)}。"
        (spot,) = personal_spots(text)
        assert (spot.start, spot.end, spot.kind) == (2, 13, SpotKind.MOBILE)
        assert mask_text(text) == "电话138****0366。"

    @pytest.mark.parametrize(
        "text",
        [
            "编号2610 4073 85",
            "网格440305006001012",
            "社区440305006001",
            "统一码914403001922038216",
            "3栋1201室",
            "2026-11-06 15:40",
        ],
    )
    def test_codes_of_cases_and_places_are_left_alone(self, text: str) -> None:
        assert personal_spots(text) == ()

    @given(
        before=st.text(alphabet="请电话。abc ", max_size=6),
        number=st.integers(0, 10**9 - 1).map(lambda rest: f"13{rest:09}"),
        after=st.text(alphabet="找我,。xyz ", max_size=6),
    )
    def test_no_mobile_number_survives(self, before: str, number: str, after: str) -> None:
        masked = mask_text(before + number + after)
        assert number not in masked
        assert mask_text(masked) == masked
