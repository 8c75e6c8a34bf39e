"""What was typed about one person: an empty field leaves what is known, the rest is read as in a sheet."""

from dataclasses import replace
from datetime import date

import pytest

from linli.domains.residents.corrections import Kept, as_texts, read_day, read_typed
from linli.domains.residents.rules import PersonRow, Wrong
from linli.kernel.codes import upgrade_resident_id

TODAY = date(2026, 11, 24)
MAN, WOMAN = upgrade_resident_id("990101900307243"), upgrade_resident_id("990101910408242")
KEPT = Kept(
    name="王方", id_kind="resident", id_number=MAN, sex="1", birth_on=date(1990, 3, 7), phone="19900000001",
    kind="registered", relation="0", household="7",
)  # fmt: skip
CHILD = replace(KEPT, id_kind="none", id_number="", sex="0", birth_on=date(2024, 5, 1), phone="", relation="2")


def typed(kept: Kept = KEPT, *, drops_phone: bool = False, **fields: str) -> PersonRow:
    row, problems = read_typed(fields, kept, drops_phone=drops_phone, today=TODAY)
    assert problems == ()
    assert row is not None
    return row


def wrong(kept: Kept = KEPT, *, drops_phone: bool = False, **fields: str) -> list[tuple[str, Wrong, str]]:
    found = read_typed(fields, kept, drops_phone=drops_phone, today=TODAY)[1]
    return [(one.field, one.wrong, one.value) for one in found]


class TestWhatIsLeft:
    def test_empty_fields_leave_all_as_it_is(self) -> None:
        row = typed()

        assert all(getattr(row, name) == getattr(KEPT, name) for name in KEPT.__slots__)
        assert typed(CHILD, phone=" ").birth_on == date(2024, 5, 1)

    def test_one_field_changes_that_field(self) -> None:
        assert (typed(phone="19911112222").phone, typed(phone="19911112222").name) == ("19911112222", "王方")
        assert typed(kind="floating").kind == "floating"
        assert typed(relation="1").relation == "1"

    def test_a_telephone_goes_by_a_tick_alone(self) -> None:
        assert typed(drops_phone=True).phone == ""
        assert wrong(phone="19911112222", drops_phone=True) == [("phone", Wrong.PHONE_BOTH, "")]


class TestANewNumber:
    def test_says_birth_date_and_sex_by_itself(self) -> None:
        row = typed(id_number=WOMAN)

        assert (row.id_number, row.sex, row.birth_on) == (WOMAN, "2", date(1991, 4, 8))

    def test_of_a_child_that_had_none(self) -> None:
        assert typed(CHILD, id_number=WOMAN).id_kind == "resident"

    def test_must_be_right(self) -> None:
        assert wrong(id_number=MAN[:17]) == [("id_number", Wrong.ID_LENGTH, "")]
        assert wrong(id_number=WOMAN, birth_on="1991-04-09") == [("birth_on", Wrong.BIRTH_DIFFERS, "1991-04-08")]

    def test_of_another_document_leaves_birth_date_and_sex(self) -> None:
        row = typed(id_kind="passport", id_number="E12345678")

        assert (row.id_kind, row.sex, row.birth_on) == ("passport", "1", date(1990, 3, 7))

    def test_belongs_to_a_kind_of_document(self) -> None:
        assert wrong(CHILD, id_kind="passport") == [("id_number", Wrong.NUMBER_MISSING, "")]


class TestAgainstTheNumberOnRecord:
    def test_nothing_of_the_number_is_told(self) -> None:
        assert wrong(birth_on="1990-03-08") == [("birth_on", Wrong.NUMBER_KEPT_DIFFERS, "")]
        assert wrong(sex="2") == [("sex", Wrong.NUMBER_KEPT_DIFFERS, "")]


class TestOtherValues:
    @pytest.mark.parametrize(
        ("fields", "problem"),
        [({"name": "王3"}, ("name", Wrong.NAME)), ({"phone": "12345"}, ("phone", Wrong.PHONE)),
         ({"kind": "martian"}, ("kind", Wrong.KIND)), ({"relation": "x"}, ("relation", Wrong.RELATION))],
    )  # fmt: skip
    def test_are_judged_as_in_a_sheet(self, fields: dict[str, str], problem: tuple[str, Wrong]) -> None:
        assert [one[:2] for one in wrong(**fields)] == [problem]

    def test_somebody_must_stay_told_apart(self) -> None:
        only_phone = replace(CHILD, birth_on=None, phone="19900000009")
        assert wrong(only_phone, drops_phone=True) == [("", Wrong.NOBODY, "")]

    def test_choices_of_a_newcomer_become_the_sheet_s_words(self) -> None:
        assert as_texts({"kind": "floating", "relation": "0", "name": " 王方 ", "sex": "2"}) == {
            "kind": "流动人口", "relation": "户主", "name": "王方", "sex": "2",
        }  # fmt: skip


class TestADay:
    @pytest.mark.parametrize(
        ("text", "wrong_with"),
        [("", Wrong.NO_DAY), ("soon", Wrong.DATE), ("2026-11-25", Wrong.DATE_AHEAD), ("2026-09-30", Wrong.BEFORE_STAY)],
    )
    def test_is_named_where_it_cannot_be(self, text: str, wrong_with: Wrong) -> None:
        day, problem = read_day(text, today=TODAY, not_before=date(2026, 10, 1))

        assert day is None
        assert problem is not None
        assert problem.wrong == wrong_with

    @pytest.mark.parametrize("text", ["2026-10-01", "2026年11月24日"])
    def test_from_the_stay_s_first_day_to_today(self, text: str) -> None:
        assert read_day(text, today=TODAY, not_before=date(2026, 10, 1))[1] is None
