"""Every event is carried once, whatever fails, however many relays run and whenever one dies."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from linli.foundation.events import outbox, relay
from linli.foundation.events.models import Outbox
from linli.foundation.events.outbox import Announced, announce, backlog, subscribe
from linli.foundation.scope.context import current_reader, reading
from linli.foundation.scope.models import Version
from linli.foundation.scope.reader import Purpose, job_reader

COMMUNITY = "330106001001"


@dataclass(frozen=True, slots=True, kw_only=True)
class BellRung:
    name: ClassVar[str] = "test.bell_rung"
    community: str
    number: int


@pytest.fixture(autouse=True)
def nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "_subscriptions", {})


def ring(*numbers: int) -> list[UUID]:
    with reading(job_reader(COMMUNITY)):
        return [announce(BellRung(community=COMMUNITY, number=number)) for number in numbers]


def count_up(announced: Announced[BellRung]) -> None:
    """Write something in the event's own transaction; a second time would break the primary key."""
    Version.objects.create(name=f"bell-{announced.event.number}")


@contextmanager
def relays(count: int) -> Iterator[None]:
    stop = threading.Event()
    threads = [threading.Thread(target=relay.run, args=(stop,), kwargs={"poll_s": 0.2}) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(10)
        assert not any(thread.is_alive() for thread in threads)


def wait_for(condition: Callable[[], bool], *, at_most_s: float = 20.0) -> None:
    end = time.monotonic() + at_most_s
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


@pytest.mark.django_db
class TestCarrying:
    def test_a_handler_gets_the_event_as_the_job_of_its_community(self) -> None:
        seen: list[Any] = []
        subscribe(BellRung, lambda announced: seen.append((announced.event, announced.id, current_reader())))
        [event_id] = ring(7)
        assert relay.drain() == 1
        [(event, same_id, reader)] = seen
        assert (event, same_id) == (BellRung(community=COMMUNITY, number=7), event_id)
        assert (reader.id, reader.territory, reader.purpose) == ("job", COMMUNITY, Purpose.SERVE)

    def test_a_name_may_be_asked_for_without_its_class(self) -> None:
        seen: list[Any] = []
        subscribe("test.bell_rung", lambda announced: seen.append(announced.event["number"]))
        ring(7)
        relay.drain()
        assert seen == [7]

    def test_nobody_asked_and_it_is_done(self) -> None:
        ring(1)
        assert relay.drain() == 1
        assert backlog().waiting == 0

    def test_subscribing_twice_carries_once(self) -> None:
        for _ in range(2):
            subscribe(BellRung, count_up)
        ring(1)
        assert relay.drain(strict=True) == 1

    def test_what_a_handler_announces_is_carried_too(self) -> None:
        def ring_on(announced: Announced[BellRung]) -> None:
            if announced.event.number < 3:
                announce(BellRung(community=COMMUNITY, number=announced.event.number + 1))

        subscribe(BellRung, ring_on)
        ring(1)
        assert relay.drain(strict=True) == 3


@pytest.mark.django_db
class TestFailing:
    def fail(self, announced: Announced[BellRung]) -> None:
        count_up(announced)
        if announced.event.number == 13:
            raise ValueError("call 19900001111")

    def test_a_failing_event_is_taken_back_noted_and_passed_by(self) -> None:
        subscribe(BellRung, self.fail)
        _, bad, _ = ring(12, 13, 14)
        assert relay.drain() == 2
        assert set(Version.objects.values_list("name", flat=True)) >= {"bell-12", "bell-14"}
        assert not Version.objects.filter(name="bell-13").exists()
        row = Outbox.objects.get(id=bad)
        assert (row.attempts, row.done_at, row.poisoned_at) == (1, None, None)
        assert row.due_at > timezone.now()

    def test_the_note_says_what_and_where_but_quotes_nothing(self) -> None:
        subscribe(BellRung, self.fail)
        [bad] = ring(13)
        relay.drain()
        problem = Outbox.objects.get(id=bad).problem
        assert problem.startswith("ValueError (test_relay.py:")
        assert "1990" not in problem

    def test_pauses_grow_to_ten_minutes(self) -> None:
        assert [relay.pause_s(attempts) for attempts in (1, 2, 3, 9, 10, 30)] == [2, 4, 8, 512, 600, 600]

    def test_after_ten_attempts_it_is_given_up_and_kept_and_can_be_revived(self) -> None:
        subscribe(BellRung, self.fail)
        [bad] = ring(13)
        for _ in range(relay.MAX_ATTEMPTS):
            assert Outbox.objects.get(id=bad).poisoned_at is None
            Outbox.objects.update(due_at=timezone.now())
            relay.drain()
        assert backlog().poisoned == 1
        Outbox.objects.update(due_at=timezone.now())
        assert relay.drain() == 0
        outbox._subscriptions.clear()
        assert relay.revive(bad)
        assert relay.drain() == 1

    def test_strict_draining_raises_what_the_handler_raised(self) -> None:
        subscribe(BellRung, self.fail)
        ring(13)
        with pytest.raises(ValueError, match="call"):
            relay.drain(strict=True)


@pytest.mark.django_db
class TestKeeping:
    def test_the_backlog_counts_what_waits_and_how_long(self) -> None:
        ring(1, 2)
        Outbox.objects.filter(payload__number=1).update(due_at=timezone.now() - timedelta(seconds=30))
        found = backlog()
        assert (found.waiting, found.poisoned) == (2, 0)
        assert 29 < found.oldest_s < 60

    def test_done_rows_are_forgotten_after_a_month_and_waiting_ones_never(self) -> None:
        ring(1, 2, 3)
        old = timezone.now() - timedelta(days=32)
        Outbox.objects.filter(payload__number=1).update(done_at=old, created_at=old)
        Outbox.objects.filter(payload__number=2).update(created_at=old)
        assert relay.forget_done() == 1
        assert sorted(row.payload["number"] for row in Outbox.objects.all()) == [2, 3]


@pytest.mark.usefixtures("committed_db")
class TestForReal:
    def test_two_relays_carry_each_of_many_events_once(self) -> None:
        subscribe(BellRung, count_up)
        with relays(2):
            for first in range(0, 60, 6):
                ring(*range(first, first + 6))
            wait_for(lambda: backlog().waiting == 0)
        assert Version.objects.filter(name__startswith="bell-").count() == 60
        assert not Outbox.objects.exclude(attempts=0).exists()

    def test_an_announcement_wakes_the_relay_before_it_looks_by_itself(self) -> None:
        heard = threading.Event()
        subscribe(BellRung, lambda _: heard.set())
        stop = threading.Event()
        thread = threading.Thread(target=relay.run, args=(stop,), kwargs={"poll_s": 5.0})
        thread.start()
        try:
            wait_for(lambda: _listeners() > 0)
            time.sleep(0.3)  # the first look around is over, the next is five seconds away
            ring(1)
            assert heard.wait(2)
        finally:
            stop.set()
            ring(2)
            thread.join(10)
        assert not thread.is_alive()

    def test_a_row_another_relay_holds_is_left_to_it(self, owner: psycopg.Connection[Any]) -> None:
        ring(1, 2)
        with owner.transaction():
            owner.execute("SELECT id FROM events_outbox WHERE payload->>'number' = '1' FOR UPDATE")
            assert relay.drain() == 1
        assert relay.drain() == 1

    def test_a_relay_killed_in_the_middle_loses_nothing_and_doubles_nothing(self) -> None:
        [event_id] = ring(1)
        child = subprocess.Popen(
            [sys.executable, "-c", DYING_RELAY], stdout=subprocess.PIPE, text=True, env=_child_environment()
        )
        assert child.stdout is not None
        assert child.stdout.readline().strip() == "written, not committed"
        os.kill(child.pid, signal.SIGKILL)
        child.wait(10)
        child.stdout.close()
        subscribe(BellRung, count_up)
        wait_for(lambda: relay.drain() == 1)
        assert Outbox.objects.get(id=event_id).done_at is not None
        assert Version.objects.filter(name="bell-1").count() == 1

    def test_a_lost_connection_is_waited_out(self) -> None:
        subscribe(BellRung, count_up)
        with relays(1):
            ring(0)
            wait_for(lambda: backlog().waiting == 0)
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
                )
                assert cursor.fetchone()[0] >= 2  # the one that listens and the one that works
            ring(1)
            wait_for(lambda: backlog().waiting == 0)
        assert Version.objects.filter(name="bell-1").exists()


DYING_RELAY = """
import time
import django
django.setup()
from linli.foundation.events import relay
from linli.foundation.events.outbox import subscribe
from linli.foundation.scope.models import Version

def hang(announced):
    Version.objects.create(name=f"bell-{announced.event['number']}")
    print("written, not committed", flush=True)
    time.sleep(60)

subscribe("test.bell_rung", hang)
relay.drain()
"""


def _child_environment() -> dict[str, str]:
    settings = connection.settings_dict
    url = os.environ["LINLI_DATABASE_URL"].rsplit("?", 1)
    query = f"?{url[1]}" if len(url) == 2 else ""
    base = url[0].rsplit("/", 1)[0]
    return {**os.environ, "LINLI_DATABASE_URL": f"{base}/{settings['NAME']}{query}"}


def _listeners() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN linli_events'"
        )
        [count] = cursor.fetchone()
    return int(count)
