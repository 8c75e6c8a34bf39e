"""The flat map: grids, buildings and open matters of a community, with the same facts in a list beside it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.domains.cases import facade as cases
from linli.domains.places import facade as places
from linli.foundation.scope.middleware import reader_of
from linli.foundation.territory import queries as territory
from linli.portals.workbench.rail import TERRITORIAL, desk, frame
from linli.portals.workbench.showing.plan import draw, pins_of

COMMUNITY_DIGITS = 12
SHOWN_MATTERS = 8


@require_safe
@desk(*TERRITORIAL)
def plan(request: HttpRequest) -> HttpResponse:
    """Show the map; ``?at=`` names the pin whose matters stand in the panel."""
    reader = reader_of(request)
    known = territory.communities_within(reader.territory[:COMMUNITY_DIGITS])
    asked = request.GET.get("community", "")
    community = next((one for one in known if one.code == asked), known[0] if known else None)
    if community is None:
        return render(request, "workbench/map.html", {**frame(request, current="map"), "community": None})
    paper = places.plan_of(community.code)
    pins = pins_of(cases.open_points(community.code, at=timezone.now()), plan=paper, community=community.code)
    chosen = next((pin for pin in pins if pin.id == request.GET.get("at", "")), None)
    context = {
        **frame(request, current="map"),
        "community": community,
        "communities": known if len(known) > 1 else (),
        "drawing": draw(paper, pins=pins, chosen=chosen),
        "pins": pins,
        "chosen": chosen,
        "matters": [cases.case_page(case_id) for case_id in chosen.cases[:SHOWN_MATTERS]] if chosen else (),
        "count": sum(len(pin.cases) for pin in pins),
        "late": sum(pin.late for pin in pins),
    }
    return render(request, "workbench/map.html", context)
