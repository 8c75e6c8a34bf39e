"""Cells merged downward, as sheets of rooms have them: what is written once counts for every row of the merged cell.

A blank cell that is not merged stays blank: whoever left it out is asked, nobody guesses.
"""

from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass, replace

from linli.foundation.imports.cells import EMPTY, Cell
from linli.foundation.imports.layout import Span
from linli.foundation.imports.sheets import Row, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A row with its merged cells filled in, and the columns that were filled from a row above."""

    row: Row
    from_above: frozenset[int]


def fill_down(sheet: Sheet, *, first: int, columns: Collection[int]) -> tuple[Filled, ...]:
    """Return the rows from ``first`` (a position in ``Sheet.rows``) on, with cells of these columns filled downward.

    Of merged cells that overlap, which no spreadsheet program writes, the upper one counts: the work stays as small as
    the sheet.
    """
    rows = list(sheet.rows[first:])
    numbers = [row.number - 1 for row in rows]
    filled: list[dict[int, Cell]] = [{} for _row in rows]
    for column in columns:
        reached = -1
        for span in _downward(sheet.layout.spans, column=column):
            begin = bisect_left(numbers, span.top)
            if span.top <= reached or begin == len(rows) or numbers[begin] != span.top:
                continue
            reached = span.bottom
            cells = rows[begin].cells
            said = cells[span.left] if span.left < len(cells) else EMPTY
            for at in range(begin + 1, bisect_left(numbers, span.bottom + 1)):
                filled[at][column] = said
    return tuple(
        Filled(row=_with(row, cells), from_above=frozenset(cells)) for row, cells in zip(rows, filled, strict=True)
    )


def _downward(spans: tuple[Span, ...], *, column: int) -> list[Span]:
    of_column = [span for span in spans if span.left <= column <= span.right and span.bottom > span.top]
    return sorted(of_column, key=lambda span: span.top)


def _with(row: Row, cells: dict[int, Cell]) -> Row:
    if not cells:
        return row
    width = max(len(row.cells), *(column + 1 for column in cells))
    texts = [*row.cells, *[EMPTY] * (width - len(row.cells))]
    for column, cell in cells.items():
        texts[column] = cell
    return replace(row, cells=tuple(texts))
