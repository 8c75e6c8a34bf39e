"""A backup brings everything back, holds no key, and is refused as a whole when any part of it is wrong."""

import base64
import io
import json
import os
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from linli.project import cluster
from linli.project.backup import Server, restore, write_backup
from linli.project.backup.errors import BackupError
from linli.project.backup.reading import verify

pytestmark = pytest.mark.machine

KEY = base64.b64encode(b"k" * 32).decode()


def _community(data: Path) -> cluster.Connection:
    """Give a data folder a protected table with rows, an attachment and a key."""
    running = cluster.ensure(data)
    with psycopg.connect(running.owner_url) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        connection.execute("CREATE TABLE notes (id int PRIMARY KEY, community text)")
        connection.execute("INSERT INTO notes SELECT i, 'a' FROM generate_series(1, 500) i")
        connection.execute("ALTER TABLE notes ENABLE ROW LEVEL SECURITY")
        connection.execute("CREATE POLICY own ON notes USING (community = current_setting('linli.community', true))")
        connection.execute("CREATE TABLE locked (id int)")
        connection.execute("REVOKE INSERT ON locked FROM linli_app")
    (data / "files" / "ab").mkdir(parents=True)
    (data / "files" / "ab" / "abcd").write_bytes(b"photo" * 1000)
    (data / "keys").mkdir(mode=0o700)
    (data / "keys" / "master.key").write_text(KEY + "\n")
    return running


def _give_key(data: Path, key: str = KEY) -> None:
    (data / "keys").mkdir(parents=True, exist_ok=True)
    (data / "keys" / "master.key").write_text(key)


class TestWriting:
    def test_the_file_is_closed_to_others_and_holds_no_key(self, data: Path, tmp_path: Path) -> None:
        running = _community(data)
        file = tmp_path / "one.linli"

        write_backup(file, data=data, server=Server.embedded(running))

        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        with tarfile.open(file) as archive:
            assert sorted(archive.getnames()) == ["database.dump", "files/ab/abcd", "manifest.json"]
        assert KEY.encode() not in file.read_bytes()
        assert b"k" * 32 not in file.read_bytes()
        assert json.loads((data / "backup.json").read_text())["path"] == str(file)
        assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []

    def test_a_failed_backup_leaves_the_earlier_file_alone(self, data: Path, tmp_path: Path) -> None:
        running = _community(data)
        file = tmp_path / "one.linli"
        file.write_bytes(b"earlier")
        broken = Server(url=running.super_url, programs=tmp_path, may_make_databases=True)

        with pytest.raises((BackupError, OSError)):
            write_backup(file, data=data, server=broken)

        assert file.read_bytes() == b"earlier"
        assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


class TestBringingBack:
    def test_rows_files_grants_and_row_security_come_back(
        self, new_data: Callable[[str], Path], tmp_path: Path
    ) -> None:
        old, new, file = new_data("old"), new_data("new"), tmp_path / "one.linli"
        write_backup(file, data=old, server=Server.embedded(_community(old)))
        running = cluster.ensure(new)
        _give_key(new)

        restored = restore(file, data=new, server=Server.embedded(running))

        assert restored.manifest.counts == {"public.locked": 0, "public.notes": 500}
        assert (new / "files" / "ab" / "abcd").read_bytes() == b"photo" * 1000
        with psycopg.connect(running.app_url, autocommit=True) as connection:
            assert connection.execute("SELECT count(*) FROM notes").fetchone() == (0,)
            connection.execute("SET linli.community = 'a'")
            assert connection.execute("SELECT count(*) FROM notes").fetchone() == (500,)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("INSERT INTO locked VALUES (1)")
        with psycopg.connect(running.owner_url) as connection:
            connection.execute("CREATE TABLE later (id int)")
        with psycopg.connect(running.app_url) as connection:
            connection.execute("INSERT INTO later VALUES (1)")

    def test_what_is_there_is_refused_or_put_aside_never_deleted(self, data: Path, tmp_path: Path) -> None:
        running, file = _community(data), tmp_path / "one.linli"
        server = Server.embedded(running)
        write_backup(file, data=data, server=server)
        with psycopg.connect(running.owner_url) as connection:
            connection.execute("DELETE FROM notes WHERE id > 100")

        with pytest.raises(BackupError, match="not empty"):
            restore(file, data=data, server=server)
        restored = restore(file, data=data, server=server, replaces=True)

        assert restored.old_database is not None
        assert restored.old_files is not None
        assert (restored.old_files / "ab" / "abcd").exists()
        for name, rows in (("linli", 500), (restored.old_database, 100)):
            with psycopg.connect(running.super_url, dbname=name) as connection:
                assert connection.execute("SELECT count(*) FROM notes").fetchone() == (rows,)

    def test_the_owners_log_in_alone_is_enough_on_a_server_of_ones_own(
        self, new_data: Callable[[str], Path], tmp_path: Path
    ) -> None:
        old, new, file = new_data("old"), new_data("new"), tmp_path / "one.linli"
        write_backup(file, data=old, server=Server.given(_community(old).owner_url))
        _give_key(new)

        restore(file, data=new, server=Server.given(cluster.ensure(new).owner_url))

        with psycopg.connect(cluster.ensure(new).owner_url) as connection:
            assert connection.execute("SELECT count(*) FROM notes").fetchone() == (500,)


