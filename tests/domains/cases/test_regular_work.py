"""The room's jobs: reminders once a clock, limits reckoned again after a notice, callers forgotten after a day."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from tests.domains.cases.acting import MONDAY, page, report, row, step

from linli.domains.cases import facade as cases
from linli.domains.cases import tasks
from linli.domains.cases.actions.forget import forget_submissions
from linli.domains.cases.actions.reckon_again import reckon_again, reckoned_by_an_older_calendar
from linli.domains.cases.actions.remind import remind
from linli.domains.cases.models import Clock, Contact, Submission
from linli.foundation.audit.models import Entry
from linli.foundation.notices.models import Message
from linli.foundation.rulepacks import calendar
from linli.foundation.rulepacks.models import WorkDay
from linli.foundation.scope.context import reading
from linli.foundation.scope.published import publish
from linli.foundation.scope.reader import Purpose, Reader, job_reader
from linli.kernel.worktime import SHANGHAI
from linli.project.demo.readers import Cast, administrator
from linli.project.demo.street import COMMUNITY

NOTICE_2027 = "元旦：1月1日（周五）放假。春节：2月6日（周六）至12日（周五）放假调休，共7天。"


def reminded(at: datetime) -> list[tuple[str, object]]:
    with reading(job_reader(COMMUNITY)):
        remind(COMMUNITY, at=at)
    with reading(job_reader(COMMUNITY)):
        found = Message.objects.filter(kind__in=["due_soon", "overdue"]).order_by("created_at", "id")
        return [(m.kind, m.unit or m.account) for m in found]


class TestReminders:
    def test_the_unit_hears_once_in_the_last_quarter_and_once_when_it_is_over(self, cast: Cast) -> None:
        opened = report(at=MONDAY)
        step(cast.readers["wuye"], opened.case_id, "receive", at=MONDAY)
        due = next(u.due_at for u in page(cast.readers["wuye"], opened.case_id).units)
        assert due is not None
        unit = cast.units["property"]

        def heard(at: datetime) -> list[str]:
            return [kind for kind, who in reminded(at) if who == unit]

        assert heard(due - timedelta(hours=24, seconds=1)) == []
        assert heard(due - timedelta(hours=23)) == ["due_soon"]
        assert heard(due - timedelta(hours=22)) == ["due_soon"]
        assert heard(due) == ["due_soon"]
        assert heard(due + timedelta(seconds=1)) == ["due_soon", "overdue"]
        assert heard(due + timedelta(hours=1)) == ["due_soon", "overdue"]

    def test_a_limit_of_hours_is_not_due_soon_as_it_begins(self, cast: Cast) -> None:
        del cast
        report("想问个事情", at=MONDAY)

        assert reminded(MONDAY + timedelta(minutes=10)) == []

    def test_what_waits_for_the_station_reminds_its_people(self, cast: Cast) -> None:
        opened = report("想问个事情", at=MONDAY)
        due = row(opened.case_id).due_at
        assert due is not None

        (first,) = reminded(due + timedelta(seconds=1))
        assert first[0] == "overdue"
        assert str(first[1]) == cast.readers["heshuning"].id

    def test_of_a_sealed_matter_the_street_alone_is_reminded(self, cast: Cast) -> None:
        report("安和物业服务中心乱收费", at=MONDAY)

        told = reminded(MONDAY + timedelta(days=20))
        assert {who for _kind, who in told} == {cast.units["street"]}

    def test_what_is_closed_reminds_nobody(self, cast: Cast) -> None:
        report("门禁卡刷不开", by=cast.readers["heshuning"], at=MONDAY, done_words="换了卡")

        assert reminded(MONDAY + timedelta(days=60)) == []

    def test_a_clock_that_goes_on_is_not_told_of_again(self, cast: Cast) -> None:
        opened = report(at=MONDAY)
        step(cast.readers["wuye"], opened.case_id, "receive", at=MONDAY)
        before = reminded(MONDAY + timedelta(days=60))
        step(cast.readers["wuye"], opened.case_id, "answer", at=MONDAY + timedelta(days=60), text="修好了")

        assert reminded(MONDAY + timedelta(days=61)) == before

    def test_the_job_goes_through_every_community(self, cast: Cast) -> None:
        report(at=timezone.now() - timedelta(days=60))
        tasks.remind_of_limits(timestamp=0)

        with reading(job_reader(COMMUNITY)):
            assert Message.objects.filter(kind="overdue", unit=cast.units["property"]).exists()


@pytest.fixture
def a_year_unpublished(cast: Cast) -> Iterator[Cast]:
    """Give the demo back without the notice that the test published."""
    yield cast
    with reading(administrator("")):
        WorkDay.objects.filter(year=2027).delete()
        publish(calendar.VERSION_NAME)


def publish_2027() -> None:
    with reading(administrator("")) as actor:
        calendar.publish_notice(2027, NOTICE_2027, actor=actor)


class TestReckoningAgain:
    WEDNESDAY = datetime(2027, 2, 3, 10, 0, tzinfo=SHANGHAI)

    def test_a_new_notice_moves_what_was_provisional_and_says_so(self, a_year_unpublished: Cast) -> None:
        cast, opened = a_year_unpublished, report("地上的垃圾没人扫", at=self.WEDNESDAY)
        step(cast.readers["wuye"], opened.case_id, "receive", at=self.WEDNESDAY)
        before = page(cast.readers["wuye"], opened.case_id)
        assert before.units[0].due_at == datetime(2027, 2, 10, 17, 30, tzinfo=SHANGHAI)
        publish_2027()
        tasks.reckon_limits_again(timestamp=0)

        after = page(cast.readers["wuye"], opened.case_id)
        assert after.units[0].due_at == datetime(2027, 2, 17, 17, 30, tzinfo=SHANGHAI)
        assert not row(opened.case_id).is_due_provisional
        assert [entry.action for entry in after.entries][len(before.entries) :] == ["reckon_again"]
        assert after.entries[-1].actor == ""

    def test_it_happens_once_and_what_stays_the_same_gets_no_entry(self, a_year_unpublished: Cast) -> None:
        cast, opened = a_year_unpublished, report("地上的垃圾没人扫", at=MONDAY)
        step(cast.readers["wuye"], opened.case_id, "receive", at=MONDAY)
        before = row(opened.case_id).version
        publish_2027()
        with reading(job_reader(COMMUNITY)):
            assert reckoned_by_an_older_calendar(COMMUNITY) == [opened.case_id]
            assert not reckon_again(opened.case_id, at=timezone.now())

        with reading(job_reader(COMMUNITY)):
            assert reckoned_by_an_older_calendar(COMMUNITY) == []
            assert Clock.objects.filter(stopped_at__isnull=True).values("calendar_version").distinct().count() == 1
        assert row(opened.case_id).version == before


class TestForgetting:
    def test_contacts_go_half_a_year_after_closing(self, cast: Cast) -> None:
        clerk, now = cast.readers["heshuning"], timezone.now()
        phone = cases.ContactInput(phone="19900000001")
        old = report(by=clerk, contact=phone, done_words="换好了", at=now - timedelta(days=184)).case_id
        young = report(by=clerk, contact=phone, done_words="换好了", at=now - timedelta(days=182)).case_id
        still_open = report(by=clerk, contact=phone, at=now - timedelta(days=400)).case_id

        tasks.erase_contacts(timestamp=0)

        with reading(job_reader(COMMUNITY)):
            assert set(Contact.objects.values_list("case", flat=True)) == {young, still_open}
        with reading(Reader(territory=COMMUNITY, purpose=Purpose.AUDIT)):
            erased = Entry.objects.filter(action="case.contact_erased")
            assert list(erased.values_list("subject_id", flat=True)) == [str(old)]

    def test_nobody_else_erases_a_contact(self, cast: Cast) -> None:
        report(contact=cases.ContactInput(phone="19900000001"))

        for who in ("heshuning", "jiedao", "wuye"):
            with reading(cast.readers[who]):
                assert Contact.objects.all().delete()[0] == 0

    def test_callers_are_forgotten_after_a_day(self, cast: Cast) -> None:
        del cast
        now = timezone.now()
        report(caller="192.0.2.1", at=now - timedelta(days=1, seconds=1))
        report(caller="192.0.2.2", at=now - timedelta(days=1))

        with reading(job_reader("")):
            assert forget_submissions(at=now) == 1
        with reading(job_reader(COMMUNITY)):
            assert Submission.objects.count() == 1
