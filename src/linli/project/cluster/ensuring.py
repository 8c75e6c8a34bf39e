"""Makes sure that a data folder's database server runs, and lets the last one who needed it switch it off."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import psycopg

from . import binaries as programs
from .binaries import Binaries
from .errors import ClusterError
from .layout import PORT, ROOT_STORE, Layout, lay_out, start_lock
from .making import make_cluster, recall, remember
from .passwords import APP, DATABASE, OWNER, SUPERUSER, Passwords, load_or_make, url
from .postmaster import Postmaster
from .roles import SETUP_VERSION, set_up
from .tuning import write_settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """How to reach a running server. The addresses hold passwords and are therefore not shown."""

    app_url: str = field(repr=False)
    owner_url: str = field(repr=False)
    super_url: str = field(repr=False)
    programs: Path
    folder: Path
    sockets: Path
    logs: Path
    version: str
    source: str
    pid: int
    started: bool
    _use: int | None = field(repr=False, default=None)


def ensure(
    data: Path,
    *,
    choice: str | None = None,
    for_tests: bool = False,
    dies_with_parent: bool = False,
    held: Connection | None = None,
) -> Connection:
    """Start the data folder's server, or adopt it if it runs, making the cluster the first time.

    ``choice`` is 'wheel', 'system' or None for whatever is there. ``for_tests`` lets the owner's log-in make
    databases and trades safety after a power cut for speed. ``dies_with_parent`` ends a server started here when
    this process ends, however it ends. ``held`` is what an earlier call gave and its server has died since. Give the
    result to ``release`` when done.
    Raises ClusterError with a sentence for the operator.
    """
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _locked(start_lock(data)):
        layout = lay_out(data)
        kept = held._use if held else None  # noqa: SLF001 - the handle is opaque to everybody else
        use = _enter(layout.use_lock) if kept is None else kept
        try:
            postmaster, passwords = _prepared(layout, choice=choice)
            return _running(postmaster, passwords, use=use, for_tests=for_tests, dies_with_parent=dies_with_parent)
        except BaseException:
            if kept is None:
                os.close(use)
            raise


def release(connection: Connection, *, data: Path) -> bool:
    """Give a server back; the last user switches it off. Says whether that was this one."""
    with _locked(start_lock(data)):
        layout = lay_out(data)
        if connection._use is not None:  # noqa: SLF001 - the same
            os.close(connection._use)  # noqa: SLF001 - the same
        if not _is_unused(layout.use_lock):
            return False
        _stop(layout)
        return True


def stop(data: Path) -> bool:
    """Stop a data folder's server whoever uses it; say whether there was one."""
    with _locked(start_lock(data)):
        return _stop(lay_out(data))


def _prepared(layout: Layout, *, choice: str | None) -> tuple[Postmaster, Passwords]:
    binaries = _binaries_for(layout, choice=choice)
    binaries = programs.reachable_by(layout.account, binaries, store=ROOT_STORE / "bin")
    exists = binaries.major in layout.majors()
    passwords = load_or_make(layout.passwords, may_make=not exists)
    if not exists:
        make_cluster(layout, binaries=binaries, passwords=passwords)
    return Postmaster(layout=layout, binaries=binaries), passwords


def _running(
    postmaster: Postmaster, passwords: Passwords, *, use: int, for_tests: bool, dies_with_parent: bool
) -> Connection:
    layout, binaries = postmaster.layout, postmaster.binaries
    address = partial(url, sockets=layout.sockets, port=PORT)
    super_url = address(SUPERUSER, passwords.superuser, database="postgres")
    identity = postmaster.adopt(url=super_url)
    started = identity is None
    if identity is None:
        write_settings(layout, major=binaries.major, is_scratch=for_tests)
        identity = postmaster.start(url=super_url, dies_with_parent=dies_with_parent)

    known = recall(layout, major=binaries.major)
    if known.get("setup") != SETUP_VERSION or known.get("for_tests") != for_tests:

        def connect(database: str) -> psycopg.Connection:
            return psycopg.connect(address(SUPERUSER, passwords.superuser, database=database), autocommit=True)

        set_up(connect, passwords=passwords, for_tests=for_tests)
        remember(layout, binaries=binaries, setup=SETUP_VERSION, for_tests=for_tests)
    return Connection(
        app_url=address(APP, passwords.app),
        owner_url=address(OWNER, passwords.owner),
        super_url=address(SUPERUSER, passwords.superuser, database=DATABASE),
        programs=binaries.folder,
        folder=postmaster.folder,
        sockets=layout.sockets,
        logs=layout.logs,
        version=binaries.version,
        source=binaries.source,
        pid=identity.pid,
        started=started,
        _use=use,
    )


def _binaries_for(layout: Layout, *, choice: str | None) -> Binaries:
    """Return the programs that open this folder's cluster; a fresh choice when there is no cluster yet.

    A cluster is opened by the source that made it, unless the operator names another one of the same major version.
    """
    majors = layout.majors()
    if not majors:
        return programs.choose(choice)
    if choice is None:
        major = majors[0]
        source = str(recall(layout, major=major).get("source", "wheel"))
        if found := programs.find_major(source, major=major):
            return found
        raise ClusterError(
            f"The database in {layout.cluster(major)} was made by PostgreSQL {major} ({source}), which is not here any "
            f"more. Install it again, or choose another PostgreSQL {major} with LINLI_POSTGRES=wheel or system."
        )
    for major in majors:
        if found := programs.find_major(choice, major=major):
            return found
    wanted = programs.choose(choice)
    raise ClusterError(
        f"The database in {layout.cluster(majors[0])} was made by PostgreSQL {majors[0]}; LINLI_POSTGRES={choice} is "
        f"PostgreSQL {wanted.major} and cannot open it. Start without LINLI_POSTGRES, run 'linli backup FILE', and "
        "restore the file into a new data folder with LINLI_POSTGRES set."
    )


def _stop(layout: Layout) -> bool:
    stopped = False
    for major in layout.majors():
        # Only the folder and the version matter for stopping, so no programs need to be found.
        version = Binaries(folder=layout.home, source="", version=str(major))
        postmaster = Postmaster(layout=layout, binaries=version)
        if postmaster.running() is not None:
            postmaster.stop()
            stopped = True
    return stopped


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    """Hold a file's lock for the length of a block; the kernel frees it when its holder is killed."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _enter(file: Path) -> int:
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def _is_unused(file: Path) -> bool:
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True
