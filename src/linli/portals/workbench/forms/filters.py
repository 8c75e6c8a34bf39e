"""The case list's filters as its address carries them; a value that means nothing is left out, never an error."""

from dataclasses import asdict, replace
from urllib.parse import urlencode

from django.http import QueryDict

from linli.domains.cases import facade as cases
from linli.kernel.periods import Month

WORDS_LENGTH = 40
DUES = ("overdue", "soon")


def filters_of(query: QueryDict) -> cases.CaseFilters:
    """Read the filters of an address."""
    given = {name: query.get(name, "").strip()[:WORDS_LENGTH] for name in cases.CaseFilters.__slots__}
    found = cases.CaseFilters(**given)
    if found.due not in DUES:
        found = replace(found, due="")
    return found if _is_month(found.month) else replace(found, month="")


def _is_month(text: str) -> bool:
    try:
        Month.parse(text)
    except ValueError:
        return False
    return True


def address_query(filters: cases.CaseFilters, *, cursor: str = "") -> str:
    """Return the filters as the query of an address, empty ones left out; starts with ``?`` where there is any."""
    values = {name: value for name, value in {**asdict(filters), "cursor": cursor}.items() if value}
    return f"?{urlencode(values)}" if values else ""
