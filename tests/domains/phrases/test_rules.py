"""What a template may say: a closed list of placeholders, and no person's number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.domains.phrases.rules import TEXT_LENGTH, PhraseRefused, Place, checked, checked_name, filled

EVERYTHING = {place: f"<{place.name}>" for place in Place}


class TestPlaceholders:
    def test_each_of_the_closed_list_is_filled(self) -> None:
        text = "".join(f"{{{place}}}" for place in Place)
        assert filled(checked(text), EVERYTHING) == "".join(f"<{place.name}>" for place in Place)

    @pytest.mark.parametrize("name", ["姓名", "电话", "地址", "code", "", " 编号"])
    def test_anything_else_is_refused_by_name_in_one_sentence(self, name: str) -> None:
        with pytest.raises(PhraseRefused) as refused:
            checked(f"您好，{{{name}}}")
        assert f"{{{name}}}" in refused.value.sentence
        assert "{编号}" in refused.value.sentence

    @pytest.mark.parametrize("text", ["{编号", "编号}", "{{编号}}", "{编号}}"])
    def test_a_brace_that_stands_alone_is_refused(self, text: str) -> None:
        with pytest.raises(PhraseRefused):
            checked(text)

    def test_a_fact_that_is_missing_is_seen_and_not_swallowed(self) -> None:
        assert filled("最晚{期限}答复", {}) == "最晚（期限）答复"

    def test_a_value_is_never_read_for_placeholders_again(self) -> None:
        assert filled("{单位}", {Place.UNIT: "{编号}", Place.CODE: "1"}) == "{编号}"

    @given(st.text(max_size=80))
    def test_whatever_is_accepted_can_be_filled(self, text: str) -> None:
        try:
            kept = checked(text)
        except PhraseRefused:
            return
        assert filled(kept, EVERYTHING) is not None


class TestWords:
    def test_the_longest_text_is_500_characters(self) -> None:
        assert len(checked("好" * TEXT_LENGTH)) == 500
        with pytest.raises(PhraseRefused):
            checked("好" * (TEXT_LENGTH + 1))

    @pytest.mark.parametrize("text", ["", "  \r\n ", "请打 19900000366"])
    def test_no_words_and_a_persons_number_are_refused(self, text: str) -> None:
        with pytest.raises(PhraseRefused):
            checked(text)

    @pytest.mark.parametrize("name", ["", "   ", "名" * 31])
    def test_a_name_is_needed_and_short(self, name: str) -> None:
        with pytest.raises(PhraseRefused) as refused:
            checked_name(name)
        assert refused.value.field == "name"
