"""Makes a new cluster, whole or not at all: under a draft name first, renamed when it is finished."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from typing import TYPE_CHECKING

from .errors import ClusterError
from .passwords import SUPERUSER, Passwords
from .processes import write_private

if TYPE_CHECKING:
    from pathlib import Path

    from .binaries import Binaries
    from .layout import Layout

_DRAFT = ".making-"


def make_cluster(layout: Layout, *, binaries: Binaries, passwords: Passwords) -> None:
    """Run initdb and give the finished folder its name; what an earlier, interrupted try left behind goes first."""
    for leftover in layout.home.glob(f"pg*{_DRAFT}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    cluster = layout.cluster(binaries.major)
    if cluster.exists():
        raise ClusterError(f"{cluster} exists but holds no finished database. Look into it and move it away.")
    draft = layout.home / f"{cluster.name}{_DRAFT}{secrets.token_hex(4)}"
    password_file = _password_file(layout, passwords.superuser)
    try:
        layout.account.run(_initdb(binaries, draft=draft, password_file=password_file))
    finally:
        password_file.unlink(missing_ok=True)
    remember(layout, binaries=binaries)
    draft.rename(cluster)
    _sync_folder(layout.home)


def recall(layout: Layout, *, major: int) -> dict[str, str | bool | int]:
    """Return what is recorded beside a cluster: its programs and how far it was set up; empty when unknown."""
    try:
        record = json.loads(layout.record(major).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def remember(layout: Layout, *, binaries: Binaries, **facts: str | bool | int) -> None:
    """Write down beside a cluster which programs open it, together with further facts."""
    record = recall(layout, major=binaries.major) | facts
    record |= {"source": binaries.source, "version": binaries.version, "programs": str(binaries.folder)}
    write_private(layout.record(binaries.major), json.dumps(record, indent=1), account=layout.account)


def _initdb(binaries: Binaries, *, draft: Path, password_file: Path) -> list[str | Path]:
    return [
        binaries.program("initdb"), "--pgdata", draft, "--encoding", "UTF8", "--locale", "C", "--data-checksums",
        "--username", SUPERUSER, "--pwfile", password_file, "--auth-local", "scram-sha-256", "--auth-host",
        "scram-sha-256",
    ]  # fmt: skip


def _password_file(layout: Layout, password: str) -> Path:
    file = layout.home / f".initdb-{secrets.token_hex(8)}"
    write_private(file, password, account=layout.account)
    return file


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
