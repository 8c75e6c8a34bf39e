"""``linli procedures``: out as a file, back in without a difference, and faults named before anything is kept."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from linli.foundation.rulepacks import actions as rulepacks
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, job_reader
from linli.foundation.workflow import actions, queries
from linli.foundation.workflow.editing import drafts
from linli.project import command

pytestmark = pytest.mark.django_db
CODE = "grid_event"


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("procedures", *words, stdout=out)
    return out.getvalue()


@pytest.fixture(autouse=True)
def seeded() -> Iterator[None]:
    with reading(job_reader("", purpose=Purpose.ADMINISTER)):
        rulepacks.seed()
        actions.seed()
        yield


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "procedure.json"
    run("export", CODE, "--out", str(path))
    return path


def spoilt(file: Path) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(file.read_text())
    next(state for state in body["states"] if state["code"] == "handling")["clocks"] = []
    file.write_text(json.dumps(body))
    return body


class TestProcedures:
    def test_what_comes_out_is_printed_or_written(self, file: Path) -> None:
        assert run("export", CODE) == file.read_text()

    def test_what_was_written_comes_back_as_the_same_draft(self, file: Path) -> None:
        assert "2" in run("import", str(file))
        draft = drafts.draft_of(CODE)
        assert draft is not None
        assert draft.digest == actions.digest_of(json.loads(file.read_text()))
        with pytest.raises(CommandError):
            run("import", str(file))

    def test_publishing_at_once_is_all_or_nothing(self, file: Path) -> None:
        spoilt(file)
        with pytest.raises(CommandError):
            run("import", str(file), "--publish")
        assert drafts.draft_of(CODE) is None
        run("export", CODE, "--out", str(file))
        run("import", str(file), "--publish")
        assert queries.published(CODE).version == 2

    def test_a_check_names_every_fault_and_keeps_nothing(self, file: Path) -> None:
        assert CODE in run("check", str(file))
        spoilt(file)
        out = io.StringIO()
        with pytest.raises(CommandError):
            call_command("procedures", "check", str(file), "--json", stdout=out)
        assert [(one["code"], one["where"]) for one in json.loads(out.getvalue())] == [("no_clock", "handling")]
        assert drafts.draft_of(CODE) is None

    @pytest.mark.parametrize("words", [("export", "moon"), ("check", "nowhere.json"), ("import", "nowhere.json")])
    def test_what_is_not_there_is_said_in_a_sentence(self, words: tuple[str, str]) -> None:
        with pytest.raises(CommandError):
            run(*words)

    def test_the_schema_is_printed(self) -> None:
        assert json.loads(run("schema"))["$id"] == "urn:linli:schema:procedure:1"

    def test_the_command_line_hands_over(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[tuple[str, ...]] = []
        monkeypatch.setattr("linli.project.commands.rooms._in_surroundings", lambda *words: asked.append(words) or 0)
        assert command.main(["procedures", "export", CODE]) == 0
        assert asked == [("procedures", "--skip-checks", "export", CODE)]
