"""Says where everything of one cluster lies, and never changes the mode of a folder it did not make.

An ordinary user keeps the cluster inside LINLI_DATA. Root cannot: PostgreSQL refuses root, and the unprivileged
account it runs under may not be able to enter LINLI_DATA. Then the cluster lies in ``/var/lib/linli/<id>`` and
LINLI_DATA holds a pointer to it.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from .account import Account, account_for
from .errors import ClusterError
from .processes import write_private

ROOT_STORE = Path("/var/lib/linli")
PORT = 5432  # only names the socket file: no TCP port is opened
_LONGEST_SOCKET_FOLDER = 85  # sun_path holds 107 bytes; "/.s.PGSQL.5432.lock" needs 19
_CLOSED = 0o700
_POINTER = "cluster.json"
_BACK_REFERENCE = "used-by.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The folders and files of one data folder's cluster."""

    data: Path
    home: Path
    sockets: Path
    account: Account

    @property
    def use_lock(self) -> Path:
        """Shared by everybody who needs the server running."""
        return self.data / "cluster.users"

    @property
    def passwords(self) -> Path:
        """The generated passwords of the three log-ins, mode 0600."""
        return self.data / "cluster-passwords.json"

    @property
    def logs(self) -> Path:
        """PostgreSQL's own log files: seven days, then overwritten."""
        return self.home / "log"

    def cluster(self, major: int) -> Path:
        """Return the folder of a major version's cluster, made or not."""
        return self.home / f"pg{major}"

    def record(self, major: int) -> Path:
        """Return the file beside a cluster that says which programs made it and what was set up in it."""
        return self.home / f"pg{major}.json"

    def majors(self) -> list[int]:
        """Return the major versions that have a finished cluster here, newest first."""
        names = (path.parent.name.removeprefix("pg") for path in self.home.glob("pg*/PG_VERSION"))
        return sorted((int(name) for name in names if name.isdigit()), reverse=True)


def start_lock(data: Path) -> Path:
    """Return the lock file held while a cluster is laid out, made, started or stopped; the data folder must exist."""
    return data / "cluster.lock"


def lay_out(data: Path) -> Layout:
    """Return the layout of a data folder, making the folders that are missing. Call it under the start lock.

    Two first starts at the same moment would otherwise each choose a home.
    Raises ClusterError when the cluster belongs to somebody else or to another data folder.
    """
    data = data.resolve()
    home = _home_of(data)
    account = account_for(home)
    home = home or _new_home(data, account)
    for folder in (home / "log", home / "run"):
        _make_private(folder, account)
    return Layout(data=data, home=home, sockets=_sockets(home / "run", account), account=account)


def _home_of(data: Path) -> Path | None:
    """Return the folder of an existing cluster, or where an ordinary user's will be; None if root must choose."""
    pointer = data / _POINTER
    if pointer.exists():
        home = Path(json.loads(pointer.read_text(encoding="utf-8"))["home"])
        if os.geteuid() != 0:
            raise ClusterError(f"The database of {data} was made by root and lies in {home}. Start linli as root.")
        _refuse_copies(data, home)
        return home
    if os.geteuid() != 0 or any(data.glob("pg*/PG_VERSION")):
        return data
    return None


def _refuse_copies(data: Path, home: Path) -> None:
    """Refuse when a copied data folder points at the cluster of its original; follow a folder that was moved."""
    reference = home / _BACK_REFERENCE
    if not home.is_dir():
        raise ClusterError(f"The database of {data} should lie in {home}, which is gone. Restore a backup.")
    try:
        other = Path(json.loads(reference.read_text(encoding="utf-8"))["data"])
    except (OSError, ValueError, KeyError):
        other = data
    pointer = other / _POINTER
    if other != data and pointer.exists() and json.loads(pointer.read_text(encoding="utf-8"))["home"] == str(home):
        raise ClusterError(
            f"{data} is a copy of {other} and both point at the database in {home}. "
            f"Remove {data / _POINTER} to begin with an empty database there, or use linli backup and restore."
        )
    write_private(reference, json.dumps({"data": str(data)}))


def _new_home(data: Path, account: Account) -> Path:
    ROOT_STORE.mkdir(parents=True, exist_ok=True, mode=0o755)
    home = ROOT_STORE / secrets.token_hex(4)
    home.mkdir(mode=0o700)
    os.chown(home, account.uid, account.gid)
    write_private(home / _BACK_REFERENCE, json.dumps({"data": str(data)}))
    write_private(data / _POINTER, json.dumps({"home": str(home)}))
    return home


def _sockets(folder: Path, account: Account) -> Path:
    """Return a 0700 folder whose name is short enough for a socket; beyond that a folder of our own in /tmp.

    Others may write in /tmp, so a folder found there is used only if it is ours, closed and no symbolic link.
    """
    if len(os.fsencode(folder)) <= _LONGEST_SOCKET_FOLDER:
        return folder
    mark = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    short = Path("/tmp") / f"linli-{account.uid}-{mark}"  # noqa: S108 - checked below, and 0700 from the start
    _make_private(short, account)
    found = short.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid or stat.S_IMODE(found.st_mode) != _CLOSED:
        raise ClusterError(f"{short} is not a closed folder of {account.name}; remove it and start again.")
    return short


def _make_private(folder: Path, account: Account) -> None:
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        return
    if account.switches:
        os.chown(folder, account.uid, account.gid)
