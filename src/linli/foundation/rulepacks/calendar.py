"""The working calendar from the published notices, and how a new year's notice gets in: read, shown, then published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from linli.foundation.audit import log as audit
from linli.foundation.rulepacks.models import WorkDay
from linli.foundation.scope.models import Version
from linli.foundation.scope.published import Published, publish
from linli.foundation.scope.reader import Reader
from linli.kernel.holiday_notice import parse_notice
from linli.kernel.holidays import known_years, published_days
from linli.kernel.worktime import WorkCalendar

VERSION_NAME = "calendar"
NOTICE = "notice"
PACKAGE = "chinesecalendar"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeDay:
    """One day a notice changes. ``was_working`` is what the calendar says now, ``is_new`` whether that differs."""

    day: date
    is_working: bool
    name: str
    was_working: bool

    @property
    def is_new(self) -> bool:
        """Whether publishing changes what the calendar says of this day."""
        return self.is_working != self.was_working


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePreview:
    """What publishing a notice would do. ``dropped`` days were published for this year before and are not in it now."""

    year: int
    days: tuple[NoticeDay, ...]
    dropped: tuple[date, ...]
    is_first: bool


def _load() -> WorkCalendar:
    """Read the calendar under its number in the database: what a clock records must mean the same to everybody."""
    rows = list(WorkDay.objects.values_list("day", "is_working", "name", "year"))
    version = Version.objects.filter(name=VERSION_NAME).values_list("number", flat=True).first()
    return WorkCalendar(
        version=version or 0,
        days={day: is_working for day, is_working, _, _ in rows},
        names={day: name for day, _, name, _ in rows},
        published_years=frozenset(year for *_, year in rows),
    )


_calendar = Published(VERSION_NAME, _load)


def work_calendar() -> WorkCalendar:
    """Return the calendar in force; ``version`` goes with every clock that was reckoned by it."""
    return _calendar.get()


def forget() -> None:
    """Read again in this transaction, after a change it made itself."""
    _calendar.forget()


def preview_notice(year: int, text: str) -> NoticePreview:
    """Return what the State Council's notice for ``year`` would change, without changing it.

    Raises ``holiday_notice.NoticeUnclear`` naming the sentence that contradicts itself or cannot be read.
    """
    calendar = work_calendar()
    differing = parse_notice(text, year).differing()
    before = set(WorkDay.objects.filter(year=year).values_list("day", flat=True))
    days = tuple(
        NoticeDay(day=day, is_working=is_working, name=name, was_working=calendar.is_working(day))
        for day, (is_working, name) in differing.items()
    )
    return NoticePreview(year=year, days=days, dropped=tuple(sorted(before - set(differing))), is_first=not before)


def publish_notice(year: int, text: str, *, actor: Reader) -> NoticePreview:
    """Make the notice the calendar of its year, and return what changed; the next request reckons by it.

    Deadlines shown as provisional are reckoned again by the rooms that hold them. Raises ``NoticeUnclear``.
    """
    preview = preview_notice(year, text)
    with transaction.atomic():
        WorkDay.objects.filter(day__in=preview.dropped).delete()
        _write(
            WorkDay(day=one.day, is_working=one.is_working, name=one.name, year=year, source=NOTICE)
            for one in preview.days
        )
        publish(VERSION_NAME)
        audit.record(
            "calendar.published",
            community="",
            subject_type="calendar",
            subject_id=str(year),
            data={
                "text": audit.text_digest(text),
                "off": [one.day for one in preview.days if not one.is_working],
                "worked": [one.day for one in preview.days if one.is_working],
                "dropped": list(preview.dropped),
            },
            actor=actor,
        )
    return preview


def seed() -> int:
    """Take over the years that the holiday package knows and the table does not; returns how many days were written."""
    held = set(WorkDay.objects.values_list("year", flat=True).distinct())
    rows = [
        WorkDay(day=day, is_working=is_working, name=name, year=year, source=PACKAGE)
        for year in sorted(known_years() - held)
        for day, (is_working, name) in published_days(year).items()
    ]
    if rows:
        _write(rows)
        publish(VERSION_NAME)
    return len(rows)


def _write(rows: Iterable[WorkDay]) -> None:
    WorkDay.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["day"],
        update_fields=["is_working", "name", "year", "source"],
    )
