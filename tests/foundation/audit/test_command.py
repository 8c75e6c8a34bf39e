import json
from collections.abc import Callable

import psycopg
import pytest
from django.core.management import call_command

COMMUNITY = "110101001001"


@pytest.mark.usefixtures("committed_db")
class TestVerifyAudit:
    def test_sound_chains(self, write: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> None:
        write(3)
        call_command("verify_audit", "--json")
        assert json.loads(capsys.readouterr().out) == {
            "ok": True,
            "chains": 1,
            "rows": 3,
            "faults": [],
            "torn_lines": 0,
        }

    def test_a_broken_chain_ends_with_an_error_and_names_the_row(
        self,
        write: Callable[..., None],
        owner: psycopg.Connection[tuple[object, ...]],
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        write(3)
        owner.execute("DELETE FROM audit_entry WHERE number = 2")
        with pytest.raises(SystemExit) as ended:
            call_command("verify_audit", "--community", COMMUNITY)
        assert ended.value.code == 1
        assert COMMUNITY in (said := capsys.readouterr().out)
        assert "2" in said
