"""Creates accounts, closes them and opens them again: the system administrator's part."""

import re
import unicodedata
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from linli.foundation.accounts.deeds import note
from linli.foundation.accounts.models import Account, Credential
from linli.foundation.accounts.policies import require_reach, require_role, require_somebody_else
from linli.foundation.accounts.roles import Role
from linli.foundation.accounts.session import end_sessions
from linli.foundation.scope.reader import Reader
from linli.kernel.codes import check_phone

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRef:
    """An account as other rooms hold it."""

    id: UUID
    username: str
    name: str


class BadAccount(ValueError):
    """Raised for a user name, name or telephone that cannot be; ``field`` and ``reason`` are codes with a sentence."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field, self.reason = field, reason


def plain_username(text: str) -> str:
    """Return a user name in its one spelling: half-width, small letters, no blanks around."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def create_account(
    *,
    username: str,
    name: str,
    password: str,
    phone: str | None = None,
    actor: Reader,
    must_change_password: bool = False,
) -> AccountRef:
    """Create an account without any role; the transaction's purpose is ADMINISTER. Raises BadAccount, NotYours.

    The password is not checked here: it is a one-time password of ours, or set by whoever sets up the site.
    """
    require_role(actor, Role.SYSTEM_ADMIN)
    account = Account(username=plain_username(username), name=name.strip(), created_at=timezone.now())
    _check(account, phone)
    account.set_phone(phone)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        raise BadAccount("username", "taken") from error
    credential = Credential(account=account, password_set_at=account.created_at)
    credential.must_change_password = must_change_password
    credential.set_password(password)
    credential.save(force_insert=True)
    note("account.created", account=account.id, scope=actor.territory, actor=actor)
    return AccountRef(id=account.id, username=account.username, name=account.name)


def deactivate_account(*, account_id: UUID, actor: Reader) -> None:
    """Close an account: its sessions end, its telephone number is erased, its name stays in time lines."""
    account = _to_change(account_id, actor)
    account.is_active = False
    account.set_phone(None)
    account.save(update_fields=["is_active", "phone_sealed"])
    end_sessions(account_id)
    note("account.deactivated", account=account_id, scope=actor.territory, actor=actor)


def activate_account(*, account_id: UUID, actor: Reader) -> None:
    """Open a closed account again; its roles are as they were left."""
    account = _to_change(account_id, actor)
    account.is_active = True
    account.save(update_fields=["is_active"])
    note("account.activated", account=account_id, scope=actor.territory, actor=actor)


def _to_change(account_id: UUID, actor: Reader) -> Account:
    require_role(actor, Role.SYSTEM_ADMIN)
    require_somebody_else(actor, account_id)
    account = Account.objects.select_for_update().get(pk=account_id)
    require_reach(actor, account)
    return account


def _check(account: Account, phone: str | None) -> None:
    if _USERNAME.fullmatch(account.username) is None:
        raise BadAccount("username", "spelling")
    if not account.name or len(account.name) > _LONGEST_NAME:
        raise BadAccount("name", "length")
    if phone and check_phone(phone) is not None:
        raise BadAccount("phone", "digits")
