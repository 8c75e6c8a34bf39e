"""The columns a list of matters can have: their words, what a workbook writes into them, which each role begins with.

On a screen :mod:`cells` draws a column by its code; in a workbook each cell is a value, and titles are masked.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.domains.cases.facade import CaseRow
from linli.foundation.accounts.roles import Role
from linli.foundation.territory import queries as territory
from linli.kernel.masking import mask_text
from linli.kernel.tokens import format_code
from linli.kernel.worktime import WorkCalendar
from linli.portals.workbench.showing.clocks import clock_words

Cell = str | int | datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its heading, its width in a workbook (characters), and the value of a row at a moment."""

    code: str
    words: str | Promise
    width: int
    value: Callable[[CaseRow, datetime, WorkCalendar], Cell]


def in_time(row: CaseRow, *, now: datetime) -> str:
    """Say whether a matter was closed, or still is, within its limit; nothing where it has none."""
    if row.due_at is None:
        return ""
    return _("yes") if (row.closed_at or now) <= row.due_at else _("no")


def _time(row: CaseRow, now: datetime, calendar: WorkCalendar) -> str:
    due_at = None if row.closed_at else row.due_at
    return clock_words(row.shape, row.state_words, due_at=due_at, now=now, calendar=calendar).words


TITLE: Final = "title"
COLUMNS: Final[Mapping[str, Column]] = {
    column.code: column
    for column in (
        Column(code="code", words=gettext_lazy("Case code"), width=14, value=lambda row, *_: format_code(row.code)),
        Column(code=TITLE, words=gettext_lazy("Matter"), width=40, value=lambda row, *_: mask_text(row.title)),
        Column(
            code="community", words=gettext_lazy("Community"), width=14,
            value=lambda row, *_: territory.division_name(row.community),
        ),
        Column(
            code="grid", words=gettext_lazy("Grid"), width=16,
            value=lambda row, *_: territory.grid_name(row.grid) if row.grid else "",
        ),
        Column(code="kind", words=gettext_lazy("Kind of matter"), width=22, value=lambda row, *_: row.kind_words),
        Column(code="place", words=gettext_lazy("Door plate"), width=16, value=lambda row, *_: row.place),
        Column(code="state", words=gettext_lazy("State"), width=12, value=lambda row, *_: row.state_words),
        Column(code="time", words=pgettext_lazy("column", "Time left"), width=18, value=_time),
        Column(code="lead", words=gettext_lazy("Lead unit"), width=24, value=lambda row, *_: row.lead),
        Column(code="units", words=gettext_lazy("Units at work"), width=8, value=lambda row, *_: row.parties),
        Column(code="opened", words=gettext_lazy("Opened"), width=18, value=lambda row, *_: row.opened_at),
        Column(code="due", words=gettext_lazy("Due"), width=18, value=lambda row, *_: row.due_at),
        Column(code="closed", words=gettext_lazy("Closed at"), width=18, value=lambda row, *_: row.closed_at),
        Column(
            code="in_time", words=gettext_lazy("In time"), width=8, value=lambda row, now, _cal: in_time(row, now=now)
        ),
    )
}  # fmt: skip
"""Every column a reader may choose, in the order in which they are offered."""

GRID_CODE: Final = Column(code="grid_code", words=gettext_lazy("Grid"), width=16, value=lambda row, *_: row.grid)
MASKED_TITLE: Final = Column(
    code="masked_title", words=gettext_lazy("Title"), width=40, value=lambda row, *_: mask_text(row.title)
)
REGISTER: Final = (
    COLUMNS["code"], COLUMNS["community"], GRID_CODE, MASKED_TITLE,
    *(COLUMNS[code] for code in (
        "kind", "place", "state", "lead", "units", "opened", "due", "closed", "in_time",
    )),
)  # fmt: skip
"""The month's register: the same for everybody, so that registers can be laid side by side."""

_USUAL: Final = (TITLE, "place", "kind", "state", "time", "lead", "opened")
_BY_ROLE: Final[Mapping[str, tuple[str, ...]]] = {
    Role.STREET_OFFICIAL: (TITLE, "community", "kind", "state", "time", "lead", "opened"),
    Role.GRID_WORKER: (TITLE, "place", "kind", "state", "time", "opened"),
    Role.VERIFIER: (TITLE, "place", "kind", "state", "time", "lead", "closed"),
    Role.UNIT_WORKER: (TITLE, "place", "kind", "state", "time", "opened"),
}


def usual(role: str) -> tuple[str, ...]:
    """Return the columns a role begins with: a grid worker needs no grid, a unit's people know who leads."""
    return _BY_ROLE.get(role, _USUAL)


def chosen(codes: Sequence[str]) -> tuple[str, ...]:
    """Return known columns once each in the order given; the title, which opens the matter, is always among them."""
    known = tuple(dict.fromkeys(code for code in codes if code in COLUMNS))
    return known if TITLE in known or not known else (TITLE, *known)


def for_workbook(codes: Sequence[str], *, has_several: bool) -> tuple[Column, ...]:
    """Return a workbook's columns: those of the screen, and what the screen writes under the title as its own."""
    added = [code for code in ("code", "community") if code not in codes and (code == "code" or has_several)]
    return tuple(MASKED_TITLE if code == TITLE else COLUMNS[code] for code in (*added, *codes))
