"""The command line explains itself and answers mistakes with a sentence, never with a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from linli.project import command
from linli.project.commands import surroundings


def _run(*words: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "linli.project.command", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


class TestHelp:
    def test_every_command_stands_in_the_help(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit):
            command.main(["--help"])
        shown = capsys.readouterr().out
        names = "serve worker migrate init demo check backup restore verify-audit import procedures keys manage triage"
        for name in names.split():
            assert f"\n    {name}" in shown

    def test_a_word_no_command_knows_is_refused(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as leaving:
            command.main(["check", "--loud"])
        assert leaving.value.code == 2
        assert "--loud" in capsys.readouterr().err


class TestMistakes:
    def test_an_unknown_postgres_is_named_in_one_sentence(self, own_environment: dict[str, str]) -> None:
        done = _run("migrate", environment=own_environment | {"LINLI_POSTGRES": "oracle"})
        assert done.returncode == 1
        assert done.stderr == "linli: LINLI_POSTGRES is 'oracle'; it may be 'wheel' or 'system'.\n"

    def test_migrating_needs_the_owners_log_in(self, own_environment: dict[str, str]) -> None:
        done = _run("migrate", environment=own_environment | {"LINLI_DATABASE_URL": "postgresql://linli_app@/linli"})
        assert done.returncode == 1
        assert "LINLI_OWNER_DATABASE_URL is not set" in done.stderr

    @pytest.mark.machine
    def test_restoring_something_else_says_so(self, own_environment: dict[str, str], tmp_path: Path) -> None:
        file = tmp_path / "holiday.jpg"
        file.write_bytes(b"\xff\xd8\xff" * 1000)
        done = _run("restore", str(file), environment=own_environment)
        assert done.returncode == 1
        assert "cannot be read as a backup" in done.stderr


class TestChildren:
    def test_what_serves_and_works_never_holds_the_owner_s_log_in(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LINLI_DATABASE_URL", "postgresql://linli_app:a@/linli")
        monkeypatch.setenv("LINLI_OWNER_DATABASE_URL", "postgresql://linli_owner:o@/linli")

        assert {**os.environ, **surroundings.without_owner()}["LINLI_OWNER_DATABASE_URL"] == (
            "postgresql://linli_app:a@/linli"
        )
