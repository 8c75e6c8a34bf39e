from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.foundation.accounts.conftest import COMMUNITY, DISTRICT, AddPerson

from linli.foundation.accounts import session
from linli.foundation.accounts.middleware import ReaderMiddleware
from linli.foundation.accounts.models import Account, Assignment, Credential, Session
from linli.foundation.accounts.queries import account_name
from linli.foundation.accounts.roles import ADMINISTRATORS, ROLE_PURPOSE, Role
from linli.foundation.scope.context import become, reading
from linli.foundation.scope.middleware import TransactionMiddleware
from linli.foundation.scope.reader import Purpose, Reader, job_reader

CLERK = (Role.CLERK, COMMUNITY)


@pytest.mark.django_db
class TestWhoSeesWhat:
    @pytest.fixture(autouse=True)
    def people(self, add_person: AddPerson) -> None:
        self.wang = add_person("wang", CLERK)
        self.li = add_person("li", CLERK)

    @pytest.mark.parametrize("purpose", [Purpose.BROWSE, Purpose.REPORT, Purpose.STATE, Purpose.TRACK])
    def test_the_public_sees_no_account_at_all(self, purpose: Purpose) -> None:
        become(Reader(territory=DISTRICT, purpose=purpose, grant="wang"))
        assert [m.objects.exists() for m in (Account, Credential, Assignment, Session)] == [False] * 4

    def test_a_transaction_without_a_reader_sees_nothing(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("RESET ALL")
        assert [m.objects.exists() for m in (Account, Credential, Assignment, Session)] == [False] * 4

    def test_logging_in_sees_the_named_account_alone(self) -> None:
        become(Reader(purpose=Purpose.AUTHENTICATE, grant="wang"))
        assert list(Account.objects.values_list("username", flat=True)) == ["wang"]
        assert list(Credential.objects.values_list("account_id", flat=True)) == [self.wang.id]

    def test_colleagues_see_names_and_no_secrets(self) -> None:
        become(Reader(id=str(self.li.id), territory=COMMUNITY, purpose=Purpose.HANDLE))
        assert account_name(self.wang.id) == "王芳"
        assert list(Credential.objects.values_list("account_id", flat=True)) == [self.li.id]

    def test_clerks_see_the_roles_of_their_place_alone(self) -> None:
        become(Reader(id=str(self.li.id), territory="110101001002", purpose=Purpose.HANDLE))
        assert {row.account_id for row in Assignment.objects.all()} == {self.li.id}

    def test_colleagues_change_nobody_else(self) -> None:
        become(Reader(id=str(self.li.id), territory=COMMUNITY, purpose=Purpose.HANDLE))
        assert Account.objects.filter(pk=self.wang.id).update(name="x") == 0
        assert Credential.objects.filter(pk=self.wang.id).update(failures=0) == 0
        assert Assignment.objects.filter(account_id=self.li.id).update(role=Role.STREET_OFFICIAL) == 0

    def test_nobody_deletes_an_account(self) -> None:
        become(Reader(territory=DISTRICT, purpose=Purpose.ADMINISTER))
        assert Account.objects.filter(pk=self.wang.id)._raw_delete("default") == 0  # type: ignore[attr-defined]

    def test_administrators_purposes_read_names_and_roles_but_open_no_work(self) -> None:
        assert {ROLE_PURPOSE[role] for role in ADMINISTRATORS}.isdisjoint(
            {Purpose.HANDLE, Purpose.ASSIST, Purpose.SERVE}
        )


@pytest.mark.django_db
class TestFirstStatement:
    @pytest.fixture
    def key(self, add_person: AddPerson) -> str:
        add_person("wang", CLERK)
        become(job_reader(DISTRICT, purpose=Purpose.ADMINISTER))
        assignment = Assignment.objects.select_related("account").get()

        def view(request):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            session.log_in(request, assignment.account, assignment)
            return HttpResponse()

        return visit(view).cookies["linli_session"].value

    def test_a_request_names_its_reader_with_one_statement(self, key: str) -> None:
        seen: list[Reader] = []
        with CaptureQueriesContext(connection) as queries:
            visit(lambda request: seen.append(request.reader) or HttpResponse(), key)
        statements = [q["sql"] for q in queries if "SAVEPOINT" not in q["sql"]]
        assert len(statements) == 1
        assert (seen[0].role, seen[0].territory, seen[0].purpose) == (Role.CLERK, COMMUNITY, Purpose.HANDLE)

    def test_the_database_heard_the_same(self, key: str) -> None:
        heard: list[tuple[str, ...]] = []

        def view(_request: object) -> HttpResponse:
            with connection.cursor() as cursor:
                names = ("reader", "territory", "unit", "purpose", "grant")
                cursor.execute("SELECT " + ", ".join(f"current_setting('linli.{name}')" for name in names))
                heard.append(cursor.fetchone())
            return HttpResponse()

        visit(view, key)
        (reader, *rest), account = heard[0], Session.objects.get(key_digest=session.digest_of(key)).account_id
        assert reader == str(account)
        assert rest == [COMMUNITY, "", "handle", ""]

    def test_the_first_visit_after_a_minute_notes_it(self, key: str) -> None:
        become(Reader(id=str(Session.objects.get().account_id)))
        Session.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
        with CaptureQueriesContext(connection) as queries:
            visit(lambda _request: HttpResponse(), key)
            visit(lambda _request: HttpResponse(), key)
        assert sum("UPDATE" in q["sql"] for q in queries) == 1

    @pytest.mark.parametrize("key", ["", "unknown", "\x00", "好" * 500, "'; DROP TABLE accounts_session; --"])
    def test_any_other_cookie_is_the_public(self, key: str) -> None:
        seen: list[Reader] = []
        visit(lambda request: seen.append(request.reader) or HttpResponse(), key)
        assert seen == [Reader()]

    def test_the_settings_are_set_before_the_session_is_looked_for(self, key: str) -> None:
        with connection.cursor() as cursor:
            now = timezone.now()
            cursor.execute("EXPLAIN " + session._OPEN, [session.digest_of(key), now, now])
            plan = "\n".join(row[0] for row in cursor.fetchall())
        loop = plan[plan.index("CTE found") :]
        assert loop.index("Nested Loop") < loop.index("CTE Scan on asked") < loop.index("on accounts_session")
        assert "= asked.digest" in loop


@pytest.mark.usefixtures("committed_db")
class TestPooledConnection:
    def test_the_next_transaction_of_a_connection_is_nobodys(
        self, add_person_committed: Callable[[str], None], owner: psycopg.Connection[tuple[object, ...]]
    ) -> None:
        add_person_committed("wang")
        assert owner.execute("SELECT count(*) FROM accounts_account").fetchone() == (1,)
        with reading(Reader(purpose=Purpose.AUTHENTICATE, grant="wang")):
            assert Account.objects.count() == 1
        assert Account.objects.count() == 0
        with reading(Reader()):
            assert Account.objects.count() == 0

    @pytest.fixture
    def add_person_committed(self) -> Callable[[str], None]:
        def added(username: str) -> None:
            with reading(job_reader(DISTRICT, purpose=Purpose.ADMINISTER)):
                Account.objects.create(username=username, name="王芳", created_at=timezone.now())

        return added


def visit(view: Callable[..., HttpResponse], key: str = "") -> HttpResponse:
    request = RequestFactory().get("/")
    if key:
        request.COOKIES["linli_session"] = key
    return TransactionMiddleware(ReaderMiddleware(view))(request)


def test_expired_sessions_are_swept_by_a_job_and_others_stay(add_person: AddPerson) -> None:
    account = add_person("wang", CLERK)
    now = timezone.now()
    become(Reader(id=str(account.id)))
    for digest, hours in (("a" * 64, -1), ("b" * 64, 1)):
        Session.objects.create(
            key_digest=digest,
            account_id=account.id,
            created_at=now,
            seen_at=now,
            expires_at=now + timedelta(hours=hours),
        )
    with reading(job_reader(COMMUNITY)):
        assert session.sweep_sessions() == 1
    become(Reader(id=str(account.id)))
    assert list(Session.objects.values_list("key_digest", flat=True)) == ["b" * 64]
