"""Draws the cells of one row of the list by its columns; in Python, because a page has several hundred of them.

A phone shows a card instead of columns: what it needs beside the title and is no column is drawn for it alone.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Final

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from linli.foundation.design.glyphs import draw_glyph
from linli.foundation.design.templatetags.design import plate, spaced, status, when
from linli.foundation.territory import queries as territory
from linli.portals.workbench.showing.rows import RowLine

CARD: Final = ("place", "time")
NOTHING: Final = "—"


def draw_cells(row: RowLine, *, columns: Collection[str]) -> SafeString:
    """Return the ``<td>`` elements of a row, one a column, then those of a phone's card alone."""
    drawn = [_title(row, columns=columns) if code == "title" else _cell(row, code) for code in columns]
    drawn += [_cell(row, code, css=" card-only") for code in CARD if code not in columns]
    return mark_safe("".join(drawn))  # noqa: S308 - each cell escaped what it shows


def _cell(row: RowLine, code: str, *, css: str = "") -> str:
    name, draw = _CELLS[code]
    return f'<td class="{name}{css}">{conditional_escape(draw(row))}</td>'


def _moment(moment: datetime | None) -> str:
    return when(moment, "short") if moment else NOTHING


_CELLS: Final[Mapping[str, tuple[str, Callable[[RowLine], str]]]] = {
    "place": ("c-place", lambda row: plate(row.place)),
    "kind": ("c-kind", lambda row: row.kind),
    "state": ("c-state", lambda row: row.state),
    "time": ("c-time", lambda row: status(row.clock.look, row.clock.words)),
    "lead": ("c-lead", lambda row: row.lead or NOTHING),
    "opened": ("c-when", lambda row: _moment(row.opened_at)),
    "due": ("c-when", lambda row: _moment(row.due_at)),
    "closed": ("c-when", lambda row: _moment(row.closed_at)),
    "code": ("c-when", lambda row: spaced(row.code)),
    "community": ("c-when", lambda row: territory.division_name(row.community_code)),
    "grid": ("c-when", lambda row: territory.grid_name(row.grid) if row.grid else NOTHING),
    "units": ("num", lambda row: str(row.parties)),
    "in_time": ("c-when", lambda row: row.in_time or NOTHING),
}
"""Each column's class and content; the title has more to say and is drawn apart."""


def _title(row: RowLine, *, columns: Collection[str]) -> str:
    """Draw the link that opens the matter, what is special about it, and under it what has no column of its own."""
    tags = ""
    if row.is_sealed:
        tags += format_html(' <span class="tag">{}{}</span>', draw_glyph("lock"), _("street only"))
    if row.is_held:
        tags += format_html(' <span class="tag">{}</span>', _("to be looked at"))
    community = format_html(" · {}", row.community) if row.community and "community" not in columns else ""
    return format_html(
        '<td class="c-title"><a data-part="item" href="{}" data-next="{}">{}</a>{}<span class="cap{}">{}{}</span></td>',
        row.url, row.next_url, row.title, mark_safe(tags), " card-only" if "code" in columns else "",  # noqa: S308
        spaced(row.code), community,
    )  # fmt: skip
