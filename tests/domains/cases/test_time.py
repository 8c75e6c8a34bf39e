"""Pauses and more time on real rows: who asks, who decides, what the reporter hears, and two who decide at once."""

from datetime import datetime, timedelta
from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import IntegrityError, connection
from django.db.models import F
from django.utils import translation
from tests.domains.cases.acting import MONDAY, page, report, row, step, told, unlike_its_entries

from linli.domains.cases import facade as cases
from linli.domains.cases import tasks
from linli.domains.cases.actions.remind import remind
from linli.domains.cases.models import Clock, Entry, TimeRequest
from linli.domains.cases.queries.snapshot import load
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Reader, job_reader
from linli.kernel.worktime import SHANGHAI
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

RUBBISH = "地上的垃圾没人扫"
PHONE = cases.ContactInput(phone="19900000001")


def received(cast: Cast) -> cases.Opened:
    """Open a matter on a Monday and have the property firm receive it: due on 10 October, a worked Saturday."""
    opened = report(RUBBISH, at=MONDAY, contact=PHONE)
    step(cast.readers["wuye"], opened.case_id, "receive", at=MONDAY)
    return opened


def asked(cast: Cast, case_id: UUID, *, what: str = "ask_pause", days: int = 3, at: datetime = MONDAY) -> UUID:
    why = "weather_safety" if what == "ask_pause" else "complex"
    step(cast.readers["wuye"], case_id, what, at=at, why=why, days=days, reason="连着下雨，没法清")
    return next(r.id for r in page(cast.readers["wuye"], case_id, at=at).requests if r.state == "open")


def day(text: str) -> datetime:
    return datetime.fromisoformat(f"{text} 17:30").replace(tzinfo=SHANGHAI)


class TestAPause:
    def test_from_asking_to_the_reporters_new_day(self, cast: Cast) -> None:
        opened = received(cast)
        before = row(opened.case_id)
        request = asked(cast, opened.case_id)
        assert row(opened.case_id).due_at == before.due_at == day("2026-10-10")
        shown = page(cast.readers["heshuning"], opened.case_id, at=MONDAY).requests[0]
        assert (shown.would_be_due_at, shown.promise_would_be_at) == (day("2026-10-14"), day("2026-10-16"))

        step(cast.readers["heshuning"], opened.case_id, "grant_time", at=MONDAY, request=str(request))

        after = row(opened.case_id)
        assert (after.due_at, after.reply_due_at) == (day("2026-10-14"), day("2026-10-16"))
        with reading(Reader()):
            public = cases.case_by_key(opened.code, opened.key, at=MONDAY)
        assert public.due_at == day("2026-10-16")
        with translation.override("zh-hans"):
            line = page(cast.readers["heshuning"], opened.case_id, at=MONDAY).entries[-1]
        assert (line.audience, line.action) == ("public", "grant_time")
        assert "天气或安全原因不能施工" in line.headline
        assert "3 个工作日" in line.headline
        assert "10 月 16 日" in line.headline

    def test_the_reporter_and_the_unit_are_told(self, cast: Cast) -> None:
        opened = received(cast)
        request = asked(cast, opened.case_id)
        assert {str(m.account) for m in told("time_asked")} == {cast.readers["heshuning"].id}
        step(cast.readers["heshuning"], opened.case_id, "grant_time", at=MONDAY, request=str(request))

        assert {m.unit for m in told("time_granted")} == {cast.units["property"]}
        (word,) = told("reporter_new_day")
        assert datetime.fromisoformat(word.data["due_at"]) == day("2026-10-16")
        assert word.data["why"] == "天气或安全原因不能施工"

    def test_the_explanation_names_the_days_that_stood_still(self, cast: Cast) -> None:
        opened = received(cast)
        step(
            cast.readers["heshuning"],
            opened.case_id,
            "grant_time",
            at=MONDAY,
            request=str(asked(cast, opened.case_id)),
        )
        with translation.override("zh-hans"):
            shown = page(cast.readers["wuye"], opened.case_id, at=MONDAY + timedelta(days=2)).explanation

        assert shown is not None
        assert shown.is_replayed
        assert [line.on.isoformat() for line in shown.days if line.is_paused and line.is_working] == [
            "2026-09-29",
            "2026-09-30",
        ]
        assert any("停到 " in words and "天气" in words for words in shown.steps)
        assert len(shown.pauses) == 1

    def test_the_units_lane_and_the_page_say_that_it_stands_still(self, cast: Cast) -> None:
        opened = received(cast)
        request = asked(cast, opened.case_id)
        step(cast.readers["heshuning"], opened.case_id, "grant_time", at=MONDAY, request=str(request))

        tomorrow = page(cast.readers["wuye"], opened.case_id, at=MONDAY + timedelta(days=1))
        assert tomorrow.units[0].paused_until == datetime(2026, 10, 9, tzinfo=SHANGHAI)
        assert tomorrow.requests[0].is_standing
        later = page(cast.readers["wuye"], opened.case_id, at=datetime(2026, 10, 9, tzinfo=SHANGHAI))
        assert later.units[0].paused_until is None

    def test_the_job_notes_its_end_once_even_after_a_day_off(self, cast: Cast) -> None:
        opened = received(cast)
        request = asked(cast, opened.case_id)
        step(cast.readers["heshuning"], opened.case_id, "grant_time", at=MONDAY, request=str(request))
        with reading(job_reader(COMMUNITY)):
            TimeRequest.objects.filter(pk=request).update(until_at=MONDAY + timedelta(days=1))
        tasks.note_pauses_over(timestamp=0)
        tasks.note_pauses_over(timestamp=0)

        with reading(job_reader(COMMUNITY)):
            assert Entry.objects.filter(case=opened.case_id, action="end_pauses").count() == 1
        assert len(told("pause_over")) == 1


