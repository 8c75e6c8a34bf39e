"""What stands in a cell, as text: dates in ISO form, whole numbers without a point, lost digits flagged."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

EXACT_BELOW = 10**15
"""Spreadsheets keep 15 digits of a number; of an 18-digit identity number stored as one the rest is gone."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, and whether digits were lost because it was stored as a number."""

    text: str = ""
    is_lossy: bool = False


EMPTY = Cell()


def cell_of(value: object) -> Cell:
    """Return a cell's text. A formula counts by its stored value; an error value (``#N/A``) is empty."""
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    return EMPTY


def _string(value: str) -> Cell:
    text = " ".join(value.replace("\u3000", " ").split())
    return EMPTY if text.startswith("#") and text.rstrip("!?").upper() in _ERRORS else Cell(text)


def _number(value: float) -> Cell:
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124 - not a number
        return EMPTY
    if float(value).is_integer():
        return Cell(str(int(value)), is_lossy=abs(value) >= EXACT_BELOW)
    return Cell(repr(value))


def _moment(value: datetime) -> Cell:
    is_day = value.time() == time()
    return Cell(value.date().isoformat() if is_day else value.isoformat(sep=" ", timespec="minutes"))


_ERRORS = frozenset({"#N/A", "#REF", "#VALUE", "#DIV/0", "#NAME", "#NUM", "#NULL"})
_WRITERS: tuple[tuple[type, Callable[..., Cell]], ...] = (
    (str, _string),
    (bool, lambda value: Cell("是" if value else "否")),
    (int, lambda value: Cell(str(value), is_lossy=abs(value) >= EXACT_BELOW)),
    (float, _number),
    (datetime, _moment),
    (date, lambda value: Cell(value.isoformat())),
    (time, lambda value: Cell(value.isoformat(timespec="minutes"))),
    (timedelta, lambda value: Cell(str(value))),
)
