"""Lays the units of a matter out as lanes: one clock each, on one axis of working time, with today's line through all.

Positions are per cent, so the drawing fits any width; everything the drawing says also stands beside it in words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.domains.cases.facade import UnitLine
from linli.foundation.design.moments import say_moment
from linli.kernel.worktime import WorkCalendar
from linli.portals.workbench.showing.axis import Axis, AxisLabel, Fold, per_cent
from linli.portals.workbench.showing.clocks import ClockWords, look_of, say_left, say_margin, say_recent

RUN_CLASSES = {"done": "l-run-done", "soon": "l-run-soon", "late": "l-run-soon", "new": "l-run-2", "back": "l-run-2"}
OPEN_STATES = frozenset({"asked", "received", "working"})
NOW_EDGE = 7.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A horizontal piece of a lane; ``x`` and ``width`` are per cent, ``css`` names its meaning."""

    x: str
    width: str
    css: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A unit's lane: whose it is, its bars, its marks, and its clock in words."""

    unit_id: UUID
    unit: str
    line: str
    basis: str
    is_mine: bool
    is_released: bool
    clock: ClockWords
    bars: tuple[Bar, ...]
    dot: str
    done: str
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lanes:
    """All lanes of a matter with the axis they share; ``summary`` says in a sentence how many lead and assist."""

    lanes: tuple[Lane, ...]
    labels: tuple[AxisLabel, ...]
    folds: tuple[Fold, ...]
    day_lines: tuple[str, ...]
    now: str
    now_words: str
    now_label: str
    summary: str


def lay_out(units: Iterable[UnitLine], *, now: datetime, calendar: WorkCalendar, is_closed: bool) -> Lanes | None:
    """Return the lanes of a matter, or none while no unit was asked."""
    lines = tuple(units)
    if not lines:
        return None
    axis = Axis(min(line.asked_at for line in lines), _end(lines, now=now, is_closed=is_closed), calendar=calendar)
    here = axis.place(now)
    return Lanes(
        lanes=tuple(_lane(line, axis=axis, now=now, calendar=calendar, is_closed=is_closed) for line in lines),
        labels=axis.labels(),
        folds=axis.folds(),
        day_lines=axis.day_lines(),
        now="" if is_closed else per_cent(here),
        now_words=_("now %(time)s") % {"time": say_moment(now, form="clock")},
        now_label=per_cent(min(100.0 - NOW_EDGE, max(NOW_EDGE, here))),
        summary=_summary(lines),
    )


def _end(lines: tuple[UnitLine, ...], *, now: datetime, is_closed: bool) -> datetime:
    """Return the last moment the axis shows: the latest limit or answer, and now while work goes on."""
    moments = [m for line in lines for m in (line.asked_at, line.due_at, line.answered_at, line.signed_at) if m]
    if not is_closed:
        moments.append(now)
    return max(moments)


def _summary(lines: tuple[UnitLine, ...]) -> str:
    working = [line for line in lines if not line.is_released]
    assisting = sum(line.role == "assist" for line in working)
    if not assisting:
        return _("One unit leads.") if working else _("No unit works on it at present.")
    return ngettext(
        "One leads, %(n)d assists; each has its own clock, and all must sign off before it can be closed.",
        "One leads, %(n)d assist; each has its own clock, and all must sign off before it can be closed.",
        assisting,
    ) % {"n": assisting}


def _lane(line: UnitLine, *, axis: Axis, now: datetime, calendar: WorkCalendar, is_closed: bool) -> Lane:
    done_at = line.signed_at or line.answered_at
    clock = _clock(line, done_at=done_at, now=now, calendar=calendar)
    begin = axis.place(line.asked_at)
    due = axis.place(line.due_at) if line.due_at else None
    reach = _reach(line, done_at=done_at, now=now, is_closed=is_closed)
    ends = axis.place(reach) if reach else None
    waits = line.state == "asked" and not line.is_released and not is_closed
    return Lane(
        unit_id=line.unit_id,
        unit=line.unit,
        line=_who(line, now=now),
        basis=line.basis,
        is_mine=line.is_mine,
        is_released=line.is_released,
        clock=clock,
        bars=tuple(_bars(begin, due=due, ends=ends, look=clock.look, waits_until=axis.place(now) if waits else None)),
        dot=per_cent(axis.place(line.received_at)) if line.received_at else "",
        done=per_cent(axis.place(done_at)) if done_at else "",
        due=per_cent(due) if due is not None else "",
    )


def _reach(line: UnitLine, *, done_at: datetime | None, now: datetime, is_closed: bool) -> datetime | None:
    """Return how far a lane's bar is filled; a unit that has not begun has none."""
    if done_at:
        return done_at
    if line.is_released or is_closed or line.received_at is None:
        return None
    return now


def _bars(begin: float, *, due: float | None, ends: float | None, look: str, waits_until: float | None) -> list[Bar]:
    """Return the frame up to the limit, what is filled of it, and what runs over; waiting alone fills nothing."""
    bars = []
    if due is not None and due > begin:
        bars.append(Bar(x=per_cent(begin), width=per_cent(due - begin), css="l-span"))
    if ends is not None and ends > begin:
        filled = min(ends, due) if due is not None and due > begin else ends
        bars.append(Bar(x=per_cent(begin), width=per_cent(filled - begin), css=RUN_CLASSES.get(look, "l-run")))
    over = ends if ends is not None else waits_until
    if over is not None and due is not None and over > due:
        bars.append(Bar(x=per_cent(due), width=per_cent(over - due), css="l-late"))
    return bars


def _who(line: UnitLine, *, now: datetime) -> str:
    if line.received_at:
        return _("%(role)s · received %(moment)s") % {
            "role": line.role_words, "moment": say_recent(line.received_at, now=now),
        }  # fmt: skip
    return _("%(role)s · asked %(moment)s") % {
        "role": line.role_words,
        "moment": say_recent(line.asked_at, now=now),
    }


def _clock(line: UnitLine, *, done_at: datetime | None, now: datetime, calendar: WorkCalendar) -> ClockWords:
    if done_at and line.state in {"answered", "signed_off"}:
        words = _("signed off %(moment)s") if line.signed_at else _("answered %(moment)s")
        note = say_margin(done_at, line.due_at, calendar=calendar) if line.due_at else ""
        return ClockWords(
            look="done", words=words % {"moment": say_recent(done_at, now=now, has_clock=False)}, note=note
        )
    if line.is_released or line.state not in OPEN_STATES:
        return ClockWords(look="back", words=line.state_words)
    shape = "waiting" if line.state == "asked" else "doing"
    if line.due_at is None:
        return ClockWords(look=look_of(shape, due_at=None, now=now, calendar=calendar), words=line.state_words)
    if line.paused_until is not None:
        return ClockWords(
            look="pause",
            words=_("stands still until %(moment)s") % {"moment": line.paused_words},
            note=_("until %(moment)s") % {"moment": say_recent(line.due_at, now=now)},
        )
    return ClockWords(
        look=look_of(shape, due_at=line.due_at, now=now, calendar=calendar),
        words=say_left(line.due_at, now=now, calendar=calendar),
        note=_("until %(moment)s") % {"moment": say_recent(line.due_at, now=now)},
    )
