"""Starts, adopts and stops one PostgreSQL server process, whatever state a crash left its files in."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from .errors import ClusterError
from .layout import PORT
from .processes import Identity, die_with_parent, end

if TYPE_CHECKING:
    from collections.abc import Callable

    from .binaries import Binaries
    from .layout import Layout

_RECOVERY_SECONDS = 600
_FIRST_NOTE_SECONDS = 5
_NOTE_EVERY_SECONDS = 15
_LET_GO_SECONDS = 30
_STOP_SECONDS = 60
# A killed server's children take a moment to notice and to let go of its memory.
_STILL_LETTING_GO = ("pre-existing shared memory block", "lock file")

# Servers this process started: kept so that an ended one is reaped and does not linger as a zombie.
_children: dict[int, subprocess.Popen[bytes]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Postmaster:
    """One cluster's server: where its files lie and which programs run it."""

    layout: Layout
    binaries: Binaries

    @property
    def folder(self) -> Path:
        """The cluster's folder."""
        return self.layout.cluster(self.binaries.major)

    def running(self) -> Identity | None:
        """Return this cluster's server process, or None.

        The id in ``postmaster.pid`` may have been given to another process since; a server of ours works in its own
        cluster folder, so that is what is asked.
        """
        try:
            pid = int((self.folder / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
            works_in = Path(f"/proc/{pid}/cwd").resolve(strict=True)
            name = Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            return None
        is_ours = works_in == self.folder.resolve() and name in {"postgres", "postmaster"}
        return Identity.of(pid) if is_ours else None

    def start(self, *, url: str, dies_with_parent: bool) -> Identity:
        """Start the server and wait until it answers, however long the repair after a crash takes.

        Raises ClusterError with the server's own words when it ends instead.
        """
        deadline = time.monotonic() + _LET_GO_SECONDS
        while True:
            self._clear_stale_files()
            process = self._launch(dies_with_parent=dies_with_parent)
            try:
                return self.wait_ready(url=url, has_ended=partial(_has_ended, process))
            except ClusterError:
                words = self._last_words()
                if not any(word in words for word in _STILL_LETTING_GO) or time.monotonic() > deadline:
                    raise
                time.sleep(0.5)

    def adopt(self, *, url: str) -> Identity | None:
        """Return the running server once it answers; None when there is none or it was just shutting down."""
        found = self.running()
        if found is None:
            return None
        try:
            return self.wait_ready(url=url, has_ended=lambda: not found.is_running)
        except ClusterError:
            if found.is_running:
                raise
            return None

    def wait_ready(self, *, url: str, has_ended: Callable[[], bool]) -> Identity:
        """Wait until the server takes connections, telling the operator now and then what it is doing."""
        began = time.monotonic()
        next_note = _FIRST_NOTE_SECONDS
        while (waited := time.monotonic() - began) < _RECOVERY_SECONDS:
            if has_ended():
                raise ClusterError(f"PostgreSQL did not start: {self._last_words() or f'see {self.layout.logs}'}")
            if (found := self.running()) and self._answers(url):
                return found
            if waited >= next_note:
                next_note += _NOTE_EVERY_SECONDS
                sys.stderr.write(f"PostgreSQL is repairing its files after an interruption ({waited:.0f} s) …\n")
            time.sleep(0.05)
        raise ClusterError(f"PostgreSQL was still not ready after {_RECOVERY_SECONDS} s; see {self.layout.logs}")

    def stop(self, *, is_hurried: bool = False) -> None:
        """End the server with all its work written; ``is_hurried`` skips that and leaves a repair to the next start."""
        found = self.running()
        if found is not None:
            end(found, first=signal.SIGQUIT if is_hurried else signal.SIGINT, patience_seconds=_STOP_SECONDS)
            if child := _children.pop(found.pid, None):
                child.wait()

    def _launch(self, *, dies_with_parent: bool) -> subprocess.Popen[bytes]:
        log = self.layout.logs / "start.log"
        descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        try:
            if self.layout.account.switches:  # the next start may be its own
                os.fchown(descriptor, self.layout.account.uid, self.layout.account.gid)
            # SIGINT is PostgreSQL's "fast shutdown": everything is written, then it ends.
            tie = die_with_parent(death_signal=signal.SIGINT) if dies_with_parent else None
            process = subprocess.Popen(  # noqa: S603 - PostgreSQL itself, no shell
                [self.binaries.program("postgres"), "-D", self.folder],
                stdin=subprocess.DEVNULL,
                stdout=descriptor,
                stderr=descriptor,
                start_new_session=True,  # Ctrl-C in the terminal is for us; we then stop it in order
                preexec_fn=tie,  # noqa: PLW1509 - prepared before the fork, two system calls
                **self.layout.account.popen_arguments(),
            )
        finally:
            os.close(descriptor)
        _children[process.pid] = process
        return process

    def _clear_stale_files(self) -> None:
        """Remove the lock files a server left that no longer runs.

        PostgreSQL clears them itself unless the file is torn, its id was given to somebody else, or the dead server
        was never reaped. Removing them is safe: while children of the old server still hold its memory, PostgreSQL
        finds that memory by the folder's inode and refuses, file or no file.
        """
        for child in list(_children.values()):
            child.poll()
        if self.running() is None:
            for file in (self.folder / "postmaster.pid", self.layout.sockets / f".s.PGSQL.{PORT}.lock"):
                file.unlink(missing_ok=True)

    def _answers(self, url: str) -> bool:
        try:
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise ClusterError(
                    f"The database does not know the password in {self.layout.passwords}. Put back the right file."
                ) from None
            return False
        return True

    def _last_words(self) -> str:
        try:
            lines = (self.layout.logs / "start.log").read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return ""
        fatal = [line.partition("FATAL:")[2].strip() for line in lines if "FATAL:" in line]
        return " ".join(fatal or lines[-3:])


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    return process.poll() is not None
