from datetime import timedelta
from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import connections
from django.utils import timezone
from tests.foundation.accounts.conftest import COMMUNITY, DISTRICT, GRID, SET_UP, STREET, AddPerson

from linli.foundation.accounts import actions
from linli.foundation.accounts.models import Account, Assignment, Credential, Session
from linli.foundation.accounts.policies import NotYours
from linli.foundation.accounts.roles import ADMINISTRATORS, Role
from linli.foundation.audit.models import Entry
from linli.foundation.orgs.models import Unit, UnitKind
from linli.foundation.scope.context import become, reading
from linli.foundation.scope.published import publish
from linli.foundation.scope.reader import Purpose, Reader

SYSTEM = Reader(id=str(UUID(int=1)), territory=DISTRICT, purpose=Purpose.ADMINISTER, role=Role.SYSTEM_ADMIN)
SECURITY = Reader(id=str(UUID(int=2)), territory=DISTRICT, purpose=Purpose.ADMINISTER, role=Role.SECURITY_ADMIN)


def create(username: str = "wang", *, actor: Reader = SYSTEM, **more: object) -> actions.AccountRef:
    values = {"name": "王芳", "password": "a quiet lane at dusk", **more}
    return actions.create_account(username=username, actor=actor, **values)  # type: ignore[arg-type]


def grant(
    account: actions.AccountRef, role: Role, scope: str = DISTRICT, *, actor: Reader = SECURITY, **more: object
) -> UUID:
    return actions.grant_role(account=account, role=role, scope=scope, actor=actor, **more).id  # type: ignore[arg-type]


@pytest.mark.django_db
class TestCreateAccount:
    def test_the_user_name_has_one_spelling(self) -> None:
        with reading(SYSTEM):
            assert create(" Ｗang.Fang ").username == "wang.fang"

    def test_a_user_name_is_given_once(self) -> None:
        with reading(SYSTEM):
            create("wang")
            with pytest.raises(actions.BadAccount) as refused:
                create("WANG")
        assert (refused.value.field, refused.value.reason) == ("username", "taken")

    @pytest.mark.parametrize(
        ("field", "value"), [("username", "w"), ("username", "王芳"), ("name", " "), ("phone", "1380000")]
    )
    def test_what_cannot_be_is_refused(self, field: str, value: str) -> None:
        with reading(SYSTEM), pytest.raises(actions.BadAccount) as refused:
            create(**{"username": "wang", field: value})
        assert refused.value.field == field

    def test_the_telephone_number_is_sealed(self) -> None:
        with reading(SYSTEM):
            made = Account.objects.get(pk=create(phone="13800000000").id)
        assert made.phone_sealed is not None
        assert b"13800000000" not in bytes(made.phone_sealed)
        assert made.phone == "13800000000"

    def test_only_the_system_administrator_creates(self) -> None:
        with reading(SECURITY), pytest.raises(NotYours):
            create(actor=SECURITY)


@pytest.mark.django_db
class TestGrantRole:
    def test_an_administrator_gets_no_second_role(self) -> None:
        with reading(SECURITY):
            person = create(actor=SYSTEM)
            grant(person, Role.SYSTEM_ADMIN)
            for role, scope in ((Role.AUDIT_ADMIN, DISTRICT), (Role.CLERK, COMMUNITY)):
                with pytest.raises(actions.RoleRefused):
                    grant(person, role, scope)

    def test_one_that_is_over_stands_in_nobodys_way(self) -> None:
        with reading(SECURITY):
            person = create(actor=SYSTEM)
            actions.end_role(assignment_id=grant(person, Role.CLERK, COMMUNITY), actor=SECURITY)
            assert grant(person, Role.AUDIT_ADMIN)

    def test_one_that_begins_later_does(self) -> None:
        tomorrow = timezone.localdate() + timedelta(days=1)
        with reading(SECURITY):
            person = create(actor=SYSTEM)
            grant(person, Role.CLERK, COMMUNITY, from_on=tomorrow)
            with pytest.raises(actions.RoleRefused):
                grant(person, Role.AUDIT_ADMIN)
            assert grant(person, Role.AUDIT_ADMIN, to_on=timezone.localdate())

    def test_only_the_security_administrator_gives_roles_and_never_to_oneself(self) -> None:
        with reading(SYSTEM):
            person = create()
            with pytest.raises(NotYours):
                grant(person, Role.CLERK, COMMUNITY, actor=SYSTEM)
        myself = Reader(id=str(person.id), territory=DISTRICT, purpose=Purpose.ADMINISTER, role=Role.SECURITY_ADMIN)
        with reading(myself), pytest.raises(NotYours):
            grant(person, Role.CLERK, COMMUNITY, actor=myself)

    def test_not_outside_the_territory_and_not_to_people_who_reach_beyond_it(self) -> None:
        local = Reader(id=str(UUID(int=3)), territory=STREET, purpose=Purpose.ADMINISTER, role=Role.SECURITY_ADMIN)
        with reading(SECURITY):
            person = create(actor=SYSTEM)
            chief = create("chief", actor=SYSTEM)
            grant(chief, Role.STREET_OFFICIAL, DISTRICT)
        with reading(local):
            with pytest.raises(NotYours):
                grant(person, Role.STREET_OFFICIAL, DISTRICT, actor=local)
            with pytest.raises(NotYours):
                actions.reset_totp(account_id=chief.id, actor=local)
            assert grant(person, Role.CLERK, COMMUNITY, actor=local)

    def test_the_database_too_refuses_a_role_outside_the_territory(self) -> None:
        with reading(SECURITY):
            person = create(actor=SYSTEM)
        with reading(SECURITY), pytest.raises(Exception, match="row-level security"):
            Assignment.objects.create(
                account_id=person.id, role=Role.CLERK, scope="220101001001", from_on=timezone.localdate()
            )

    def test_a_unit_must_serve_the_place(self) -> None:
        with reading(SECURITY):
            unit = Unit.objects.create(
                scope="110101001002", name="物业", kind=UnitKind.ENTERPRISE, valid_from_on="2020-01-01"
            )
            publish("units")
        with reading(SECURITY):
            person = create(actor=SYSTEM)
            with pytest.raises(actions.RoleRefused) as refused:
                grant(person, Role.UNIT_WORKER, COMMUNITY, unit=unit.id)
            assert refused.value.reason == "unit_elsewhere"
            assert grant(person, Role.UNIT_WORKER, "110101001002", unit=unit.id)

    def test_a_grid_workers_role_is_recorded_in_the_communitys_chain(self) -> None:
        with reading(SECURITY):
            grant(create(actor=SYSTEM), Role.GRID_WORKER, GRID)
        become(Reader(territory=COMMUNITY, purpose=Purpose.AUDIT))
        assert Entry.objects.get(action="role.granted").community == COMMUNITY


