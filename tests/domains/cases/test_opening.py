"""A report comes in: where it lies, whose it is, until when, and what keeps it from getting lost or doubled."""

from datetime import datetime, timedelta
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone
from tests.domains.cases.acting import LIFT, MONDAY, page, photo, report, row, step

from linli.domains.cases import facade as cases
from linli.domains.cases.models import Case, Party, Submission, Wording
from linli.domains.places import facade as places
from linli.foundation.orgs import actions as orgs
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader, job_reader
from linli.kernel.worktime import SHANGHAI
from linli.project.demo.readers import Cast, administrator
from linli.project.demo.street import COMMUNITY


def building(number: int) -> places.BuildingRef:
    with reading(Reader()):
        return next(b for b in places.buildings_of(COMMUNITY) if b.label == f"{number} 号楼")


class TestWhereAndWhose:
    def test_the_building_gives_grid_and_door_plate(self, cast: Cast) -> None:
        del cast
        opened = report(place=cases.PlaceInput(building=building(3).id, stair=2))

        case = row(opened.case_id)
        assert case.grid == f"{COMMUNITY}003"
        assert case.place == "3 号楼 2 单元"

    def test_a_pin_gives_the_grid_without_a_building(self, cast: Cast) -> None:
        del cast
        here = building(3)
        opened = report(place=cases.PlaceInput(longitude=here.lon, latitude=here.lat))

        assert row(opened.case_id).grid == f"{COMMUNITY}003"

    def test_a_pin_outside_lies_in_no_grid_and_is_still_taken(self, cast: Cast) -> None:
        del cast
        opened = report(place=cases.PlaceInput(longitude=0.0, latitude=0.0, words="桥头"))

        assert row(opened.case_id).grid == ""

    def test_a_lift_goes_to_the_unit_whose_duty_it_is(self, cast: Cast) -> None:
        opened = report()

        shown = page(cast.readers["heshuning"], opened.case_id)
        assert shown.kind == "elevator"
        assert not shown.is_kind_confirmed
        assert shown.suggestion is not None
        assert shown.suggestion.words == ("电梯",)
        assert [(u.unit_id, u.role) for u in shown.units] == [(cast.units["property"], "lead")]
        assert shown.units[0].basis != ""

    def test_a_text_that_says_nothing_waits_for_a_person(self, cast: Cast) -> None:
        opened = report("想问个事情")

        shown = page(cast.readers["heshuning"], opened.case_id)
        assert (shown.kind, shown.state, shown.units) == ("other", "received", ())

    def test_a_kind_that_staff_chose_is_confirmed_and_an_unknown_one_is_not(self, cast: Cast) -> None:
        clerk = cast.readers["heshuning"]

        assert row(report(by=clerk, kind="parking").case_id).is_kind_confirmed
        unknown = row(report(by=clerk, kind="no_such_kind").case_id)
        assert (unknown.kind, unknown.is_kind_confirmed) == ("elevator", False)


class TestUntilWhen:
    def test_working_hours_skip_night_and_holiday(self, cast: Cast) -> None:
        """Thirty minutes before the holiday begins, two working hours end on the eighth of October at ten."""
        opened = report("想问个事情", at=datetime(2026, 9, 30, 17, 0, tzinfo=SHANGHAI))

        due = page(cast.readers["heshuning"], opened.case_id).due_at
        assert due == datetime(2026, 10, 8, 10, 0, tzinfo=SHANGHAI)

    def test_working_days_skip_the_holiday_and_count_the_made_up_saturday(self, cast: Cast) -> None:
        opened = report("地上的垃圾没人扫", at=MONDAY)
        step(cast.readers["wuye"], opened.case_id, "receive", at=MONDAY + timedelta(hours=1))

        shown = page(cast.readers["wuye"], opened.case_id, at=MONDAY + timedelta(hours=2))
        assert shown.units[0].due_at == datetime(2026, 10, 10, 17, 30, tzinfo=SHANGHAI)

    def test_beyond_the_published_years_a_limit_is_provisional(self, cast: Cast) -> None:
        del cast
        opened = report(at=datetime(2027, 3, 1, 10, 0, tzinfo=SHANGHAI))

        assert row(opened.case_id).is_due_provisional


