"""Workbooks as clerks have them, made for tests."""

import io
from collections.abc import Sequence

import xlsxwriter


def book(
    rows: Sequence[Sequence[object]],
    *,
    merged: Sequence[tuple[int, int, int, int, str]] = (),
    widths: dict[int, float] | None = None,
    name: str = "居民",
) -> bytes:
    """Return an xlsx file with these rows; ``merged`` cells are (top, left, bottom, right, text) from 0."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    page = workbook.add_worksheet(name)
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, str) and value.startswith("="):
                page.write_formula(row, column, value, value="7")
            elif isinstance(value, str):
                page.write_string(row, column, value)
            elif value is not None:
                page.write(row, column, value)
    for top, left, bottom, right, text in merged:
        page.merge_range(top, left, bottom, right, text)
    for column, width in (widths or {}).items():
        page.set_column(column, column, width)
    workbook.close()
    return buffer.getvalue()
