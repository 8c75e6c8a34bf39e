"""Gives roles and ends them: the security administrator's part. The separation rule is applied under a lock."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from linli.foundation.accounts.actions.people import AccountRef
from linli.foundation.accounts.deeds import note
from linli.foundation.accounts.models import Account, Assignment
from linli.foundation.accounts.policies import NotYours, require_reach, require_role, require_somebody_else
from linli.foundation.accounts.roles import Role
from linli.foundation.accounts.rules import Refused, fits_scope, may_hold, reaches
from linli.foundation.accounts.session import end_sessions
from linli.foundation.orgs.queries import NoSuchUnit
from linli.foundation.orgs.queries import unit as unit_of
from linli.foundation.scope.reader import Reader


class RoleRefused(ValueError):
    """Raised when a role cannot be given; ``reason`` is a code with a sentence, ``basis`` the rule behind it."""

    def __init__(self, refusal: Refused) -> None:
        super().__init__(refusal.reason)
        self.reason, self.basis = refusal.reason, refusal.basis


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentRef:
    """A role that was given."""

    id: UUID
    role: Role
    scope: str


def grant_role(
    *,
    account: AccountRef | UUID,
    role: Role,
    scope: str,
    unit: UUID | None = None,
    actor: Reader,
    from_on: date | None = None,
    to_on: date | None = None,
) -> AssignmentRef:
    """Give a role from a day (today) through a day (open). Raises RoleRefused, NotYours.

    The account's row is locked while its roles are looked at, so that two grants at once cannot make one person two
    administrators. Running sessions end: the next log-in has the new standing to choose from.
    """
    account_id = account.id if isinstance(account, AccountRef) else account
    require_role(actor, Role.SECURITY_ADMIN)
    require_somebody_else(actor, account_id)
    start = from_on or timezone.localdate()
    _check_place(role, scope, unit, actor)
    if to_on is not None and to_on < start:
        raise RoleRefused(Refused(reason="dates"))
    person = Account.objects.select_for_update().get(pk=account_id)
    require_reach(actor, person)
    if not person.is_active:
        raise RoleRefused(Refused(reason="inactive"))
    given = Assignment(account=person, role=role, scope=scope, unit_id=unit, from_on=start, to_on=to_on)
    _check_separation(given)
    given.save(force_insert=True)
    end_sessions(account_id)
    note(
        "role.granted",
        account=account_id,
        scope=scope,
        actor=actor,
        data={"assignment": given.id, "role": str(role), "scope": scope, "unit": unit, "from": start, "to": to_on},
    )
    return AssignmentRef(id=given.id, role=role, scope=scope)


def end_role(*, assignment_id: UUID, actor: Reader) -> None:
    """End a role now, whatever its last day; the person's sessions end with it. Ending twice changes nothing."""
    require_role(actor, Role.SECURITY_ADMIN)
    person = Account.objects.get(pk=Assignment.objects.values_list("account_id", flat=True).get(pk=assignment_id))
    require_somebody_else(actor, person.pk)
    require_reach(actor, person)
    found = Assignment.objects.select_for_update().get(pk=assignment_id)
    if found.ended_at is not None:
        return
    found.ended_at = timezone.now()
    found.save(update_fields=["ended_at"])
    end_sessions(found.account_id)
    note(
        "role.ended",
        account=found.account_id,
        scope=found.scope,
        actor=actor,
        data={"assignment": found.id, "role": found.role, "scope": found.scope},
    )


def _check_place(role: Role, scope: str, unit: UUID | None, actor: Reader) -> None:
    fits = fits_scope(role, scope, has_unit=unit is not None)
    if isinstance(fits, Refused):
        raise RoleRefused(fits)
    if not reaches(actor.territory, scope):
        raise NotYours("outside_territory")
    if unit is not None:
        try:
            serves = unit_of(unit).scope
        except NoSuchUnit as error:
            raise RoleRefused(Refused(reason="unit_missing")) from error
        if not (serves.startswith(scope) or scope.startswith(serves)):
            raise RoleRefused(Refused(reason="unit_elsewhere"))


def _check_separation(given: Assignment) -> None:
    meanwhile = Assignment.objects.filter(account=given.account).upcoming(given.from_on)
    if given.to_on is not None:
        meanwhile = meanwhile.filter(from_on__lte=given.to_on)
    if meanwhile.filter(role=given.role, scope=given.scope, unit=given.unit_id).exists():
        raise RoleRefused(Refused(reason="held_already"))
    verdict = may_hold((Role(held) for held in meanwhile.values_list("role", flat=True)), Role(given.role))
    if isinstance(verdict, Refused):
        raise RoleRefused(verdict)
