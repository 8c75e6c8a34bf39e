"""Ticking matters for one step together: from page to page of the list in its own form, with and without a script."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest

from linli.foundation.scope.middleware import reader_of
from linli.portals.workbench.rail import DISPATCHERS
from linli.portals.workbench.showing.rows import RowLine
from linli.portals.workbench.views.lists.shown import Shown

MOST = 50
"""So many go at once: each is a step of its own, and one press should answer within a few seconds."""
DEED_OF_STATE = {"accepted": "dispatch", "received": "accept"}
"""What can be done with many at once, by the state the list is narrowed to."""


def chosen_of(request: HttpRequest, shown: Shown, *, rows: Iterable[RowLine]) -> dict[str, object]:
    """Return what the list needs to let matters be ticked; nothing where they cannot be."""
    deed = DEED_OF_STATE.get(shown.filters.state, "")
    if not deed or reader_of(request).role not in DISPATCHERS:
        return {"can_choose": False}
    here = {row.id for row in rows}
    chosen = set(chosen_ids(request.GET.getlist("case"), most=2 * MOST))
    if request.GET.get("tick") == "page":
        chosen |= here
    if request.GET.get("tick") == "none":
        chosen -= here
    return {
        "can_choose": True,
        "deed": deed,
        "ticked": here & chosen,
        "elsewhere": sorted(chosen - here),
        "ticked_count": len(chosen),
        "all_ticked": bool(here) and here <= chosen,
    }


def chosen_ids(values: list[str], *, most: int) -> list[UUID]:
    """Read the matters chosen in a list, each once, at most so many; what is no id is passed over."""
    found: dict[UUID, None] = {}
    for value in values:
        try:
            found[UUID(value)] = None
        except ValueError:
            continue
    return list(found)[:most]
