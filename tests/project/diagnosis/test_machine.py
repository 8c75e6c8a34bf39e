"""The self-diagnosis names what is wrong with keys, backups, disk and calendar, and what to do."""

import json
import os
from collections import namedtuple
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from linli.project.backup.writing import RECORD
from linli.project.diagnosis import calendar, machine
from linli.project.diagnosis.finding import Grade

Usage = namedtuple("Usage", "total used free")  # noqa: PYI024 - stands in for shutil's own


def _note_backup(data: Path, *, file: Path, age: timedelta) -> None:
    made_at = (datetime.now(tz=UTC) - age).isoformat()
    (data / RECORD).write_text(json.dumps({"made_at": made_at, "path": str(file)}))


class TestKeys:
    def test_a_key_others_can_read_fails_and_says_how_to_close_it(self, tmp_path: Path) -> None:
        key = tmp_path / "keys" / "master.key"
        key.parent.mkdir()
        key.write_text("x")
        key.chmod(0o640)
        found = list(machine.keys(tmp_path))
        assert [finding.grade for finding in found] == [Grade.FAIL]
        assert found[0].advice == f"Run: chmod 0600 {key}"
        key.chmod(0o600)
        assert [finding.grade for finding in machine.keys(tmp_path)] == [Grade.OK]


class TestLastBackup:
    def test_none_at_all_is_said(self, tmp_path: Path) -> None:
        assert machine.last_backup(tmp_path).said == "none was ever written"

    def test_one_on_the_same_disk_is_no_safety(self, tmp_path: Path) -> None:
        file = tmp_path / "one.linli"
        file.touch()
        _note_backup(tmp_path, file=file, age=timedelta(hours=1))
        found = machine.last_backup(tmp_path)
        assert found.grade is Grade.WARN
        assert "same disk" in found.said

    def test_one_that_was_moved_away_is_well_until_it_is_old(self, tmp_path: Path) -> None:
        _note_backup(tmp_path, file=tmp_path / "gone.linli", age=timedelta(hours=1))
        assert machine.last_backup(tmp_path).grade is Grade.OK
        _note_backup(tmp_path, file=tmp_path / "gone.linli", age=timedelta(days=3))
        assert machine.last_backup(tmp_path).grade is Grade.WARN

    def test_one_on_another_disk_is_well(self, tmp_path: Path) -> None:
        other = Path("/dev/shm")  # noqa: S108 - another file system on every Linux machine
        if not other.is_dir() or other.stat().st_dev == tmp_path.stat().st_dev:
            pytest.skip("no second file system here")
        file = other / f"linli-test-{os.getpid()}"
        file.touch()
        try:
            _note_backup(tmp_path, file=file, age=timedelta(hours=1))
            assert machine.last_backup(tmp_path).grade is Grade.OK
        finally:
            file.unlink()


class TestDisk:
    @pytest.mark.parametrize(("free_gib", "grade"), [(0.5, Grade.FAIL), (3, Grade.WARN), (50, Grade.OK)])
    def test_little_room_is_said_in_time(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free_gib: float, grade: Grade
    ) -> None:
        monkeypatch.setattr(machine.shutil, "disk_usage", lambda _path: Usage(100, 50, free_gib * 1024**3))
        assert machine.disk(tmp_path).grade is grade


class TestCalendar:
    @pytest.mark.parametrize(
        ("today", "published", "grade"),
        [
            (date(2026, 6, 1), {2026}, Grade.OK),
            (date(2026, 12, 1), {2026}, Grade.WARN),
            (date(2026, 12, 1), {2026, 2027}, Grade.OK),
            (date(2027, 1, 1), {2026}, Grade.FAIL),
        ],
    )
    def test_this_year_is_needed_and_the_next_by_december(self, today: date, published: set[int], grade: Grade) -> None:
        assert calendar.calendar_year(today, published=frozenset(published)).grade is grade
