"""``linli import residents``: the same import from a terminal, for whoever has a server and no browser at hand."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from tests.domains.residents.test_importing import FAMILY, HEAD, row, sheet

from linli.domains.residents.models import Person
from linli.foundation.imports.sheets import read_sheet
from linli.foundation.scope.context import reading
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

BAD = row(5, "赵六", "9901")


def run(path: Path, *options: str, community: str = COMMUNITY) -> str:
    out = io.StringIO()
    call_command("import_residents", str(path), "--community", community, *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def path(cast: Cast, tmp_path: Path) -> Path:
    del cast
    kept = tmp_path / "residents.xlsx"
    kept.write_bytes(sheet(*FAMILY, BAD))
    return kept


def people(cast: Cast) -> int:
    with reading(cast.readers["heshuning"]):
        return Person.objects.count()


class TestImportResidents:
    def test_it_shows_the_columns_and_counts_what_it_did(self, cast: Cast, path: Path) -> None:
        said = run(path, "--yes")

        assert "姓名* → 姓名" in said
        assert "新增 4 人" in said
        assert people(cast) == 4

    def test_faulty_rows_are_written_for_the_owner_alone(self, path: Path) -> None:
        run(path, "--yes")
        faulty = path.with_name("residents-errors.xlsx")

        assert faulty.stat().st_mode & 0o777 == 0o600
        assert [one.text(1) for one in read_sheet(faulty.read_bytes(), file_name="e.xlsx").rows] == ["姓名*", "赵六"]

    def test_a_program_reads_the_counts(self, path: Path) -> None:
        counts = json.loads(run(path, "--yes", "--json"))

        assert (counts["added"], counts["faulty"]) == (4, 1)
        assert json.loads(run(path, "--yes", "--json"))["same"] == 4

    def test_without_a_yes_nothing_is_imported(self, cast: Cast, path: Path) -> None:
        with pytest.raises(CommandError, match="没有导入"):
            run(path)
        assert people(cast) == 0

    def test_a_column_under_another_heading_is_named_by_an_option(self, cast: Cast, tmp_path: Path) -> None:
        other = tmp_path / "other.xlsx"
        other.write_bytes(sheet(*FAMILY, head=[HEAD[0], "称呼", *HEAD[2:]]))

        with pytest.raises(CommandError, match="姓名"):
            run(other, "--yes")
        run(other, "--yes", "--column", "称呼=name")
        assert people(cast) == 4

    @pytest.mark.parametrize("column", ["没有这一列=name", "姓名*=height"])
    def test_a_column_or_field_that_is_not_there(self, path: Path, column: str) -> None:
        with pytest.raises(CommandError, match=column.partition("=")[0][:2]):
            run(path, "--yes", "--column", column)

    def test_a_community_or_file_that_is_not_there(self, path: Path) -> None:
        with pytest.raises(CommandError, match="990000000000"):
            run(path, "--yes", community="990000000000")
        with pytest.raises(CommandError, match=r"none\.xlsx"):
            run(path.with_name("none.xlsx"), "--yes")
