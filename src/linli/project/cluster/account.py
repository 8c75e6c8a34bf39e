"""Decides which system account runs PostgreSQL, which refuses to run as root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .errors import ClusterError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_OWN_NAME = "linli"
_FIRST_ORDINARY_UID = 1000  # Debian policy 9.2.2: system accounts lie below
_STEP_SECONDS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The system account a server runs under; ``switches`` is false when it is simply ours."""

    name: str
    uid: int
    gid: int
    switches: bool

    def popen_arguments(self) -> dict[str, Any]:
        """Return what subprocess needs to run a child under this account with a clean environment."""
        environment = {"PATH": os.defpath, "LC_ALL": "C", "HOME": "/"}
        if not self.switches:
            return {"env": environment, "cwd": "/"}
        return {"env": environment, "cwd": "/", "user": self.uid, "group": self.gid, "extra_groups": []}

    def run(self, command: Sequence[str | Path]) -> str:
        """Run a program to its end under this account and return its output.

        Raises ClusterError with the program's last words when it fails.
        """
        try:
            done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs, no shell
                [str(word) for word in command],
                check=False,
                capture_output=True,
                text=True,
                stdin=subprocess.DEVNULL,
                timeout=_STEP_SECONDS,
                **self.popen_arguments(),
            )
        except OSError as error:
            raise ClusterError(f"{command[0]} cannot be run as {self.name}: {error.strerror}.") from error
        if done.returncode:
            raise ClusterError(f"{command[0]} failed: {(done.stderr or done.stdout).strip()[-600:]}")
        return str(done.stdout)


def account_for(folder: Path | None) -> Account:
    """Return the account a cluster runs under: its folder's owner if it exists, else a fresh choice.

    Not root: always the caller. Root: ``linli`` (made if possible), else ``postgres``, else ``nobody``.
    Raises ClusterError when the folder belongs to somebody the caller cannot become.
    """
    me = os.geteuid()
    owner = folder.stat().st_uid if folder is not None and folder.exists() else None
    if me != 0:
        if owner not in {None, me}:
            raise ClusterError(f"{folder} belongs to {_name_of(owner)}. Start linli as that user, or as root.")
        return Account(name=_name_of(me), uid=me, gid=os.getegid(), switches=False)
    if owner:
        return _switching(owner)
    return _switching(_unprivileged_uid())


def _switching(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        return Account(name=str(uid), uid=uid, gid=uid, switches=True)
    return Account(name=entry.pw_name, uid=uid, gid=entry.pw_gid, switches=True)


def _unprivileged_uid() -> int:
    found = _system_uid(_OWN_NAME)
    if found is None and (useradd := shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin")):
        subprocess.run(  # noqa: S603 - fixed words, no shell
            [
                useradd,
                "--system",
                "--no-create-home",
                "--home-dir",
                "/nonexistent",
                "--shell",
                "/usr/sbin/nologin",
                "--user-group",
                _OWN_NAME,
            ],
            check=False,
            capture_output=True,
        )  # two first starts may race; whoever loses finds the account made
        found = _system_uid(_OWN_NAME)
    for name in ("postgres", "nobody"):
        found = found or _system_uid(name)
    if found is None:
        raise ClusterError("No unprivileged account to run PostgreSQL. Make one: useradd --system linli")
    return found


def _system_uid(name: str) -> int | None:
    try:
        uid = pwd.getpwnam(name).pw_uid
    except KeyError:
        return None
    return uid if 0 < uid < _FIRST_ORDINARY_UID or name == "nobody" else None


def _name_of(uid: int | None) -> str:
    try:
        return pwd.getpwuid(uid or 0).pw_name
    except KeyError:
        return f"user {uid}"
