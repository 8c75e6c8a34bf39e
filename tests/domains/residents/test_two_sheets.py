"""Two sheets disagree: the one stated later holds, and neither writes over what a document showed."""

from datetime import date, timedelta
from threading import Thread
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone
from tests.domains.residents.test_by_hand import correct, page_of
from tests.domains.residents.test_importing import DAY, FAMILY, brought_in, found, number, row, sheet

from linli.domains.places import facade as places
from linli.domains.residents import facade as residents
from linli.foundation.imports.sheets import read_sheet
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader
from linli.project.demo.readers import Cast

EARLIER, LATER = DAY - timedelta(days=30), DAY + timedelta(days=10)
HEAD = ["姓名", "性别", "出生日期", "联系电话", "楼栋", "单元", "房号", "与户主关系", "户号"]


def child(*, sex: str = "", relation: str = "", household: str = "", phone: str = "", room: str = "201") -> bytes:
    return sheet(["李四", sex, "2024-05-01", phone, "3号楼", "1", room, relation, household], head=HEAD)


def reasons(outcome: residents.ImportOutcome) -> list[str]:
    return [line.cells[-1].text for line in read_sheet(outcome.faults, file_name="b.xlsx").rows[1:]]


@pytest.fixture
def clerk(cast: Cast) -> Reader:
    brought_in(cast, sheet(*FAMILY))
    brought_in(cast, child(sex="男", relation="子", household="7", phone="19900000009"))
    return cast.readers["heshuning"]


class TestOfSheets:
    def test_the_one_stated_later_holds(self, cast: Cast, clerk: Reader) -> None:
        changed = brought_in(cast, child(sex="女", relation="女", household="8", phone="19911112222"), on=LATER)
        page = page_of(clerk, "李四")

        assert changed.changed == 1
        assert page.present is not None
        assert (page.sex, page.phone, page.present.relation) == ("女", "199****2222", "女儿")
        assert (page.present.household, page.known.stated_on) == ("8", LATER)

    def test_one_stated_earlier_changes_nothing(self, cast: Cast, clerk: Reader) -> None:
        before = page_of(clerk, "李四")
        old = brought_in(cast, child(sex="女", relation="女", household="8", phone="19911112222"), on=EARLIER)
        elsewhere = brought_in(cast, child(room="301"), on=EARLIER)

        assert (old.same, elsewhere.same, old.faulty) == (1, 1, 0)
        assert page_of(clerk, "李四") == before

    def test_one_stated_earlier_still_brings_people_nobody_knew(self, cast: Cast, clerk: Reader) -> None:
        assert brought_in(cast, sheet(row(6, "赵六", "301")), on=EARLIER).added == 1
        assert found(clerk, "赵六") != []

    def test_somebody_keeps_the_telephone_that_a_later_sheet_does_not_name(self, cast: Cast, clerk: Reader) -> None:
        brought_in(cast, child(room="301"), on=LATER)

        assert [line.door[-3:] for line in found(clerk, "19900000009")] == ["301"]


class TestInTheSameMoment:
    def test_a_sheet_waits_for_a_correction_and_does_not_write_over_it(self, cast: Cast, clerk: Reader) -> None:
        page, outcomes = page_of(clerk, "王方"), []

        def bring() -> None:
            try:
                outcomes.append(brought_in(cast, sheet(row(1, "王方", "201", phone="19933334444")), on=LATER))
            finally:
                connection.close()

        reading_in = Thread(target=bring)
        with reading(clerk):
            typed = {"name": "王芳芳", "phone": "19911112222"}
            order = residents.Correction(
                person_id=page.id, edition=page.edition, typed=typed, ground="said", drops_phone=False,
                is_somebody_else=False,
            )  # fmt: skip
            residents.correct_person(order, reader=clerk)
            reading_in.start()
            reading_in.join(timeout=1)
            assert reading_in.is_alive()
        reading_in.join()

        known = page_of(clerk, "19911112222")
        assert (known.name, known.known.stated_on) == ("王**", timezone.localdate())
        assert found(clerk, "19933334444") == []
        assert outcomes[0].changed == 0


class TestAgainstADocument:
    @pytest.fixture(autouse=True)
    def shown(self, clerk: Reader) -> None:
        correct(clerk, page_of(clerk, "李四"), sex="2", relation="3", household="9")

    @pytest.mark.parametrize("says", [{"sex": "男"}, {"relation": "子"}, {"household": "7"}, {"room": "301"}])
    def test_a_contradiction_is_given_back_with_the_day(self, cast: Cast, clerk: Reader, says: dict[str, str]) -> None:
        before, today = page_of(clerk, "李四"), timezone.localdate()
        outcome = brought_in(cast, child(**says), on=today)

        assert (outcome.changed, outcome.faulty) == (0, 1)
        assert str(today) in reasons(outcome)[0]
        assert page_of(clerk, "李四") == before

    def test_what_no_document_shows_still_follows_the_later_sheet(self, cast: Cast, clerk: Reader) -> None:
        assert brought_in(cast, child(phone="19911112222"), on=timezone.localdate()).changed == 1
        assert page_of(clerk, "李四").known.confirmed_on == timezone.localdate()

    def test_a_name_corrected_by_hand_is_not_changed_back(self, cast: Cast, clerk: Reader) -> None:
        correct(clerk, page_of(clerk, "王方"), name="王芳芳")
        outcome = brought_in(cast, sheet(*FAMILY), on=timezone.localdate())

        assert (outcome.same, outcome.faulty) == (3, 1)
        assert [line.name for line in found(clerk, number(1))] == ["王**"]


class TestALongList:
    def test_is_narrowed_by_kind_building_and_state(self, clerk: Reader) -> None:
        with reading(clerk):
            building = _building_of(clerk)
            kinds = residents.PeopleFilters(kind="floating")
            assert [one.name for one in _lines(clerk, kinds)] == ["曾*"]
            assert len(_lines(clerk, residents.PeopleFilters(building=building))) == 5
            assert _lines(clerk, residents.PeopleFilters(building=building, kind="foreign")) == ()
            assert _lines(clerk, residents.PeopleFilters(state="gone")) == ()
            assert residents.count_due(reader=clerk) == 0

    def test_counts_who_is_to_be_checked_again(self, cast: Cast, clerk: Reader) -> None:
        brought_in(cast, sheet(row(6, "赵六", "301", kind="流动人口")), on=date(2025, 1, 1))

        with reading(clerk):
            found = residents.find_people(
                "", reader=clerk, filters=residents.PeopleFilters(state="due"), is_counted=True
            )
            assert (residents.count_due(reader=clerk), found.count) == (1, 1)
            assert [one.check_by_on for one in found.lines] == [date(2025, 7, 1)]


def _lines(reader: Reader, filters: residents.PeopleFilters) -> tuple[residents.PersonLine, ...]:
    return residents.find_people("", reader=reader, filters=filters).lines


def _building_of(reader: Reader) -> UUID:

    found = places.find_building(reader.territory, "3号楼")
    assert found is not None
    return found.id
