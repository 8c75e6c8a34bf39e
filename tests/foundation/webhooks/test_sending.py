"""Deliveries go out at least once, in the order of their matter, never the same attempt twice at once."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from standardwebhooks import Webhook
from tests import databases
from tests.foundation.webhooks.conftest import ADMIN, Announce, make_due, now_of
from tests.foundation.webhooks.receiver import Outside

from linli.foundation.scope.context import reading
from linli.foundation.webhooks import actions, queries, sending
from linli.foundation.webhooks.models import Delivery, Standing, State, Subscription
from linli.foundation.webhooks.rules import KEEP_TRYING, Answer
from linli.foundation.webhooks.sending import _JOB, claim_next, drain, note, receivers_due
from linli.kernel.uuid7 import new_id

MATTER = UUID(int=5)


def together(*works: Callable[[], object]) -> None:
    """Run works in threads of their own, each with its own connection."""

    def run(work: Callable[[], object]) -> None:
        try:
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)


class TestADelivery:
    def test_it_arrives_signed_as_the_standard_says(
        self, far: Outside, told: actions.Entered, happen: Announce
    ) -> None:
        delivery = happen()
        drain(told.id)
        [got] = far.got
        said = Webhook(told.secret).verify(got.body, got.headers)
        assert said["type"] == "grids.published"
        assert said["data"] == {"number": 0}
        assert got.id == str(delivery)
        assert got.path == "/in?from=linli"
        row = now_of(delivery)
        assert (row.state, row.code, row.attempts, row.problem) == (State.SENT, 204, 1, "")

    def test_nothing_is_sent_twice_once_it_was_taken(
        self, far: Outside, told: actions.Entered, happen: Announce
    ) -> None:
        happen()
        drain(told.id)
        drain(told.id)
        assert len(far.got) == 1

    def test_the_same_event_makes_one_delivery(self, told: actions.Entered, happen: Announce) -> None:
        event_id = new_id()
        assert happen(event_id=event_id) == happen(event_id=event_id)
        with reading(_JOB):
            assert Delivery.objects.filter(subscription=told.id).count() == 1

    def test_a_failure_is_tried_again_under_the_same_id(
        self, far: Outside, told: actions.Entered, happen: Announce
    ) -> None:
        far.answers = [500]
        delivery = happen()
        again_at = drain(told.id)
        row = now_of(delivery)
        assert (row.state, row.code, row.problem) == (State.WAITING, 500, "fails")
        assert again_at == row.due_at
        make_due(told)
        drain(told.id)
        assert [got.id for got in far.got] == [str(delivery)] * 2
        assert now_of(delivery).state == State.SENT

    def test_a_redirect_is_not_followed(self, far: Outside, told: actions.Entered, happen: Announce) -> None:
        far.answers = [307]
        delivery = happen()
        drain(told.id)
        assert [got.path for got in far.got] == ["/in?from=linli"]
        assert now_of(delivery).problem == "redirects"

    def test_a_receiver_that_is_gone_is_paused(self, far: Outside, told: actions.Entered, happen: Announce) -> None:
        far.answers = [410]
        delivery = happen()
        drain(told.id)
        with reading(ADMIN):
            assert queries.receiver(told.id).standing == Standing.PAUSED
        assert now_of(delivery).state == State.WAITING


class TestAReceiverThatIsDown:
    def test_after_a_day_everything_arrives_in_order(
        self, far: Outside, told: actions.Entered, happen: Announce
    ) -> None:
        far.usual = 503
        made = [happen(subject=UUID(int=1 + at % 3), number=at) for at in range(12)]
        for _ in range(24):
            make_due(told)
            drain(told.id)
        tried = len(far.got)
        assert tried < 40  # it rests: not twelve attempts an hour
        far.usual = 204
        make_due(told)
        drain(told.id)
        taken = far.got[tried:]
        assert sorted(got.id for got in taken) == sorted(map(str, made))
        for matter in range(3):
            numbers = [json.loads(got.body)["data"]["number"] for got in taken]
            mine = [number for number in numbers if number % 3 == matter]
            assert mine == sorted(mine)

    def test_it_rests_from_the_third_failure_on(self, far: Outside, told: actions.Entered, happen: Announce) -> None:
        far.usual = 503
        for _ in range(5):
            happen()
        drain(told.id)
        assert len(far.got) == 3
        assert receivers_due() == []
        assert drain(told.id) is None
        assert len(far.got) == 3

    def test_what_waited_three_days_is_parked_and_can_be_repeated(
        self, far: Outside, told: actions.Entered, happen: Announce
    ) -> None:
        far.usual = 503
        made = [happen() for _ in range(5)]
        with reading(_JOB):
            Delivery.objects.update(armed_at=timezone.now() - KEEP_TRYING)
        drain(told.id)
        assert {now_of(one).state for one in made} == {State.PARKED}
        far.usual = 204
        with reading(ADMIN):
            assert actions.repeat_since(told.id, day=timezone.localdate(), only_parked=True) == 5
        drain(told.id)
        assert {now_of(one).state for one in made} == {State.SENT}
        assert {got.id for got in far.got[-5:]} == set(map(str, made))

    def test_nobody_listening_is_said(self, told: actions.Entered, happen: Announce) -> None:
        with reading(_JOB):
            Subscription.objects.filter(id=told.id).update(url="https://receiver.example:9/")
        delivery = happen()
        drain(told.id)
        row = now_of(delivery)
        assert (row.code, row.problem) == (None, "nobody_there")


class TestOrder:
    def test_a_later_one_of_a_matter_waits_for_the_earlier(
        self, far: Outside, told: actions.Entered, happen: Announce
    ) -> None:
        far.answers = [500]
        first, second = happen(subject=MATTER, number=1), happen(subject=MATTER, number=2)
        other = happen(subject=UUID(int=6), number=1)
        drain(told.id)
        assert now_of(second).attempts == 0
        assert now_of(other).state == State.SENT
        make_due(told)
        drain(told.id)
        assert [got.id for got in far.got] == list(map(str, [first, other, first, second]))


class TestTwoWorkers:
    def test_no_attempt_is_made_twice_and_no_matter_overtakes_itself(
        self, far: Outside, told: actions.Entered, happen: Announce
    ) -> None:
        far.slow_s = 0.02
        made = [happen(subject=UUID(int=1 + at % 4), number=at) for at in range(24)]
        together(*(lambda: drain(told.id) for _ in range(4)))
        for _ in range(3):  # a worker leaves when all that is due is another's
            drain(told.id)
        assert sorted(got.id for got in far.got) == sorted(map(str, made))
        assert far.most_at_once > 1
        for matter in range(4):
            numbers = [json.loads(got.body)["data"]["number"] for got in far.got]
            mine = [number for number in numbers if number % 4 == matter]
            assert mine == sorted(mine)

    def test_one_delivery_is_claimed_by_one_of_eight(self, told: actions.Entered, happen: Announce) -> None:
        happen()
        ready, claims = threading.Barrier(8), []

        def claim() -> None:
            ready.wait(10)
            claims.append(claim_next(told.id))

        together(*[claim] * 8)
        assert len([one for one in claims if one is not None]) == 1

    def test_a_claim_that_ran_out_is_taken_over_and_the_first_workers_failure_counts_no_more(
        self, told: actions.Entered, happen: Announce
    ) -> None:
        delivery = happen()
        first = claim_next(told.id)
        assert first is not None
        assert claim_next(told.id) is None
        with reading(_JOB):
            Delivery.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
        second = claim_next(told.id)
        assert second is not None
        note(first, Answer(code=500, problem="fails"))
        assert now_of(delivery).claimed_until is not None
        note(second, Answer(code=200))
        assert now_of(delivery).state == State.SENT
        note(first, Answer(code=500, problem="fails"))
        assert now_of(delivery).state == State.SENT


KILLED = """
import os, sys
import django
django.setup()
from tests import databases
databases.point_at(sys.argv[1])
from linli.foundation.webhooks import receivers, sending
receivers.resolve = lambda host, port: ["127.0.0.1"]
def note(claim, answer):
    print("sent", answer.code, flush=True)
    import time
    time.sleep(60)
