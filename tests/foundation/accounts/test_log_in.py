import re
from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse
from tests.foundation.accounts.conftest import COMMUNITY, DISTRICT, PASSWORD, SET_UP, STREET, AddPerson

from linli.foundation.accounts.limits import LIMITS
from linli.foundation.accounts.models import Account, Assignment, Credential, Session
from linli.foundation.accounts.roles import Role
from linli.foundation.audit.models import Entry
from linli.foundation.scope.context import become
from linli.foundation.scope.reader import Purpose, Reader

CLERK, SYSTEM, SECURITY = (Role.CLERK, COMMUNITY), (Role.SYSTEM_ADMIN, DISTRICT), (Role.SECURITY_ADMIN, DISTRICT)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
Enter = Callable[..., Client]


def log_in(client: Client, username: str = "wang", password: str = PASSWORD, **more: str):  # type: ignore[no-untyped-def]  # noqa: ANN201
    return client.post("/accounts/log-in/", {"username": username, "password": password, **more})


def deeds() -> list[str]:
    become(Reader(territory=DISTRICT, purpose=Purpose.AUDIT))
    return list(Entry.objects.order_by("at", "number").values_list("action", flat=True))


def is_in(client: Client) -> bool:
    return client.get("/accounts/me/").status_code == 200


class TestLogIn:
    def test_a_clerk_goes_to_work(self, client: Client, add_person: AddPerson) -> None:
        add_person("wang", CLERK)
        answer = log_in(client)
        assert (answer.status_code, answer.url) == (302, "/work/")
        cookie = client.cookies["linli_session"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert is_in(client)
        assert deeds()[-1] == "account.logged_in"

    def test_the_way_one_wanted_is_kept_but_only_inside_the_site(self, client: Client, add_person: AddPerson) -> None:
        add_person("wang", CLERK)
        assert log_in(client, next="/accounts/me/").url == "/accounts/me/"
        assert log_in(client, next="https://example.org/").url == "/work/"

    def test_the_key_in_the_cookie_is_not_in_the_database(self, client: Client, add_person: AddPerson) -> None:
        add_person("wang", CLERK)
        log_in(client)
        become(SET_UP)
        assert Session.objects.get().key_digest != client.cookies["linli_session"].value

    def test_a_key_handed_out_before_logging_in_is_replaced(self, client: Client, add_person: AddPerson) -> None:
        add_person("wang", CLERK)
        client.cookies["linli_session"] = "chosen-by-somebody-else"
        log_in(client)
        assert client.cookies["linli_session"].value != "chosen-by-somebody-else"

    def test_unknown_wrong_paused_and_closed_look_alike(self, client: Client, add_person: AddPerson) -> None:
        add_person("wang", CLERK)
        closed = add_person("li", CLERK)
        become(SET_UP)
        Account.objects.filter(pk=closed.id).update(is_active=False)
        answers = [log_in(client, "nobody", "x"), log_in(client, "wang", "x"), log_in(client, "li")]
        texts = {a.content.replace(b"nobody", b"?").replace(b"wang", b"?").replace(b'"li"', b'"?"') for a in answers}
        assert {a.status_code for a in answers} == {403}
        assert len({_without_tokens(text) for text in texts}) == 1

    @pytest.mark.parametrize("username", ["nobody", "wang"])
    def test_an_unknown_user_name_costs_the_same_work(
        self, client: Client, add_person: AddPerson, monkeypatch: pytest.MonkeyPatch, username: str
    ) -> None:
        add_person("wang", CLERK)
        done: list[str] = []
        encode = MD5PasswordHasher.encode
        monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *given: done.append("hash") or encode(*given))
        log_in(client, username, "wrong")
        assert done == ["hash"]

    def test_an_account_without_a_role_opens_nothing(self, client: Client, add_person: AddPerson) -> None:
        add_person("wang")
        assert log_in(client).url == "/accounts/log-in/"
        assert not is_in(client)

    def test_logging_out_ends_the_session(self, client: Client, add_person: AddPerson) -> None:
        add_person("wang", CLERK)
        log_in(client)
        key = client.cookies["linli_session"].value
        client.post("/accounts/log-out/")
        client.cookies["linli_session"] = key
        assert not is_in(client)

    def test_logging_out_needs_a_post(self, client: Client, add_person: AddPerson) -> None:
        add_person("wang", CLERK)
        log_in(client)
        assert client.get("/accounts/log-out/").status_code == 405

    def test_forms_of_other_sites_are_refused(self, add_person: AddPerson) -> None:
        add_person("wang", CLERK)
        assert log_in(Client(enforce_csrf_checks=True)).status_code == 403


