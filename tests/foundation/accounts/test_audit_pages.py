from collections.abc import Callable

import pytest
from django.test import Client
from tests.foundation.accounts.conftest import COMMUNITY, DISTRICT, AddPerson

from linli.foundation.accounts.roles import Role

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
Enter = Callable[..., Client]


@pytest.fixture
def auditor(add_person: AddPerson, enter: Enter) -> Client:
    add_person("auditor", (Role.AUDIT_ADMIN, DISTRICT), name="审计员", totp=SECRET)
    return enter("auditor", totp=SECRET, browser=Client())


class TestTheAuditorsPages:
    def test_rows_are_shown_with_names_and_words(self, auditor: Client) -> None:
        page = auditor.get(f"/audit/?chain={DISTRICT}").content.decode()
        assert "审计员" in page
        assert "Logged in" in page

    def test_chains_are_called_by_their_places(self, auditor: Client) -> None:
        names = [chain.name for chain in auditor.get("/audit/").context["chains"]]
        assert "东城区" in names

    def test_the_check_says_that_all_is_well(self, auditor: Client) -> None:
        page = auditor.post("/audit/check/")
        assert "are as they were written" in page.content.decode()

    def test_a_script_gets_the_part_alone(self, auditor: Client) -> None:
        part = auditor.post("/audit/check/", headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in part

    @pytest.mark.parametrize("query", ["day=x", "before=-1", "before=9" + "9" * 40, "chain=' OR 1=1", "day=2026-13-01"])
    def test_nonsense_in_the_address_is_passed_over(self, auditor: Client, query: str) -> None:
        assert auditor.get(f"/audit/?{query}").status_code == 200

    def test_a_clerk_and_the_other_administrators_are_refused(self, add_person: AddPerson, enter: Enter) -> None:
        add_person("wang", (Role.CLERK, COMMUNITY))
        add_person("system", (Role.SYSTEM_ADMIN, DISTRICT), totp=SECRET)
        assert enter("wang").get("/audit/").status_code == 403
        assert enter("system", totp=SECRET).get("/audit/check/").status_code == 403