class TestOnce:
    def test_the_same_form_sent_again_is_the_same_matter(self, cast: Cast) -> None:
        del cast
        first, again = report(token="once"), report(token="once")

        assert (first.is_new, again.is_new) == (True, False)
        assert (first.case_id, first.code, first.key) == (again.case_id, again.code, again.key)

    def test_danger_is_shown_again_when_the_form_is_sent_again(self, cast: Cast) -> None:
        del cast
        report("楼下着火了", token="fire")

        assert "119" in report("楼下着火了", token="fire").danger_phones

    def test_other_words_in_the_same_form_are_another_matter(self, cast: Cast) -> None:
        del cast
        first, second = report(token="back-button"), report("路灯不亮", token="back-button")

        assert first.case_id != second.case_id
        assert first.key != second.key

    def test_the_same_form_sent_twice_at_once_is_one_matter(self, cast: Cast) -> None:
        del cast
        token, ready, answers = str(uuid4()), Barrier(2), []

        def send() -> None:
            ready.wait()
            answers.append(report(token=token, caller="192.0.2.7"))
            connection.close()

        both = [Thread(target=send) for _ in range(2)]
        for one in both:
            one.start()
        for one in both:
            one.join()
        assert sorted(answer.is_new for answer in answers) == [False, True]
        assert len({answer.case_id for answer in answers}) == 1
        with reading(job_reader(COMMUNITY)):
            assert (Case.objects.count(), Wording.objects.count(), Party.objects.count()) == (1, 1, 1)

    def test_staff_who_cannot_see_it_any_more_still_find_it_again(self, cast: Cast) -> None:
        worker = cast.readers["wangge2"]
        place = cases.PlaceInput(building=building(24).id)
        first = report(by=worker, token="far", place=place)

        assert report(by=worker, token="far", place=place) == first.__class__(
            case_id=first.case_id, code=first.code, key=first.key, is_new=False, is_held=False, danger_phones=()
        )

    def test_a_report_without_words_is_sent_back(self, cast: Cast) -> None:
        del cast
        with pytest.raises(cases.CaseRefused):
            report("  \n ")


class TestFlood:
    def test_the_sixth_report_in_ten_minutes_is_held_and_none_is_dropped(self, cast: Cast) -> None:
        at = timezone.now()
        opened = [report(f"路灯不亮 {i}", caller="192.0.2.1", at=at) for i in range(6)]

        assert [one.is_held for one in opened] == [False] * 5 + [True]
        assert not report("路灯不亮", caller="192.0.2.2", at=at).is_held
        assert not report("路灯不亮", caller="192.0.2.1", at=at + timedelta(minutes=11)).is_held
        held = page(cast.readers["heshuning"], opened[5].case_id)
        assert (held.state, held.units) == ("received", ())

    def test_the_same_form_again_is_not_counted_again(self, cast: Cast) -> None:
        del cast
        for _ in range(9):
            report(token="again", caller="192.0.2.1")

        with reading(job_reader(COMMUNITY)):
            assert Submission.objects.count() == 1

    def test_a_held_report_is_released_by_the_station_alone(self, cast: Cast) -> None:
        opened = [report(f"路灯不亮 {i}", caller="192.0.2.1") for i in range(6)][-1]

        with pytest.raises(cases.StepRefused), reading(cast.readers["heshi"]):
            cases.release_case(opened.case_id)
        with reading(cast.readers["heshuning"]):
            cases.release_case(opened.case_id)
        assert not row(opened.case_id).is_held
        with pytest.raises(cases.NoSuchCase), reading(cast.readers["heshuning"]):
            cases.release_case(opened.case_id)

    def test_who_dispatches_a_held_report_has_looked_at_it(self, cast: Cast) -> None:
        opened = [report(caller="192.0.2.1", text=f"{LIFT} {i}") for i in range(6)][-1]
        clerk = cast.readers["heshuning"]
        step(clerk, opened.case_id, "accept")
        step(clerk, opened.case_id, "dispatch", lead=str(cast.units["property"]))

        assert page(cast.readers["wuye"], opened.case_id).units[0].is_mine


