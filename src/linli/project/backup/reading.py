"""Brings a backup back: everything is checked first, built beside what is there, and put in place at the end."""

from __future__ import annotations

import hashlib
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from psycopg import sql

from linli.project.backup.errors import BackupError
from linli.project.backup.manifest import DUMP, FILES, NAME, Manifest, key_file, master_key, parse
from linli.project.backup.server import Server
from linli.project.backup.writing import count_rows
from linli.project.cluster.passwords import APP, OWNER
from linli.project.cluster.roles import grant_in, make_database

_BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was brought back, and where the things it replaced were put aside."""

    manifest: Manifest
    old_database: str | None
    old_files: Path | None


def restore(
    file: Path, *, data: Path, server: Server, replaces: bool = False, goes_without_key: bool = False
) -> Restored:
    """Bring a backup back into a data folder and its database.

    Nothing is changed unless the whole backup is sound. ``replaces`` puts an existing database and its attachments
    aside, it deletes nothing; ``goes_without_key`` accepts that sealed fields stay unreadable.
    Raises BackupError saying what is missing or in the way.
    """
    mark = datetime.now(tz=UTC).strftime("%Y%m%d_%H%M%S")
    attachments = data / "files"
    with _opened(file) as archive:
        manifest = _checked_manifest(archive)
        _check_key(manifest, data=data, goes_without_key=goes_without_key)
        is_empty = _is_empty(server)
        _check_room(server, attachments, replaces=replaces, is_empty=is_empty)
        fresh_files = data / f"files.restoring-{mark}"
        dump = data / f".restoring-{mark}.dump"
        try:
            _extract(archive, manifest, dump=dump, files=fresh_files)
            old_database = _restore_database(server, dump, manifest=manifest, mark=mark, is_empty=is_empty)
            old_files = _swap_files(attachments, fresh_files, mark=mark)
        finally:
            dump.unlink(missing_ok=True)
            shutil.rmtree(fresh_files, ignore_errors=True)
    return Restored(manifest=manifest, old_database=old_database, old_files=old_files)


def verify(file: Path) -> Manifest:
    """Return a backup's manifest after checking every member against it. Raises BackupError."""
    with _opened(file) as archive:
        return _checked_manifest(archive)


@contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        archive = tarfile.open(file, mode="r:")  # noqa: SIM115 - closed below
    except (OSError, tarfile.TarError) as error:
        raise BackupError(f"{file} cannot be read as a backup: {error}") from error
    with archive:
        yield archive


def _checked_manifest(archive: tarfile.TarFile) -> Manifest:
    try:
        members = archive.getmembers()
    except tarfile.TarError as error:
        raise BackupError("The backup is cut off or damaged.") from error
    listed = next((member for member in members if member.name == NAME), None)
    if listed is None:
        raise BackupError("The backup has no list of its contents; it is cut off or was not made by Linli.")
    manifest = parse(_read(archive, listed))
    found = {member.name for member in members} - {NAME}
    if found != set(manifest.members):
        raise BackupError(f"The backup does not hold what its list says ({len(found ^ set(manifest.members))} differ).")
    for member in members:
        if not (member.isreg() and _is_plain(member.name)):
            raise BackupError(f"The backup holds something that is no plain file: {member.name}")
        if member.name != NAME and _digest(archive, member) != manifest.members[member.name]:
            raise BackupError(f"{member.name} in the backup is damaged. Use another copy of it.")
    return manifest


def _is_plain(name: str) -> bool:
    """Say whether a member's name stays inside the folder it is meant for."""
    parts = PurePosixPath(name).parts
    return name in {DUMP, NAME} or (name.startswith(FILES) and ".." not in parts and not name.startswith("/"))


def _check_key(manifest: Manifest, *, data: Path, goes_without_key: bool) -> None:
    key = master_key(data)
    if key is None:
        if manifest.key_check is not None and not goes_without_key:
            raise BackupError(
                f"The key file {key_file(data)} is missing. It is kept apart from backups: put your copy there, mode "
                "0600. Without it sealed fields (names, telephone numbers) stay unreadable; --without-key accepts that."
            )
        return
    if not manifest.fits(key):
        raise BackupError(f"{key_file(data)} is another installation's key. Put the backup's own key file there.")
    if manifest.key_check is not None and not manifest.is_genuine(key):
        raise BackupError("The backup's list was changed after it was written. Use another copy of it.")


