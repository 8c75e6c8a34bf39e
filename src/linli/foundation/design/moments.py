"""Writes a moment as a neighbour would say it: `10 月 13 日 周二 17:30`, `Tue 13 Oct, 17:30`, `今天 09:10`, `昨天`.

Six forms: ``full`` with weekday, ``near`` (today, tomorrow and yesterday by name), ``short`` for a list's corner,
``day`` without a clock, ``clock`` alone. The year is written only when it is not this one, and always in ``dated``, for
paper that is read in later years.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Final

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

FORMS: Final = ("full", "near", "short", "day", "clock", "dated")


def say_moment(moment: datetime | date, *, form: str = "full", now: datetime | None = None) -> str:
    """Write ``moment`` (aware moments in the active time zone, or a plain date) in the active language.

    A plain date has no clock: ``full`` becomes ``day``. Raises ``ValueError`` for an unknown form.
    """
    today = timezone.localdate(now) if now else timezone.localdate()
    if not isinstance(moment, datetime):
        return _near_day(moment, today) if form in {"near", "short"} else _day(moment, today)
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    writers: dict[str, Callable[[datetime, date], str]] = {
        "full": _full, "near": _near, "short": _short, "day": lambda at, day: _day(at.date(), day), "clock": _clock,
        "dated": lambda at, _today: _dated(at),
    }  # fmt: skip
    if form not in writers:
        message = f"unknown form {form!r}; one of {', '.join(FORMS)}"
        raise ValueError(message)
    return writers[form](local, today)


def _clock(at: datetime, _today: date) -> str:
    return f"{at:%H:%M}"


def _full(at: datetime, today: date) -> str:
    if at.year != today.year:
        return _dated(at)
    return _("%(weekday)s %(day)d %(month)s, %(time)s") % {**_parts(at.date()), "time": f"{at:%H:%M}"}


def _dated(at: datetime) -> str:
    return _("%(weekday)s %(day)d %(month)s %(year)d, %(time)s") % {**_parts(at.date()), "time": f"{at:%H:%M}"}


def _near(at: datetime, today: date) -> str:
    values = {"time": f"{at:%H:%M}"}
    match (at.date() - today).days:
        case 0:
            return _("today %(time)s") % values
        case 1:
            return _("tomorrow %(time)s") % values
        case -1:
            return _("yesterday %(time)s") % values
        case _:
            return _full(at, today)


def _short(at: datetime, today: date) -> str:
    return _clock(at, today) if at.date() == today else _near_day(at.date(), today)


def _near_day(day: date, today: date) -> str:
    match (day - today).days:
        case 0:
            return _("today")
        case 1:
            return _("tomorrow")
        case -1:
            return _("yesterday")
        case _:
            return _day(day, today)


def _day(day: date, today: date) -> str:
    if day.year == today.year:
        return _("%(day)d %(month)s") % _parts(day)
    return _("%(day)d %(month)s %(year)d") % _parts(day)


def _parts(day: date) -> dict[str, str | int]:
    month = _months(get_language())[day.month - 1]
    return {"weekday": weekday_name(day), "day": day.day, "month": month, "year": day.year}


def weekday_name(day: date) -> str:
    """Short name of the weekday: `周二`, `Tue`."""
    return _weekdays(get_language())[day.weekday()]


@cache
def _weekdays(_language: str | None) -> tuple[str, ...]:
    return (
        pgettext("weekday", "Mon"), pgettext("weekday", "Tue"), pgettext("weekday", "Wed"), pgettext("weekday", "Thu"),
        pgettext("weekday", "Fri"), pgettext("weekday", "Sat"), pgettext("weekday", "Sun"),
    )  # fmt: skip


@cache
def _months(_language: str | None) -> tuple[str, ...]:
    return (
        pgettext("month", "Jan"), pgettext("month", "Feb"), pgettext("month", "Mar"), pgettext("month", "Apr"),
        pgettext("month", "May"), pgettext("month", "Jun"), pgettext("month", "Jul"), pgettext("month", "Aug"),
        pgettext("month", "Sep"), pgettext("month", "Oct"), pgettext("month", "Nov"), pgettext("month", "Dec"),
    )  # fmt: skip
