"""Exceptions (临时准入): an authority asks, the street or district office approves or refuses, either ends it early.

That one is over at its last day needs nobody: the gate reads its days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.domains.duties.lists.contracts import AdmissionRef
from linli.domains.duties.lists.queries import NoSuchAdmission, admission_ref
from linli.domains.duties.lists.rules import (
    AdmissionProblem,
    Period,
    Share,
    is_office_of,
    last_day_allowed,
    wrong_with_asking,
    wrong_with_deciding,
)
from linli.domains.duties.lists.words import ADMISSION_PROBLEMS
from linli.domains.duties.models import Admission, AdmissionDeed, AdmissionState
from linli.domains.duties.rules import community_of
from linli.foundation.accounts.roles import Role
from linli.foundation.audit import log
from linli.foundation.orgs import queries as orgs
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.scope.context import current_reader
from linli.foundation.scope.published import publish


class AdmissionRefused(ValueError):
    """Raised when an exception cannot be asked for, decided or ended so; the sentence is fit for who asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What an authority asks for: what work, where, of whom, on what basis, how much, from when to when, and why."""

    scope: str
    words: str
    case_kinds: Sequence[str]
    unit_kind: str
    share: Share
    basis: str
    hours: Decimal
    period: Period
    from_on: date
    to_on: date
    reason: str
    item_code: str = ""


@transaction.atomic
def ask_admission(wish: Wish) -> AdmissionRef:
    """Ask for an exception as the running transaction's unit. Raises :class:`AdmissionRefused`."""
    unit = _own_unit(wish.scope)
    months = rulepacks.admission(scope=wish.scope, on=wish.from_on).most_months
    problem = wrong_with_asking(
        from_on=wish.from_on, to_on=wish.to_on, today=timezone.localdate(), most_months=months, reason=wish.reason,
        case_kinds=wish.case_kinds, hours=wish.hours, unit_kind=wish.unit_kind, share=wish.share,
        asking_unit_kind=unit.kind.value if unit else "",
    )  # fmt: skip
    if problem is not None or unit is None:
        last = last_day_allowed(wish.from_on, most_months=months)
        raise AdmissionRefused(_said(problem or AdmissionProblem.NOT_AN_AUTHORITY, months=months, day=last))
    words, basis = " ".join(wish.words.split()), wish.basis.strip()
    if not words or not basis:
        raise AdmissionRefused(_("Please say what work it is and what it rests on."))
    if not wish.scope.startswith(unit.scope):
        raise AdmissionRefused(_("%(unit)s does not serve this place.") % {"unit": unit.name})
    row = Admission.objects.create(
        scope=wish.scope, words=words, item_code=wish.item_code, case_kinds=sorted(set(wish.case_kinds)),
        unit_kind=wish.unit_kind, share=wish.share.value, basis=basis, hours=wish.hours, period=wish.period.value,
        from_on=wish.from_on, to_on=wish.to_on, asked_by_id=unit.id, asked_at=timezone.now(),
    )  # fmt: skip
    return _noted(row, AdmissionState.ASKED, reason=wish.reason)


@transaction.atomic
def decide_admission(admission_id: UUID, *, is_approved: bool, reason: str) -> AdmissionRef:
    """Approve or refuse an exception for the street or district. Raises :class:`AdmissionRefused`.

    Nobody decides on what they or their unit asked for; what was decided stays decided.
    """
    row = _row(admission_id)
    asked = AdmissionDeed.objects.filter(admission=row, deed=AdmissionState.ASKED).values_list("account", flat=True)
    reader = current_reader()
    unit = _own_unit(row.scope)
    problem = wrong_with_deciding(
        scope=row.scope,
        territory=reader.territory,
        is_street=reader.role == Role.STREET_OFFICIAL,
        is_own_account=reader.account_id in set(asked),
        is_own_unit=unit is not None and unit.id == row.asked_by_id,
    )
    if problem is not None:
        raise AdmissionRefused(_said(problem))
    if row.state != AdmissionState.ASKED:
        raise AdmissionRefused(_("Somebody decided on this meanwhile. Nothing was changed."))
    if not reason.strip():
        raise AdmissionRefused(_said(AdmissionProblem.NO_REASON))
    if is_approved and row.to_on < timezone.localdate():
        raise AdmissionRefused(_("Its last day has passed: it can be refused, not approved."))
    row.state = AdmissionState.APPROVED if is_approved else AdmissionState.REFUSED
    row.decided_by_id, row.decided_at = (unit.id if unit else None), timezone.now()
    row.save(update_fields=["state", "decided_by", "decided_at"])
    return _noted(row, AdmissionState(row.state), reason=reason)


@transaction.atomic
def end_admission(admission_id: UUID, *, reason: str) -> AdmissionRef:
    """End an exception before its last day: from today on it opens nothing. Raises :class:`AdmissionRefused`.

    The office of the place and the unit that asked may.
    """
    row, reader = _row(admission_id), current_reader()
    unit = _own_unit(row.scope)
    is_office = is_office_of(row.scope, territory=reader.territory, is_street=reader.role == Role.STREET_OFFICIAL)
    if not is_office and (unit is None or unit.id != row.asked_by_id):
        raise AdmissionRefused(_said(AdmissionProblem.NOT_THEIR_PLACE))
    today = timezone.localdate()
    if row.state != AdmissionState.APPROVED or row.to_on < today:
        raise AdmissionRefused(_("This exception is over already. Nothing was changed."))
    if not reason.strip():
        raise AdmissionRefused(_said(AdmissionProblem.NO_REASON))
    row.state, row.ended_on = AdmissionState.ENDED, today
    row.save(update_fields=["state", "ended_on"])
    return _noted(row, AdmissionState.ENDED, reason=reason)


def _row(admission_id: UUID) -> Admission:
    row = Admission.objects.select_for_update().filter(pk=admission_id).first()
    if row is None:
        raise NoSuchAdmission(admission_id)
    return row


def _own_unit(scope: str) -> orgs.UnitRef | None:
    """Return the unit the reader acts for; a street official without one acts for the office of the place."""
    reader = current_reader()
    if reader.unit is not None:
        return orgs.unit(reader.unit)
    if reader.role == Role.STREET_OFFICIAL:
        try:
            return orgs.street_office_of(scope)
        except orgs.NoSuchUnit:
            return None
    return None


def _noted(row: Admission, deed: AdmissionState, *, reason: str) -> AdmissionRef:
    account = current_reader().account_id
    if account is None:
        raise AdmissionRefused(_said(AdmissionProblem.NOT_AN_AUTHORITY))
    AdmissionDeed.objects.create(
        admission=row, scope=row.scope, deed=deed.value, account=account, reason=reason.strip(), at=timezone.now()
    )
    publish("duties")
    log.record(
        f"admission.{deed.value}",
        community=community_of(row.scope),
        subject_type="admission",
        subject_id=row.id,
        data={
            "scope": row.scope, "kinds": list(row.case_kinds), "unit_kind": row.unit_kind, "share": row.share,
            "from": row.from_on, "to": row.to_on, "ended": row.ended_on,
        },
    )  # fmt: skip
    return admission_ref(row)


def _said(problem: AdmissionProblem, *, months: int = 0, day: date | None = None) -> str:
    return str(ADMISSION_PROBLEMS[problem]) % {"months": months, "day": day or ""}
