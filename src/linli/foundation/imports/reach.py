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
_CELL: Final = re.compile(rb"<(?:[^\s<>/:]+:)?c[\s/>]")
_PLACED: Final = re.compile(rb"""<(?:[^\s<>/:]+:)?c\s+r\s*=\s*["'][A-Za-z]{1,3}\d{1,7}["']""")
_OTHERS: Final = ("content.xml", "xl/workbook.bin")
"""Parts that only .ods and .xlsb have, which write their cells otherwise."""
_A: Final = ord("A")


def is_near(data: bytes) -> bool:
    """Whether the cells of a workbook surely fit into six million places; false for whatever is no plain .xlsx.

    Every part is looked at, whatever it is called: which one holds the sheet is said by yet another part.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            names = book.namelist()
            found = [] if set(names) & set(_OTHERS) else [_cells_of(book, name) for name in names]
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError):
        return False
    return any(cells for cells, _is_near in found) and all(is_near for _cells, is_near in found)


def _cells_of(book: zipfile.ZipFile, name: str) -> tuple[int, bool]:
    """Return how many cells a part holds, and whether each says its place and all lie close enough together."""
    columns: set[bytes] = set()
    cells = places = last_row = 0
    kept = b""
    with book.open(name) as part:
        while block := part.read(_CHUNK):
            if not kept and b"\x00" in block[:4]:  # letters of two bytes, which this does not read
                return cells, False
            text, closed, kept = (kept + block).rpartition(b">")
            found = _PLACE.findall(text + closed)
            cells += len(_CELL.findall(text + closed))
            places += len(_PLACED.findall(text + closed))
            columns.update(column for column, _row in found)
            last_row = max(last_row, max((int(row) for _column, row in found), default=0))
            if len(kept) > _CHUNK:
                return cells, False
    return cells, cells == places and last_row * max(map(_number, columns), default=0) <= MOST_CELLS


def _number(column: bytes) -> int:
    value = 0
    for letter in column.upper():
        value = value * 26 + letter - _A + 1
    return value
