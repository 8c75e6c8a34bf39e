"""Turns a matter's state into the one sentence a neighbour would say: who, by when, how early or how late."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.domains.cases.facade import PublicCase, PublicState
from linli.foundation.design.moments import say_moment
from linli.foundation.rulepacks.calendar import work_calendar
from linli.kernel.worktime import remaining

LOOKS = {"waiting": "new", "doing": "doing", "verifying": "verify", "done": "done", "paused": "pause"}
_MINUTES_AN_HOUR = 60
_MINUTES_A_DAY = 24 * _MINUTES_AN_HOUR


def look_of_state(case: PublicState | PublicCase, *, now: datetime) -> str:
    """Return the look (``design.glyphs.LOOKS``) of a matter: its state's shape, or ``late`` where time ran out."""
    if case.closed_at is None and case.due_at is not None and case.due_at < now:
        return "late"
    return LOOKS.get(case.shape, "doing")


def span_words(span: timedelta) -> str:
    """Return a length of time in its two largest units: ``6 小时 50 分``, ``2 天 3 小时``; at least one minute."""
    minutes = max(1, int(abs(span).total_seconds() // 60))
    days, rest = divmod(minutes, _MINUTES_A_DAY)
    hours, left = divmod(rest, _MINUTES_AN_HOUR)
    parts = [
        ngettext("%(count)d day", "%(count)d days", days) % {"count": days} if days else "",
        ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours} if hours else "",
        ngettext("%(count)d minute", "%(count)d minutes", left) % {"count": left} if left and not days else "",
    ]
    return " ".join(part for part in parts if part)


def remaining_words(due_at: datetime, *, now: datetime) -> str:
    """Return what is left in working time, ``剩 1 个工作日 3 小时``, or by how much it is over."""
    if due_at < now:
        return _("%(span)s over the limit") % {"span": span_words(now - due_at)}
    left = remaining(due_at, now=now, calendar=work_calendar())
    parts = [
        ngettext("%(count)d working day", "%(count)d working days", left.days) % {"count": left.days}
        if left.days
        else "",
        ngettext("%(count)d hour", "%(count)d hours", left.hours) % {"count": left.hours} if left.hours else "",
        ngettext("%(count)d minute", "%(count)d minutes", left.minutes) % {"count": left.minutes}
        if left.minutes and not left.days
        else "",
    ]
    return _("%(span)s left") % {"span": " ".join(part for part in parts if part) or span_words(due_at - now)}


def due_words(case: PublicState | PublicCase, *, now: datetime) -> str:
    """Return the limit of a matter as one line, empty where it has none."""
    if case.due_at is None:
        return ""
    due = say_moment(case.due_at, now=now)
    if case.closed_at is None:
        return _("%(due)s, %(left)s") % {"due": due, "left": remaining_words(case.due_at, now=now)}
    if case.closed_at <= case.due_at:
        return _("%(due)s, done %(span)s early") % {"due": due, "span": span_words(case.due_at - case.closed_at)}
    return _("%(due)s, done %(span)s late") % {"due": due, "span": span_words(case.closed_at - case.due_at)}


def next_line(case: PublicState | PublicCase, *, now: datetime) -> str:
    """Return who does what by when, for a card on the home page."""
    if case.closed_at is not None:
        return _("Closed %(moment)s") % {"moment": say_moment(case.closed_at, form="near", now=now)}
    if case.due_at is None:
        return _("Somebody is looking at it. You can ask at the service station at any time.")
    if case.due_at < now:
        return _("Should have been answered by %(moment)s. The street is asking.") % {
            "moment": say_moment(case.due_at, form="near", now=now)
        }
    return _("You will have an answer by %(moment)s at the latest") % {
        "moment": say_moment(case.due_at, form="near", now=now)
    }
