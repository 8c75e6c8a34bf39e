"""One person by hand: corrected, moved, added, checked again; what the page did not show is never written over."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests import databases
from tests.domains.residents.test_importing import DAY, FAMILY, brought_in, found, number, row, sheet

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


@pytest.fixture
def clerk(cast: Cast) -> Reader:
    brought_in(cast, sheet(*FAMILY))
    return cast.readers["heshuning"]


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
        narrow = replace(clerk, territory=f"{COMMUNITY}{_grid_of(cast, '王方')}")
        _put_elsewhere("曾国", cast)

        with pytest.raises(residents.AlreadyEntered) as twice:
            correct(narrow, page_of(narrow, "王方"), id_number=number(4))
        assert (twice.value.is_certain, twice.value.other) == (True, None)

    def test_one_without_a_document_is_a_question(self, clerk: Reader) -> None:
        child = {"name": "李四", "birth_on": "2024-05-01", "address": "3-1-201"}
        _add(clerk, **child)
        with pytest.raises(residents.AlreadyEntered) as alike:
            _add(clerk, **child)
        assert not alike.value.is_certain

        _add(clerk, **child, is_somebody_else="1")
        assert len(found(clerk, "李四")) == 2


def _grid_of(cast: Cast, words: str) -> str:
    (line,) = found(cast.readers["heshuning"], words)
    with reading(cast.readers["heshuning"]):
        return Person.objects.get(pk=line.id).grid[12:]


def _put_elsewhere(words: str, cast: Cast) -> None:
    (line,) = found(cast.readers["heshuning"], words)
    with databases.kept_owner_of(databases.current()) as owner:
        owner.execute("UPDATE residents_person SET grid = %s WHERE id = %s", [f"{COMMUNITY}011", line.id])


def _add(reader: Reader, *, ground: str = "document", **typed: str) -> object:
    is_somebody_else = bool(typed.pop("is_somebody_else", ""))
    with reading(reader):
        order = residents.Newcomer(typed=typed, ground=ground, is_somebody_else=is_somebody_else)
        return residents.add_person(order, community=COMMUNITY, reader=reader)


class TestAMove:
    def test_begins_a_stay_and_keeps_the_old_one(self, clerk: Reader) -> None:
        end(clerk, page_of(clerk, "曾国"), reason="moved", day=DAY + timedelta(days=9), address="5号楼2单元302")
        page = page_of(clerk, "曾国")

        assert [(stay.door[-3:], stay.from_on, stay.to_on, bool(stay.end)) for stay in page.stays] == [
            ("302", date(2026, 11, 10), None, False), ("202", DAY, date(2026, 11, 9), True),
        ]  # fmt: skip
        assert [line.id for line in found(clerk, "5-2-302")] == [page.id]
        assert found(clerk, "3-1-202") == []

    @pytest.mark.parametrize(
        ("address", "day", "field"),
        [("5号楼", DAY, "address"), ("5-2-9901", DAY, "address"), ("3-1-202", DAY, "address"),
         ("5-2-302", DAY - timedelta(days=1), "day")],
    )  # fmt: skip
    def test_where_and_since_when_must_be_possible(self, clerk: Reader, address: str, day: date, field: str) -> None:
        with pytest.raises(residents.Unclear) as unclear:
            end(clerk, page_of(clerk, "曾国"), reason="moved", day=day, address=address)
        assert [one[0] for one in unclear.value.sentences] == [field]

    def test_is_taken_back_the_same_day_by_whoever_entered_it(self, cast: Cast, clerk: Reader) -> None:
        before = page_of(clerk, "曾国")
        end(clerk, before, reason="moved", day=DAY + timedelta(days=9), address="5-2-302")
        after = page_of(clerk, "曾国")
        with reading(replace(clerk, id=cast.readers["wuye"].id)):
            assert not residents.person_page(after.id).can_take_back

        assert after.can_take_back
        take_back(clerk, after)
        assert page_of(clerk, "曾国") == before

    def test_not_a_day_later(self, clerk: Reader) -> None:
        end(clerk, page_of(clerk, "曾国"), reason="moved", day=DAY, address="5-2-302")
        with databases.kept_owner_of(databases.current()) as owner:
            owner.execute("UPDATE residents_stay SET ended_at = ended_at - interval '1 day' WHERE ended_at IS NOT NULL")

        page = page_of(clerk, "曾国")
        assert not page.can_take_back
        with pytest.raises(residents.CannotTakeBack):
            take_back(clerk, page)

    def test_the_database_deletes_no_stay_of_a_sheet_or_of_somebody_else(self, cast: Cast, clerk: Reader) -> None:
        end(clerk, page_of(clerk, "曾国"), reason="moved", day=DAY, address="5-2-302")
        for reader in (replace(clerk, id=cast.readers["wuye"].id), cast.readers["wuye"]):
            with reading(reader):
                assert Stay.objects.all().delete()[0] == 0
        with reading(clerk):
            assert Stay.objects.all().delete()[0] == 1


class TestAnEnd:
    @pytest.mark.parametrize("reason", ["left", "died"])
    def test_ends_the_stay_and_asks_for_no_more(self, cast: Cast, clerk: Reader, reason: str) -> None:
        end(clerk, page_of(clerk, "曾国"), reason=reason, day=DAY)
        page = page_of(clerk, "曾国")

        assert page.present is None
        assert page.known.check_by_on is None
        assert [(line.door, line.is_here) for line in found(clerk, "曾国")] == [("", False)]
        with reading(cast.readers["shenji"]):
            payload = json.loads(Entry.objects.get(action="residents.stay_ended").payload)
        assert payload["data"] == {"reason": reason, "ground": "said"}

    def test_can_be_taken_back(self, clerk: Reader) -> None:
        before = page_of(clerk, "曾国")
        end(clerk, before, reason="died")
        take_back(clerk, page_of(clerk, "曾国"))

        assert page_of(clerk, "曾国") == before

    def test_who_is_gone_can_come_back(self, clerk: Reader) -> None:
        end(clerk, page_of(clerk, "曾国"), reason="left", day=DAY)
        with pytest.raises(residents.NotHere):
            end(clerk, page_of(clerk, "曾国"), reason="left")
        end(clerk, page_of(clerk, "曾国"), reason="moved", day=DAY + timedelta(days=2), address="3-1-202")

        page = page_of(clerk, "曾国")
        assert [(stay.from_on, stay.to_on) for stay in page.stays] == [(date(2026, 11, 3), None), (DAY, DAY)]

    def test_a_sheet_later_does_not_bring_them_back_silently(self, cast: Cast, clerk: Reader) -> None:
        end(clerk, page_of(clerk, "曾国"), reason="left", day=DAY)

        again = brought_in(cast, sheet(*FAMILY), on=timezone.localdate())
        assert (again.same, again.faulty) == (3, 1)
        assert page_of(clerk, "曾国").present is None


class TestCheckedAgain:
    def test_renews_source_day_and_next_check_in_one_step(self, cast: Cast, clerk: Reader) -> None:
        correct(clerk, page_of(clerk, "曾国"), sex="", kind="permanent")
        worker = replace(cast.readers["wangge2"], territory=f"{COMMUNITY}{_grid_of(cast, '曾国')}")
        page = page_of(worker, "曾国")
        with reading(worker):
            assert residents.check_again([(page.id, page.edition)], reader=worker) == 1
        after = page_of(worker, "曾国")

        today = timezone.localdate()
        assert after.present is not None
        for known in (after.known, after.present.known):
            assert (known.stated_on, known.check_by_on) == (today, add_months(today, 12))
        assert after.present.known.confirmed_on == today

    @pytest.mark.usefixtures("clerk")
    def test_a_stair_s_worker_cannot_correct_move_or_add(self, cast: Cast) -> None:
        worker = replace(cast.readers["wangge2"], territory=f"{COMMUNITY}{_grid_of(cast, '曾国')}")
        page = page_of(worker, "曾国")

        for attempt in (
            lambda: correct(worker, page, phone="19911112222"),
            lambda: end(worker, page),
            lambda: _add(worker, name="李四", phone="19911112222", address="3-1-201"),
            lambda: take_back(worker, page),
        ):
            with pytest.raises(residents.NotYours):
                attempt()

    def test_of_all_or_of_none(self, clerk: Reader) -> None:
        first, second = page_of(clerk, "王方"), page_of(clerk, "李小兰")
        correct(clerk, second, phone="19911112222")

        with reading(clerk), pytest.raises(residents.Stale):
            residents.check_again([(first.id, first.edition), (second.id, second.edition)], reader=clerk)
        assert page_of(clerk, "王方").known == first.known


class TestANewcomer:
    def test_is_entered_as_a_row_would_be(self, clerk: Reader) -> None:
        person = _add(
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
            _add(clerk, name="赵六", id_number=number(1), address="3-1-301", is_somebody_else="1")
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
            _add(clerk, **(good | typed))
        assert [one[0] for one in unclear.value.sentences] == [field]


class TestWhoMay:
    @pytest.mark.parametrize("who", ["heshi", "zhiban", "jiedao", "wuye", "xitong", "shenji"])
    def test_others_change_nothing(self, cast: Cast, clerk: Reader, who: str) -> None:
        page, reader = page_of(clerk, "王方"), cast.readers[who]

        for attempt in (
            lambda: correct(reader, page, phone="19911112222"),
            lambda: end(reader, page),
            lambda: _add(reader, name="李四", phone="19911112222", address="3-1-201"),
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
