"""One row of a list as a page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.domains.cases.facade import CaseRow
from linli.foundation.territory import queries as territory
from linli.kernel.worktime import WorkCalendar
from linli.portals.workbench.showing.clocks import ClockWords, clock_words
from linli.portals.workbench.showing.columns import in_time

WHOLE_COMMUNITY = 12
"""Digits of a community's code; a shorter scope holds several communities, so rows name theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowLine:
    """A row: ``caption`` is the small word in its corner, ``community`` is empty where there is only one.

    ``next_url`` leads to the matter's next step.
    """

    id: UUID
    url: str
    code: str
    title: str
    place: str
    kind: str
    grid: str
    state: str
    caption: str
    clock: ClockWords
    lead: str
    parties: int
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    in_time: str
    is_sealed: bool
    is_held: bool
    community: str
    community_code: str
    next_url: str


def row_lines(
    rows: Iterable[CaseRow], *, territory_code: str, now: datetime, calendar: WorkCalendar
) -> tuple[RowLine, ...]:
    """Return rows as lines of a page for a reader of this territory."""
    has_several = len(territory_code) < WHOLE_COMMUNITY
    cases_url = reverse("workbench:cases")  # once, not once a row
    return tuple(_line(row, has_several=has_several, cases_url=cases_url, now=now, calendar=calendar) for row in rows)


def _line(row: CaseRow, *, has_several: bool, cases_url: str, now: datetime, calendar: WorkCalendar) -> RowLine:
    return RowLine(
        id=row.id,
        url=f"{cases_url}{row.id}/",
        code=row.code,
        title=row.title or _("(words erased)"),
        place=row.place,
        kind=row.kind_words,
        grid=row.grid,
        state=row.state_words,
        caption=_caption(row),
        clock=clock_words(
            row.shape, row.state_words, due_at=None if row.closed_at else row.due_at, now=now, calendar=calendar
        ),
        lead=row.lead,
        parties=row.parties,
        opened_at=row.opened_at,
        due_at=row.due_at,
        closed_at=row.closed_at,
        in_time=in_time(row, now=now),
        is_sealed=row.is_sealed,
        is_held=row.is_held,
        community=territory.division_name(row.community) if has_several else "",
        community_code=row.community,
        next_url=f"{cases_url}{row.id}/next/",
    )


def _caption(row: CaseRow) -> str:
    """Say who is at it where several are, else what it waits for."""
    if row.is_held:
        return _("to be looked at")
    if row.shape == "doing" and row.parties > 1:
        return ngettext("%(n)d unit at it", "%(n)d units at it", row.parties) % {"n": row.parties}
    return row.state_words
