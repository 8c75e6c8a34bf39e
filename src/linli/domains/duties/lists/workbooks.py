"""Hands duty lists out as workbooks with the headings the import knows, so that a list comes back as it went out."""

import tempfile
from collections.abc import Iterable, Mapping
from typing import IO, Final

import xlsxwriter

from linli.domains.duties.lists.contracts import Item
from linli.domains.duties.lists.rules import Period
from linli.domains.duties.lists.sheets import ALIASES, FIELDS, unit_words
from linli.kernel.formulas import harmless

WIDTHS: Final = (14, 44, 18, 24, 24, 36, 16, 14, 8, 10, 14, 14, 44)
IN_MEMORY_BYTES: Final = 2 * 1024 * 1024
PERIODS: Final = {Period.MONTH: "每月", Period.QUARTER: "每季度", Period.YEAR: "每年"}


def write_items(items: Iterable[Item], *, name: str, case_kinds: Mapping[str, str]) -> IO[bytes]:
    """Return a workbook of items, or an empty one to fill in; whoever sends it closes it."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - handed on, closed by the answer
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(file, {"constant_memory": True, **plain})
    page = book.add_worksheet(name[:31])
    head = book.add_format({"bold": True, "border": 1, "valign": "vcenter"})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    for place, (field, width) in enumerate(zip(FIELDS, WIDTHS, strict=True)):
        page.set_column(place, place, width, text)
        page.write_string(0, place, ALIASES[field][0], head)
    page.freeze_panes(1, 0)
    for line, item in enumerate(items, start=1):
        for place, value in enumerate(_values(item, case_kinds)):
            page.write_string(line, place, harmless(value), text)
    book.close()
    file.seek(0)
    return file


def _values(item: Item, case_kinds: Mapping[str, str]) -> tuple[str, ...]:
    return (
        item.code,
        item.words,
        "、".join(case_kinds.get(kind, kind) for kind in item.case_kinds),
        item.lead_words or unit_words(item.leads),
        item.assist_words or unit_words(item.assists),
        item.document,
        item.article,
        item.document_on.isoformat() if item.document_on else "",
        f"{item.hours.normalize():f}" if item.hours is not None else "",
        PERIODS[item.period],
        item.from_on.isoformat() if item.from_on else "",
        item.to_on.isoformat() if item.to_on else "",
        item.instead,
    )
