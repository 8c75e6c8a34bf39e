"""Reads how far a workbook's cells reach without opening it: one kilobyte can claim a billion cells.

Every part of an .xlsx is searched for the places its cells name, so that the usual sheet is known to be small in a
fraction of the time that opening it takes. What cannot be told here counts as far: it is opened on trial first.
"""

import io
import re
import zipfile
from typing import Final

MOST_CELLS: Final = 6_000_000
"""As a full rectangle some 200 MB: 200,000 rows of 30 columns."""
_CHUNK: Final = 4 * 1024 * 1024
_PLACE: Final = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,3})(\d{1,7})["']""")
_CELL: Final = re.compile(rb"<(?:\w+:)?c[\s/>]")
_SHEET: Final = re.compile(rb"<(?:\w+:)?worksheet[\s>]")
_A: Final = ord("A")


def is_near(data: bytes) -> bool:
    """Whether every sheet of a workbook surely fits into six million cells; false for whatever is no plain .xlsx."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            sheets = [name for name in book.namelist() if name.lower().endswith(".xml") and _is_sheet(book, name)]
            return bool(sheets) and all(_is_near(book, name) for name in sheets)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError):
        return False


def _is_sheet(book: zipfile.ZipFile, name: str) -> bool:
    with book.open(name) as part:
        return _SHEET.search(part.read(_CHUNK)) is not None


def _is_near(book: zipfile.ZipFile, name: str) -> bool:
    """Whether the cells of one sheet, each of which must say its place, lie close enough together."""
    columns: set[bytes] = set()
    cells = places = last_row = 0
    kept = b""
    with book.open(name) as part:
        while block := part.read(_CHUNK):
            text, closed, kept = (kept + block).rpartition(b">")
            found = _PLACE.findall(text + closed)
            cells += len(_CELL.findall(text + closed))
            places += sum(column != b"" for column, _row in found)
            columns.update(column for column, _row in found)
            last_row = max(last_row, max((int(row) for _column, row in found), default=0))
            if len(kept) > _CHUNK:
                return False
    return cells == places and last_row * max(map(_number, columns), default=0) <= MOST_CELLS


def _number(column: bytes) -> int:
    value = 0
    for letter in column.upper():
        value = value * 26 + letter - _A + 1
    return value
