"""``linli import rooms`` for whoever has a server and no browser at hand."""

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from tests.domains.places.conftest import COMMUNITY
from tests.domains.places.room_sheets import HEAD, doors, row, sheet, street

from linli.foundation.imports.sheets import read_sheet
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, job_reader
from linli.foundation.territory import actions as territory
from linli.project import command

ROWS = (row("3号楼", "1", "1", "101"), row("3号楼", "1", "2", "201"), row("99号楼", "1", "1", "101"))


def run(path: Path, *options: str, community: str = COMMUNITY) -> str:
    out = io.StringIO()
    call_command("import_rooms", str(path), "--community", community, *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def path(db: None, tmp_path: Path) -> Iterator[Path]:  # noqa: ARG001 - opens the database
    kept = tmp_path / "rooms.xlsx"
    kept.write_bytes(sheet(*ROWS))
    with reading(job_reader("44", purpose=Purpose.ADMINISTER)):
        territory.add_division(COMMUNITY, name="示例社区", from_on=date(2020, 1, 1))
        street("3 号楼")
        yield kept


class TestImportRooms:
    def test_it_shows_the_columns_and_what_changes_and_counts_what_it_did(self, path: Path) -> None:
        said = run(path, "--yes")

        assert "楼栋 → 楼" in said
        assert "3 号楼：新增 2，已有 0" in said
        assert "第 4 行" in said
        assert "“99号楼”" in said
        assert "新增 2 套" in said
        assert len(doors()) == 2

    def test_a_program_reads_the_counts_and_a_second_time_changes_nothing(self, path: Path) -> None:
        first, again = json.loads(run(path, "--yes", "--json")), json.loads(run(path, "--yes", "--json"))

        assert (first["added"], first["same"], first["sized"], first["faulty"]) == (2, 0, 1, 1)
        assert (again["added"], again["same"], again["sized"], again["faulty"]) == (0, 2, 0, 1)

    def test_faulty_rows_are_written_where_asked_for_the_owner_alone(self, path: Path) -> None:
        errors = path.with_name("bad.xlsx")
        assert json.loads(run(path, "--yes", "--json", "--errors", str(errors)))["errors"] == str(errors)
        assert errors.stat().st_mode & 0o777 == 0o600
        assert [one.text(1) for one in read_sheet(errors.read_bytes(), file_name="e.xlsx").rows] == ["楼栋", "99号楼"]

    def test_without_a_yes_nothing_is_imported(self, path: Path) -> None:
        with pytest.raises(CommandError, match="没有导入"):
            run(path)
        assert doors() == []

    def test_a_column_under_another_heading_is_named_by_an_option(self, path: Path) -> None:
        path.write_bytes(sheet(*ROWS, head=[HEAD[0], "甲栏", *HEAD[2:]]))
        with pytest.raises(CommandError, match="没有这一列"):
            run(path, "--yes", "--column", "甲栏=name")
        run(path, "--yes", "--column", "甲栏=building", "--column", "房号=room")
        assert len(doors()) == 2

    def test_a_file_or_community_that_is_not_there_and_no_sheet(self, path: Path) -> None:
        with pytest.raises(CommandError, match="990000000000"):
            run(path, "--yes", community="990000000000")
        with pytest.raises(CommandError, match=r"none\.xlsx"):
            run(path.with_name("none.xlsx"), "--yes")
        path.write_bytes(b"%PDF-1.7")
        with pytest.raises(CommandError, match="不是电子表格"):
            run(path, "--yes")

    def test_the_operator_s_command_knows_it(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit):
            command.main(["import", "--help"])
        assert "rooms" in capsys.readouterr().out
