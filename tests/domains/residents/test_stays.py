"""How stays go on by hand: moved, ended, taken back the same day by the same person, checked again."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests import databases
from tests.domains.residents.test_by_hand import add, correct, end, grid_of, page_of, take_back
from tests.domains.residents.test_importing import DAY, FAMILY, HEAD, brought_in, found, row, sheet

from linli.domains.residents import facade as residents
from linli.domains.residents.models import Stay
from linli.foundation.audit.models import Entry
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader
from linli.kernel.periods import add_months
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY


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

    def test_not_once_the_new_stay_was_corrected(self, clerk: Reader) -> None:
        end(clerk, page_of(clerk, "曾国"), reason="moved", day=DAY + timedelta(days=9), address="5-2-302")
        correct(clerk, page_of(clerk, "曾国"), kind="registered", relation="8")
        page = page_of(clerk, "曾国")

        assert not page.can_take_back
        with pytest.raises(residents.CannotTakeBack):
            take_back(clerk, page)
        assert page_of(clerk, "曾国") == page

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


class TestAHousehold:
    def test_moves_together_and_keeps_its_relations(self, clerk: Reader) -> None:
        page = page_of(clerk, "王方")
        also = [(one.id, one.edition) for one in page.household if one.relation]
        with reading(clerk):
            order = residents.Departure(
                person_id=page.id, edition=page.edition, reason="moved", day=str(DAY), address="5-2-302", also=also
            )
            residents.end_stay(order, reader=clerk)

        living = found(clerk, "5-2-302")
        assert sorted(line.relation for line in living) == sorted(["户主", "配偶", "儿子"])

    def test_not_where_one_of_them_was_changed_meanwhile(self, clerk: Reader) -> None:
        page = page_of(clerk, "王方")
        also = [(one.id, one.edition) for one in page.household]
        correct(clerk, page_of(clerk, "李小兰"), phone="19911112222")
        order = residents.Departure(person_id=page.id, edition=page.edition, reason="left", day=str(DAY), also=also)
        with reading(clerk), pytest.raises(residents.Stale):
            residents.end_stay(order, reader=clerk)

        assert page_of(clerk, "王方").stays == page.stays

    def test_nobody_passes_away_with_others(self, clerk: Reader) -> None:
        page = page_of(clerk, "王方")
        also = [(one.id, one.edition) for one in page.household]
        with reading(clerk):
            order = residents.Departure(person_id=page.id, edition=page.edition, reason="died", day=str(DAY), also=also)
            residents.end_stay(order, reader=clerk)

        assert [line.is_here for line in found(clerk, "李小兰")] == [True]


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

    def test_a_correction_afterwards_asks_for_no_check_again(self, clerk: Reader) -> None:
        end(clerk, page_of(clerk, "曾国"), reason="left", day=DAY)
        correct(clerk, page_of(clerk, "曾国"), phone="19911112222")

        assert page_of(clerk, "曾国").known.check_by_on is None

    def test_whom_a_sheet_brings_back_is_to_be_checked_again(self, cast: Cast, clerk: Reader) -> None:
        end(clerk, page_of(clerk, "曾国"), reason="left", day=DAY)
        back = [*row(4, "曾国", "202", kind="流动人口"), str(DAY + timedelta(days=5))]
        assert brought_in(cast, sheet(back, head=[*HEAD, "入住日期"]), on=timezone.localdate()).changed == 1
        page = page_of(clerk, "曾国")

        assert page.present is not None
        assert page.known.check_by_on is not None

    def test_a_sheet_later_does_not_bring_them_back_silently(self, cast: Cast, clerk: Reader) -> None:
        end(clerk, page_of(clerk, "曾国"), reason="left", day=DAY)

        again = brought_in(cast, sheet(*FAMILY), on=timezone.localdate())
        assert (again.same, again.faulty) == (3, 1)
        assert page_of(clerk, "曾国").present is None


class TestCheckedAgain:
    def test_renews_source_day_and_next_check_in_one_step(self, cast: Cast, clerk: Reader) -> None:
        correct(clerk, page_of(clerk, "曾国"), sex="", kind="permanent")
        worker = replace(cast.readers["wangge2"], territory=f"{COMMUNITY}{grid_of(cast, '曾国')}")
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
    def test_a_stair_s_worker_cannot_correct_move_oradd(self, cast: Cast) -> None:
        worker = replace(cast.readers["wangge2"], territory=f"{COMMUNITY}{grid_of(cast, '曾国')}")
        page = page_of(worker, "曾国")

        for attempt in (
            lambda: correct(worker, page, phone="19911112222"),
            lambda: end(worker, page),
            lambda: add(worker, name="李四", phone="19911112222", address="3-1-201"),
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