class TestMoreTime:
    def test_at_most_once_and_as_long_as_the_pack_says(self, cast: Cast) -> None:
        opened = received(cast)
        with (
            translation.override("zh-hans"),
            pytest.raises(cases.StepRefused, match="合计还可以给 5 个工作日") as refused,
        ):
            step(cast.readers["wuye"], opened.case_id, "ask_extension", at=MONDAY, why="complex", days=6, reason="多")
        assert "信访工作条例" in refused.value.basis
        request = asked(cast, opened.case_id, what="ask_extension", days=5)
        step(cast.readers["heshuning"], opened.case_id, "grant_time", at=MONDAY, request=str(request))

        assert row(opened.case_id).due_at == day("2026-10-16")
        with translation.override("zh-hans"), pytest.raises(cases.StepRefused, match="最多同意 1 次"):
            step(cast.readers["wuye"], opened.case_id, "ask_extension", at=MONDAY, why="complex", days=1, reason="多")

    def test_whoever_was_warned_is_warned_again_before_the_new_day(self, cast: Cast) -> None:
        opened = received(cast)
        with reading(job_reader(COMMUNITY)):
            remind(COMMUNITY, at=day("2026-10-10") - timedelta(hours=2))
        request = asked(cast, opened.case_id, what="ask_extension", days=2, at=day("2026-10-10"))
        step(cast.readers["heshuning"], opened.case_id, "grant_time", at=day("2026-10-10"), request=str(request))

        with reading(job_reader(COMMUNITY)):
            assert Clock.objects.get(case=opened.case_id, name="handle").told == ""
            assert remind(COMMUNITY, at=day("2026-10-13") - timedelta(hours=2)) >= 1