class TestDanger:
    def test_words_of_danger_make_it_an_emergency(self, cast: Cast) -> None:
        del cast
        opened = report("楼道里闻到煤气味")

        case = row(opened.case_id)
        assert opened.danger_phones
        assert (case.is_danger, case.urgency) == (True, "emergency")


class TestSealed:
    def test_a_unit_named_in_the_words_seals_it(self, cast: Cast) -> None:
        case = row(report("通远电梯维保和安和物业服务中心互相推").case_id)

        assert case.is_sealed
        assert set(case.about_units) == {cast.units["lift"], cast.units["property"]}
        assert case.units == []

    def test_the_name_of_somebody_in_office_seals_it(self, cast: Cast) -> None:
        with reading(administrator(COMMUNITY)):
            today = timezone.localdate()
            post = orgs.create_post(cast.units["committee"], title="副主任", from_on=today)
            orgs.hold_post(post, person_name="冯示例", from_on=today)

        case = row(report("冯示例收了钱不办事").case_id)
        assert (case.is_sealed, case.about_units) == (True, [cast.units["committee"]])

    def test_a_unit_chosen_in_the_form_seals_it(self, cast: Cast) -> None:
        case = row(report("他们态度很差", about_unit=cast.units["city"]).case_id)

        assert (case.is_sealed, case.about_units) == (True, [cast.units["city"]])

    def test_the_street_gives_it_to_none_of_the_units_it_names(self, cast: Cast) -> None:
        opened = report("通远电梯维保和安和物业服务中心互相推，电梯没人修")
        street = cast.readers["jiedao"]
        step(street, opened.case_id, "accept")

        for named in ("lift", "property"):
            with pytest.raises(cases.StepRefused) as refused:
                step(street, opened.case_id, "dispatch", lead=str(cast.units["street"]), assist=[cast.units[named]])
            assert refused.value.code == "names_this_unit"
        done = step(street, opened.case_id, "dispatch", lead=str(cast.units["street"]))
        assert done.state == "handling"

    def test_one_about_the_street_itself_stays_with_it_instead_of_with_nobody(self, cast: Cast) -> None:
        opened = report("望溪街道办事处一直不回话")

        done = step(cast.readers["jiedao"], opened.case_id, "accept")
        assert done.state == "accepted"


class TestDoneOnTheSpot:
    def test_one_line_closes_it(self, cast: Cast) -> None:
        clerk = cast.readers["heshuning"]
        opened = report("门禁卡刷不开", by=clerk, channel="visit", done_words="当场重新写了卡")

        shown = page(clerk, opened.case_id)
        assert shown.state == "closed"
        assert shown.entries[-1].text == "当场重新写了卡"

    def test_what_may_not_be_closed_on_the_spot_comes_back_with_everything_typed(self, cast: Cast) -> None:
        with pytest.raises(cases.CaseRefused):
            report("安和物业服务中心乱收费", by=cast.readers["heshuning"], done_words="解释过了")

        with reading(job_reader(COMMUNITY)):
            assert Case.objects.count() == 0

    def test_dictated_words_keep_their_source(self, cast: Cast) -> None:
        opened = report(by=cast.readers["heshuning"], channel="dictation", source="3 号楼的老人", is_read_back=True)

        shown = page(cast.readers["heshuning"], opened.case_id)
        assert shown.source == "3 号楼的老人"
        with reading(job_reader(COMMUNITY)):
            assert Wording.objects.get().is_read_back


class TestAssistants:
    def test_staff_ask_units_to_assist_from_the_start(self, cast: Cast) -> None:
        helpers = (cast.units["lift"], cast.units["market"])
        opened = report(by=cast.readers["heshuning"], kind="elevator", assist=helpers, photos=(photo(),))

        asked: dict[UUID, str] = {u.unit_id: u.role for u in page(cast.readers["heshuning"], opened.case_id).units}
        assert asked == {cast.units["property"]: "lead"} | dict.fromkeys(helpers, "assist")
        assert page(cast.readers["dianti"], opened.case_id).entries[0].photos != ()
