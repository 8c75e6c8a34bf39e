"""Reads of accounts: names, standings, lists; row security narrows each to what the reader may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from linli.foundation.accounts.models import Account, Assignment
from linli.foundation.accounts.roles import Role

PAGE_ROWS = 50
UNUSED_AFTER = timedelta(days=90)
"""Accounts that nobody used for so long are marked: stale ones are to be closed (GB/T 22239-2019, 访问控制)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One role of a person as they may step into it."""

    id: UUID
    account: UUID
    role: Role
    scope: str
    unit: UUID | None
    unit_name: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """An account as others see it."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """An account in the administrators' list; whether it is used is all the list says about log-ins."""

    id: UUID
    username: str
    name: str
    is_active: bool
    is_unused: bool
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage:
    """A page of accounts; ``after`` is where the next one begins, empty for nowhere."""

    rows: tuple[AccountRow, ...]
    after: str


def account_name(account_id: UUID) -> str:
    """Return how a person is called; empty where the account is unknown or not for this reader."""
    return account_names([account_id]).get(account_id, "")


def account_names(account_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of several accounts with one statement, those the reader may see."""
    wanted = set(account_ids)
    return dict(Account.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def standings(account_id: UUID) -> tuple[Standing, ...]:
    """Return the roles a person holds today, in the order in which they were given."""
    rows = Assignment.objects.filter(account_id=account_id).current(timezone.localdate())
    return tuple(_standing(row) for row in rows.select_related("unit").order_by("from_on", "id"))


def people_of_unit(unit_id: UUID) -> tuple[Colleague, ...]:
    """Return the active people who work for a unit today, by name."""
    rows = Assignment.objects.current(timezone.localdate()).filter(unit_id=unit_id, account__is_active=True)
    found = rows.values_list("account_id", "account__name").distinct().order_by("account__name", "account_id")
    return tuple(Colleague(id=account, name=name) for account, name in found)


def people_in_role(role: Role, *, scope: str) -> tuple[UUID, ...]:
    """Return the active accounts that hold a role for exactly this place today."""
    rows = Assignment.objects.current(timezone.localdate()).filter(role=role, scope=scope, account__is_active=True)
    return tuple(rows.values_list("account_id", flat=True).distinct())


def works_for(grid: str, *, unit: UUID) -> bool:
    """Return whether the worker of a grid works for a unit today."""
    rows = Assignment.objects.current(timezone.localdate()).filter(role=Role.GRID_WORKER, scope=grid)
    return rows.filter(unit_id=unit, account__is_active=True).exists()


def accounts_page(*, text: str = "", after: str = "", size: int = PAGE_ROWS) -> AccountPage:
    """Return accounts by user name after ``after``, those whose name or user name contains ``text``."""
    found = Account.objects.filter(username__gt=after).order_by("username")
    if text:
        found = found.filter(Q(username__icontains=text) | Q(name__icontains=text))
    people = list(found[: size + 1])
    today = timezone.localdate()
    held: dict[UUID, list[str]] = {}
    roles = Assignment.objects.current(today).filter(account__in=[person.pk for person in people[:size]])
    for account_id, role in roles.order_by("from_on", "id").values_list("account_id", "role"):
        held.setdefault(account_id, []).append(str(Role(role).label))
    unused_since = timezone.now() - UNUSED_AFTER
    rows = tuple(
        AccountRow(
            id=person.pk,
            username=person.username,
            name=person.name,
            is_active=person.is_active,
            is_unused=(person.last_log_in_at or person.created_at) < unused_since,
            roles=tuple(dict.fromkeys(held.get(person.pk, ()))),
        )
        for person in people[:size]
    )
    return AccountPage(rows=rows, after=rows[-1].username if len(people) > size else "")


def roles_of(account_id: UUID) -> list[Assignment]:
    """Return an account's roles, those that are over last."""
    rows = Assignment.objects.filter(account_id=account_id).select_related("unit")
    return sorted(rows, key=lambda row: (row.is_over, row.from_on))


def _standing(row: Assignment) -> Standing:
    return Standing(
        id=row.id,
        account=row.account_id,
        role=Role(row.role),
        scope=row.scope,
        unit=row.unit_id,
        unit_name=row.unit.name if row.unit else "",
        from_on=row.from_on,
        to_on=row.to_on,
    )
