"""How a deadline came about: the stored steps in words, the days as a strip, and a fresh reckoning beside them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from linli.domains.cases.contracts import DueDay, Explanation
from linli.domains.cases.queries.requests import reason_words, say_end
from linli.domains.cases.queries.snapshot import Loaded
from linli.foundation.design.moments import say_moment
from linli.foundation.rulepacks.calendar import work_calendar
from linli.foundation.workflow.snapshot import ClockSnap
from linli.foundation.workflow.words import limit_words
from linli.kernel.worktime import DueStep, Pause, StepKind, WorkCalendar

LONGEST_STRIP_DAYS = 10
PREFERRED = (
    "handle", "verify", "arbitrate", "review", "dispatch", "accept", "receive", "call_back", "recheck",
    "reconsider", "visit", "rectify", "register", "follow_up", "reply",
)  # fmt: skip


def clock_words(name: str) -> str:
    """Return what a clock measures, in the reader's language."""
    words = {
        "accept": _("Acceptance"),
        "dispatch": _("Dispatch"),
        "receive": _("Receipt"),
        "handle": _("Handling"),
        "verify": _("Verification"),
        "arbitrate": _("Decision by the street"),
        "review": _("Review by the street"),
        "reply": _("Answer to the reporter"),
        "call_back": _("Call-back"),
        "register": _("Registration of a petition"),
        "recheck": _("First review of a petition"),
        "reconsider": _("Second review of a petition"),
        "rectify": _("Putting a finding right"),
        "visit": _("Visit"),
        "follow_up": _("Help after a visit"),
    }
    return words.get(name, name)


def explanation_of(loaded: Loaded, *, at: datetime) -> Explanation | None:
    """Return how the matter's shown deadline came about, or none while no clock runs and none ran."""
    clock = _shown(loaded)
    if clock is None:
        return None
    row = next(row for row in loaded.clock_rows if row["id"] == str(clock.id))
    reasons = partial(reason_words, procedure=loaded.case.procedure, community=loaded.case.community)
    steps = tuple(DueStep.from_json(step) for step in row["steps"])
    calendar = work_calendar()
    return Explanation(
        clock=clock_words(clock.name),
        limit_words=limit_words(clock.limit),
        started_at=clock.started_at,
        due_at=clock.due.at,
        is_provisional=clock.due.provisional,
        basis=row["basis"],
        steps=tuple(step_words(step, reasons=reasons) for step in steps),
        days=day_strip(clock, steps=steps, calendar=calendar),
        pauses=tuple(_pause_words(pause, reasons=reasons) for pause in clock.pauses),
        extensions=tuple(
            _("%(length)s (%(reason)s)") % {"length": limit_words(more.limit), "reason": reasons(more.reason)}
            for more in clock.extensions
        ),
        is_replayed=clock.reckoned(calendar=calendar, at=at).due.at == clock.due.at,
    )


def _shown(loaded: Loaded) -> ClockSnap | None:
    """Return the clock the page shows: the lead's handling clock if there is one, running ones first, then the last."""
    lead = loaded.snapshot.lead
    clocks = [c for c in loaded.snapshot.clocks if c.party_id is None or (lead is not None and c.party_id == lead.id)]
    known = [c for c in clocks if c.name in PREFERRED]
    newest_first = sorted(known, key=lambda c: c.started_at, reverse=True)
    return min(newest_first, key=lambda c: (not c.is_running, PREFERRED.index(c.name)), default=None)


def _pause_words(pause: Pause, *, reasons: Callable[[str], str]) -> str:
    return _("%(at)s to %(until)s (%(reason)s)") % {
        "at": say_moment(pause.start),
        "until": say_end(pause.end) if pause.end else "…",
        "reason": reasons(pause.reason),
    }


def step_words(step: DueStep, *, reasons: Callable[[str], str]) -> str:
    """Return one step of a deadline's reckoning as a sentence a person can count after."""
    amount = _amount(step)
    note = step.note or _("days off")
    if step.kind in {StepKind.PAUSE, StepKind.EXTENSION}:
        note = reasons(step.note)
    values = {
        "at": say_moment(step.at),
        "until": say_end(step.until) if step.until else "",
        "day": say_moment(timezone.localdate(step.at)),
        "amount": amount,
        "note": note,
    }
    words = {
        StepKind.START: _("%(at)s: starts"),
        StepKind.MOVED_TO_OPENING: _("%(at)s: the office opens, counting begins"),
        StepKind.COUNTED: _("%(at)s: counts %(amount)s"),
        StepKind.OFF_DAY: _("%(day)s: does not count (%(note)s)"),
        StepKind.MAKE_UP_DAY: _("%(day)s: a make-up working day, counts %(amount)s"),
        StepKind.PAUSE: _("%(at)s: stands still until %(until)s (%(note)s)"),
        StepKind.EXTENSION: _("%(at)s: extended by %(amount)s (%(note)s)"),
        StepKind.DUE: _("%(at)s: due"),
    }
    return words[step.kind] % values


def _amount(step: DueStep) -> str:
    if step.days:
        return ngettext("%(count)d day", "%(count)d days", step.days) % {"count": step.days}
    hours, minutes = divmod(step.minutes, 60)
    if hours and minutes:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}
    if hours:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return npgettext("a clock", "%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


def day_strip(clock: ClockSnap, *, steps: tuple[DueStep, ...], calendar: WorkCalendar) -> tuple[DueDay, ...]:
    """Return the days from start to due, each with its place in the count; long spans keep their ends."""
    first, last = timezone.localdate(clock.started_at), timezone.localdate(clock.due.at)
    counted = _days_counted(steps)
    days, day = [], first
    while day <= last:
        closing = calendar.closing(day)
        stands = any(p.start < closing and (p.end is None or closing < p.end) for p in clock.pauses)
        days.append(_day(day, counted=counted.get(day, 0), stands=stands, last=last, calendar=calendar))
        day += timedelta(days=1)
    if len(days) > LONGEST_STRIP_DAYS:
        half = LONGEST_STRIP_DAYS // 2
        return tuple(days[:half] + days[-half:])
    return tuple(days)


def _days_counted(steps: tuple[DueStep, ...]) -> dict[date, int]:
    """Return the place of each day that the reckoning counted; an extension's days go on where the limit's ended."""
    found: dict[date, int] = {}
    for step in steps:
        if step.days and step.kind in {StepKind.COUNTED, StepKind.MAKE_UP_DAY}:
            begin = timezone.localdate(step.at)
            for number in range(step.days):
                found[begin + timedelta(days=number)] = len(found) + 1
    return found


def _day(day: date, *, counted: int, stands: bool, last: date, calendar: WorkCalendar) -> DueDay:
    return DueDay(
        on=day,
        is_working=calendar.is_working(day),
        counted=counted,
        is_paused=stands and not counted,
        is_due=day == last,
        note=calendar.name_of(day),
        is_provisional=not calendar.is_published(day),
    )