class TestRefusing:
    @pytest.fixture
    def prepared(self, new_data: Callable[[str], Path], tmp_path: Path) -> tuple[Path, Path, Server]:
        """Give a backup, and an empty data folder with its server."""
        old, new, file = new_data("old"), new_data("new"), tmp_path / "one.linli"
        write_backup(file, data=old, server=Server.embedded(_community(old)))
        return file, new, Server.embedded(cluster.ensure(new))

    def test_without_the_key_it_says_where_the_key_belongs(self, prepared: tuple[Path, Path, Server]) -> None:
        file, new, server = prepared
        with pytest.raises(BackupError, match=r"master\.key is missing"):
            restore(file, data=new, server=server)
        assert restore(file, data=new, server=server, goes_without_key=True).manifest.counts["public.notes"] == 500

    def test_another_installations_key_is_refused(self, prepared: tuple[Path, Path, Server]) -> None:
        file, new, server = prepared
        _give_key(new, base64.b64encode(b"x" * 32).decode())
        with pytest.raises(BackupError, match="another installation's key"):
            restore(file, data=new, server=server)

    def test_a_flipped_bit_is_found_before_anything_is_changed(self, prepared: tuple[Path, Path, Server]) -> None:
        file, new, server = prepared
        content = bytearray(file.read_bytes())
        content[2000] ^= 1
        file.write_bytes(content)
        with pytest.raises(BackupError, match=r"database\.dump in the backup is damaged"):
            restore(file, data=new, server=server)
        with server.connect() as connection:
            assert connection.execute("SELECT to_regclass('notes')").fetchone() == (None,)

    def test_a_cut_off_file_is_refused(self, prepared: tuple[Path, Path, Server]) -> None:
        file, _new, _server = prepared
        os.truncate(file, file.stat().st_size // 2)
        with pytest.raises(BackupError, match="cut off"):
            verify(file)

    def test_a_list_changed_by_hand_is_found_with_the_key(self, prepared: tuple[Path, Path, Server]) -> None:
        file, new, server = prepared
        _give_key(new)
        _rewrite(file, manifest=lambda said: said | {"made_at": "2020-01-01T00:00:00+00:00"})
        with pytest.raises(BackupError, match="was changed"):
            restore(file, data=new, server=server)

    @pytest.mark.parametrize("name", ["files/../../escaped", "/files/escaped", "escaped"])
    def test_a_name_that_leads_elsewhere_is_refused(self, prepared: tuple[Path, Path, Server], name: str) -> None:
        file, new, server = prepared
        _rewrite(
            file,
            manifest=lambda said: said | {"members": said["members"] | {name: "0" * 64}},
            extra=(name, b"evil"),
        )
        with pytest.raises(BackupError, match="no plain file"):
            restore(file, data=new, server=server, goes_without_key=True)
        assert not (new.parent / "escaped").exists()


def _rewrite(
    file: Path,
    *,
    manifest: Callable[[dict[str, object]], dict[str, object]],
    extra: tuple[str, bytes] | None = None,
) -> None:
    """Change a backup's list, and perhaps add a member, as somebody who has the file could."""
    with tarfile.open(file) as archive:
        members = {member.name: archive.extractfile(member).read() for member in archive}  # type: ignore[union-attr]
    members["manifest.json"] = json.dumps(manifest(json.loads(members["manifest.json"]))).encode()
    members |= dict([extra] if extra else [])
    with tarfile.open(file, "w") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
