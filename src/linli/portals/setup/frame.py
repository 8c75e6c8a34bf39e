"""The frame of set-up pages: their rail, what the administrator may touch, places and kinds for forms, plans."""

from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone

from linli.domains.places.facade import PlanMap
from linli.foundation.accounts.roles import Role
from linli.foundation.design import rail
from linli.foundation.orgs import queries as orgs
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.scope.middleware import reader_of
from linli.foundation.territory import queries as territory
from linli.foundation.workflow import queries as workflow
from linli.foundation.workflow.words import say

USUAL_WIDTH_PX: Final = 1100
USUAL_HEIGHT_PX: Final = 520
LONGEST_NUMBER: Final = 9


def frame() -> dict[str, object]:
    """Return what design/sheet.html needs."""
    return rail.frame(Role.SYSTEM_ADMIN, current="setup")


def community_or_404(request: HttpRequest, code: str) -> territory.DivisionRef:
    """Return a community of the administrator's territory; another one is not there for them."""
    try:
        found = territory.community(code)
    except territory.NoSuchDivision:
        raise Http404 from None
    if not may_touch(request, code):
        raise Http404
    return found


def unit_or_404(request: HttpRequest, unit_id: UUID) -> orgs.UnitRef:
    """Return a unit of the administrator's territory."""
    try:
        found = orgs.unit(unit_id)
    except orgs.NoSuchUnit:
        raise Http404 from None
    if not may_touch(request, found.scope):
        raise Http404
    return found


def may_touch(request: HttpRequest, scope: str) -> bool:
    """Return whether a place lies in the administrator's territory; without a territory nothing does."""
    reader = reader_of(request)
    return bool(reader.territory) and scope.startswith(reader.territory)


def places_of(top: str) -> list[tuple[str, str]]:
    """Return the places of an administrator for a form: the whole territory, then its communities."""
    if not top:
        return []
    below = [(ref.code, ref.name) for ref in territory.communities_within(top) if ref.code != top]
    return [(top, territory.division_name(top)), *below]


def kind_names(scope: str) -> dict[str, str]:
    """Return the words of the kinds of matter that are in force at a place today, by code."""
    try:
        kinds = rulepacks.kinds(workflow.USUAL, scope=scope, on=timezone.localdate())
    except rulepacks.NoRule:
        return {}
    return {kind.code: say(kind.words) for kind in kinds}


def whole_number(text: str, *, other: int) -> int:
    """Return the number that a form or an address says, ``other`` for whatever is none or is far too long."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else other


def drawn(plan: PlanMap) -> dict[str, object]:
    """Return a plan for parts/plan.html with the size its labels need: metres a pixel where the page shows it whole."""
    scale = max(plan.width_m / USUAL_WIDTH_PX, plan.height_m / USUAL_HEIGHT_PX)
    return {"plan": plan, "scale": f"{scale:.3f}"}
