"""Carries announced events to those who asked for them, after the change they tell of has committed.

Each event is one transaction: its row is locked, handled and marked done together. A relay that dies in between
leaves a row that is simply still waiting, and what its handlers wrote in the database is gone with it.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import UUID

import psycopg
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from linli.foundation.events.models import Outbox
from linli.foundation.events.outbox import CHANNEL, deliver
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import job_reader

BATCH = 50
MAX_ATTEMPTS = 10  # with the pauses below about seventeen minutes of trying
LONGEST_PAUSE_S = 600
KEEP_DONE_DAYS = 31
POLL_S = 1.0
_DELETE_AT_ONCE = 5000

_log = logging.getLogger(__name__)


def run(stop: threading.Event, *, poll_s: float = POLL_S) -> None:
    """Carry events until told to stop: at once when one is announced, at the latest after ``poll_s`` seconds.

    A database that goes away is waited for; several relays may run side by side.
    """
    while not stop.is_set():
        try:
            with _listening() as listener:
                while not stop.is_set():
                    if not _round(strict=False):
                        next(listener.notifies(timeout=poll_s, stop_after=1), None)
        except (OperationalError, InterfaceError, psycopg.OperationalError) as error:
            _log.warning("the database is away, the relay waits: %s", type(error).__name__)
            stop.wait(poll_s)
        finally:
            close_old_connections()
    connection.close()


def drain(*, strict: bool = False) -> int:
    """Carry what is due now, also what it announces in turn; returns how many events were done.

    With ``strict`` the first error of a handler is raised instead of being noted on its row.
    """
    done = 0
    while carried := _round(strict=strict):
        done += carried
    return done


def revive(event_id: UUID) -> bool:
    """Try a given-up event again from the start; says whether there was one."""
    fresh = {"poisoned_at": None, "attempts": 0, "due_at": Now(), "problem": ""}
    return bool(Outbox.objects.filter(id=event_id, poisoned_at__isnull=False).update(**fresh))


def forget_done(*, older_than_days: int = KEEP_DONE_DAYS) -> int:
    """Delete done rows after a month, some thousands at a time so that no lock lasts; returns how many."""
    before, gone = timezone.now() - timedelta(days=older_than_days), 0
    while True:
        some = Outbox.objects.filter(done_at__lt=before).values("id")[:_DELETE_AT_ONCE]
        deleted, _ = Outbox.objects.filter(id__in=some).delete()
        gone += deleted
        if deleted < _DELETE_AT_ONCE:
            return gone


def pause_s(attempts: int) -> int:
    """Return the seconds to wait after so many failed attempts: 2, 4, 8 … up to ten minutes."""
    return min(1 << attempts, LONGEST_PAUSE_S)


def _round(*, strict: bool) -> int:
    """Try one batch of due rows; returns how many were done."""
    due = Outbox.objects.filter(done_at=None, poisoned_at=None, due_at__lte=Now()).order_by("due_at", "id")
    batch = due.values_list("id", "community")[:BATCH]
    return [_carry(event_id, community, strict=strict) for event_id, community in batch].count(True)


def _carry(event_id: UUID, community: str, *, strict: bool) -> bool:
    try:
        with reading(job_reader(community)):
            row = _claim(event_id)
            if row is None:
                return False
            deliver(row)
            Outbox.objects.filter(id=event_id).update(done_at=Now(), problem="")
    except Exception as error:
        if strict:
            raise
        _note_failure(event_id, error=error)
        return False
    return True


def _claim(event_id: UUID) -> Outbox | None:
    """Lock the row for this transaction, unless another relay holds it or has just finished it."""
    waiting = Outbox.objects.filter(id=event_id, done_at=None, poisoned_at=None, due_at__lte=Now())
    return waiting.select_for_update(skip_locked=True).first()


def _note_failure(event_id: UUID, *, error: Exception) -> None:
    attempts = (Outbox.objects.filter(id=event_id).values_list("attempts", flat=True).first() or 0) + 1
    note: dict[str, Any] = {
        "attempts": F("attempts") + 1,
        "due_at": Now() + timedelta(seconds=pause_s(attempts)),
        "problem": _problem(error),
    }
    is_given_up = attempts >= MAX_ATTEMPTS
    if is_given_up:
        note["poisoned_at"] = Now()
    Outbox.objects.filter(id=event_id, done_at=None).update(**note)
    level = logging.ERROR if is_given_up else logging.WARNING
    _log.log(level, "event %s, attempt %s: %s", event_id, attempts, note["problem"])


def _problem(error: Exception) -> str:
    """Return what went wrong and where, without the error's words: they may quote a person's value."""
    last: TracebackType | None = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    place = "" if last is None else f" ({Path(last.tb_frame.f_code.co_filename).name}:{last.tb_lineno})"
    return f"{type(error).__name__}{place}"[:200]


@contextmanager
def _listening() -> Iterator[psycopg.Connection[Any]]:
    """Open a connection of its own that hears announcements; Django's would only read them between statements."""
    parameters = connection.get_connection_params()
    for ours in ("cursor_factory", "context"):
        parameters.pop(ours, None)
    with psycopg.connect(**parameters, autocommit=True) as listener:
        listener.execute(f"LISTEN {CHANNEL}")
        yield listener
