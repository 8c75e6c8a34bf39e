"""Says how much working time a clock has left, and which look goes with it.

Only time has colour: late, due soon; everything else shows the shape of its state.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.foundation.design.moments import say_moment, weekday_name
from linli.kernel.worktime import Remaining, WorkCalendar, remaining

LOOK_OF_SHAPE: Final = {
    "waiting": "new",
    "doing": "doing",
    "verifying": "verify",
    "done": "done",
    "paused": "pause",
}
"""The drawn shape of each shape a procedure gives its states."""

WEEK_DAYS: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockWords:
    """A clock as a page says it: the look of its shape, the words, and a quieter second line."""

    look: str
    words: str
    note: str = ""


def say_length(left: Remaining) -> str:
    """Write a length of working time: `1 个工作日 3 小时`, `2 小时 20 分`; days leave the minutes out."""
    parts = []
    if left.days:
        parts.append(ngettext("%(n)d working day", "%(n)d working days", left.days) % {"n": left.days})
    if left.hours:
        parts.append(_("%(n)d h") % {"n": left.hours})
    if left.minutes and not left.days:
        parts.append(_("%(n)d min") % {"n": left.minutes})
    return " ".join(parts)


def say_left(due_at: datetime, *, now: datetime, calendar: WorkCalendar) -> str:
    """Write the working time left until ``due_at`` or gone since; within a minute it is due now."""
    return _say(remaining(due_at, now=now, calendar=calendar))


def _say(left: Remaining) -> str:
    length = say_length(left)
    if not length:
        return _("just overdue") if left.is_over else _("due at once")
    return (_("%(time)s over") if left.is_over else _("%(time)s left")) % {"time": length}


def look_of(shape: str, *, due_at: datetime | None, now: datetime, calendar: WorkCalendar) -> str:
    """Return the look of an open clock: late when over, soon within one working day, else the shape's own."""
    plain = LOOK_OF_SHAPE.get(shape, "new")
    if due_at is None or plain == "done":
        return plain
    return _look(plain, remaining(due_at, now=now, calendar=calendar))


def _look(plain: str, left: Remaining) -> str:
    if left.is_over:
        return "late"
    return "soon" if not left.days else plain


def clock_words(
    shape: str, state_words: str, *, due_at: datetime | None, now: datetime, calendar: WorkCalendar
) -> ClockWords:
    """Return what a list says of a matter: its time where a clock runs, else the words of its state."""
    plain = LOOK_OF_SHAPE.get(shape, "new")
    if due_at is None or plain == "done":
        return ClockWords(look=plain, words=state_words)
    left = remaining(due_at, now=now, calendar=calendar)
    return ClockWords(look=_look(plain, left), words=_say(left))


def say_recent(moment: datetime, *, now: datetime, has_clock: bool = True) -> str:
    """Write a moment as short as it stays clear: today and its neighbours by name, this week by weekday, else the day.

    ``has_clock`` keeps the time of day where the day stands alone.
    """
    local, today = timezone.localtime(moment), timezone.localdate(now)
    distance = abs((local.date() - today).days)
    if distance <= 1:
        return say_moment(moment, form="near", now=now)
    clock = say_moment(moment, form="clock", now=now)
    if distance < WEEK_DAYS:
        return _("%(day)s %(time)s") % {"day": weekday_name(local.date()), "time": clock}
    day = say_moment(moment, form="day", now=now)
    return _("%(day)s %(time)s") % {"day": day, "time": clock} if has_clock else day


def say_margin(done_at: datetime, due_at: datetime, *, calendar: WorkCalendar) -> str:
    """Write by how much working time something was done before or after it was due."""
    margin = remaining(due_at, now=done_at, calendar=calendar)
    length = say_length(margin)
    if not length:
        return _("just in time")
    return (_("%(time)s late") if margin.is_over else _("%(time)s early")) % {"time": length}
