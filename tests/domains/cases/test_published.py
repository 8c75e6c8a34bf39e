"""What other systems read of matters: the database opens nothing else to their purpose, whatever the program asks."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone
from tests.domains.cases.acting import LIFT, MONDAY, finish, photo, report, step

from linli.domains.cases import facade as cases
from linli.domains.cases.models import Case, Contact, Entry, EntryText, Party, Rating, Submission, Wording
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, Reader
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

PUBLISH = Reader(purpose=Purpose.PUBLISH, territory=COMMUNITY)
SOON = timedelta(hours=1)


def steps_of(case_id: object, *, since: timedelta, until: timedelta) -> list[str]:
    with reading(PUBLISH):
        found = cases.published_steps(COMMUNITY, since=MONDAY + since, until=MONDAY + until, most=1000)
    return [one.state_words for one in found if one.case_id == case_id]


class TestTheDatabase:
    def test_opens_no_words_contacts_units_ratings_or_photos(self, cast: Cast) -> None:
        opened = report(contact=cases.ContactInput(name="陈师傅", phone="19900000001"), photos=(photo(),))
        step(cast.readers["heshuning"], opened.case_id, "note", text="电话里说下午在家", audience="public")
        with reading(PUBLISH):
            assert Case.objects.get().id == opened.case_id
            assert {entry.audience for entry in Entry.objects.all()} == {"public"}
            for closed in (Wording, Contact, Party, EntryText, Rating):
                assert not closed.objects.exists()
            assert not apps.get_model("files", "Attachment").objects.exists()

    def test_opens_no_entry_for_units_or_staff_alone(self, cast: Cast) -> None:
        opened = report()
        step(cast.readers["heshuning"], opened.case_id, "note", text="内部的话", audience="internal")
        with reading(PUBLISH):
            assert not Entry.objects.filter(action="note").exists()

    def test_opens_nothing_sealed_held_or_dangerous_and_no_other_community(self, cast: Cast, settings: object) -> None:
        settings.ALLOWED_CALLERS = frozenset()  # type: ignore[attr-defined]
        report(about_unit=cast.units["property"])
        report("有人晕倒在电梯里")
        for number in range(7):
            report(f"{LIFT} {number}", caller="192.0.2.9")
        with reading(PUBLISH):
            assert Case.objects.count() == 5
            assert not Case.objects.filter(is_sealed=True).exists()
            assert not Case.objects.filter(is_held=True).exists()
            assert not Case.objects.filter(is_danger=True).exists()
        for elsewhere in ("999901001002", ""):
            with reading(Reader(purpose=Purpose.PUBLISH, territory=elsewhere)):
                assert not Case.objects.exists()
                assert not Entry.objects.exists()

    def test_lets_nothing_be_changed(self, cast: Cast) -> None:  # noqa: ARG002 - the community stands
        report()
        with reading(PUBLISH):
            assert Case.objects.update(kind="noise") == 0
            assert Submission.objects.count() == 0


class TestSteps:
    def test_a_matter_is_told_when_its_state_changes_and_not_else(self, cast: Cast) -> None:
        opened = report(at=MONDAY)
        assert steps_of(opened.case_id, since=-SOON, until=SOON) == ["已收到", "已受理", "处理中"]
        step(cast.readers["wuye"], opened.case_id, "receive", at=MONDAY + SOON)
        assert steps_of(opened.case_id, since=SOON, until=2 * SOON) == []

    def test_the_moment_of_the_end_belongs_to_the_next_span(self, cast: Cast) -> None:
        opened = report(at=MONDAY)
        finish(cast.readers["wuye"], opened.case_id, at=MONDAY + SOON)
        assert steps_of(opened.case_id, since=timedelta(minutes=1), until=SOON) == []
        assert steps_of(opened.case_id, since=SOON, until=2 * SOON) == ["核实中"]


class TestFilter:
    @pytest.mark.parametrize(("is_open", "count"), [(None, 1), (True, 1), (False, 0)])
    def test_open_and_closed(self, cast: Cast, is_open: bool | None, count: int) -> None:  # noqa: ARG002, FBT001
        report()
        with reading(PUBLISH):
            assert len(cases.published_cases(COMMUNITY, cases.PublishedFilter(is_open=is_open))) == count

    def test_the_newest_first_and_page_by_page(self, cast: Cast) -> None:  # noqa: ARG002 - the community stands
        ids = [report(f"{LIFT} {n}", at=timezone.now() - timedelta(days=n)).case_id for n in range(3)]
        with reading(PUBLISH):
            for first in range(3):
                (found,) = cases.published_cases(COMMUNITY, cases.PublishedFilter(first=first, most=1))
                assert found.id == ids[first]
