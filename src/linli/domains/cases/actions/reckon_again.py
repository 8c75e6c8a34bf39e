"""Reckons limits again after a holiday notice was published: what changes becomes an entry of the time line."""

from datetime import datetime
from uuid import UUID

from linli.domains.cases.actions.take_step import StalePage, StepRefused, take_step, think
from linli.domains.cases.contracts import StepOrder
from linli.domains.cases.models import Clock
from linli.domains.cases.queries.snapshot import NoSuchCase, load
from linli.domains.cases.queries.words import procedure_of
from linli.foundation.rulepacks.calendar import work_calendar

ACTION = "reckon_again"


def reckoned_by_an_older_calendar(community: str) -> list[UUID]:
    """Return the matters of a community with a running clock that an earlier calendar reckoned."""
    clocks = Clock.objects.filter(community=community, stopped_at__isnull=True)
    older = clocks.filter(calendar_version__lt=work_calendar().version)
    return list(older.order_by("case").values_list("case", flat=True).distinct())


def reckon_again(case_id: UUID, *, at: datetime) -> bool:
    """Reckon a matter's running clocks by the calendar in force, as the engine; says whether a limit changed.

    A matter that moves at this moment is left for the next run. Clocks that come out the same only take over the
    calendar's version, without an entry: nothing happened to anybody.
    """
    try:
        loaded = load(case_id)
        procedure = procedure_of(loaded.case.procedure, loaded.case.procedure_version)
        is_changed = bool(think(loaded.snapshot, procedure=procedure, action=ACTION, form={}, at=at).clock_changes)
        if is_changed:
            take_step(StepOrder(case_id=case_id, action=ACTION, version=loaded.snapshot.version), at=at)
    except (NoSuchCase, StalePage, StepRefused):
        return False
    version = work_calendar().version
    same = Clock.objects.filter(case=case_id, stopped_at__isnull=True, calendar_version__lt=version)
    same.update(calendar_version=version)
    return is_changed
