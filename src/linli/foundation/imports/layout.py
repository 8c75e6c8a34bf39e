"""How a sheet is laid out: its columns' widths and merged cells, so that a file given back looks like the one sent."""

import html
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

DEFAULT_WIDTH: Final = 12.0
WIDEST: Final = 60.0
_HEAD_BYTES: Final = 64 * 1024
"""How much of a part is looked at: columns stand before the rows, and the list of sheets is short."""
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A merged cell: first and last row and column, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Widths by column (characters), and merged cells."""

    widths: Mapping[int, float] = field(default_factory=dict)
    spans: tuple[Span, ...] = ()

    def width(self, column: int) -> float:
        """Return a column's width in characters."""
        return self.widths.get(column, DEFAULT_WIDTH)


def widths_of(data: bytes, *, sheet_name: str) -> dict[int, float]:
    """Return the widths (characters) of a sheet's columns in an xlsx file, none where they cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            head = _head(package, _part_of(package, sheet_name))
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError):
        return {}
    widths: dict[int, float] = {}
    for tag in _COLUMN.findall(head.split(b"<sheetData", 1)[0]):
        try:
            first, last, width = int(_value(tag, "min")), int(_value(tag, "max")), float(_value(tag, "width"))
        except ValueError:
            continue
        widths |= dict.fromkeys(range(first - 1, min(last, first + 200)), min(width, WIDEST))
    return widths


def _part_of(package: zipfile.ZipFile, sheet_name: str) -> str:
    """Return the name of the part that holds a sheet. Raises KeyError."""
    sheets = {_value(tag, "name"): _value(tag, "r:id") for tag in _SHEET.findall(_head(package, "xl/workbook.xml"))}
    relations = _RELATION.findall(_head(package, "xl/_rels/workbook.xml.rels"))
    target = {_value(tag, "Id"): _value(tag, "Target") for tag in relations}[sheets[sheet_name]]
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _head(package: zipfile.ZipFile, part: str) -> bytes:
    with package.open(part) as stream:
        return stream.read(_HEAD_BYTES)


def _value(tag: bytes, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"'.encode(), tag)
    return html.unescape(found[1].decode("utf-8", "replace")) if found else ""
