"""A new community's name comes from the national list where one was read, at set-up and at ``linli init``."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from tests.foundation.territory.national.lists import LIST, archive_of, folder_of
from tests.portals.setup.conftest import SET_UP

from linli.foundation.accounts.roles import Role
from linli.foundation.scope.context import reading
from linli.foundation.territory import queries as territory
from linli.foundation.territory.models import Division
from linli.foundation.territory.national.importing import import_list
from linli.foundation.territory.national.package import opened

Enter = Callable[..., Client]
NEW = "/work/setup/new/"
COMMUNITY = "990101001001"


def read_list(folder: Path) -> None:
    with opened(folder_of(folder)) as package, reading(SET_UP):
        import_list(package, as_of_on=date(2023, 6, 30))


@pytest.fixture
def listed(db: None, tmp_path: Path) -> None:  # noqa: ARG001 - opens the database
    read_list(tmp_path)


@pytest.fixture
def listed_beside(founded: None, tmp_path: Path) -> None:  # noqa: ARG001 - the community stands
    read_list(tmp_path)


class TestAddACommunity:
    def test_without_a_list_a_name_must_be_written(self, enter: Enter) -> None:
        answer = enter(scope="99").post(NEW, {"code": COMMUNITY, "name": ""})
        assert answer.status_code == 422
        assert "as of" not in answer.content.decode()

    @pytest.mark.usefixtures("listed_beside")
    def test_a_code_alone_is_looked_up_and_shown_before_anything_is_added(self, enter: Enter) -> None:
        browser = enter(scope="99")
        page = browser.post(NEW, {"code": COMMUNITY, "name": ""}).content.decode()
        for words in ('value="示例社区"', "示例省 › 市辖区 › 示例区 › 示例街道", "2023-06-30"):
            assert words in page
        with reading(SET_UP):
            assert territory.communities_within("99") == ()

    @pytest.mark.usefixtures("listed_beside")
    def test_the_looked_up_name_or_another_is_then_added(self, enter: Enter) -> None:
        browser = enter(scope="99")
        assert browser.post(NEW, {"code": COMMUNITY, "name": "我们的社区"}).status_code == 302
        with reading(SET_UP):
            assert [ref.name for ref in territory.ancestry(COMMUNITY)][-2:] == ["示例街道", "我们的社区"]

    @pytest.mark.usefixtures("listed_beside")
    def test_a_code_that_the_list_does_not_name_needs_a_name(self, enter: Enter) -> None:
        browser = enter(scope="99")
        assert browser.post(NEW, {"code": "990101001009", "name": ""}).status_code == 422
        assert browser.post(NEW, {"code": "990101001009", "name": "新社区"}).status_code == 302

    @pytest.mark.usefixtures("listed_beside")
    def test_nothing_is_looked_up_outside_the_administrators_territory(self, enter: Enter) -> None:
        page = enter(Role.SYSTEM_ADMIN, "440305001").post(NEW, {"code": COMMUNITY, "name": ""})
        assert page.status_code == 422
        assert "示例社区" not in page.content.decode()


@pytest.mark.usefixtures("committed_db")
class TestCommands:
    def test_the_list_is_read_and_init_then_needs_the_code_alone(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        call_command("import_divisions", str(archive_of(tmp_path / "list.tgz")))
        assert "2023-06-30" in capsys.readouterr().out
        call_command("linli_init", "--community", COMMUNITY)
        shown = capsys.readouterr().out
        assert "2023-06-30" in shown
        assert "示例社区居民委员会" in shown

    def test_the_report_can_be_had_as_json(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("import_divisions", str(folder_of(tmp_path)), "--json")
        report = json.loads(capsys.readouterr().out)
        assert (report["as_of_on"], report["levels"][-1]["added"]) == ("2023-06-30", len(LIST["villages"]))

    def test_the_day_is_stated_or_given_and_never_guessed(self, tmp_path: Path) -> None:
        silent = folder_of(tmp_path, readme="区划")
        with pytest.raises(CommandError, match="--as-of"):
            call_command("import_divisions", str(silent))
        call_command("import_divisions", str(silent), "--as-of", "2023-06-30")
        with pytest.raises(CommandError, match="2023-06-30"):
            call_command("import_divisions", str(folder_of(tmp_path)), "--as-of", "2024-01-01")

    def test_successors_come_from_a_table(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        folder, table = folder_of(tmp_path, readme=""), tmp_path / "successors.csv"
        call_command("import_divisions", str(folder), "--as-of", "2023-06-30")
        fewer = {**LIST, "villages": LIST["villages"][1:]}
        table.write_text(f"old_code,new_code\n{COMMUNITY},990101001002\n990101001002,{COMMUNITY}\n", "utf-8")
        call_command(
            "import_divisions",
            str(folder_of(tmp_path, fewer, readme="")),
            "--as-of=2024-06-30",
            f"--successors={table}",
        )
        assert "990101001002 has not ended." in capsys.readouterr().out
        with reading(SET_UP):
            assert Division.objects.get(code=COMMUNITY).successor_id == "990101001002"

    @pytest.mark.parametrize("name", ["nowhere", "list.tgz", "empty"])
    def test_what_is_no_list_is_said_in_one_sentence_and_nothing_changes(self, tmp_path: Path, name: str) -> None:
        (tmp_path / "list.tgz").write_bytes(archive_of(tmp_path / "list.tgz").read_bytes()[:-20])
        (tmp_path / "empty").write_bytes(b"")
        with pytest.raises(CommandError):
            call_command("import_divisions", str(tmp_path / name), "--as-of", "2023-06-30")
        with reading(SET_UP):
            assert not Division.objects.exists()

    @pytest.mark.parametrize("table", [b"", b"a,b\n1,2\n", "old_code,new_code\n示例".encode()[:-1]])
    def test_a_table_of_successors_that_is_none_stops_the_import(self, tmp_path: Path, table: bytes) -> None:
        (tmp_path / "successors.csv").write_bytes(table)
        with pytest.raises(CommandError, match=r"successors\.csv"):
            call_command("import_divisions", str(folder_of(tmp_path)), "--successors", str(tmp_path / "successors.csv"))
