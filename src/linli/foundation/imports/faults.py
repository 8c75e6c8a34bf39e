"""Writes the faulty rows back: the sheet's own headings, order and widths, coloured cells, the reasons beside them.

Corrected, the file imports as it is: the two columns it adds are known and passed over.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import xlsxwriter
from django.utils.translation import gettext as _

from linli.foundation.imports.headings import Headings
from linli.foundation.imports.sheets import Row, Sheet

ROW_COLUMN: Final = "原行号"
REASON_COLUMN: Final = "问题"
ADDED_COLUMNS: Final = (ROW_COLUMN, REASON_COLUMN)
PADDING: Final = 0.71
"""What a stored width has beyond the characters it shows."""
_REASON_WIDTH: Final = 60
_TEXT: Final = "@"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong in a row: the column it is in (from 0, None for the row as a whole), and a sentence."""

    column: int | None
    reason: str


def error_workbook(sheet: Sheet, *, headings: Headings, faulty: Iterable[tuple[Row, Sequence[Fault]]]) -> bytes:
    """Return an xlsx file of the faulty rows; identity numbers and the like stay text."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "constant_memory": False, "strings_to_formulas": False})
    page = book.add_worksheet((sheet.name or _("Faulty rows"))[:31])
    formats = {
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1}),
        "text": book.add_format({"num_format": _TEXT}),
        "bad": book.add_format({"num_format": _TEXT, "bg_color": "#FAE9E5", "font_color": "#A82A1B"}),
        "why": book.add_format({"text_wrap": True, "font_color": "#A82A1B"}),
    }
    width = len(headings.columns)
    kept = [column for column in range(width) if headings.columns[column] not in ADDED_COLUMNS]
    for place, column in enumerate(kept):
        page.set_column(place, place, max(sheet.layout.width(column) - PADDING, 1), formats["text"])
        page.write_string(0, place, headings.columns[column], formats["head"])
    page.set_column(len(kept), len(kept), 8)
    page.set_column(len(kept) + 1, len(kept) + 1, _REASON_WIDTH)
    page.write_string(0, len(kept), ROW_COLUMN, formats["head"])
    page.write_string(0, len(kept) + 1, REASON_COLUMN, formats["head"])
    page.freeze_panes(1, 0)
    old = headings.columns.index(ROW_COLUMN) if ROW_COLUMN in headings.columns else None
    for line, (row, faults) in enumerate(faulty, start=1):
        _write_row(page, line, row=row, faults=faults, kept=kept, formats=formats)
        number = row.text(old) if old is not None and row.text(old) else str(row.number)
        page.write_string(line, len(kept), number)
        page.write_string(line, len(kept) + 1, "；".join(fault.reason for fault in faults), formats["why"])
    book.close()
    return buffer.getvalue()


def _write_row(
    page: xlsxwriter.worksheet.Worksheet,
    line: int,
    *,
    row: Row,
    faults: Sequence[Fault],
    kept: Sequence[int],
    formats: Mapping[str, xlsxwriter.format.Format],
) -> None:
    reasons = {fault.column: fault.reason for fault in faults}
    for place, column in enumerate(kept):
        style = formats["bad" if column in reasons else "text"]
        page.write_string(line, place, row.text(column), style)
        if column in reasons:
            page.write_comment(line, place, reasons[column], {"x_scale": 2})
