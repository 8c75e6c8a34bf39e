"""The case list's filters as its address carries them; a value that means nothing is left out, never an error."""

import re
from collections.abc import Callable
from dataclasses import asdict
from typing import Final, Protocol
from urllib.parse import urlencode
from uuid import UUID

from linli.domains.cases import facade as cases
from linli.kernel.periods import Month

WORDS_LENGTH: Final = 40
DUES: Final = ("overdue", "soon")
SORTS: Final = ("newest", "due")
FIELDS: Final = tuple(cases.CaseFilters.__slots__)
_CODE, _GRID, _COMMUNITY = re.compile(r"[a-z][a-z_]{0,39}"), re.compile(r"[0-9]{15}"), re.compile(r"[0-9]{12}")


class Given(Protocol):
    """What filters are read from: the query of an address, a form, or a plain dictionary."""

    def get(self, name: str, default: str, /) -> str | list[object]:
        """Return the value of a name, or the default."""


def filters_of(query: Given) -> cases.CaseFilters:
    """Read the filters of an address, a form or a kept filter: codes in their own shape, and the words as they are."""
    given = {name: str(query.get(name, "")).strip()[:WORDS_LENGTH] for name in FIELDS}
    valid = {name: value for name, value in given.items() if name == "words" or _MEANS[name](value)}
    return cases.CaseFilters(**valid)


def sort_of(query: Given) -> str:
    """Return the order an address asks for; the newest first unless it is another."""
    found = str(query.get("sort", ""))
    return found if found in SORTS else SORTS[0]


def codes_of(filters: cases.CaseFilters) -> dict[str, str]:
    """Return the filters that are set, without the words, which may name somebody."""
    return {name: value for name, value in asdict(filters).items() if value and name != "words"}


def address_query(filters: cases.CaseFilters, *, cursor: str = "", sort: str = "", kept: str = "") -> str:
    """Return the filters as the query of an address, empty ones left out; starts with ``?`` where there is any."""
    order = sort if sort != SORTS[0] else ""
    given = {**asdict(filters), "sort": order, "kept": kept, "cursor": cursor}
    values = {name: value for name, value in given.items() if value}
    return f"?{urlencode(values)}" if values else ""


def _parses(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


def _is_code(value: str) -> bool:
    return _CODE.fullmatch(value) is not None


_MEANS: Final[dict[str, Callable[[str], bool]]] = {
    "state": _is_code,
    "kind": _is_code,
    "grid": lambda value: _GRID.fullmatch(value) is not None,
    "community": lambda value: _COMMUNITY.fullmatch(value) is not None,
    "due": lambda value: value in DUES,
    "unit": lambda value: _parses(UUID, value),
    "month": lambda value: _parses(Month.parse, value),
    "period": lambda value: cases.period_of(value) is not None,
    "measure": cases.is_measure,
    "answers": cases.is_unit,
}
