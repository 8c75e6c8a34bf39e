"""Lets a report that was held back by the hourly count go on its way, after a person looked at it."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.domains.cases.actions.take_step import StepRefused
from linli.domains.cases.models import Case
from linli.domains.cases.policies import standing_roles
from linli.domains.cases.queries.snapshot import NoSuchCase
from linli.foundation.audit import log as audit
from linli.foundation.scope.context import current_reader


def release_case(case_id: UUID, *, at: datetime | None = None) -> None:
    """Release a held report; from then on it waits for acceptance like any other.

    Raises :class:`NoSuchCase`, and :class:`StepRefused` where the reader does not dispatch.
    """
    reader = current_reader()
    if "dispatcher" not in standing_roles(reader):
        raise StepRefused(_("The service station releases held reports."))
    case = Case.objects.filter(pk=case_id).first()
    if case is None or not Case.objects.filter(pk=case_id, is_held=True).update(is_held=False):
        raise NoSuchCase
    audit.record(
        "case.released",
        community=case.community,
        subject_type="case",
        subject_id=case_id,
        data={"at": (at or timezone.now()).isoformat()},
    )
