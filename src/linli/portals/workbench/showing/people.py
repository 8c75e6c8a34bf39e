"""Writes a list of residents as a workbook: masked, safe in every spreadsheet, with who took it and when on top."""

import tempfile
from collections.abc import Iterable
from datetime import datetime
from typing import IO, Final

import xlsxwriter
from django.utils.translation import gettext as _

from linli.domains.residents.facade import PersonLine
from linli.kernel.formulas import harmless
from linli.portals.workbench.showing.register import IN_MEMORY_BYTES

WIDTHS: Final = (14, 24, 22, 16, 8, 12, 18, 22, 14)


def write_list(lines: Iterable[PersonLine], *, place: str, taker: str, now: datetime) -> IO[bytes]:
    """Return the finished workbook, open at its beginning; whoever sends it closes it, and then it is gone."""
    book_file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - handed on, closed by the answer
    book = xlsxwriter.Workbook(
        book_file,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    sheet = book.add_worksheet(_("Residents"))
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    taken = _("%(place)s · taken by %(taker)s on %(moment)s · names and numbers masked, not to be passed on")
    words = taken % {"place": place, "taker": taker, "moment": now.strftime("%Y-%m-%d %H:%M")}
    sheet.write_string(0, 0, harmless(words))
    sheet.set_footer(f"&L{words.replace('&', '&&')}")
    for column, heading in enumerate(_headings()):
        sheet.write_string(1, column, heading, head)
    sheet.freeze_panes(2, 1)
    for row, line in enumerate(lines, start=2):
        for column, text in enumerate(_cells(line)):
            sheet.write_string(row, column, harmless(text))
    book.close()
    book_file.seek(0)
    return book_file


def _headings() -> tuple[str, ...]:
    return (
        _("Name"), _("Dwelling"), _("Kind of residence"), _("Relation to the head"), _("Sex"), _("Year of birth"),
        _("Telephone"), _("Identity number"), _("Check by"),
    )  # fmt: skip


def _cells(line: PersonLine) -> tuple[str, ...]:
    return (
        line.name, line.door if line.is_here else _("No longer living here"), line.kind, line.relation, line.sex,
        str(line.birth_year or ""), line.phone, line.document,
        line.check_by_on.isoformat() if line.check_by_on else "",
    )  # fmt: skip