def _check_room(server: Server, attachments: Path, *, replaces: bool, is_empty: bool) -> None:
    has_files = attachments.is_dir() and any(attachments.iterdir())
    if (is_empty and not has_files) or (replaces and server.may_make_databases):
        return
    if replaces and not is_empty:
        raise BackupError(
            f"Rename the database {server.database} on your server, make an empty one owned by {OWNER}, then restore."
        )
    if not replaces:
        what = "The database is not empty" if not is_empty else f"{attachments} is not empty"
        raise BackupError(f"{what}. --replace puts what is there aside (nothing is deleted) and restores the backup.")


def _is_empty(server: Server) -> bool:
    with server.connect() as connection:
        return not count_rows(connection)


def _extract(archive: tarfile.TarFile, manifest: Manifest, *, dump: Path, files: Path) -> None:
    files.mkdir(mode=0o700)
    for name in manifest.members:
        target = dump if name == DUMP else files / name.removeprefix(FILES)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        source = archive.extractfile(name)
        assert source is not None
        with source, os.fdopen(descriptor, "wb") as stream:
            shutil.copyfileobj(source, stream, _BLOCK)


def _restore_database(server: Server, dump: Path, *, manifest: Manifest, mark: str, is_empty: bool) -> str | None:
    """Build the database beside the old one and swap their names; return the old one's new name.

    On a site's own server, where databases cannot be made, fill the empty one that is there, in one transaction.
    """
    if not server.may_make_databases:
        server.run("pg_restore", ["--single-transaction", "--no-owner", f"--dbname={server.database}", dump])
        _check_counts(server, manifest)
        return None
    fresh = f"linli_restoring_{mark}"
    maintenance = server.named("postgres")
    with maintenance.connect(autocommit=True) as connection:
        make_database(connection, fresh)
    try:
        target = server.named(fresh)
        target.run("pg_restore", ["--single-transaction", "--no-owner", f"--role={OWNER}", f"--dbname={fresh}", dump])
        grant_in(lambda name: server.named(name).connect(autocommit=True), fresh)
        _check_counts(target, manifest)
        _check_app_rights(target)
    except BaseException:
        with maintenance.connect(autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(fresh)))
        raise
    return _swap_databases(maintenance, current=server.database, fresh=fresh, mark=mark, is_empty=is_empty)


def _swap_databases(maintenance: Server, *, current: str, fresh: str, mark: str, is_empty: bool) -> str | None:
    aside = f"{current}_before_{mark}"
    with maintenance.connect(autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [current],
        )
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        with connection.transaction():
            connection.execute(rename.format(sql.Identifier(current), sql.Identifier(aside)))
            connection.execute(rename.format(sql.Identifier(fresh), sql.Identifier(current)))
        if is_empty:
            connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(aside)))
            return None
    return aside


def _swap_files(attachments: Path, fresh: Path, *, mark: str) -> Path | None:
    aside: Path | None = None
    if attachments.is_dir():
        if any(attachments.iterdir()):
            aside = attachments.with_name(f"files.before-{mark}")
            attachments.rename(aside)
        else:
            attachments.rmdir()
    fresh.rename(attachments)
    return aside


def _check_counts(server: Server, manifest: Manifest) -> None:
    with server.connect() as connection:
        counts = count_rows(connection)
    differing = sorted(name for name in counts | manifest.counts if counts.get(name) != manifest.counts.get(name))
    if differing:
        raise BackupError(f"After restoring, these tables have another number of rows: {', '.join(differing)}")


def _check_app_rights(server: Server) -> None:
    """Make sure that the app's log-in came through without owning anything. Raises BackupError."""
    with server.connect() as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relowner = %s::regrole",
            [APP],
        ).fetchone()
    if row is None or row[0]:
        raise BackupError(f"The restored database gives tables to {APP}, which may own nothing.")


def _read(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    source = archive.extractfile(member)
    return source.read() if source else b""


def _digest(archive: tarfile.TarFile, member: tarfile.TarInfo) -> str:
    source = archive.extractfile(member)
    digest = hashlib.sha256()
    while source and (block := source.read(_BLOCK)):
        digest.update(block)
    return digest.hexdigest()
