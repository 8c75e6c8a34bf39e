"""Messages say code, state and moment in the receiver's language, and nothing can slip into a mail's header."""

import pytest

from linli.foundation.notices import words
from linli.foundation.notices.words import WORDS, Kind, MissingValue, render

FROM_A_CLOSED_LIST = {"why"}
DATA = {"code": "2610407385", "due_at": "2026-10-13T09:30:00+00:00", "state": "已派单"}
OUTWARD = [kind for kind in Kind if WORDS[kind].is_mailed or kind.startswith("reporter_")]

pytestmark = pytest.mark.django_db


class TestWords:
    def test_every_kind_has_words(self) -> None:
        assert set(WORDS) == set(Kind)

    @pytest.mark.parametrize("kind", OUTWARD)
    def test_what_leaves_the_house_says_code_state_moment_and_unit_at_most(self, kind: Kind) -> None:
        assert WORDS[kind].places <= {"code", "state", "due_at", "unit"} | FROM_A_CLOSED_LIST

    def test_the_code_is_grouped_and_the_moment_is_local(self) -> None:
        said = render("case_dispatched", DATA, language="en")
        assert "2610 4073 85" in said.title
        assert "13 October, 17:30" in said.body

    def test_a_line_break_in_a_value_cannot_forge_a_header(self) -> None:
        said = render("reporter_state", {**DATA, "state": "done\r\nBcc: x@y.example"}, language="en")
        assert "\n" not in said.one_line
        assert "\r" not in said.one_line

    def test_a_per_cent_sign_in_a_value_is_just_that(self) -> None:
        assert "100%" in render("reporter_state", {**DATA, "state": "100%"}, language="en").one_line

    def test_a_missing_value_is_noticed_when_the_message_is_written(self) -> None:
        with pytest.raises(MissingValue, match="due_at"):
            words.check(Kind.CASE_DISPATCHED, {"code": "2610407385"})

    def test_a_unit_that_is_not_known_any_more_is_called_a_unit(self) -> None:
        said = render("case_answered", {**DATA, "unit": "00000000-0000-0000-0000-000000000001"}, language="en")
        assert said.title.startswith("A unit")
