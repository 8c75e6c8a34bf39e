"""Reads the first sheet of a workbook, or a text file with commas, as rows of text; bounded in memory, or refused."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import python_calamine
from django.utils.translation import gettext as _

from linli.foundation.imports.cells import EMPTY, Cell, cell_of
from linli.foundation.imports.layout import Layout, Span, widths_of
from linli.foundation.imports.reach import is_near
from linli.foundation.imports.trial import can_be_opened, first_visible

MOST_BYTES: Final = 32 * 1024 * 1024
MOST_UNPACKED: Final = 512 * 1024 * 1024
MOST_PARTS: Final = 2_000
MOST_COLUMNS: Final = 200
MOST_COMMAS: Final = 16_384
MOST_ROWS: Final = 200_000
"""Rows with something in them; empty ones are passed over, however many a sheet claims to have."""
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP: Final = b"PK\x03\x04"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_ENCODINGS: Final = ("utf-8-sig", "gb18030")


class UnreadableSheet(ValueError):
    """A file is no sheet that can be read; the sentence says why and what to do, and nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row with something in it; ``number`` is what the spreadsheet program shows beside it, from 1."""

    number: int
    cells: tuple[Cell, ...]

    def text(self, column: int) -> str:
        """Return the text in a column, counted from 0; empty beyond the last."""
        return self.cells[column].text if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet as read: its rows that are not empty, and how it is laid out (widths, merged cells)."""

    name: str
    rows: tuple[Row, ...]
    layout: Layout


def check_size(size: int) -> None:
    """Turn away a file of so many bytes before it is read. Raises :class:`UnreadableSheet`."""
    if size > MOST_BYTES:
        raise UnreadableSheet(_("The file is larger than 32 MB. Please split it, or remove pictures from it."))


def read_sheet(data: bytes, *, file_name: str) -> Sheet:
    """Read a workbook (xlsx, xls, ods) or a CSV file (UTF-8 or GB 18030).

    Raises :class:`UnreadableSheet` with one sentence for whatever cannot be read: empty, of another kind, protected by
    a password, cut off, blown up, too long or too wide.
    """
    if not data:
        raise UnreadableSheet(_("The file is empty."))
    check_size(len(data))
    if data.startswith((_ZIP, _OLE)):
        return _workbook(data)
    if file_name.lower().endswith((".csv", ".txt")):
        return Sheet(name="", rows=_collected(_csv_rows(data)), layout=Layout())
    raise UnreadableSheet(_("This is no spreadsheet. Please choose an Excel workbook (.xlsx, .xls), .ods or .csv."))


def _workbook(data: bytes) -> Sheet:
    if data.startswith(_ZIP):
        _refuse_blown_up(data)
    elif _ENCRYPTED in data:
        raise UnreadableSheet(_("The workbook is protected by a password. Please save it without one and try again."))
    if not is_near(data) and not can_be_opened(data):
        raise UnreadableSheet(
            _("The sheet reaches too far to be read: copy what stands in it into a new workbook, and hand that in.")
        )
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        name = first_visible(book)
        sheet = book.get_sheet_by_name(name)
        first_row, first_column = sheet.start or (0, 0)
        rows = _collected(_numbered(sheet.iter_rows(), first_row=first_row, first_column=first_column))
        spans = tuple(
            Span(top=top, left=left, bottom=bottom, right=right)
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        )
    except python_calamine.PasswordError:
        raise UnreadableSheet(
            _("The workbook is protected by a password. Please save it without one and try again.")
        ) from None
    except (python_calamine.CalamineError, OSError, IndexError, zipfile.BadZipFile):
        raise UnreadableSheet(
            _("The workbook cannot be read: it seems to be cut off or damaged. Please save it again.")
        ) from None
    return Sheet(name=name, rows=rows, layout=Layout(widths=widths_of(data, sheet_name=name), spans=spans))


def _refuse_blown_up(data: bytes) -> None:
    """Look at a packed file's own list before anything is unpacked."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except zipfile.BadZipFile:
        raise UnreadableSheet(
            _("The workbook cannot be read: it seems to be cut off or damaged. Please save it again.")
        ) from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise UnreadableSheet(_("The workbook unpacks to more than 512 MB and was not opened."))


def _numbered(
    rows: Iterable[Iterable[object]], *, first_row: int, first_column: int
) -> Iterator[tuple[int, list[Cell]]]:
    """Give calamine's rows their numbers and the empty columns before the first one used back."""
    lead = [EMPTY] * first_column
    for number, values in enumerate(rows, start=first_row + 1):
        yield number, [*lead, *map(cell_of, values)]


class _Lines:
    """The lines of a text, as long as no row of it holds more columns than any spreadsheet program has."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.commas = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.commas += line.count(",")
            if self.commas > MOST_COMMAS:
                raise UnreadableSheet(_("The sheet has more than 200 columns. Is it the right one?"))
            yield line


def _csv_rows(data: bytes) -> Iterator[tuple[int, list[Cell]]]:
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise UnreadableSheet(_("The file's characters cannot be read. Please save it as .xlsx, or as CSV in UTF-8."))
    if "\x00" in text:
        raise UnreadableSheet(_("This is no spreadsheet. Please choose an Excel workbook (.xlsx, .xls), .ods or .csv."))
    lines = _Lines(text)
    try:
        for number, values in enumerate(csv.reader(lines), start=1):
            lines.commas = 0
            yield number, [cell_of(value) for value in values]
    except csv.Error:
        raise UnreadableSheet(_("The file is no table with commas. Please save it as .xlsx.")) from None


def _collected(numbered: Iterator[tuple[int, list[Cell]]]) -> tuple[Row, ...]:
    """Keep the rows with something in them. Raises :class:`UnreadableSheet` for too many, too wide ones, or none."""
    rows: list[Row] = []
    for number, cells in numbered:
        while cells and not cells[-1].text:
            cells.pop()
        if not cells:
            continue
        if len(cells) > MOST_COLUMNS:
            raise UnreadableSheet(_("The sheet has more than 200 columns. Is it the right one?"))
        if len(rows) == MOST_ROWS:
            raise UnreadableSheet(_("The sheet has more than 200,000 rows. Please split it."))
        rows.append(Row(number=number, cells=tuple(cells)))
    if not rows:
        raise UnreadableSheet(_("There is nothing in the first sheet."))
    return tuple(rows)
