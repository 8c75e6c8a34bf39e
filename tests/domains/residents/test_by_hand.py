"""One person by hand: corrected, moved, added, checked again; what the page did not show is never written over."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests import databases
from tests.domains.residents.test_importing import brought_in, found, number, row, sheet

from linli.domains.residents import facade as residents
from linli.domains.residents.models import Person, Stay
from linli.foundation.audit.models import Entry
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader
from linli.kernel.periods import add_months
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

Page = residents.PersonPage
LookAt = Callable[..., Page]


def page_of(reader: Reader, words: str) -> Page:
    (line,) = found(reader, words)
    with reading(reader):
        return residents.person_page(line.id)


def correct(reader: Reader, page: Page, *, ground: str = "document", **typed: str) -> frozenset[str]:
    flags = {name: bool(typed.pop(name, "")) for name in ("drops_phone", "is_somebody_else")}
    with reading(reader):
        order = residents.Correction(person_id=page.id, edition=page.edition, typed=typed, ground=ground, **flags)
        return residents.correct_person(order, reader=reader)


def end(reader: Reader, page: Page, *, reason: str = "left", day: date | None = None, address: str = "") -> None:
    with reading(reader):
        order = residents.Departure(
            person_id=page.id, edition=page.edition, reason=reason, day=str(day or timezone.localdate()),
            address=address,
        )  # fmt: skip
        residents.end_stay(order, reader=reader)


def take_back(reader: Reader, page: Page) -> None:
    with reading(reader):
        residents.take_back(page.id, edition=page.edition, reader=reader)


class TestACorrection:
    def test_takes_name_number_and_telephone_over_and_the_search_follows(self, clerk: Reader) -> None:
        changed = correct(clerk, page_of(clerk, "王方"), name="王芳芳", id_number=number(21), phone="19911112222")

        assert changed == {"name", "id_number", "birth_on", "phone"}
        for gone in ("王方", "wf", number(1), "19900000001"):
            assert found(clerk, gone) == []
        for words in ("王芳芳", "wff", number(21), "19911112222"):
            assert [line.name for line in found(clerk, words)] == ["王**"]

    def test_says_where_it_is_known_from_and_when_to_check(self, clerk: Reader) -> None:
        correct(clerk, page_of(clerk, "王方"), phone="19911112222", ground="said")
        known = page_of(clerk, "王方").known

        today = timezone.localdate()
        assert (known.source, known.stated_on, known.confirmed_on) == ("柳岸社区服务站", today, None)
        assert known.check_by_on == add_months(today, 12)

    def test_the_record_holds_fields_and_no_value(self, cast: Cast, clerk: Reader) -> None:
        correct(clerk, page_of(clerk, "王方"), name="王芳芳", phone="19911112222")

        with reading(cast.readers["shenji"]):
            entry = Entry.objects.get(action="residents.corrected")
        data = json.loads(entry.payload)["data"]
        assert data == {"fields": ["name", "phone"], "ground": "document"}

    def test_kind_relation_and_household_go_to_the_present_stay(self, clerk: Reader) -> None:
        before = page_of(clerk, "王方")
        assert correct(clerk, before, kind="floating", relation="8", household="0017") == {
            "kind", "relation", "household",
        }  # fmt: skip
        page = page_of(clerk, "王方")

        assert page.present is not None
        assert (page.present.household, page.present.known.confirmed_on) == ("0017", timezone.localdate())
        assert (page.known, page.household) == (before.known, ())

    def test_a_telephone_is_taken_away(self, clerk: Reader) -> None:
        correct(clerk, page_of(clerk, "王方"), drops_phone="1")

        assert page_of(clerk, "王方").phone == ""
        assert found(clerk, "19900000001") == []

    def test_what_is_known_already_changes_nothing(self, clerk: Reader) -> None:
        with pytest.raises(residents.NothingChanged):
            correct(clerk, page_of(clerk, "王方"), name="王方", phone="199 0000 0001")

    def test_a_page_that_is_out_of_date_writes_nothing(self, clerk: Reader) -> None:
        page = page_of(clerk, "王方")
        correct(clerk, page, phone="19911112222")

        with pytest.raises(residents.Stale):
            correct(clerk, page, phone="19933334444")
        assert page_of(clerk, "王方").phone == "199****2222"

    def test_a_sheet_that_came_in_meanwhile_is_noticed(self, cast: Cast, clerk: Reader) -> None:
        page = page_of(clerk, "王方")
        brought_in(cast, sheet(row(1, "王方", "301")), on=date(2026, 11, 20))

        with pytest.raises(residents.Stale):
            correct(clerk, page, phone="19933334444")

    def test_what_is_wrong_is_said_per_field(self, clerk: Reader) -> None:
        with pytest.raises(residents.Unclear) as unclear:
            correct(clerk, page_of(clerk, "王方"), name="王3", phone="12")
        assert [field for field, _sentence in unclear.value.sentences] == ["name", "phone"]
        with pytest.raises(residents.Unclear):
            correct(clerk, page_of(clerk, "王方"), phone="19911112222", ground="rumour")


class TestTwoOfOneDocument:
    def test_are_refused_with_the_other_one(self, clerk: Reader) -> None:
        with pytest.raises(residents.AlreadyEntered) as twice:
            correct(clerk, page_of(clerk, "王方"), id_number=number(4), is_somebody_else="1")

        assert twice.value.is_certain
        assert twice.value.other == page_of(clerk, "曾国").id

    def test_nobody_is_named_who_is_not_for_the_reader(self, cast: Cast, clerk: Reader) -> None:
        narrow = replace(clerk, territory=f"{COMMUNITY}{grid_of(cast, '王方')}")
        _put_elsewhere("曾国", cast)

        with pytest.raises(residents.AlreadyEntered) as twice:
            correct(narrow, page_of(narrow, "王方"), id_number=number(4))
        assert (twice.value.is_certain, twice.value.other) == (True, None)

    def test_one_without_a_document_is_a_question(self, clerk: Reader) -> None:
        child = {"name": "李四", "birth_on": "2024-05-01", "address": "3-1-201"}
        add(clerk, **child)
        with pytest.raises(residents.AlreadyEntered) as alike:
            add(clerk, **child)
        assert not alike.value.is_certain

        add(clerk, **child, is_somebody_else="1")
        assert len(found(clerk, "李四")) == 2


def grid_of(cast: Cast, words: str) -> str:
    (line,) = found(cast.readers["heshuning"], words)
    with reading(cast.readers["heshuning"]):
        return Person.objects.get(pk=line.id).grid[12:]


def _put_elsewhere(words: str, cast: Cast) -> None:
    (line,) = found(cast.readers["heshuning"], words)
    with databases.kept_owner_of(databases.current()) as owner:
        owner.execute("UPDATE residents_person SET grid = %s WHERE id = %s", [f"{COMMUNITY}011", line.id])


def add(reader: Reader, *, ground: str = "document", **typed: str) -> object:
    is_somebody_else = bool(typed.pop("is_somebody_else", ""))
    with reading(reader):
        order = residents.Newcomer(typed=typed, ground=ground, is_somebody_else=is_somebody_else)
        return residents.add_person(order, community=COMMUNITY, reader=reader)


class TestANewcomer:
    def test_is_entered_as_a_row_would_be(self, clerk: Reader) -> None:
        person = add(
            clerk, name="赵六", id_number=number(6), phone="19900000066", address="3号楼1单元301", kind="floating",
            relation="0", from_on="2026-10-01",
        )  # fmt: skip
        page = page_of(clerk, "zl")

        assert page.id == person
        assert page.present is not None
        assert (page.present.from_on, page.present.known.source) == (date(2026, 10, 1), "柳岸社区服务站")
        assert page.known.confirmed_on == timezone.localdate()

    def test_of_a_known_document_is_refused(self, clerk: Reader) -> None:
        with pytest.raises(residents.AlreadyEntered) as twice:
            add(clerk, name="赵六", id_number=number(1), address="3-1-301", is_somebody_else="1")
        assert twice.value.other == page_of(clerk, "王方").id

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"address": "3-1-9901"}, "address"),
            ({"address": ""}, "address"),
            ({"name": ""}, "name"),
            ({"phone": "1"}, "phone"),
        ],
    )
    def test_is_judged_as_a_row_would_be(self, clerk: Reader, typed: dict[str, str], field: str) -> None:
        good = {"name": "赵六", "id_number": number(6), "address": "3-1-301"}
        with pytest.raises(residents.Unclear) as unclear:
            add(clerk, **(good | typed))
        assert [one[0] for one in unclear.value.sentences] == [field]


class TestWhoMay:
    @pytest.mark.parametrize("who", ["heshi", "zhiban", "jiedao", "wuye", "xitong", "shenji"])
    def test_others_change_nothing(self, cast: Cast, clerk: Reader, who: str) -> None:
        page, reader = page_of(clerk, "王方"), cast.readers[who]

        for attempt in (
            lambda: correct(reader, page, phone="19911112222"),
            lambda: end(reader, page),
            lambda: add(reader, name="李四", phone="19911112222", address="3-1-201"),
        ):
            with pytest.raises(residents.NotYours):
                attempt()
        with reading(reader), pytest.raises(residents.NotYours):
            residents.check_again([(page.id, page.edition)], reader=reader)

    def test_a_clerk_of_another_community_finds_and_changes_nobody(self, clerk: Reader) -> None:
        page = page_of(clerk, "王方")
        neighbour = replace(clerk, territory="999901001002")

        with pytest.raises(residents.NoSuchPerson):
            correct(neighbour, page, phone="19911112222")
        with reading(neighbour):
            assert Person.objects.filter(pk=page.id).update(phone_masked="x") == 0
            assert Stay.objects.filter(person=page.id).update(kind="floating") == 0
            assert residents.people_in([stay.dwelling for stay in page.stays], reader=neighbour) == {}


class TestARoom:
    def test_says_who_lives_in_it_with_two_statements(self, clerk: Reader) -> None:
        dwellings = [stay.dwelling for words in ("王方", "曾国") for stay in page_of(clerk, words).stays]
        with reading(clerk), CaptureQueriesContext(connection) as counted:
            living = residents.people_in(dwellings, reader=clerk)

        assert [[line.name for line in living[one]] for one in dwellings] == [["王*", "李**", "王*"], ["曾*"]]
        assert len(counted) == 2

    def test_is_no_business_of_verifiers_and_units(self, cast: Cast, clerk: Reader) -> None:
        dwellings = [stay.dwelling for stay in page_of(clerk, "王方").stays]
        for who in ("heshi", "wuye"):
            with reading(cast.readers[who]):
                assert residents.people_in(dwellings, reader=cast.readers[who]) == {}
