"""A served Linli gets over the sudden end of each of its parts, and takes its parts along at its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from linli.project import cluster
from linli.project.cluster.processes import Identity, wait_until

pytestmark = pytest.mark.machine

START_SECONDS = 120


class Served:
    """A running ``linli serve`` and what can be done to it."""

    def __init__(self, data: Path, environment: dict[str, str]) -> None:
        self.data = data
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._environment = environment
        self.process = self.start()

    def start(self) -> subprocess.Popen[str]:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "linli.project.command", "serve", "--port", str(self.port)],
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline().strip() == f"Linli is at http://127.0.0.1:{self.port}"
        return self.process

    def part(self, name: str) -> Identity:
        said = json.loads((self.data / f"serve-{name}.json").read_text())
        return Identity(pid=said["pid"], started_ticks=said["started_ticks"])

    def database(self) -> Identity:
        running = cluster.ensure(self.data)
        cluster.release(running, data=self.data)
        found = Identity.of(running.pid)
        assert found is not None
        return found

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2):
                return True
        except OSError:
            return False

    def is_port_free(self) -> bool:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", self.port))
            except OSError:
                return False
        return True

    def end(self) -> int:
        if self.process.poll() is None:
            self.process.terminate()
        code = self.process.wait(timeout=60)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code


@pytest.fixture
def served(data: Path, own_environment: dict[str, str]) -> Iterator[Served]:
    running = Served(data, own_environment)
    yield running
    running.end()


def _kill(identity: Identity) -> None:
    os.kill(identity.pid, signal.SIGKILL)
    assert wait_until(lambda: not identity.is_running, seconds=10)


class TestKilledParts:
    def test_every_part_is_started_again_and_the_server_is_ready_again(self, served: Served) -> None:
        for kill in (lambda: served.part("web"), lambda: served.part("worker"), served.database):
            victim = kill()
            _kill(victim)
            assert wait_until(served.is_ready, seconds=60, pause_seconds=0.3)

    def test_granians_workers_go_with_their_main_process(self, served: Served) -> None:
        main = served.part("web")
        workers = [Identity.of(pid) for pid in _children(main.pid)]
        assert len(workers) == 2

        _kill(main)

        assert wait_until(lambda: not any(worker and worker.is_running for worker in workers), seconds=5)


class TestKilledWhole:
    def test_nothing_outlives_it_and_the_port_is_free_within_seconds(self, served: Served) -> None:
        parts = [served.part("web"), served.part("worker"), served.database()]
        parts += [found for pid in _children(parts[0].pid) if (found := Identity.of(pid))]

        served.process.kill()
        served.process.wait()

        assert wait_until(served.is_port_free, seconds=10)
        assert wait_until(lambda: not any(part.is_running for part in parts), seconds=20)

    def test_it_starts_again_in_the_same_folder(self, served: Served) -> None:
        served.process.kill()
        served.process.wait()
        assert served.process.stdout is not None
        served.process.stdout.close()
        assert wait_until(served.is_port_free, seconds=10)

        served.start()

        assert served.is_ready()


class TestOrderlyEnd:
    def test_it_stops_everything_it_started(self, served: Served) -> None:
        parts = [served.part("web"), served.part("worker"), served.database()]
        assert served.end() == 0
        assert not any(part.is_running for part in parts)
        assert served.is_port_free()

    def test_a_second_server_in_the_same_folder_names_the_first(
        self, served: Served, own_environment: dict[str, str]
    ) -> None:
        second = subprocess.run(
            [sys.executable, "-m", "linli.project.command", "serve", "--port", "1"],
            env=own_environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert second.returncode == 1
        assert f"http://127.0.0.1:{served.port}" in second.stderr


class TestAbandonedJobs:
    def test_a_job_of_a_dead_worker_is_taken_up_within_a_minute(self, served: Served) -> None:
        running = cluster.ensure(served.data)
        try:
            with psycopg.connect(running.app_url, autocommit=True) as connection:
                job = _abandon_job(connection)
                began = time.monotonic()
                assert wait_until(lambda: _is_settled(connection, job), seconds=60, pause_seconds=1)
                assert time.monotonic() - began <= 60
        finally:
            cluster.release(running, data=served.data)


def _abandon_job(connection: psycopg.Connection[tuple[object, ...]]) -> object:
    """Leave a job as a worker that died this moment leaves it: running, its last heartbeat just written."""
    worker = connection.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id").fetchone()
    assert worker is not None
    job = connection.execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id)"
        " VALUES ('default', 'builtin:procrastinate.builtin_tasks.remove_old_jobs', '{\"max_hours\": 1}', 'doing', %s)"
        " RETURNING id",
        [worker[0]],
    ).fetchone()
    assert job is not None
    return job[0]


def _is_settled(connection: psycopg.Connection[tuple[object, ...]], job: object) -> bool:
    """Say whether the job is done; a job that succeeded is removed."""
    row = connection.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job]).fetchone()
    return row is None or row[0] == "succeeded"


def _children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
