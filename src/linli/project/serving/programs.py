"""Describes the child processes of a running Linli and starts each so that it cannot outlive its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from linli.project.cluster.processes import Identity, die_with_parent, end, read_identity, write_identity

_FIRST_PAUSE_SECONDS = 1.0
_LONGEST_PAUSE_SECONDS = 30.0
_STEADY_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One kind of child: what to run, and how long it may take to finish its work when asked to end."""

    name: str
    module: str
    arguments: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    patience_seconds: float = 20.0

    def command(self) -> list[str]:
        """Return the command line; the module runs in this very Python."""
        return [sys.executable, "-m", self.module, *self.arguments]


class Child:
    """One running program: started again with growing pauses when it dies, never faster than that."""

    def __init__(self, program: Program, *, pid_file: Path) -> None:
        self.program = program
        self._pid_file = pid_file
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._start_again_at = 0.0
        self._pause_seconds = _FIRST_PAUSE_SECONDS

    def end_leftover(self) -> None:
        """End what an earlier start left running, if the pid file still names that very process."""
        if left := read_identity(self._pid_file):
            end(left, patience_seconds=self.program.patience_seconds)
        self._pid_file.unlink(missing_ok=True)

    def mind(self) -> str | None:
        """Start the program if it does not run and its pause is over; return a line worth telling, or None."""
        now = time.monotonic()
        if self._process is None:
            if now >= self._start_again_at:
                self._start()
            return None
        code = self._process.poll()
        if code is None:
            return None
        self._process = None
        if now - self._started_at >= _STEADY_SECONDS:
            self._pause_seconds = _FIRST_PAUSE_SECONDS
        pause, self._pause_seconds = self._pause_seconds, min(self._pause_seconds * 2, _LONGEST_PAUSE_SECONDS)
        self._start_again_at = now + pause
        return f"{self.program.name} ended ({_reason(code)}); starting it again in {pause:.0f} s"

    def stop(self) -> None:
        """Ask the program to finish, wait, and insist only when it does not."""
        if self._process is not None and (identity := Identity.of(self._process.pid)):
            end(identity, patience_seconds=self.program.patience_seconds)
        if self._process is not None:
            self._process.wait()
            self._process = None
        self._pid_file.unlink(missing_ok=True)

    def _start(self) -> None:
        self._started_at = time.monotonic()
        self._process = subprocess.Popen(  # noqa: S603 - our own module in our own Python
            self.program.command(),
            env={**os.environ, **self.program.environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches the parent alone, which ends everything in order
            preexec_fn=die_with_parent(death_signal=signal.SIGTERM),  # noqa: PLW1509 - two system calls
        )
        write_identity(self._pid_file, pid=self._process.pid)


def _reason(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
