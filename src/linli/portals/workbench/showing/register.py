"""Writes the month's register as a workbook: row by row into a file, so that a city's month needs little memory.

Nothing in it names a person: no contacts, no words but the title, and the title with numbers and names covered.
"""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO, Any, Final

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.domains.cases.facade import CaseRow
from linli.foundation.territory import queries as territory
from linli.kernel.formulas import harmless
from linli.kernel.masking import mask_text
from linli.kernel.periods import Month
from linli.kernel.tokens import format_code

WIDTHS: Final = (14, 14, 14, 40, 22, 16, 12, 24, 8, 18, 18, 18, 8)
IN_MEMORY_BYTES: Final = 2 * 1024 * 1024


def write_register(rows: Iterable[CaseRow], *, month: Month, place: str, now: datetime) -> IO[bytes]:
    """Return the finished workbook, open at its beginning; whoever sends it closes it, and then it is gone."""
    book_file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - handed on, closed by the answer
    book = xlsxwriter.Workbook(
        book_file,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties({"title": _("Register %(month)s") % {"month": month}, "subject": place})
    sheet = book.add_worksheet(str(month))
    styles = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 1)
    for column, words in enumerate(_head()):
        sheet.write_string(0, column, words, styles["head"])
    last = 0
    for last, row in enumerate(rows, start=1):
        _write(sheet, last, _cells(row, now=now), moment=styles["moment"])
    sheet.autofilter(0, 0, last, len(WIDTHS) - 1)
    book.close()
    book_file.seek(0)
    return book_file


def _head() -> Sequence[str]:
    return (
        _("Case code"), _("Community"), _("Grid"), _("Title"), _("Kind of matter"), _("Door plate"), _("State"),
        _("Lead unit"), _("Units at work"), _("Opened"), _("Due"), _("Closed at"), _("In time"),
    )  # fmt: skip


def _cells(row: CaseRow, *, now: datetime) -> Sequence[str | int | datetime | None]:
    return (
        format_code(row.code), territory.division_name(row.community), row.grid, mask_text(row.title), row.kind_words,
        row.place, row.state_words, row.lead, row.parties, row.opened_at, row.due_at, row.closed_at,
        _in_time(row, now=now),
    )  # fmt: skip


def _in_time(row: CaseRow, *, now: datetime) -> str:
    if row.due_at is None:
        return ""
    return _("yes") if (row.closed_at or now) <= row.due_at else _("no")


def _write(sheet: Any, line: int, cells: Sequence[str | int | datetime | None], *, moment: Any) -> None:
    for column, cell in enumerate(cells):
        match cell:
            case None | "":
                continue
            case datetime():
                sheet.write_datetime(line, column, timezone.localtime(cell).replace(tzinfo=None), moment)
            case int():
                sheet.write_number(line, column, cell)
            case _:
                sheet.write_string(line, column, harmless(cell))