def _without_tokens(text: bytes) -> bytes:
    return re.sub(rb'(csrfmiddlewaretoken" value|nonce)="[^"]+"', b"", text)


class TestPause:
    def test_five_failures_pause_the_account_for_fifteen_minutes(
        self, client: Client, add_person: AddPerson, clock: time_machine.Traveller
    ) -> None:
        add_person("wang", CLERK)
        for _ in range(5):
            assert log_in(client, password="wrong").status_code == 403
        assert log_in(client).status_code == 403
        clock.shift(timedelta(minutes=14, seconds=59))
        assert log_in(client).status_code == 403
        clock.shift(timedelta(seconds=1))
        assert log_in(client).status_code == 302
        assert deeds().count("account.paused") == 1

    def test_who_tries_many_names_waits_at_the_door_and_costs_no_hash(
        self, client: Client, add_person: AddPerson, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        add_person("wang", CLERK)
        for number in range(LIMITS.misses_of_an_address):
            assert log_in(client, f"name{number}").status_code == 403
        monkeypatch.setattr(MD5PasswordHasher, "encode", None)

        answer = log_in(client)

        assert answer.status_code == 429
        assert "wait 10 minutes" in answer.content.decode()
        monkeypatch.undo()
        elsewhere = client.post(
            "/accounts/log-in/", {"username": "wang", "password": PASSWORD}, REMOTE_ADDR="203.0.113.7"
        )
        assert elsewhere.status_code == 302

    def test_four_failures_do_not(self, client: Client, add_person: AddPerson) -> None:
        add_person("wang", CLERK)
        for _ in range(4):
            log_in(client, password="wrong")
        assert log_in(client).status_code == 302

    def test_failures_are_forgotten_after_a_complete_log_in(self, client: Client, add_person: AddPerson) -> None:
        account = add_person("wang", CLERK)
        for _ in range(4):
            log_in(client, password="wrong")
        log_in(client)
        become(SET_UP)
        assert Credential.objects.get(pk=account.id).failures == 0

    def test_a_right_password_alone_does_not_forgive_wrong_codes(self, client: Client, add_person: AddPerson) -> None:
        add_person("admin", SYSTEM, totp=SECRET)
        for _ in range(5):
            log_in(client, "admin")
            client.post("/accounts/code/", {"code": "000000"})
        assert log_in(client, "admin").status_code == 403

    @pytest.mark.django_db
    def test_an_unknown_user_name_enters_the_chain_as_a_digest(self, client: Client) -> None:
        log_in(client, "张三的密码", "x")
        become(Reader(territory=DISTRICT, purpose=Purpose.AUDIT))
        row = Entry.objects.get(action="account.log_in_failed")
        assert row.subject_id == "unknown"
        assert "张三" not in row.payload


class TestSecondFactor:
    def test_an_administrator_sets_it_up_with_the_first_log_in(self, client: Client, add_person: AddPerson) -> None:
        account = add_person("admin", SYSTEM)
        assert log_in(client, "admin").url == "/accounts/code/set-up/"
        assert not is_in(client)
        page = client.get("/accounts/code/set-up/")
        assert b"<svg" in page.content
        assert page.headers["Cache-Control"].find("no-store") >= 0
        become(Reader(id=str(account.id)))
        secret = Credential.objects.get(pk=account.id).totp_secret
        answer = client.post("/accounts/code/set-up/", {"code": pyotp.TOTP(secret).now()})
        assert answer.url == "/accounts/"
        assert is_in(client)

    def test_the_password_alone_opens_nothing(self, client: Client, add_person: AddPerson) -> None:
        add_person("admin", SYSTEM, totp=SECRET)
        assert log_in(client, "admin").url == "/accounts/code/"
        assert client.get("/accounts/").url.startswith("/accounts/next/")
        assert client.get("/accounts/code/set-up/").status_code == 302
        assert client.get("/accounts/password/").status_code == 302
        assert not is_in(client)

    def test_a_code_counts_once(self, add_person: AddPerson, enter: Enter, clock: time_machine.Traveller) -> None:
        add_person("admin", SYSTEM, totp=SECRET)
        assert is_in(enter("admin", totp=SECRET))
        second = enter("admin", totp=SECRET, browser=Client())
        assert not is_in(second)
        clock.shift(timedelta(seconds=30))
        assert is_in(enter("admin", totp=SECRET, browser=second))

    @pytest.mark.parametrize(("setting", "step"), [("", "/work/"), ("1", "/accounts/code/set-up/"), ("0", "/work/")])
    def test_a_site_may_ask_everybody(
        self, client: Client, add_person: AddPerson, settings: pytest.FixtureRequest, setting: str, step: str
    ) -> None:
        settings.LINLI_REQUIRE_TOTP = setting  # type: ignore[attr-defined]
        add_person("wang", CLERK)
        assert log_in(client).url == step

    def test_a_street_official_needs_one(self, client: Client, add_person: AddPerson) -> None:
        add_person("zhao", (Role.STREET_OFFICIAL, STREET))
        assert log_in(client, "zhao").url == "/accounts/code/set-up/"

    def test_a_clerk_may_set_one_up(self, client: Client, add_person: AddPerson) -> None:
        account = add_person("wang", CLERK)
        log_in(client)
        client.get("/accounts/code/set-up/")
        become(Reader(id=str(account.id)))
        secret = Credential.objects.get(pk=account.id).totp_secret
        client.post("/accounts/code/set-up/", {"code": pyotp.TOTP(secret).now()})
        client.post("/accounts/log-out/")
        assert log_in(client).url == "/accounts/code/"


class TestStanding:
    def test_somebody_with_two_roles_chooses(self, client: Client, add_person: AddPerson) -> None:
        add_person("wang", CLERK, (Role.VERIFIER, COMMUNITY))
        assert log_in(client).url == "/accounts/standing/"
        page = client.get("/accounts/standing/")
        assert "安和社区".encode() in page.content
        chosen = page.context["form"].fields["standing"].choices[1][0]
        assert client.post("/accounts/standing/", {"standing": chosen}).url == "/work/"
        assert client.get("/accounts/me/").context["role"] == "Verifier"

    def test_and_may_change_later_under_a_new_key(self, client: Client, add_person: AddPerson) -> None:
        add_person("wang", CLERK, (Role.VERIFIER, COMMUNITY))
        log_in(client)
        choices = client.get("/accounts/standing/").context["form"].fields["standing"].choices
        client.post("/accounts/standing/", {"standing": choices[0][0]})
        before = client.cookies["linli_session"].value
        client.post("/accounts/me/standing/", {"standing": choices[1][0]})
        assert client.get("/accounts/me/").context["role"] == "Verifier"
        assert client.cookies["linli_session"].value != before

    def test_a_role_of_somebody_else_cannot_be_chosen(self, client: Client, add_person: AddPerson) -> None:
        add_person("wang", CLERK, (Role.VERIFIER, COMMUNITY))
        add_person("li", CLERK)
        become(SET_UP)
        theirs = Assignment.objects.get(account__username="li")
        log_in(client)
        assert client.post("/accounts/standing/", {"standing": str(theirs.id)}).status_code == 200
        assert not is_in(client)


class TestHowLong:
    def test_thirty_idle_minutes_end_a_session(
        self, client: Client, add_person: AddPerson, clock: time_machine.Traveller
    ) -> None:
        add_person("wang", CLERK)
        log_in(client)
        clock.shift(timedelta(minutes=29))
        assert is_in(client)
        clock.shift(timedelta(minutes=29))
        assert is_in(client)
        clock.shift(timedelta(minutes=30, seconds=1))
        assert not is_in(client)

    def test_twelve_hours_end_it_however_busy(
        self, client: Client, add_person: AddPerson, clock: time_machine.Traveller
    ) -> None:
        add_person("wang", CLERK)
        log_in(client)
        for _ in range(36):
            clock.shift(timedelta(minutes=19, seconds=50))
            assert is_in(client)
        clock.shift(timedelta(minutes=20))
        assert not is_in(client)

    def test_a_log_in_left_half_way_is_gone_after_ten_minutes(
        self, client: Client, add_person: AddPerson, clock: time_machine.Traveller
    ) -> None:
        add_person("admin", SYSTEM, totp=SECRET)
        log_in(client, "admin")
        clock.shift(timedelta(minutes=10, seconds=1))
        assert client.get("/accounts/code/").url == "/accounts/next/"
        assert client.get("/accounts/next/").url == reverse("accounts:log_in")
