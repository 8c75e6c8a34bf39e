"""What holds where a sheet says otherwise than what is known."""

from dataclasses import replace
from datetime import date

import pytest

from linli.domains.residents.disagreements import (
    KnownPerson,
    KnownStay,
    against_person,
    against_stay,
    begins_anew,
    is_older,
)
from linli.domains.residents.rules import PersonRow, Wrong

SHOWN, BEFORE, AFTER = date(2026, 6, 1), date(2026, 5, 31), date(2026, 6, 2)
ROW = PersonRow(name="王方", sex="1", birth_on=date(1990, 3, 7), kind="registered", relation="0", household="7")
PERSON = KnownPerson(confirmed_on=SHOWN, sex="1", birth_on=date(1990, 3, 7))
STAY = KnownStay(confirmed_on=SHOWN, is_same_dwelling=True, kind="registered", relation="0", household="7")
LEFT = KnownStay(
    confirmed_on=None, is_same_dwelling=True, kind="", relation="", household="", to_on=SHOWN, end_reason="left"
)


class TestADocumentWasShown:
    def test_a_sheet_that_says_the_same_is_no_contradiction(self) -> None:
        assert against_person(ROW, PERSON) is None
        assert against_stay(ROW, STAY, said_on=AFTER) is None

    def test_neither_is_one_that_says_nothing(self) -> None:
        silent = PersonRow(name="王方")
        assert against_person(silent, PERSON) is None
        assert against_stay(silent, STAY, said_on=AFTER) is None

    @pytest.mark.parametrize(("field", "value"), [("sex", "2"), ("birth_on", date(1990, 3, 8))])
    def test_another_sex_or_birth_date_is_one(self, field: str, value: object) -> None:
        problem = against_person(replace(ROW, **{field: value}), PERSON)  # type: ignore[arg-type]

        assert problem is not None
        assert (problem.field, problem.wrong, problem.value) == (field, Wrong.CONFIRMED, "2026-06-01")

    @pytest.mark.parametrize(("field", "value"), [("kind", "floating"), ("relation", "2"), ("household", "8")])
    def test_another_kind_relation_or_household_is_one(self, field: str, value: str) -> None:
        problem = against_stay(replace(ROW, **{field: value}), STAY, said_on=AFTER)  # type: ignore[arg-type]

        assert problem is not None
        assert (problem.field, problem.wrong) == (field, Wrong.CONFIRMED)

    @pytest.mark.parametrize(
        ("since", "wrong"), [(None, Wrong.CONFIRMED_PLACE), (SHOWN, Wrong.CONFIRMED_PLACE), (AFTER, None)]
    )
    def test_another_dwelling_is_a_move_where_the_row_says_since_when(
        self, since: date | None, wrong: Wrong | None
    ) -> None:
        elsewhere = replace(STAY, is_same_dwelling=False)
        problem = against_stay(replace(ROW, from_on=since), elsewhere, said_on=AFTER)

        assert (problem.wrong if problem else None) == wrong

    def test_without_a_document_nothing_is_contradicted(self) -> None:
        assert against_person(replace(ROW, sex="2"), replace(PERSON, confirmed_on=None)) is None
        elsewhere = replace(STAY, confirmed_on=None, is_same_dwelling=False)
        assert against_stay(replace(ROW, relation="2"), elsewhere, said_on=AFTER) is None


class TestWhoHasLeft:
    def test_a_sheet_from_before_says_nothing_new(self) -> None:
        assert against_stay(ROW, LEFT, said_on=BEFORE) is None
        assert not begins_anew(ROW, LEFT, said_on=BEFORE)

    def test_a_later_one_has_to_say_since_when_they_are_back(self) -> None:
        problem = against_stay(ROW, LEFT, said_on=SHOWN)
        assert problem is not None
        assert (problem.wrong, problem.value) == (Wrong.ENDED, "2026-06-01")

        back = replace(ROW, from_on=AFTER)
        assert against_stay(back, LEFT, said_on=AFTER) is None
        assert begins_anew(back, LEFT, said_on=AFTER)

    def test_the_dead_do_not_move(self) -> None:
        died = replace(LEFT, end_reason="died")

        assert against_stay(replace(ROW, from_on=AFTER), died, said_on=AFTER) is not None
        assert not begins_anew(ROW, died, said_on=BEFORE)


def test_on_the_same_day_the_sheet_holds() -> None:
    assert (is_older(BEFORE, known_on=SHOWN), is_older(SHOWN, known_on=SHOWN)) == (True, False)
