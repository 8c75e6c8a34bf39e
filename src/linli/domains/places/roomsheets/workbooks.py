"""Hands sheets of rooms out: an empty one with the community's buildings, and the rooms there are.

Both have the headings that the import knows, so that a sheet comes back as it went out; no cell is a formula.
"""

import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Final
from uuid import UUID

import xlsxwriter
from django.utils.translation import gettext as _

from linli.domains.places.models import Dwelling
from linli.domains.places.queries import buildings_of
from linli.domains.places.roomsheets.columns import ALIASES
from linli.kernel.formulas import harmless

COLUMNS: Final = ("building", "stair", "floor", "room")
WIDTHS: Final = (24, 8, 8, 12)
IN_MEMORY_BYTES: Final = 2 * 1024 * 1024
Line = tuple[str, int | None, int | None, str]


def write_template(community: str) -> IO[bytes]:
    """Return a workbook with one row for each building, for somebody to fill in; whoever sends it closes it."""
    return _written((ref.label, None, None, "") for ref in buildings_of(community))


def write_rooms(community: str) -> IO[bytes]:
    """Return a workbook of the dwellings there are, by building, stair, floor and room; whoever sends it closes it."""
    return _written(_lines(community))


def _lines(community: str) -> Iterator[Line]:
    by_building: dict[UUID, list[tuple[int, int, str]]] = {}
    rows = Dwelling.objects.filter(community=community).values_list("building_id", "stair", "floor", "room")
    for building, stair, floor, room in rows.order_by("stair", "floor", "room").iterator(chunk_size=10_000):
        by_building.setdefault(building, []).append((stair, floor, room))
    for ref in buildings_of(community):
        for stair, floor, room in by_building.get(ref.id, ()):
            yield ref.label, stair, floor, room


def _written(lines: Iterable[Line]) -> IO[bytes]:
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - handed on, closed by the answer
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(file, {"constant_memory": True, **plain})
    page = book.add_worksheet(_("Rooms"))
    head = book.add_format({"bold": True, "border": 1, "valign": "vcenter"})
    text = book.add_format({"num_format": "@"})
    for place, (name, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True)):
        page.set_column(place, place, width, text)
        page.write_string(0, place, ALIASES[name][0], head)
    page.freeze_panes(1, 0)
    for line, (building, stair, floor, room) in enumerate(lines, start=1):
        page.write_string(line, 0, harmless(building), text)
        if stair is not None and floor is not None:
            page.write_number(line, 1, stair)
            page.write_number(line, 2, floor)
        if room:
            page.write_string(line, 3, harmless(room), text)
    book.close()
    file.seek(0)
    return file
