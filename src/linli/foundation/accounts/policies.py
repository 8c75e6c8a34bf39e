"""Who may change accounts and roles: system administrators the accounts, security administrators roles and factors."""

from uuid import UUID

from django.utils import timezone

from linli.foundation.accounts.models import Account, Assignment
from linli.foundation.accounts.roles import Role
from linli.foundation.accounts.rules import reaches
from linli.foundation.scope.reader import JOB, Purpose, Reader


class NotYours(Exception):
    """Raised when somebody wants to change what is another administrator's; ``reason`` is a code with a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def require_role(actor: Reader, role: Role) -> None:
    """Let pass who holds the role, and the set-up of a site, which acts as a job; raises :class:`NotYours`."""
    is_set_up = actor.id == JOB and actor.purpose is Purpose.ADMINISTER
    if actor.role != role and not is_set_up:
        raise NotYours("other_role")


def require_somebody_else(actor: Reader, account_id: UUID) -> None:
    """Refuse that administrators change their own account's state, roles or factors; raises :class:`NotYours`."""
    if actor.account_id == account_id:
        raise NotYours("own_account")


def require_reach(actor: Reader, account: Account) -> None:
    """Refuse to touch somebody who holds a role outside the actor's territory; raises :class:`NotYours`.

    Otherwise the administrator of one community could take over the account of a district's.
    """
    scopes = Assignment.objects.filter(account=account).upcoming(timezone.localdate()).values_list("scope", flat=True)
    if not all(reaches(actor.territory, scope) for scope in scopes):
        raise NotYours("outside_territory")
