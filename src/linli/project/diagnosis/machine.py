"""Looks at the machine: keys, disk, backups and weak settings."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from linli.project.backup.manifest import key_file
from linli.project.backup.writing import RECORD
from linli.project.diagnosis.finding import Finding, fail, ok, warn

_GIB = 1024**3
_LITTLE_BYTES, _NO_BYTES = 5 * _GIB, 1 * _GIB
_OLD = timedelta(days=2)
_SHORT_KEY = 40
_OPEN_TO_OTHERS = 0o077


def findings(data: Path) -> Iterator[Finding]:
    """Yield what is so about the machine and the settings Linli runs with."""
    yield from keys(data)
    yield disk(data)
    yield last_backup(data)
    yield from _settings()
    yield account()


def keys(data: Path) -> Iterator[Finding]:
    """Yield whether the key file is there and closed to everybody else."""
    file = key_file(data)
    if not file.exists():
        yield warn("keys", f"{file} does not exist yet", "It is made with the first sealed field; then keep a copy.")
        return
    for path in sorted(file.parent.iterdir()):
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & _OPEN_TO_OTHERS:
            yield fail("keys", f"{path} can be read by others (mode {mode:04o})", f"Run: chmod 0600 {path}")
            return
    yield ok("keys", f"{file.parent} is closed to others; keep a copy of it apart from the backups")


def disk(data: Path) -> Finding:
    """Return whether the data folder's disk has room."""
    free = shutil.disk_usage(data).free
    said = f"{free / _GIB:.1f} GiB free"
    if free < _NO_BYTES:
        return fail("disk", said, "Make room now: the database stops when the disk is full.")
    return warn("disk", said, "Make room before it is full.") if free < _LITTLE_BYTES else ok("disk", said)


def last_backup(data: Path) -> Finding:
    """Return when the last backup was written and whether it lies on another disk than the data."""
    try:
        note = json.loads((data / RECORD).read_text(encoding="utf-8"))
        made_at, path = datetime.fromisoformat(note["made_at"]), Path(note["path"])
    except (OSError, ValueError, KeyError, TypeError):
        return warn("backup", "none was ever written", "Run: linli backup FILE, and copy the file elsewhere.")
    hours = (datetime.now(tz=UTC) - made_at) / timedelta(hours=1)
    said = f"the last one was written {hours:.0f} hours ago to {path}"
    if not path.exists():
        # Moved away, or on a disk that is not connected now: that is what one should do with it.
        return _aged("backup", f"{said}; it is not on this machine any more", made_at)
    if path.stat().st_dev == data.stat().st_dev:
        return warn("backup", f"{said}, on the same disk as the data", "Copy it to another disk or machine.")
    return _aged("backup", f"{said}, on another disk", made_at)


def _aged(subject: str, said: str, made_at: datetime) -> Finding:
    if datetime.now(tz=UTC) - made_at > _OLD:
        return warn(subject, said, "Write one every day, for example from cron: linli backup FILE")
    return ok(subject, said)


def _settings() -> Iterator[Finding]:
    if settings.DEBUG:
        yield fail("settings", "LINLI_DEBUG shows the programme's inside to everybody", "Unset LINLI_DEBUG.")
    if len(settings.SECRET_KEY) < _SHORT_KEY:
        yield fail("settings", "LINLI_SECRET_KEY is short", "Unset it; a long one is made and kept in the key folder.")
    if "*" in settings.ALLOWED_HOSTS:
        yield fail("settings", "LINLI_HOSTS allows every host name", "List the names people use, parted by commas.")
    if settings.LINLI_REQUIRE_TOTP == "0":
        yield warn(
            "second factor",
            "LINLI_REQUIRE_TOTP=0 lets administrators in with a password alone",
            "Unset it where real people's data is kept.",
        )
    if settings.SESSION_COOKIE_SECURE:
        yield ok("https", "pages are served over https only")
    else:
        yield warn(
            "https",
            "pages are served without encryption; phones then give no location",
            "Use linli serve --lan, or --tls CERT KEY, before anybody but this machine connects.",
        )
    if not settings.EMAIL_HOST:
        yield warn("mail", "no mail server is set, so nobody gets mail", "Set LINLI_MAIL_HOST and its neighbours.")


def account() -> Finding:
    """Return whether Linli runs with more rights than it needs."""
    if os.geteuid() == 0:
        return warn(
            "account", "Linli runs as root", "Make an account for it and start it as that: useradd --system linli"
        )
    return ok("account", "Linli does not run as root")
