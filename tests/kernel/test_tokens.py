"""Codes read aloud over the telephone, keys on a slip of paper, and search tokens that betray no text."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import tokens
from linli.kernel.tokens import (
    BadCode,
    BadCodeKind,
    bigram_digests,
    digest,
    format_code,
    new_case_code,
    new_key,
    parse_code,
    parse_key,
)

SECRET = b"a secret for the tests alone"
FULL_WIDTH = str.maketrans("0123456789", "".join(chr(0xFF10 + digit) for digit in range(10)))


class TestCaseCode:
    def test_damms_own_example_carries_the_check_digit_four(self) -> None:
        """572 → 4, led by digits that leave the interim at zero."""
        assert parse_code("0000005724") == "0000005724"

    def test_a_code_is_grouped_for_reading_aloud(self) -> None:
        assert format_code("2610407385") == "2610 4073 85"

    def test_a_thousand_codes_are_valid_and_never_begin_with_zero(self) -> None:
        codes = {new_case_code() for _ in range(1000)}
        assert len(codes) > 990
        assert all(parse_code(format_code(code)) == code and code[0] != "0" for code in codes)

    def test_spaces_hyphens_and_full_width_digits_are_forgiven(self) -> None:
        code = new_case_code()
        assert parse_code(f" {code[:4]}-{code[4:8].translate(FULL_WIDTH)}\u3000{code[8:]} ") == code

    @given(place=st.integers(0, 9), digit=st.integers(0, 9))
    def test_one_mistyped_digit_is_always_noticed(self, place: int, digit: int) -> None:
        code = "0000005724"
        typed = f"{code[:place]}{digit}{code[place + 1 :]}"
        assert is_code(typed) == (typed == code)

    @given(body=st.integers(10**8, 10**9 - 1), place=st.integers(0, 8))
    def test_two_exchanged_neighbours_are_always_noticed(self, body: int, place: int) -> None:
        code = next(f"{body}{check}" for check in range(10) if is_code(f"{body}{check}"))
        typed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert is_code(typed) == (typed == code)

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("", BadCodeKind.LENGTH),
            ("261040738", BadCodeKind.LENGTH),
            ("26104073855", BadCodeKind.LENGTH),
            ("26104O7385", BadCodeKind.CHARACTER),
            ("\u0662610407385", BadCodeKind.CHARACTER),
            ("0000005723", BadCodeKind.MISTYPED),
        ],
    )
    def test_each_mistake_has_its_name(self, text: str, kind: BadCodeKind) -> None:
        with pytest.raises(BadCode) as caught:
            parse_code(text)
        assert caught.value.kind is kind


def is_code(text: str) -> bool:
    try:
        parse_code(text)
    except BadCode:
        return False
    return True


class TestKey:
    def test_a_key_has_twelve_characters_that_are_hard_to_misread(self) -> None:
        keys = [new_key() for _ in range(500)]
        assert len(set(keys)) == 500
        assert all(len(key) == 12 and not set(key) & set("ILOU") for key in keys)
        assert all(parse_key(key.lower()) == key for key in keys)

    def test_every_letter_of_the_alphabet_turns_up(self) -> None:
        assert len(set("".join(new_key() for _ in range(500)))) == 32

    def test_misread_letters_are_put_right(self) -> None:
        assert parse_key("oil0-abcd-efgh") == "0110ABCDEFGH"

    @pytest.mark.parametrize(("text", "kind"), [("ABC", BadCodeKind.LENGTH), ("ABCDEFGHJKMU", BadCodeKind.CHARACTER)])
    def test_what_is_no_key_is_refused(self, text: str, kind: BadCodeKind) -> None:
        with pytest.raises(BadCode) as caught:
            parse_key(text)
        assert caught.value.kind is kind


class TestDigest:
    def test_it_is_hmac_sha256(self) -> None:
        expected = hmac.new(SECRET, b"13800138000", hashlib.sha256).digest()
        assert digest("13800138000", secret=SECRET) == expected

    def test_a_short_secret_is_refused(self) -> None:
        with pytest.raises(ValueError, match="16"):
            digest("13800138000", secret=b"short")
        with pytest.raises(ValueError, match="16"):
            bigram_digests("", secret=b"short")


class TestBigramDigests:
    def test_four_characters_make_three_bigrams(self) -> None:
        found = bigram_digests("电梯坏了", secret=SECRET)
        assert len(found) == 3
        assert found == sorted(found)
        assert all(-(2**31) <= value < 2**31 for value in found)

    def test_another_secret_gives_other_digests(self) -> None:
        one = bigram_digests("电梯坏了", secret=SECRET)
        assert not set(one) & set(bigram_digests("电梯坏了", secret=SECRET[::-1]))

    def test_case_width_and_accents_do_not_matter(self) -> None:
        wide = "".join(chr(ord(letter) + 0xFEE0) for letter in "CAFE")
        forms = ["cafe", "CAFE", "café", "cafe\u0301", wide]
        assert len({tuple(bigram_digests(form, secret=SECRET)) for form in forms}) == 1

    def test_an_accent_inside_a_word_does_not_cut_it(self) -> None:
        assert bigram_digests("re\u0301sume\u0301", secret=SECRET) == bigram_digests("Resume", secret=SECRET)

    def test_punctuation_and_spaces_separate(self) -> None:
        assert bigram_digests("3号,楼 梯", secret=SECRET) == bigram_digests("3号", secret=SECRET)

    def test_one_character_alone_has_none(self) -> None:
        assert bigram_digests("楼", secret=SECRET) == []

    @given(before=st.text(max_size=8), query=st.text(min_size=2, max_size=12), after=st.text(max_size=8))
    def test_a_text_that_contains_the_query_contains_its_digests(self, before: str, query: str, after: str) -> None:
        text = bigram_digests(before + query + after, secret=SECRET)
        assert set(bigram_digests(query, secret=SECRET)) <= set(text)

    @given(query=st.text(alphabet="电梯坏了3号楼abC", min_size=2, max_size=8))
    def test_two_neighbouring_word_characters_always_give_something_to_search_for(self, query: str) -> None:
        assert bigram_digests(query, secret=SECRET)


class TestKeyFrom:
    def test_the_same_digest_leads_to_the_same_key(self) -> None:
        assert tokens.key_from(b"\x00" * 8) == "0" * 12
        assert tokens.key_from(b"\xff" * 32) == "Z" * 12

    def test_fewer_than_sixty_bits_are_refused(self) -> None:
        with pytest.raises(ValueError, match="60 bits"):
            tokens.key_from(b"1234567")
