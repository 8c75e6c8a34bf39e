import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from tests.foundation.accounts.conftest import COMMUNITY, DISTRICT, PASSWORD, SET_UP, STREET, AddPerson

from linli.foundation.accounts import queries
from linli.foundation.accounts.limits import LIMITS
from linli.foundation.accounts.models import Account, Assignment
from linli.foundation.accounts.roles import Role
from linli.foundation.scope.context import become

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
Enter = Callable[..., Client]


@pytest.fixture
def system(add_person: AddPerson, enter: Enter) -> Client:
    add_person("system", (Role.SYSTEM_ADMIN, DISTRICT), name="系统员", totp=SECRET)
    return enter("system", totp=SECRET, browser=Client())


@pytest.fixture
def security(add_person: AddPerson, enter: Enter) -> Client:
    add_person("security", (Role.SECURITY_ADMIN, DISTRICT), name="安全员", totp=SECRET)
    return enter("security", totp=SECRET, browser=Client())


class TestAccounts:
    def test_a_new_account_shows_its_one_time_password_once(self, system: Client) -> None:
        page = system.post("/accounts/new/", {"name": "李静", "username": "li.jing", "phone": ""})
        password = page.context["password"]
        assert password in page.content.decode()
        assert "no-store" in page.headers["Cache-Control"]
        shown = system.get(f"/accounts/{page.context['account'].id}/").content.decode()
        assert password not in shown

    def test_from_the_one_time_password_to_work(self, system: Client, security: Client, client: Client) -> None:
        page = system.post("/accounts/new/", {"name": "李静", "username": "li.jing", "phone": "13800000000"})
        account, password = page.context["account"], page.context["password"]
        role = {"role": "clerk", "unit": "", "from_on": _today(), "to_on": ""}
        assert security.post(f"/accounts/{account.id}/roles/?at={COMMUNITY}", role).status_code == 302
        entered = client.post("/accounts/log-in/", {"username": "li.jing", "password": password})
        assert entered.url == "/accounts/password/"
        mine = {"password": "rice paper umbrella", "again": "rice paper umbrella"}
        assert client.post("/accounts/password/", mine).url == "/work/"
        assert client.get("/accounts/me/").status_code == 200
        again = Client().post("/accounts/log-in/", {"username": "li.jing", "password": password})
        assert again.status_code == 403

    def test_mistakes_keep_what_was_typed(self, system: Client) -> None:
        page = system.post("/accounts/new/", {"name": "李静", "username": "李静", "phone": ""})
        assert page.context["form"].errors["username"]
        assert page.context["form"]["name"].value() == "李静"

    def test_the_list_finds_by_name_and_turns_by_key(self, system: Client, add_person: AddPerson) -> None:
        for number in range(4):
            add_person(f"clerk{number}", (Role.CLERK, COMMUNITY), name=f"员{number}")
        assert [row.name for row in system.get("/accounts/?q=员3").context["rows"]] == ["员3"]
        become(SET_UP)
        first = queries.accounts_page(text="clerk", size=3)
        second = queries.accounts_page(text="clerk", after=first.after, size=3)
        assert [row.username for row in (*first.rows, *second.rows)] == ["clerk0", "clerk1", "clerk2", "clerk3"]
        assert second.after == ""

    def test_a_closed_account_is_logged_out_and_opened_again(
        self, system: Client, client: Client, add_person: AddPerson, enter: Enter
    ) -> None:
        person = add_person("wang", (Role.CLERK, COMMUNITY))
        enter("wang")
        system.post(f"/accounts/{person.id}/close/")
        assert client.get("/accounts/me/").status_code == 302
        system.post(f"/accounts/{person.id}/open/")
        assert enter("wang").get("/accounts/me/").status_code == 200


class TestRoles:
    def test_the_tree_leads_down_to_the_place(self, security: Client, add_person: AddPerson) -> None:
        person = add_person("wang")
        page = security.get(f"/accounts/{person.id}/roles/")
        assert [place.name for place in page.context["here"].below] == ["安和街道"]
        page = security.get(f"/accounts/{person.id}/roles/?at={STREET}")
        assert [place.name for place in page.context["here"].above] == ["东城区"]
        assert [value for value, _ in page.context["form"].fields["role"].choices][-1] == "duty_desk"

    def test_a_place_outside_becomes_ones_own(self, security: Client, add_person: AddPerson) -> None:
        page = security.get(f"/accounts/{add_person('wang').id}/roles/?at=220101")
        assert page.context["here"].scope == DISTRICT

    def test_two_administrators_in_one_person_are_refused_with_the_reason(
        self, security: Client, add_person: AddPerson
    ) -> None:
        person = add_person("wang", (Role.SYSTEM_ADMIN, DISTRICT))
        role = {"role": "audit_admin", "unit": "", "from_on": _today(), "to_on": ""}
        page = security.post(f"/accounts/{person.id}/roles/?at={DISTRICT}", role)
        assert "GB/T 22239" in page.content.decode()
        become(SET_UP)
        assert Assignment.objects.filter(account_id=person.id).count() == 1

    def test_ending_a_role_logs_out(
        self, security: Client, client: Client, add_person: AddPerson, enter: Enter
    ) -> None:
        person = add_person("wang", (Role.CLERK, COMMUNITY))
        enter("wang")
        become(SET_UP)
        held = Assignment.objects.get(account_id=person.id)
        security.post(f"/accounts/{person.id}/roles/{held.id}/end/")
        assert client.get("/accounts/me/").status_code == 302

    def test_a_lost_second_factor_is_taken_out(self, security: Client, add_person: AddPerson, client: Client) -> None:
        person = add_person("zhao", (Role.STREET_OFFICIAL, STREET), totp=SECRET)
        security.post(f"/accounts/{person.id}/code/")
        entered = client.post("/accounts/log-in/", {"username": "zhao", "password": PASSWORD})
        assert entered.url == "/accounts/code/set-up/"


