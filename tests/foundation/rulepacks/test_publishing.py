"""Rules and calendar in the database: published, dated, most specific first, and read from memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from linli.foundation.rulepacks import actions, calendar, drafts, queries
from linli.foundation.rulepacks.actions import NewRules
from linli.foundation.rulepacks.models import RuleSet, RuleStatus, WorkDay
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, Reader
from linli.kernel.holiday_notice import NoticeUnclear
from linli.kernel.uuid7 import new_id

DAY = date(2026, 10, 9)
COMMUNITY = "990101001001"
ADMINISTRATOR = Reader(id=str(new_id()), purpose=Purpose.ADMINISTER)
CLERK = Reader(id=str(new_id()), purpose=Purpose.HANDLE, territory=COMMUNITY)
NOTICE = "一、元旦:1月1日(周五)至3日(周日)放假,共3天。\n二、春节:2月5日至11日放假调休,共7天。2月14日(周日)上班。"

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeded() -> Iterator[None]:
    with reading(ADMINISTRATOR):
        actions.seed()
        yield


@pytest.mark.usefixtures("seeded")
class TestRules:
    def propose(self, pack: NewRules, **values: object) -> None:
        draft = actions.draft_rules(replace(pack, **values), actor=ADMINISTRATOR)
        actions.publish_rules(draft, actor=ADMINISTRATOR)

    def test_seeding_twice_changes_nothing(self) -> None:
        before = RuleSet.objects.count()
        assert actions.seed() == 0
        assert RuleSet.objects.count() == before == len(actions.shipped())

    def test_a_rule_of_the_place_comes_before_the_general_one(self, packs: dict[str, NewRules]) -> None:
        self.propose(packs["reopen"], scope="990101001", body={"days": 10, "times": 1})
        self.propose(packs["reopen"], scope="990101", body={"days": 9, "times": 1})
        found = {scope: queries.reopen(scope=scope, on=DAY).days for scope in (COMMUNITY, "990101002001", "990102")}
        assert found == {COMMUNITY: 10, "990101002001": 9, "990102": 7}

    def test_a_version_holds_from_its_day_on(self, packs: dict[str, NewRules]) -> None:
        self.propose(packs["reopen"], body={"days": 14, "times": 1}, valid_from_on=date(2027, 1, 1))
        days = [queries.reopen(scope=COMMUNITY, on=day).days for day in (date(2026, 12, 31), date(2027, 1, 1))]
        assert days == [7, 14]

    def test_a_draft_changes_nothing(self, packs: dict[str, NewRules]) -> None:
        actions.draft_rules(replace(packs["reopen"], body={"days": 1, "times": 9}), actor=ADMINISTRATOR)
        assert queries.reopen(scope=COMMUNITY, on=DAY).days == 7

    def test_who_drew_a_version_up_does_not_publish_it(self, packs: dict[str, NewRules]) -> None:
        drafter, today = replace(ADMINISTRATOR, territory=COMMUNITY), timezone.localdate()
        draft = actions.draft_rules(replace(packs["reopen"], scope=COMMUNITY), actor=drafter)
        seen = drafts.draft(draft, territory=COMMUNITY).digest
        with pytest.raises(drafts.SecondPersonNeeded):
            drafts.publish_draft(draft, from_on=today, seen=seen, actor=drafter)
        drafts.publish_draft(draft, from_on=today, seen=seen, actor=replace(drafter, id=str(new_id())))

    def test_what_was_published_is_not_published_again(self) -> None:
        published = RuleSet.objects.filter(status=RuleStatus.PUBLISHED).first()
        assert published is not None
        with pytest.raises(actions.NotADraft):
            actions.publish_rules(published.id, actor=ADMINISTRATOR)

    def test_before_the_first_version_there_is_no_rule(self) -> None:
        with pytest.raises(queries.NoRule):
            queries.reopen(scope=COMMUNITY, on=date(2003, 12, 31))

    def test_held_rules_cost_no_query(self) -> None:
        queries.kinds("grid_event", scope=COMMUNITY, on=DAY)
        calendar.work_calendar()
        with CaptureQueriesContext(connection) as asked:
            kinds = queries.kinds("grid_event", scope=COMMUNITY, on=DAY)
            limits = queries.limits("grid_event", scope=COMMUNITY, on=DAY)
            queries.danger(scope=COMMUNITY, on=DAY)
            queries.ratings(scope=COMMUNITY, on=DAY)
            queries.intake_limits(scope=COMMUNITY, on=DAY)
            queries.retention(scope=COMMUNITY, on=DAY)
            calendar.work_calendar()
        assert len(asked) == 0
        assert kinds is queries.kinds("grid_event", scope=COMMUNITY, on=DAY)
        assert limits.has_clock("accept")


@pytest.mark.usefixtures("seeded")
class TestCalendar:
    def test_the_known_years_are_there(self) -> None:
        known = calendar.work_calendar()
        assert known.published_years >= frozenset(range(2004, 2027))
        assert known.is_working(date(2026, 10, 10))
        assert not known.is_working(date(2026, 10, 1))

    def test_a_notice_is_shown_before_it_is_published(self) -> None:
        preview = calendar.preview_notice(2027, NOTICE)
        assert preview.is_first
        assert {one.day: one.is_working for one in preview.days if one.day.month == 1} == {date(2027, 1, 1): False}
        assert all(one.is_new for one in preview.days)
        assert not WorkDay.objects.filter(year=2027).exists()

    def test_published_it_counts_at_once(self) -> None:
        before = calendar.work_calendar().version
        calendar.publish_notice(2027, NOTICE, actor=ADMINISTRATOR)
        known = calendar.work_calendar()
        assert known.is_published(date(2027, 6, 1))
        assert known.is_working(date(2027, 2, 14))
        assert known.names[date(2027, 2, 14)] == "春节"
        assert known.version == before + 1

    def test_a_corrected_notice_takes_days_back(self) -> None:
        calendar.publish_notice(2027, NOTICE, actor=ADMINISTRATOR)
        corrected = calendar.publish_notice(2027, NOTICE.split("\n", maxsplit=1)[0], actor=ADMINISTRATOR)
        assert date(2027, 2, 14) in corrected.dropped
        assert not corrected.is_first
        assert not calendar.work_calendar().is_working(date(2027, 2, 14))

    def test_a_notice_that_contradicts_itself_changes_nothing(self) -> None:
        with pytest.raises(NoticeUnclear):
            calendar.publish_notice(2027, NOTICE.replace("周五", "周四"), actor=ADMINISTRATOR)
        assert not WorkDay.objects.filter(year=2027).exists()


@pytest.mark.usefixtures("committed_db")
class TestPolicies:
    def test_a_clerk_reads_rules_and_alters_none(self) -> None:
        with reading(ADMINISTRATOR):
            actions.seed()
        with reading(CLERK):
            assert queries.reopen(scope=COMMUNITY, on=DAY).days == 7
            assert RuleSet.objects.update(basis="") == 0
            assert WorkDay.objects.all().delete()[0] == 0
        with pytest.raises(ProgrammingError), reading(CLERK):
            WorkDay.objects.create(day=date(2030, 1, 1), is_working=False, name="元旦", year=2030, source="notice")

    def test_another_transaction_reads_the_new_version(self) -> None:
        with reading(ADMINISTRATOR):
            actions.seed()
        with reading(CLERK):
            first = calendar.work_calendar()
        with reading(ADMINISTRATOR):
            calendar.publish_notice(2027, NOTICE, actor=ADMINISTRATOR)
        with reading(CLERK):
            second = calendar.work_calendar()
        assert second.version > first.version
        assert second.is_published(date(2027, 5, 5))
        assert not first.is_published(date(2027, 5, 5))

    def test_nobody_deletes_a_rule(self) -> None:
        with reading(ADMINISTRATOR), transaction.atomic():
            actions.seed()
            assert RuleSet.objects.all().delete()[0] == 0
