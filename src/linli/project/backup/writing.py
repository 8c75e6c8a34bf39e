"""Writes a backup: one tar file, mode 0600 from its first byte, that has its name only when it is whole."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

import psycopg
from psycopg import sql

from linli.project.backup.errors import BackupError
from linli.project.backup.manifest import DUMP, FILES, FORMAT, NAME, Manifest, key_check, master_key
from linli.project.backup.server import Server
from linli.project.cluster.processes import write_private

RECORD = "backup.json"


class _Hashing:
    """Passes a file through to the archive and computes its digest on the way."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        block = self._source.read(size)
        self._digest.update(block)
        return block

    def hexdigest(self) -> str:
        """Return the digest of what was read so far."""
        return self._digest.hexdigest()


def write_backup(file: Path, *, data: Path, server: Server) -> Manifest:
    """Write a backup of a data folder and note in the folder when and where; return its manifest.

    Rows and their counts come from one snapshot. Attachments are copied after the rows, so that every row's file is
    in the archive; files are only ever added. Raises BackupError.
    """
    file = file.resolve()
    if not file.parent.is_dir():
        raise BackupError(f"The folder {file.parent} does not exist.")
    draft = file.with_name(f".{file.name}.{os.getpid()}.part")
    dump = file.with_name(f".{file.name}.{os.getpid()}.dump")
    try:
        _open_private(dump).close()
        counts, migrations, postgres_version = _dump(server, dump)
        key = master_key(data)
        with _open_private(draft) as stream, tarfile.open(fileobj=stream, mode="w") as archive:
            members = {DUMP: _add(archive, dump, name=DUMP)}
            for path in _attachments(data / "files"):
                name = FILES + path.relative_to(data / "files").as_posix()
                members[name] = _add(archive, path, name=name)
            manifest = Manifest(
                format=FORMAT,
                made_at=datetime.now(tz=UTC).isoformat(timespec="seconds"),
                linli_version=version("linli"),
                postgres_version=postgres_version,
                migrations=migrations,
                counts=counts,
                members=members,
                key_check=key_check(key) if key else None,
            ).sealed(key)
            _add_bytes(archive, manifest.to_json(), name=NAME)
        _make_durable(draft, file)
    finally:
        draft.unlink(missing_ok=True)
        dump.unlink(missing_ok=True)
    _record(data, file=file, manifest=manifest)
    return manifest


def _dump(server: Server, target: Path) -> tuple[dict[str, int], list[str], str]:
    """Dump the database; return row counts and applied migrations of the very same snapshot, and the version."""
    with _snapshot(server) as (connection, snapshot):
        counts = count_rows(connection)
        migrations = applied_migrations(connection)
        postgres_version = str(connection.info.parameter_status("server_version"))
        server.run("pg_dump", ["--format=custom", f"--snapshot={snapshot}", f"--file={target}"])
    return counts, migrations, postgres_version


@contextmanager
def _snapshot(server: Server) -> Iterator[tuple[psycopg.Connection, str]]:
    with server.connect() as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")  # the dump may take its time
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None
        yield connection, row[0]


def count_rows(connection: psycopg.Connection) -> dict[str, int]:
    """Return the exact number of rows in each ordinary table outside PostgreSQL's own schemas."""
    tables = connection.execute(
        "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        " ORDER BY 1, 2"
    ).fetchall()
    counts = {}
    for schema, table in tables:
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))).fetchone()
        counts[f"{schema}.{table}"] = row[0] if row else 0
    return counts


def applied_migrations(connection: psycopg.Connection) -> list[str]:
    """Return the applied migrations as ``app.name``, sorted; empty in a database without tables."""
    row = connection.execute("SELECT to_regclass('django_migrations') IS NOT NULL").fetchone()
    if row is None or not row[0]:
        return []
    rows = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1").fetchall()
    return [name for (name,) in rows]


def _attachments(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        # A name that begins with a dot is a file still being written; its row is not committed yet.
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            yield path


def _add(archive: tarfile.TarFile, path: Path, *, name: str) -> str:
    with path.open("rb") as source:
        member = tarfile.TarInfo(name)
        member.size = os.fstat(source.fileno()).st_size
        member.mtime = int(os.fstat(source.fileno()).st_mtime)
        member.mode = 0o600
        hashing = _Hashing(source)
        archive.addfile(member, hashing)
        return hashing.hexdigest()


def _add_bytes(archive: tarfile.TarFile, content: bytes, *, name: str) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    member.mode = 0o600
    archive.addfile(member, io.BytesIO(content))


def _open_private(path: Path) -> BinaryIO:
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb")


def _make_durable(draft: Path, file: Path) -> None:
    for path in (draft, draft.parent):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
            if path == draft:
                draft.replace(file)
        finally:
            os.close(descriptor)


def _record(data: Path, *, file: Path, manifest: Manifest) -> None:
    """Note the backup, so that the self-diagnosis can say how old it is and whether it lies on a disk of its own."""
    note = {"made_at": manifest.made_at, "path": str(file), "bytes": file.stat().st_size}
    write_private(data / RECORD, json.dumps(note, ensure_ascii=False))