class TestWhoDecides:
    def test_the_unit_itself_and_other_units_do_not(self, cast: Cast) -> None:
        opened = received(cast)
        request = asked(cast, opened.case_id)
        for who in ("wuye", "heshi"):
            with pytest.raises(cases.StepRefused):
                step(cast.readers[who], opened.case_id, "grant_time", at=MONDAY, request=str(request))

    def test_what_the_community_asks_the_street_decides(self, cast: Cast) -> None:
        opened = report("想问个事情", at=MONDAY)
        clerk = cast.readers["heshuning"]
        step(clerk, opened.case_id, "accept", at=MONDAY)
        step(clerk, opened.case_id, "confirm_kind", at=MONDAY, kind="neighbour_dispute")
        step(clerk, opened.case_id, "dispatch", at=MONDAY, lead=str(cast.units["committee"]))
        step(cast.readers["juwei"], opened.case_id, "receive", at=MONDAY)
        step(
            cast.readers["juwei"],
            opened.case_id,
            "ask_extension",
            at=MONDAY,
            why="complex",
            days=5,
            reason="要多谈几次",
        )
        request = page(clerk, opened.case_id, at=MONDAY).requests[0]

        assert request.is_for_street
        with pytest.raises(cases.StepRefused):
            step(clerk, opened.case_id, "grant_time", at=MONDAY, request=str(request.id))
        with reading(cast.readers["jiedao"]):
            waiting = cases.todo_list(tab="arbitrate", at=MONDAY)
        assert opened.case_id in {r.id for group in waiting.groups for r in group.rows}
        step(cast.readers["jiedao"], opened.case_id, "grant_time", at=MONDAY, request=str(request.id))

    def test_it_waits_on_the_clerks_list_until_it_is_decided(self, cast: Cast) -> None:
        opened = received(cast)
        clerk = cast.readers["heshuning"]

        def waits() -> bool:
            with reading(clerk):
                found = cases.todo_list(at=MONDAY)
            return opened.case_id in {r.id for group in found.groups for r in group.rows}

        assert not waits()
        request = asked(cast, opened.case_id)
        assert waits()
        step(clerk, opened.case_id, "refuse_time", at=MONDAY, request=str(request), reason="可以先清楼道里的")
        assert not waits()

    def test_the_database_itself_lets_nobody_decide_on_their_own(self, cast: Cast) -> None:
        opened = received(cast)
        request = asked(cast, opened.case_id)
        with pytest.raises(IntegrityError, match="nobody_decides_on_own_request"), reading(job_reader(COMMUNITY)):
            TimeRequest.objects.filter(pk=request).update(decided_by=F("asked_by"))

    def test_who_does_not_see_the_matter_does_not_see_the_request(self, cast: Cast) -> None:
        opened = received(cast)
        asked(cast, opened.case_id)
        for who, seen in (("heshuning", 1), ("wuye", 1), ("jiedao", 1), ("dianti", 0), ("shenji", 0)):
            with reading(cast.readers[who]):
                assert TimeRequest.objects.filter(case=opened.case_id).count() == seen


class TestReplay:
    def test_entries_alone_give_requests_and_clocks_as_stored(self, cast: Cast) -> None:
        opened = received(cast)
        clerk, worker = cast.readers["heshuning"], cast.readers["wuye"]
        step(clerk, opened.case_id, "grant_time", at=MONDAY, request=str(asked(cast, opened.case_id)))
        step(worker, opened.case_id, "resume_clock", at=MONDAY + timedelta(days=2))
        late = MONDAY + timedelta(days=3)
        more = asked(cast, opened.case_id, what="ask_extension", at=late)
        step(clerk, opened.case_id, "grant_time", at=late, request=str(more))
        asked(cast, opened.case_id, days=1, at=late)
        step(worker, opened.case_id, "answer", at=late, then=("sign_off",), text="清干净了")

        assert unlike_its_entries(opened.case_id) == ()
        with reading(job_reader(COMMUNITY)):
            loaded = load(opened.case_id)
        assert [r.state.value for r in loaded.snapshot.requests] == ["over", "granted", "lapsed"]


class TestTwoAtOnce:
    def test_one_decision_counts_and_the_other_hears_of_it(self, cast: Cast) -> None:
        opened = received(cast)
        request = asked(cast, opened.case_id)
        seen = row(opened.case_id).version
        ready, answers = Barrier(2), []

        def decide(reader: Reader, action: str, form: dict[str, object]) -> None:
            order = cases.StepOrder(case_id=opened.case_id, action=action, version=seen, form=form)
            try:
                with reading(reader):
                    pending = cases.pending_step(opened.case_id, action)
                    ready.wait()
                    answers.append(cases.take_step(order, matter=pending.matter))
            except cases.StalePage as stale:
                answers.append(stale)
            finally:
                connection.close()

        both = [
            Thread(target=decide, args=(cast.readers["heshuning"], "grant_time", {"request": str(request)})),
            Thread(
                target=decide,
                args=(cast.readers["jiedao"], "refuse_time", {"request": str(request), "reason": "先办"}),
            ),
        ]
        for one in both:
            one.start()
        for one in both:
            one.join()

        done = [a for a in answers if isinstance(a, cases.StepDone)]
        stale = [a for a in answers if isinstance(a, cases.StalePage)]
        assert (len(done), len(stale)) == (1, 1)
        assert [entry.action for entry in stale[0].entries] == [done[0].action]
        granted = done[0].action == "grant_time"
        assert row(opened.case_id).due_at == day("2026-10-14" if granted else "2026-10-10")
        with reading(job_reader(COMMUNITY)):
            assert TimeRequest.objects.get(pk=request).state == ("granted" if granted else "refused")
