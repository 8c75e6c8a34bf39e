"""Tells one process from another for certain, and makes children end with their parent.

A process id alone is not an identity: after a crash the kernel gives the number to somebody else. An id together
with the moment the process started (field 22 of ``/proc/<pid>/stat``) is.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable

    from .account import Account

_PR_SET_PDEATHSIG = 1
_PROC = Path("/proc")
_STAT_FIELDS_BEFORE_STARTTIME = 19  # counted after the closing bracket of the command's name
_STAT_STATE = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A process that cannot be mistaken for a later one with the same id."""

    pid: int
    started_ticks: int

    @classmethod
    def of(cls, pid: int) -> Self | None:
        """Return the identity of a running process, or None when there is none (a zombie does not run)."""
        fields = _stat_fields(pid)
        if fields is None or fields[_STAT_STATE] in {"Z", "X"}:
            return None
        return cls(pid=pid, started_ticks=int(fields[_STAT_FIELDS_BEFORE_STARTTIME]))

    @property
    def is_running(self) -> bool:
        """Say whether this very process, and not a successor with its number, still runs."""
        return Identity.of(self.pid) == self


def read_identity(file: Path) -> Identity | None:
    """Return the running process a pid file names; None when the file is absent, torn or out of date."""
    try:
        raw = json.loads(file.read_text(encoding="utf-8"))
        named = Identity(pid=int(raw["pid"]), started_ticks=int(raw["started_ticks"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return named if named.is_running else None


def write_identity(file: Path, *, pid: int | None = None) -> None:
    """Write the pid file of a process (this one by default), whole or not at all.

    Raises ProcessLookupError when the process has already ended.
    """
    identity = Identity.of(pid or os.getpid())
    if identity is None:
        raise ProcessLookupError(pid)
    write_private(file, json.dumps(asdict(identity)))


def remove_identity(file: Path) -> None:
    """Remove a pid file, but only while it names this process or nobody."""
    named = read_identity(file)
    if named is None or named.pid == os.getpid():
        file.unlink(missing_ok=True)


def write_private(file: Path, text: str, *, account: Account | None = None) -> None:
    """Replace a file in one step so that a reader sees the old text or the new one; mode 0600 from its first byte.

    With an account that is not ours, the file belongs to it.
    """
    draft = file.with_name(f".{file.name}.{os.getpid()}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        if account is not None and account.switches:
            os.fchown(descriptor, account.uid, account.gid)
        os.fsync(stream.fileno())
    draft.replace(file)


def die_with_parent(*, death_signal: signal.Signals, parent: int | None = None) -> Callable[[], None]:
    """Return a function for the child's first moment that ties its life to this process (Linux; elsewhere nothing).

    It may run between fork and exec, so everything it needs is looked up here.
    """
    parent = parent or os.getpid()
    try:
        prctl = ctypes.CDLL(None, use_errno=True).prctl
    except (OSError, AttributeError):
        return lambda: None

    def tie() -> None:
        prctl(_PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
        if os.getppid() != parent:  # the parent died between fork and this line
            os.kill(os.getpid(), death_signal)

    return tie


def bind_to_parent(*, parent: int, death_signal: signal.Signals = signal.SIGKILL) -> None:
    """Tie this running process to its parent, for children that were forked rather than started.

    Where the kernel offers no such tie, a thread looks every second whether the parent is still the same.
    """
    if sys.platform == "linux":
        die_with_parent(death_signal=death_signal, parent=parent)()
        return

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), death_signal)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def end(identity: Identity, *, first: signal.Signals = signal.SIGTERM, patience_seconds: float = 20.0) -> bool:
    """End a process kindly, then by force when it has not gone in time; say whether it went kindly."""
    with contextlib.suppress(ProcessLookupError):
        if identity.is_running:
            os.kill(identity.pid, first)
    if wait_until(lambda: not identity.is_running, seconds=patience_seconds):
        return True
    with contextlib.suppress(ProcessLookupError):
        if identity.is_running:
            os.kill(identity.pid, signal.SIGKILL)
    wait_until(lambda: not identity.is_running, seconds=5)
    return False


def wait_until(is_so: Callable[[], bool], *, seconds: float, pause_seconds: float = 0.05) -> bool:
    """Ask again and again until something is so or the time is up; return the last answer."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() >= deadline:
            return False
        time.sleep(pause_seconds)
    return True


def _stat_fields(pid: int) -> list[str] | None:
    try:
        line = (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    # The command's name stands in brackets and may itself hold blanks and brackets.
    return line.rpartition(")")[2].split()
