import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from tests.portals.setup.conftest import COMMUNITY, NAMES, SET_UP, STREET, answers

from linli.domains.duties import facade as duties
from linli.domains.duties.facade import Place
from linli.foundation.accounts.models import Account, Assignment, Credential
from linli.foundation.accounts.roles import Role
from linli.foundation.orgs import queries as orgs
from linli.foundation.scope.context import reading
from linli.foundation.territory import queries as territory
from linli.portals.setup.checklist import checklist_of
from linli.portals.setup.founding import found_community

FIRST_PEOPLE = {
    "system_admin": "xitong",
    "security_admin": "anquan",
    "audit_admin": "shenji",
    "clerk": "shequ",
}


@pytest.mark.usefixtures("db")
class TestFoundCommunity:
    def test_divisions_units_duties_and_accounts_are_there_afterwards(self) -> None:
        with reading(SET_UP):
            founding = found_community(answers(**FIRST_PEOPLE))
        with reading(SET_UP):
            assert [ref.name for ref in territory.ancestry(COMMUNITY)] == list(NAMES.values())
            assert len(orgs.units_serving(COMMUNITY)) == 3
            assert duties.lead_for("noise", Place(community=COMMUNITY)) is not None
            assert set(Assignment.objects.values_list("role", "scope")) == {
                (Role.SYSTEM_ADMIN, STREET),
                (Role.SECURITY_ADMIN, STREET),
                (Role.AUDIT_ADMIN, STREET),
                (Role.CLERK, COMMUNITY),
            }
            assert {log_in.username for log_in in founding.log_ins} == set(FIRST_PEOPLE.values())

    def test_a_first_password_opens_once_and_must_be_changed(self) -> None:
        with reading(SET_UP):
            (log_in,) = found_community(answers(clerk="shequ")).log_ins
            credential = Credential.objects.get(account__username="shequ")
            assert credential.check_password(log_in.password)
            assert credential.must_change_password

    def test_founding_again_changes_nothing_and_says_what_was_there(self) -> None:
        with reading(SET_UP):
            found_community(answers(**FIRST_PEOPLE))
        with reading(SET_UP):
            again = found_community(answers(**FIRST_PEOPLE))
            assert [line for line in again.lines if line.is_new] == []
            assert again.log_ins == []
            assert Account.objects.count() == 4

    def test_another_first_clerk_is_not_made_where_one_works(self) -> None:
        with reading(SET_UP):
            found_community(answers(clerk="shequ"))
            assert found_community(answers(clerk="another")).log_ins == []

    def test_the_checklist_then_asks_for_what_only_people_can_bring(self) -> None:
        with reading(SET_UP):
            found_community(answers(**FIRST_PEOPLE))
        with reading(SET_UP):
            missing = {point.code for point in checklist_of(COMMUNITY).points if not point.is_done}
        assert missing == {"posts", "staff", "grids", "buildings", "phrases"}


@pytest.mark.usefixtures("committed_db")
class TestLinliInit:
    def arguments(self) -> list[str]:
        return ["--community", COMMUNITY, *(f"--division={code}={name}" for code, name in NAMES.items())]

    def test_options_are_enough_and_a_second_run_makes_nothing(self, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("linli_init", *self.arguments(), "--account=clerk=shequ:王示例", "--json")
        first = json.loads(capsys.readouterr().out)
        assert {log_in["role"] for log_in in first["log_ins"]} == {
            "system_admin",
            "security_admin",
            "audit_admin",
            "clerk",
        }
        call_command("linli_init", "--community", COMMUNITY, "--json")
        again = json.loads(capsys.readouterr().out)
        assert again["log_ins"] == []
        assert not any(line["new"] for line in again["lines"])

    def test_answers_may_come_from_a_file(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        file = tmp_path / "answers.json"
        units = {"enterprise": "示例物业"}
        file.write_text(json.dumps({"community": COMMUNITY, "divisions": NAMES, "units": units}), "utf-8")
        call_command("linli_init", "--answers", str(file))
        assert "示例物业" in capsys.readouterr().out

    @pytest.mark.parametrize(
        "arguments",
        [
            [],
            ["--community", "440305"],
            ["--community", "989999999999"],
            ["--community", COMMUNITY],
            ["--community", COMMUNITY, "--division", "44"],
            ["--answers", "/nowhere/answers.json"],
        ],
    )
    def test_what_is_missing_or_wrong_is_said_and_nothing_is_made(self, arguments: list[str]) -> None:
        with pytest.raises(CommandError):
            call_command("linli_init", *arguments)
        with reading(SET_UP):
            assert territory.communities_within("") == ()

    def test_an_unknown_kind_of_unit_is_refused(self) -> None:
        with pytest.raises(CommandError, match="post_office"):
            call_command("linli_init", *self.arguments(), "--unit", "post_office=邮局")
