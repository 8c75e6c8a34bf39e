"""A table of rates as a page and a workbook show it: counts, the links that open them, a percentage to read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.domains.cases import facade as cases
from linli.kernel.periods import Month, Period, Quarter, Year

MONTHS_BACK: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class RateCell:
    """One rate of one row: two exact counts, both with the address of their matters, and the percentage in words."""

    label: str
    counted: int
    whole: int
    percent: str
    counted_url: str
    rest: int
    rest_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLine:
    """A row: its words, how many matters, how many are left out, and its cells."""

    words: str
    matters: int
    matters_url: str
    excluded: int
    excluded_url: str
    cells: tuple[RateCell, ...]


def lines_of(table: cases.RateTable, rows: tuple[cases.RateRow, ...], **opens: str) -> tuple[RateLine, ...]:
    """Return rows with the addresses of their matters.

    ``opens`` are filters of the list that hold for the whole table; ``key`` names the one that a row's code fills.
    """
    return tuple(_line(table, row, **opens) for row in rows)


def _line(table: cases.RateTable, row: cases.RateRow, *, key: str = "", **opens: str) -> RateLine:
    own = {key: row.code} if key and row.code else {}

    def url(measure: str) -> str:
        given = {**opens, **own, "measure": measure}
        return f"{reverse('workbench:cases')}?{urlencode({name: value for name, value in given.items() if value})}"

    return RateLine(
        words=row.words,
        matters=row.matters,
        matters_url=url(""),
        excluded=row.excluded,
        excluded_url=url("excluded"),
        cells=tuple(
            RateCell(
                label=rate.words,
                counted=share.counted,
                whole=share.whole,
                percent=percent(share),
                counted_url=url(f"{rate.code}-yes"),
                rest=share.rest,
                rest_url=url(f"{rate.code}-no"),
            )
            for rate in table.rates
            for share in [row.shares.get(rate.code, cases.Share())]
        ),
    )


def percent(share: cases.Share) -> str:
    """Return a rate as a whole percentage, rounded down so that 100 % means all; a dash where there is nothing."""
    return f"{share.counted * 100 // share.whole} %" if share.whole else "–"


def sheet_lines(table: cases.RateTable) -> Iterator[tuple[str | int, ...]]:
    """Yield the lines of the workbook below its head: all together, then units, then kinds, exact counts alone."""
    groups = (
        ("", (table.total,)),
        (pgettext("rates", "Unit"), table.units),
        (pgettext("rates", "Kind"), table.kinds),
    )
    for group, rows in groups:
        for row in rows:
            counts = [
                count
                for rate in table.rates
                for share in [row.shares.get(rate.code, cases.Share())]
                for count in (share.counted, share.whole)
            ]
            yield (group, row.words, row.matters, row.excluded, *counts)


def sheet_head(table: cases.RateTable) -> list[tuple[str, int]]:
    """Return the headings of the workbook with their widths."""
    head = [("", 8), ("", 28), (_("Matters"), 8), (_("Left out"), 8)]
    for rate in table.rates:
        head += [(rate.words, 12), (_("of"), 8)]
    return head


def choices(today: date) -> list[tuple[str, str]]:
    """Return the periods one chooses from: this month and those before it, quarters, years."""
    months: list[Month] = [Month.on(today)]
    while len(months) <= MONTHS_BACK:
        months.append(months[-1].previous())
    quarters = [Quarter.on(today), Quarter.on(today).previous()]
    years = [Year.on(today), Year.on(today).previous()]
    return [(str(one), say(one)) for one in (*months, *quarters, *years)]


def words_of(text: str) -> str:
    """Return a period in words as an address or a draw writes it, ``2026-Q3``; anything else as it stands."""
    period = cases.period_of(text)
    return say(period) if period else text


def say(period: Period) -> str:
    """Return a period in words."""
    match period:
        case Month():
            # Translators: a month with its year, in the letters of Django's date filter.
            return date_format(period.first_on, _("F Y"))
        case Quarter():
            return _("Quarter %(quarter)d of %(year)d") % {"quarter": period.quarter, "year": period.year}
        case Year():
            return _("Year %(year)d") % {"year": period.year}
    return f"{period.first_on} – {period.last_on}"