class TestGates:
    PATHS = ("/accounts/", "/accounts/new/", "/accounts/{id}/", "/accounts/{id}/roles/")
    POSTS = ("password", "close", "open", "code")

    def test_who_is_not_logged_in_is_shown_the_way(self, client: Client, add_person: AddPerson) -> None:
        person = add_person("wang")
        for path in self.PATHS:
            answer = client.get(path.format(id=person.id))
            assert answer.url.startswith("/accounts/log-in/?next=%2Faccounts%2F")

    def test_a_clerk_reaches_none_of_it(self, client: Client, add_person: AddPerson, enter: Enter) -> None:
        person = add_person("wang", (Role.CLERK, COMMUNITY))
        enter("wang")
        for path in self.PATHS:
            assert client.get(path.format(id=person.id)).status_code == 403
        for path in self.POSTS:
            assert client.post(f"/accounts/{person.id}/{path}/").status_code == 403

    def test_each_administrator_only_the_own_part(
        self, system: Client, security: Client, add_person: AddPerson
    ) -> None:
        person = add_person("wang", (Role.CLERK, COMMUNITY))
        assert system.get(f"/accounts/{person.id}/roles/").status_code == 403
        assert system.post(f"/accounts/{person.id}/code/").status_code == 403
        assert security.get("/accounts/new/").status_code == 403
        assert security.post(f"/accounts/{person.id}/password/").status_code == 403

    def test_nobody_closes_the_own_account(self, system: Client) -> None:
        become(SET_UP)
        own = Account.objects.get(username="system")
        page = system.post(f"/accounts/{own.pk}/close/", follow=True)
        assert "own account" in page.content.decode()
        assert system.get("/accounts/").status_code == 200

    @pytest.mark.django_db
    def test_a_script_is_told_where_to_log_in(self, client: Client) -> None:
        answer = client.get("/accounts/", headers={"HX-Request": "true"})
        assert (answer.status_code, answer.headers["HX-Redirect"][:17]) == (204, "/accounts/log-in/")


class TestMyPage:
    def test_a_changed_password_ends_the_other_sessions(
        self, client: Client, add_person: AddPerson, enter: Enter
    ) -> None:
        add_person("wang", (Role.CLERK, COMMUNITY))
        other = enter("wang", browser=Client())
        enter("wang")
        fresh = {"current": PASSWORD, "password": "rice paper umbrella", "again": "rice paper umbrella"}
        assert client.post("/accounts/password/", fresh).url == "/accounts/me/"
        assert client.get("/accounts/me/").status_code == 200
        assert other.get("/accounts/me/").status_code == 302

    def test_without_the_present_password_nothing_changes(
        self, client: Client, add_person: AddPerson, enter: Enter
    ) -> None:
        add_person("wang", (Role.CLERK, COMMUNITY))
        enter("wang")
        fresh = {"current": "wrong", "password": "rice paper umbrella", "again": "rice paper umbrella"}
        page = client.post("/accounts/password/", fresh)
        assert page.context["form"].errors["current"]

    def test_a_browser_left_alone_is_no_place_to_guess_the_password(
        self, client: Client, add_person: AddPerson, enter: Enter
    ) -> None:
        add_person("wang", (Role.CLERK, COMMUNITY))
        enter("wang")
        fresh = {"password": "rice paper umbrella", "again": "rice paper umbrella"}
        for _ in range(LIMITS.failures_before_pause):
            client.post("/accounts/password/", {"current": "wrong", **fresh})

        page = client.post("/accounts/password/", {"current": PASSWORD, **fresh})

        assert page.context["form"].errors["current"]

    def test_logging_out_everywhere_else(self, client: Client, add_person: AddPerson, enter: Enter) -> None:
        add_person("wang", (Role.CLERK, COMMUNITY))
        other = enter("wang", browser=Client())
        enter("wang")
        client.post("/accounts/me/others/end/")
        assert client.get("/accounts/me/").status_code == 200
        assert other.get("/accounts/me/").status_code == 302


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_have_one_filled_button(system: Client, add_person: AddPerson, language: str) -> None:
    person = add_person("wang", (Role.CLERK, COMMUNITY))
    system.cookies["linli_language"] = language
    for path in ("/accounts/", "/accounts/new/", f"/accounts/{person.id}/", "/accounts/me/", "/accounts/password/"):
        page = system.get(path).content.decode()
        outside_dialogs = re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
        assert outside_dialogs.count("btn-main") <= 1, path


def _today() -> str:
    return timezone.localdate().isoformat()
