"""Looks at the working calendar: whether this year's and the coming year's holidays are published."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from linli.foundation.rulepacks.calendar import work_calendar
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import job_reader
from linli.project.diagnosis.finding import Finding, fail, ok, warn

_NOTICE_MONTH = 12  # the State Council publishes the next year's holidays in late autumn


def finding() -> Finding:
    """Return whether the calendar in force reaches far enough today."""
    with reading(job_reader("")):
        published = work_calendar().published_years
    return calendar_year(timezone.localdate(), published=published)


def calendar_year(today: date, *, published: frozenset[int]) -> Finding:
    """Return whether deadlines can be computed: this year must be published, the next one by December."""
    if today.year not in published:
        return fail(
            "calendar", f"{today.year} is not published; deadlines are provisional", "Upload the holiday notice."
        )
    if today.month >= _NOTICE_MONTH and today.year + 1 not in published:
        return warn(
            "calendar",
            f"{today.year + 1} is not published; deadlines beyond New Year are provisional",
            "Upload the State Council's holiday notice in the workbench.",
        )
    return ok("calendar", f"published to {max(published)}")