@pytest.mark.usefixtures("committed_db")
def test_two_grants_at_once_cannot_make_one_person_two_administrators() -> None:
    with reading(SET_UP):
        person = create(actor=SET_UP)
    start = Barrier(2)

    def give(role: Role) -> None:
        try:
            start.wait(timeout=10)
            with reading(SECURITY):
                grant(person, role)
        except actions.RoleRefused:
            pass
        finally:
            connections.close_all()

    threads = [Thread(target=give, args=[role]) for role in (Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(SET_UP):
        held = set(Assignment.objects.filter(account_id=person.id).values_list("role", flat=True))
    assert len(held & ADMINISTRATORS) == 1


@pytest.mark.django_db
class TestSecrets:
    def test_neither_administrator_can_take_an_account_over_alone(self) -> None:
        with reading(SYSTEM):
            person = create()
            with pytest.raises(NotYours):
                actions.reset_totp(account_id=person.id, actor=SYSTEM)
        with reading(SECURITY), pytest.raises(NotYours):
            actions.reset_password(account_id=person.id, actor=SECURITY)

    def test_a_reset_gives_a_password_for_one_log_in(self) -> None:
        with reading(SYSTEM):
            person = create()
            fresh = actions.reset_password(account_id=person.id, actor=SYSTEM)
            credential = Credential.objects.get(pk=person.id)
        assert credential.check_password(fresh)
        assert credential.must_change_password

    def test_one_time_passwords_can_be_read_from_paper(self) -> None:
        made = {actions.one_time_password() for _ in range(200)}
        assert len(made) == 200
        assert not set("".join(made)) & set("0o1il")

    @pytest.mark.parametrize(
        ("password", "reason"),
        [
            ("short", "password_too_short"),
            ("12345678901", "password_entirely_numeric"),
            ("basketball", "password_too_common"),
            ("xx-wang-2026", "password_is_username"),
            ("a quiet lane at dusk", "password_same"),
        ],
    )
    def test_a_password_that_can_be_guessed_is_refused(self, password: str, reason: str) -> None:
        with reading(SYSTEM):
            person = Account.objects.get(pk=create().id)
            with pytest.raises(actions.WeakPassword) as refused:
                actions.change_password(account=person, password=password)
        assert reason in refused.value.reasons


@pytest.mark.django_db
class TestSessionsEnd:
    @pytest.fixture
    def person(self, add_person: AddPerson) -> actions.AccountRef:
        account = add_person("wang", (Role.CLERK, COMMUNITY))
        now = timezone.now()
        become(Reader(id=str(account.id)))
        Session.objects.create(
            key_digest="0" * 64, account_id=account.id, created_at=now, seen_at=now, expires_at=now + timedelta(hours=1)
        )
        return account

    @pytest.mark.parametrize("deed", ["grant", "end", "password", "totp", "close"])
    def test_when_roles_secrets_or_state_change(self, person: actions.AccountRef, deed: str) -> None:
        with reading(SET_UP):
            held = Assignment.objects.get(account_id=person.id)
            {
                "grant": lambda: grant(person, Role.VERIFIER, COMMUNITY, actor=SET_UP),
                "end": lambda: actions.end_role(assignment_id=held.id, actor=SET_UP),
                "password": lambda: actions.reset_password(account_id=person.id, actor=SET_UP),
                "totp": lambda: actions.reset_totp(account_id=person.id, actor=SET_UP),
                "close": lambda: actions.deactivate_account(account_id=person.id, actor=SET_UP),
            }[deed]()
            assert not Session.objects.filter(account_id=person.id).exists()

    def test_closing_erases_the_telephone_and_keeps_the_name(self, person: actions.AccountRef) -> None:
        with reading(SET_UP):
            actions.deactivate_account(account_id=person.id, actor=SET_UP)
            account = Account.objects.get(pk=person.id)
        assert (account.is_active, account.phone, account.name) == (False, "", "王芳")
