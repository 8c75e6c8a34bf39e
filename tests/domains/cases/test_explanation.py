"""A deadline explains itself: every step in words, the days as a strip, and the same answer when reckoned again."""

from datetime import date, datetime, timedelta

from django.utils import translation
from tests.domains.cases.acting import MONDAY, page, report, step

from linli.domains.cases import facade as cases
from linli.domains.cases.models import Clock
from linli.foundation.rulepacks import calendar
from linli.foundation.rulepacks.models import WorkDay
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import job_reader
from linli.kernel.worktime import SHANGHAI
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY


def received(cast: Cast) -> cases.CasePage:
    opened = report("地上的垃圾没人扫", at=MONDAY)
    step(cast.readers["wuye"], opened.case_id, "receive", at=MONDAY)
    return page(cast.readers["wuye"], opened.case_id, at=MONDAY + timedelta(hours=1))


class TestExplanation:
    def test_the_strip_counts_five_working_days_through_the_holiday(self, cast: Cast) -> None:
        shown = received(cast).explanation

        assert shown is not None
        assert {day.on: day.counted for day in shown.days if day.counted} == {
            date(2026, 9, 29): 1, date(2026, 9, 30): 2, date(2026, 10, 8): 3, date(2026, 10, 9): 4,
            date(2026, 10, 10): 5,
        }  # fmt: skip
        assert shown.days[-1].is_due
        assert shown.days[-1].is_working
        assert shown.due_at == datetime(2026, 10, 10, 17, 30, tzinfo=SHANGHAI)
        assert shown.is_replayed
        assert shown.basis
        assert not shown.is_provisional

    def test_steps_are_sentences_from_start_to_due(self, cast: Cast) -> None:
        with translation.override("en"):
            shown = received(cast).explanation

        assert shown is not None
        assert shown.steps[0].endswith(": starts")
        assert shown.steps[-1].endswith(": due")
        assert any("make-up working day" in words for words in shown.steps)
        assert any("does not count" in words for words in shown.steps)
        assert shown.limit_words == "5 working days"

    def test_in_chinese_too(self, cast: Cast) -> None:
        with translation.override("zh-hans"):
            shown = received(cast).explanation

        assert shown is not None
        assert shown.limit_words == "5 个工作日"
        assert all("%(" not in words for words in shown.steps)

    def test_a_calendar_that_changed_since_shows_that_it_no_longer_adds_up(self, cast: Cast) -> None:
        shown = received(cast)
        with reading(job_reader(COMMUNITY)):
            Clock.objects.filter(case=shown.id, name="handle").update(due_at=MONDAY + timedelta(days=3))

        again = page(cast.readers["wuye"], shown.id).explanation
        assert again is not None
        assert not again.is_replayed

    def test_a_closed_matter_explains_its_last_handling(self, cast: Cast) -> None:
        opened = report(at=MONDAY)
        worker = cast.readers["wuye"]
        for hours, action in ((1, "answer"), (30, "answer")):
            at = MONDAY + timedelta(hours=hours)
            if hours == 1:
                step(worker, opened.case_id, "receive", at=MONDAY)
            step(worker, opened.case_id, action, at=at, then=("sign_off",), text="修好了")
            if hours == 1:
                step(cast.readers["heshi"], opened.case_id, "verify_fail", at=at + timedelta(hours=1), reason="没修好")
        step(cast.readers["heshi"], opened.case_id, "verify", at=MONDAY + timedelta(hours=31))

        shown = page(worker, opened.case_id).explanation
        assert shown is not None
        assert shown.started_at == MONDAY + timedelta(hours=2)

    def test_the_words_of_every_clock_and_limit_are_known(self, cast: Cast) -> None:
        del cast
        with translation.override("en"):
            words = {name: cases.clock_words(name) for name in ("accept", "dispatch", "receive", "handle", "verify",
                                                                "arbitrate", "review", "reply")}  # fmt: skip
        assert all(said != name for name, said in words.items())

    def test_the_demo_reckons_by_the_published_calendar(self, cast: Cast) -> None:
        del cast
        with reading(job_reader(COMMUNITY)):
            assert WorkDay.objects.filter(day=date(2026, 10, 10), is_working=True).exists()
            assert calendar.work_calendar().is_working(date(2026, 10, 10))
