"""Finds a sheet's headings, over one or two rows with merged cells, and suggests which field each column holds."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from linli.foundation.imports.sheets import Row, Sheet
from linli.kernel.narrow import narrow

LOOKED_AT: Final = 15
"""Rows from the top in which headings may stand, below a title and a line of who filled it in."""
MOST_HEADING_ROWS: Final = 2
FEWEST_KNOWN: Final = 2
TITLE_SHARE: Final = 0.7
"""A merged cell wider than this share of the sheet is a title and no heading."""
_NOTES: Final = re.compile(r"[（(【\[].*?[)）】\]]|[*＊:：、,，.。/\\\s_-]+")
_UNIT_MARKS: Final = re.compile(r"^(?:\d+[.、)]|[①-⑳])")

Aliases = Mapping[str, Sequence[str]]
"""What a field is called in sheets: ``{"name": ("姓名", "居民姓名"), …}``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """Where the headings stand (positions in ``Sheet.rows``), and one text for each column."""

    first: int
    last: int
    columns: tuple[str, ...]


class NoHeadings(ValueError):
    """No row looks like headings: too few columns have a name that is known."""


def plain_heading(text: str) -> str:
    """Return a heading without spaces, notes in brackets, stars and numbering, in half-width characters."""
    plain = narrow(text)
    bare = _NOTES.sub("", _UNIT_MARKS.sub("", plain))
    return (bare or _NOTES.sub("", plain.replace("(", "").replace(")", ""))).lower()


def find_headings(sheet: Sheet, *, aliases: Aliases, fewest: int = FEWEST_KNOWN) -> Headings:
    """Find the rows whose cells name the most known fields; two rows when the second belongs to the first.

    Raises :class:`NoHeadings` where fewer than ``fewest`` are named.
    """
    known = {plain_heading(alias) for names in aliases.values() for alias in names}
    best, best_score = None, fewest - 1
    for first in range(min(LOOKED_AT, len(sheet.rows))):
        for last in range(first, min(first + MOST_HEADING_ROWS, len(sheet.rows))):
            if last > first and not _are_merged(sheet, first=first, last=last):
                continue
            columns = _joined(sheet, first=first, last=last)
            score = sum(_is_known(text, known) for text in columns)
            if score > best_score or (last > first and score == best_score):
                best, best_score = Headings(first=first, last=last, columns=columns), score
    if best is None:
        raise NoHeadings
    return best


def suggest(headings: Headings, *, aliases: Aliases) -> dict[int, str]:
    """Return which field each column seems to hold; a field is given to one column, the exact name first."""
    by_name = {plain_heading(alias): field for field, names in aliases.items() for alias in names}
    found: dict[int, str] = {}
    for is_exact in (True, False):
        for column, text in enumerate(headings.columns):
            field = _field_of(text, by_name, is_exact=is_exact)
            if field and column not in found and field not in found.values():
                found[column] = field
    return found


def _field_of(text: str, by_name: Mapping[str, str], *, is_exact: bool) -> str:
    whole, last = plain_heading(text), plain_heading(text.rpartition(" ")[2])
    if is_exact:
        return by_name.get(whole, "") or by_name.get(last, "")
    inside = [name for name in by_name if len(name) > 1 and name in last]
    return by_name[max(inside, key=len)] if inside else ""


def _is_known(text: str, known: set[str]) -> bool:
    return bool(text) and (plain_heading(text) in known or plain_heading(text.rpartition(" ")[2]) in known)


def _are_merged(sheet: Sheet, *, first: int, last: int) -> bool:
    """Return whether cells of the upper row are merged, though not into a title: then a second row belongs to it."""
    upper, lower = sheet.rows[first].number - 1, sheet.rows[last].number - 1
    width = len(sheet.rows[last].cells)
    return lower == upper + 1 and any(
        span.top == upper
        and (span.bottom == lower or (span.bottom == upper and 1 < span.right - span.left + 1 <= width * TITLE_SHARE))
        for span in sheet.layout.spans
    )


def _joined(sheet: Sheet, *, first: int, last: int) -> tuple[str, ...]:
    """Return each column's heading, the upper row's text before the lower one's, merged cells filled."""
    rows = sheet.rows[first : last + 1]
    width = max(len(row.cells) for row in rows)
    lines = [_filled(sheet, row, width=width) for row in rows]
    joined = []
    for column in range(width):
        parts = [line[column] for line in lines if line[column]]
        joined.append(" ".join(dict.fromkeys(parts)))
    return tuple(joined)


def _filled(sheet: Sheet, row: Row, *, width: int) -> list[str]:
    texts = [row.text(column) for column in range(width)]
    by_number = {one.number: one for one in sheet.rows[: LOOKED_AT + MOST_HEADING_ROWS]}
    for span in sheet.layout.spans:
        if span.top <= row.number - 1 <= span.bottom and span.top + 1 in by_number:
            text = by_number[span.top + 1].text(span.left)
            for column in range(span.left, min(span.right + 1, width)):
                texts[column] = texts[column] or text
    return texts