sending.note = note
from uuid import UUID
sending.drain(UUID(sys.argv[2]))
"""


class TestAKilledWorker:
    def test_killed_between_sending_and_committing_it_goes_out_again_under_the_same_id(
        self, far: Outside, told: actions.Entered, happen: Announce
    ) -> None:
        delivery = happen()
        env = {
            **os.environ, "LINLI_WEBHOOK_NETWORKS": "127.0.0.0/8", "LINLI_TEST_WITHOUT_DATABASE": "1",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }  # fmt: skip
        arguments = [sys.executable, "-c", KILLED, databases.current(), str(told.id)]
        with subprocess.Popen(arguments, env=env, stdout=subprocess.PIPE, text=True) as worker:
            assert worker.stdout is not None
            assert worker.stdout.readline().strip() == "sent 204"
            worker.send_signal(signal.SIGKILL)
        row = now_of(delivery)
        assert (row.state, row.attempts) == (State.WAITING, 1)
        drain(told.id)
        assert len(far.got) == 1  # the dead worker's claim still holds
        with reading(_JOB):
            Delivery.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
        assert receivers_due() == [told.id]
        drain(told.id)
        assert [got.id for got in far.got] == [str(delivery)] * 2
        assert now_of(delivery).state == State.SENT


class TestWhateverTheReceiverAnswers:
    @hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(answers=st.lists(st.sampled_from([200, 204, 302, 404, 429, 500, 503]), max_size=30))
    def test_each_delivery_is_taken_in_the_end_and_none_is_sent_after_that(
        self, answers: list[int], told: actions.Entered, happen: Announce, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        left, taken, tried = list(answers), [], []

        def send(claim: sending.Claim) -> Answer:
            code = left.pop(0) if left else 204
            tried.append(claim.delivery_id)
            answer = Answer(code=code)
            if answer.is_taken:
                taken.append(claim.delivery_id)
            return answer

        monkeypatch.setattr(sending, "send", send)
        made = [happen(subject=UUID(int=1 + at % 2), number=at) for at in range(4)]
        for _ in range(len(answers) + 1):
            make_due(told)
            drain(told.id)
        assert sorted(taken) == sorted(made)
        assert [one for one in taken if one in made[::2]] == made[::2]


class TestForgetting:
    def test_a_month_after_they_went_out_deliveries_are_gone(self, happen: Announce) -> None:
        old, waiting, fresh = happen(), happen(), happen()
        with reading(_JOB):
            Delivery.objects.filter(id=old).update(state=State.SENT)
            Delivery.objects.exclude(id=fresh).update(created_at=timezone.now() - timedelta(days=32))
        assert sending.forget_old() == 1
        assert {now_of(waiting).state, now_of(fresh).state} == {State.WAITING}


def test_a_turn_ends_so_that_others_have_theirs(
    told: actions.Entered, happen: Announce, monkeypatch: pytest.MonkeyPatch
) -> None:
    happen()
    monkeypatch.setattr(sending, "TURN_S", -1.0)
    again_at = drain(told.id)
    assert again_at is not None
    assert again_at.timestamp() == pytest.approx(time.time(), abs=5)
