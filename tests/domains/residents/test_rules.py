"""What a row of a residents' sheet says, and what is wrong with it; numbers use area codes that nobody has."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.domains.residents.rules import Door, PersonRow, Wrong, read_address, read_date, read_row
from linli.kernel.codes import upgrade_resident_id

TODAY = date(2026, 11, 24)
GOOD = upgrade_resident_id("990101900307243")
"""Born on 1990-03-07, a man."""
BASE = {"name": "王方", "id_number": GOOD, "building": "3号楼", "stair": "2单元", "room": "502"}


def wrong(**texts: str) -> list[tuple[str, Wrong]]:
    lossy = frozenset({"id_number"}) if texts.pop("lossy", "") else frozenset()
    return [(p.field, p.wrong) for p in read_row(BASE | texts, today=TODAY, lossy=lossy)[1]]


def right(**texts: str) -> PersonRow:
    row, problems = read_row(BASE | texts, today=TODAY)
    assert problems == ()
    assert row is not None
    return row


class TestAGoodRow:
    def test_the_number_says_birth_date_and_sex(self) -> None:
        row = right()

        assert (row.birth_on, row.sex, row.id_kind) == (date(1990, 3, 7), "1", "resident")
        assert row.door == Door(building="3号楼", stair=2, room="502")

    def test_a_number_of_fifteen_digits_is_brought_to_eighteen(self) -> None:
        assert right(id_number="990101900307243").id_number == GOOD

    def test_words_of_the_standard_sheets_become_codes(self) -> None:
        row = right(kind="流动人口", relation="长子", sex="男", phone="199 0000 0001", birth_on="1990年3月7日")

        assert (row.kind, row.relation, row.phone) == ("floating", "2", "19900000001")

    def test_a_child_without_a_number_has_a_birth_date(self) -> None:
        assert right(id_number="", birth_on="2024-05-01", sex="女").id_kind == "none"

    def test_another_document_is_taken_as_it_is(self) -> None:
        assert right(id_kind="护照", id_number="e12345678").id_number == "E12345678"


class TestWhatIsWrong:
    @pytest.mark.parametrize(
        ("texts", "problem"),
        [
            ({"name": ""}, ("name", Wrong.MISSING)),
            ({"name": "王芳3"}, ("name", Wrong.NAME)),
            ({"id_number": GOOD[:17]}, ("id_number", Wrong.ID_LENGTH)),
            ({"id_number": GOOD[:17] + ("1" if GOOD[17] != "1" else "2")}, ("id_number", Wrong.ID_CHECKSUM)),
            ({"id_number": "990101199013072431"}, ("id_number", Wrong.ID_BIRTH_DATE)),
            ({"id_number": "99010119900307243A"}, ("id_number", Wrong.ID_CHARACTER)),
            ({"id_number": "990101199003072000", "lossy": "1"}, ("id_number", Wrong.ID_LOST_DIGITS)),
            ({"birth_on": "1990-03-08"}, ("birth_on", Wrong.BIRTH_DIFFERS)),
            ({"birth_on": "90年3月"}, ("birth_on", Wrong.DATE)),
            ({"from_on": "2026-11-25"}, ("from_on", Wrong.DATE_AHEAD)),
            ({"sex": "女"}, ("sex", Wrong.SEX_DIFFERS)),
            ({"sex": "0"}, ("sex", Wrong.SEX)),
            ({"phone": "12345"}, ("phone", Wrong.PHONE)),
            ({"kind": "外星人"}, ("kind", Wrong.KIND)),
            ({"relation": "朋友"}, ("relation", Wrong.RELATION)),
            ({"room": ""}, ("room", Wrong.PLACE)),
            ({"id_number": "", "birth_on": ""}, ("", Wrong.NOBODY)),
        ],
    )
    def test_is_named_with_its_column(self, texts: dict[str, str], problem: tuple[str, Wrong]) -> None:
        assert problem in wrong(**texts)

    def test_several_things_are_said_at_once(self) -> None:
        assert len(wrong(name="", phone="1", sex="x")) == 3


class TestDates:
    @pytest.mark.parametrize(
        "text", ["1990-03-07", "1990/3/7", "1990.03.07", "1990年3月7日", "19900307", "1990-03-07 00:00"]
    )
    def test_as_people_write_them(self, text: str) -> None:
        assert read_date(text) == date(1990, 3, 7)

    @pytest.mark.parametrize("text", ["", "3/7/1990", "1990-02-30", "32939", "九〇年三月"])
    def test_nothing_is_guessed(self, text: str) -> None:
        assert read_date(text) is None


class TestAddresses:
    @pytest.mark.parametrize(
        ("text", "door"),
        [
            ("3号楼2单元502室", ("3号楼", 2, "502")), ("柳岸小区3栋502", ("柳岸小区3栋", 0, "502")),
            ("3-2-502", ("3", 2, "502")), ("B座1203", ("B座", 0, "1203")),
            ("３号楼２单元５０２", ("3号楼", 2, "502")), ("12幢1梯302号", ("12幢", 1, "302")),
        ],
    )  # fmt: skip
    def test_a_dwelling_in_one_text(self, text: str, door: tuple[str, int, str]) -> None:
        found = read_address(text)

        assert found is not None
        assert (found.building, found.stair, found.room) == door

    @pytest.mark.parametrize("text", ["", "柳岸小区", "3号楼", "望溪路12号"])
    def test_what_names_no_room_is_none(self, text: str) -> None:
        assert read_address(text) is None


@given(st.dictionaries(st.sampled_from([*BASE, "phone", "sex", "kind", "birth_on"]), st.text(max_size=30)))
def test_whatever_stands_in_a_row_is_either_read_or_named(texts: dict[str, str]) -> None:
    row, problems = read_row(texts, today=TODAY)

    assert (row is None) == bool(problems)
