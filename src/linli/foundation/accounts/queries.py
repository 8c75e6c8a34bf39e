"""Reads of accounts: names, standings, lists; row security narrows each to what the reader may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from linli.foundation.accounts.models import Account, Assignment
from linli.foundation.accounts.roles import Role

PAGE_ROWS = 50


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


def accounts_page(*, text: str = "", after: str = "", rows: int = PAGE_ROWS) -> list[Account]:
    """Return accounts by user name after ``after``, those whose name or user name contains ``text``.

    One row more than asked for tells the caller that there is a next page.
    """
    found = Account.objects.filter(username__gt=after).order_by("username")
    if text:
        found = found.filter(username__icontains=text) | found.filter(name__icontains=text)
    return list(found[: rows + 1])


def roles_of(account_id: UUID) -> list[Assignment]:
    """Return an account's roles, ended ones last."""
    rows = Assignment.objects.filter(account_id=account_id).select_related("unit")
    today = timezone.localdate()
    return sorted(
        rows, key=lambda row: (row.ended_at is not None or bool(row.to_on and row.to_on < today), row.from_on)
    )


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
