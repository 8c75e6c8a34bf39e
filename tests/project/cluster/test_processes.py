"""A process is told from a later one with the same number, and children end with their parent."""

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

from linli.project.cluster.processes import (
    Identity,
    end,
    read_identity,
    remove_identity,
    wait_until,
    write_identity,
    write_private,
)


class TestIdentity:
    def test_this_process_is_itself(self) -> None:
        mine = Identity.of(os.getpid())
        assert mine is not None
        assert mine.is_running

    def test_another_process_with_the_same_number_is_somebody_else(self) -> None:
        mine = Identity.of(os.getpid())
        assert mine is not None
        assert not Identity(pid=mine.pid, started_ticks=mine.started_ticks - 1).is_running

    def test_a_dead_child_that_nobody_reaped_does_not_run(self) -> None:
        child = subprocess.Popen(["true"])
        assert wait_until(lambda: Identity.of(child.pid) is None, seconds=5)
        child.wait()


class TestPidFile:
    def test_it_names_the_process_that_wrote_it(self, tmp_path: Path) -> None:
        file = tmp_path / "pid.json"
        write_identity(file)
        assert read_identity(file) == Identity.of(os.getpid())

    def test_a_torn_file_names_nobody(self, tmp_path: Path) -> None:
        file = tmp_path / "pid.json"
        file.write_text('{"pid": 1')
        assert read_identity(file) is None

    def test_a_file_from_before_a_reboot_names_nobody(self, tmp_path: Path) -> None:
        file = tmp_path / "pid.json"
        file.write_text(json.dumps({"pid": os.getpid(), "started_ticks": 1}))
        assert read_identity(file) is None

    def test_somebody_elses_file_is_left_alone(self, tmp_path: Path) -> None:
        file = tmp_path / "pid.json"
        with subprocess.Popen(["sleep", "30"]) as other:
            write_identity(file, pid=other.pid)
            remove_identity(file)
            assert file.exists()
            other.kill()
        remove_identity(file)
        assert not file.exists()

    def test_a_private_file_is_closed_to_others_from_the_start(self, tmp_path: Path) -> None:
        file = tmp_path / "secret"
        write_private(file, "x")
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert list(tmp_path.iterdir()) == [file]


class TestEnd:
    def test_a_deaf_process_is_ended_by_force(self) -> None:
        deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
        child = subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        named = Identity.of(child.pid)
        assert named is not None

        assert end(named, patience_seconds=0.3) is False

        assert child.wait() == -signal.SIGKILL
        child.stdout.close()
