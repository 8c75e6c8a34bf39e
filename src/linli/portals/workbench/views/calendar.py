"""The working calendar: a year's days as clocks count them, and the yearly notice, shown before it is published."""

import calendar as weeks
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.foundation.rulepacks.calendar import NoticePreview, preview_notice, publish_notice, work_calendar
from linli.foundation.scope.middleware import reader_of
from linli.kernel.holiday_notice import NoticeUnclear
from linli.kernel.worktime import DayKind, WorkCalendar
from linli.portals.workbench.rail import CALENDAR_KEEPERS, CALENDAR_READERS, desk, frame

MONTHS: Final = 12
FIRST_YEAR, LAST_YEAR = 2000, 2100
NOTICE_LENGTH: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCell:
    """One square of a month: none outside it. ``css`` and ``note`` say what the day is to a clock."""

    on: date | None
    css: str = ""
    mark: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthSheet:
    """A month in weeks from Monday, with its count of working days."""

    first_on: date
    weeks: tuple[tuple[DayCell, ...], ...]
    working_days: int


@require_safe
@desk(*CALENDAR_READERS)
def calendar(request: HttpRequest) -> HttpResponse:
    """Show a year (``?year=2026``, else this one)."""
    today = timezone.localdate()
    year = _year(request.GET.get("year", ""), default=today.year)
    days = work_calendar()
    sheets = tuple(_month(year, month, days=days, today=today) for month in range(1, MONTHS + 1))
    context = {
        **frame(request, current="calendar"),
        "year": year,
        "months": sheets,
        "working_days": sum(sheet.working_days for sheet in sheets),
        "is_published": year in days.published_years,
        "make_up": [cell for sheet in sheets for week in sheet.weeks for cell in week if cell.css == "is-make-up"],
        "earlier": year - 1,
        "later": year + 1,
        "today": today,
        "can_publish": reader_of(request).role in CALENDAR_KEEPERS,
    }
    return render(request, "workbench/calendar.html", context)


def _year(text: str, *, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR else default


def _month(year: int, month: int, *, days: WorkCalendar, today: date) -> MonthSheet:
    grid = weeks.Calendar().monthdatescalendar(year, month)
    inside = [day for week in grid for day in week if day.month == month]
    return MonthSheet(
        first_on=inside[0],
        weeks=tuple(tuple(_cell(day, month=month, days=days, today=today) for day in week) for week in grid),
        working_days=sum(days.is_working(day) for day in inside),
    )


def _cell(day: date, *, month: int, days: WorkCalendar, today: date) -> DayCell:
    if day.month != month:
        return DayCell(on=None)
    name = days.name_of(day)
    match days.kind_of(day):
        case DayKind.MAKE_UP:
            return DayCell(
                on=day, css="is-make-up", mark=_("work"), note=_("make-up working day %(name)s") % {"name": name}
            )
        case DayKind.OFF if name:
            return DayCell(on=day, css="is-holiday", mark=_("off"), note=name)
        case DayKind.OFF:
            return DayCell(on=day, css="is-off", note=_("weekend"))
        case _:
            return DayCell(on=day, css="is-today" if day == today else "", note=_("today") if day == today else "")


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*CALENDAR_KEEPERS)
def notice(request: HttpRequest) -> HttpResponse:
    """Read a pasted notice, show what it would change, and publish it when that was confirmed."""
    year = _year(request.POST.get("year", ""), default=timezone.localdate().year + 1)
    text = request.POST.get("text", "")[:NOTICE_LENGTH]
    if request.method != "POST":
        return _show(request, year=year, text="")
    if not text.strip():
        return _show(request, year=year, text="", problem=_("Please paste the notice's text here first."))
    try:
        if request.POST.get("op") == "publish":
            publish_notice(year, text, actor=reader_of(request))
        else:
            return _show(request, year=year, text=text, preview=preview_notice(year, text))
    except NoticeUnclear as unclear:
        return _show(request, year=year, text=text, problem=str(unclear))
    messages.success(
        request, _("The calendar of %(year)d is published; the next page already reckons by it.") % {"year": year}
    )
    response = redirect("workbench:calendar")
    response["Location"] += f"?year={year}"
    return response


def _show(
    request: HttpRequest, *, year: int, text: str, preview: NoticePreview | None = None, problem: str = ""
) -> HttpResponse:
    context = {**frame(request, current="calendar"), "year": year, "text": text, "preview": preview, "problem": problem}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "workbench/notice.html", context, status=status)
