"""The frame of set-up pages: their rail, and which communities and units the administrator may touch."""

from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest

from linli.domains.places.facade import PlanMap
from linli.foundation.accounts.roles import Role
from linli.foundation.design import rail
from linli.foundation.orgs import queries as orgs
from linli.foundation.scope.middleware import reader_of
from linli.foundation.territory import queries as territory

USUAL_WIDTH_PX: Final = 1100
USUAL_HEIGHT_PX: Final = 520


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


def drawn(plan: PlanMap) -> dict[str, object]:
    """Return a plan for parts/plan.html with the size its labels need: metres a pixel where the page shows it whole."""
    scale = max(plan.width_m / USUAL_WIDTH_PX, plan.height_m / USUAL_HEIGHT_PX)
    return {"plan": plan, "scale": f"{scale:.3f}"}
