"""Writes matters as a workbook: row by row into a file, so that a city's month needs little memory.

Nothing in it names a person: no contacts, no words but the title, and the title with numbers and names covered.
"""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO, Any, Final

import xlsxwriter
from django.utils import timezone

from linli.domains.cases.facade import CaseRow
from linli.kernel.formulas import harmless
from linli.kernel.worktime import WorkCalendar
from linli.portals.workbench.showing.columns import Cell, Column

IN_MEMORY_BYTES: Final = 2 * 1024 * 1024


def write_workbook(
    rows: Iterable[CaseRow],
    *,
    columns: Sequence[Column],
    title: str,
    sheet_name: str,
    place: str,
    now: datetime,
    calendar: WorkCalendar,
) -> IO[bytes]:
    """Return the finished workbook, open at its beginning; whoever sends it closes it, and then it is gone."""
    head = [(str(column.words), column.width) for column in columns]
    lines = ([column.value(row, now, calendar) for column in columns] for row in rows)
    return write_table(lines, head=head, title=title, sheet_name=sheet_name, place=place, has_filter=True)


def write_table(
    lines: Iterable[Sequence[Cell]],
    *,
    head: Sequence[tuple[str, int]],
    title: str,
    sheet_name: str,
    place: str,
    has_filter: bool = False,
) -> IO[bytes]:
    """Return a workbook of one sheet with these headings (words and width) and lines, open at its beginning.

    Without ``has_filter`` its lines cannot be sorted with a click: rates are not for ranking.
    """
    book_file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - handed on, closed by the answer
    book = xlsxwriter.Workbook(
        book_file,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties({"title": title, "subject": place})
    sheet = book.add_worksheet(sheet_name)
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.freeze_panes(1, 1)
    for number, (words, width) in enumerate(head):
        sheet.set_column(number, number, width)
        sheet.write_string(0, number, words, bold)
    last = 0
    for last, cells in enumerate(lines, start=1):
        _write(sheet, last, cells, moment=moment)
    if has_filter:
        sheet.autofilter(0, 0, last, len(head) - 1)
    book.close()
    book_file.seek(0)
    return book_file


def _write(sheet: Any, line: int, cells: Sequence[Cell], *, moment: Any) -> None:
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
