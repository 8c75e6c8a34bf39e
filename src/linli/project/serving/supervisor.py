"""Minds the web server, the worker and the embedded database: starts, restarts and ends them in order."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from linli.project.cluster.processes import Identity, write_private
from linli.project.errors import OperatorError
from linli.project.serving.programs import Child, Program

_ROUND_SECONDS = 0.5
_STATE_FILE = "serve.json"


class AlreadyRunningError(OperatorError):
    """Linli already serves this data folder; the message says where."""


@contextmanager
def only_one(data: Path, *, address: str) -> Iterator[None]:
    """Be the only one that serves a data folder, and leave word of where.

    Raises AlreadyRunningError. The kernel frees the lock of a killed process, so nothing stale can stand in the way.
    """
    descriptor = os.open(data / "serve.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    state = data / _STATE_FILE
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunningError(f"Linli already runs here: {_told_address(state)}") from None
        write_private(state, json.dumps({"address": address, "pid": os.getpid()}))
        yield
        state.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def supervise(
    programs: Sequence[Program],
    *,
    data: Path,
    label: str,
    mind_database: Callable[[], None],
    is_ready: Callable[[], bool] | None = None,
    on_ready: Callable[[], None] | None = None,
) -> None:
    """Run programs until SIGTERM or SIGINT; then end them, last started first.

    ``mind_database`` is called twice a second and sees to it that the embedded server runs. ``on_ready`` is called
    once, as soon as ``is_ready`` says so.
    """
    children = [Child(program, pid_file=data / f"{label}-{program.name}.json") for program in programs]
    for child in children:
        child.end_leftover()
    is_told = on_ready is None
    with _stop_event() as stop:
        try:
            while not stop.is_set():
                for child in children:
                    if line := child.mind():
                        say(line)
                if not is_told and (is_ready is None or is_ready()) and on_ready is not None:
                    is_told = True
                    on_ready()
                stop.wait(_ROUND_SECONDS)
                with _reported():
                    mind_database()
        finally:
            for child in reversed(children):
                child.stop()


def say(line: str) -> None:
    """Tell the operator one line; standard output is left to answers."""
    sys.stderr.write(f"linli: {line}\n")
    sys.stderr.flush()


@contextmanager
def _stop_event() -> Iterator[threading.Event]:
    """Turn the signals that ask for an end into an event, for the length of a block."""
    stop = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    asked = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    before = {number: signal.signal(number, ask) for number in asked}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _reported() -> Iterator[None]:
    """Report a failure of the database's care and go on: the next round tries again."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - whatever it is, the server must outlive it
        say(str(error))


def _told_address(state: Path) -> str:
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        told = json.loads(state.read_text(encoding="utf-8"))
        if Identity.of(int(told["pid"])):
            return f"{told['address']} (process {told['pid']})"
    return "it is just starting or ending."
