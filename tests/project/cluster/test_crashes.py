"""The server comes back after every kind of sudden end."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest

from linli.project import cluster
from linli.project.cluster.layout import lay_out
from linli.project.cluster.processes import Identity, wait_until

pytestmark = pytest.mark.machine


def _kill(pid: int) -> None:
    named = Identity.of(pid)
    os.kill(pid, signal.SIGKILL)
    assert named is not None
    assert wait_until(lambda: not named.is_running, seconds=10)


def _sleeper_of_the_servers_account(data: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(["sleep", "60"], **lay_out(data).account.popen_arguments())


class TestSuddenEnd:
    def test_committed_rows_survive_a_killed_server(self, data: Path) -> None:
        running = cluster.ensure(data)
        with psycopg.connect(running.owner_url) as connection:
            connection.execute("CREATE TABLE kept (id int)")
            connection.execute("INSERT INTO kept SELECT generate_series(1, 1000)")
        _kill(running.pid)

        again = cluster.ensure(data)

        assert again.started
        with psycopg.connect(again.app_url) as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1000,)

    def test_a_pid_file_that_names_somebody_else_is_no_obstacle(self, data: Path) -> None:
        running = cluster.ensure(data)
        _kill(running.pid)
        wait_until(lambda: not _children_in(running.folder), seconds=10)
        stranger = _sleeper_of_the_servers_account(data)
        try:
            for file in (running.folder / "postmaster.pid", running.sockets / ".s.PGSQL.5432.lock"):
                lines = file.read_text().split("\n")
                file.write_text("\n".join([str(stranger.pid), *lines[1:]]))

            again = cluster.ensure(data)

            assert again.started
            assert stranger.poll() is None, "a start ends only what is its own"
        finally:
            stranger.kill()
            stranger.wait()

    def test_a_torn_pid_file_is_no_obstacle(self, data: Path) -> None:
        running = cluster.ensure(data)
        _kill(running.pid)
        wait_until(lambda: not _children_in(running.folder), seconds=10)
        (running.folder / "postmaster.pid").write_text("")

        assert cluster.ensure(data).started

    def test_a_repair_of_more_than_ten_seconds_is_waited_for(
        self, data: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        running = cluster.ensure(data)
        os.kill(running.pid, signal.SIGSTOP)  # alive and silent, as while it replays a long log
        threading.Timer(12, os.kill, (running.pid, signal.SIGCONT)).start()

        began = time.monotonic()
        again = cluster.ensure(data)

        assert time.monotonic() - began > 10
        assert (again.pid, again.started) == (running.pid, False)
        assert "repairing its files" in capfd.readouterr().err

    def test_the_server_ends_with_the_process_that_started_it(self, data: Path) -> None:
        program = (
            "import sys, time; from pathlib import Path; from linli.project import cluster;"
            "print(cluster.ensure(Path(sys.argv[1]), dies_with_parent=True).pid, flush=True); time.sleep(60)"
        )
        starter = subprocess.Popen([sys.executable, "-c", program, str(data)], stdout=subprocess.PIPE, text=True)
        assert starter.stdout is not None
        server = Identity.of(int(starter.stdout.readline()))
        assert server is not None

        starter.kill()
        starter.wait()
        starter.stdout.close()

        assert wait_until(lambda: not server.is_running, seconds=10)

    def test_starts_at_the_same_moment_share_one_server(self, data: Path) -> None:
        program = (
            "import sys; from pathlib import Path; from linli.project import cluster;"
            "print(cluster.ensure(Path(sys.argv[1]), for_tests=True).pid); sys.stdout.flush(); sys.stdin.read()"
        )
        starters = [
            subprocess.Popen(
                [sys.executable, "-c", program, str(data)], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
            )
            for _ in range(4)
        ]
        pids = {starter.stdout.readline() for starter in starters if starter.stdout}
        for starter in starters:
            starter.communicate()

        assert len(pids) == 1


class TestLostFiles:
    def test_lost_passwords_are_named_and_nothing_is_made_anew(self, data: Path) -> None:
        cluster.release(cluster.ensure(data), data=data)
        (data / "cluster-passwords.json").unlink()

        with pytest.raises(cluster.ClusterError, match=r"cluster-passwords\.json is gone"):
            cluster.ensure(data)

    def test_wrong_passwords_are_named(self, data: Path) -> None:
        cluster.release(cluster.ensure(data), data=data)
        file = data / "cluster-passwords.json"
        file.write_text(json.dumps({"superuser": "x", "owner": "x", "app": "x"}))

        began = time.monotonic()
        with pytest.raises(cluster.ClusterError, match="does not know the password"):
            cluster.ensure(data)
        assert time.monotonic() - began < 30


def _children_in(folder: Path) -> list[Path]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if (entry / "cwd").resolve(strict=True) == folder.resolve() and Identity.of(int(entry.name)):
                found.append(entry)
        except OSError:
            continue
    return found
