"""The first page of a community: the street, one question, what this phone reported, whom to call."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from linli.domains.cases import facade as cases
from linli.domains.places import facade as places
from linli.foundation.design.elevation import House
from linli.foundation.territory import queries as territory
from linli.portals.resident import community as communities
from linli.portals.resident import danger

SHOWN_COMMUNITIES = 50
FEWEST_FLOORS = 6
USUAL_STAIRS = 2


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Show the only community's first page, or the one this browser chose; else let people choose."""
    code = communities.chosen_code(request)
    if not code:
        return choose(request)
    return _home(request, communities.community_of(code))


@require_safe
def community_home(request: HttpRequest, community: str) -> HttpResponse:
    """Show a community's first page and remember the choice in this browser."""
    found = communities.community_of(community)
    response = _home(request, found)
    communities.remember(response, found, is_secure=request.is_secure())
    return response


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """List the communities of this site by name, with a search; ``?q=`` is part of a name or of a code."""
    query = request.GET.get("q", "").strip()[:40]
    known = territory.communities_within("")
    if len(known) == 1:
        return redirect("resident:home")
    found = [one for one in known if query in one.name or (query and one.code.startswith(query))]
    shown = [(one, territory.division_name(one.parent) if one.parent else "") for one in found[:SHOWN_COMMUNITIES]]
    context = {
        **communities.page_of(None),
        "query": query,
        "shown": shown,
        "more": len(found) - len(shown),
        "has_any": bool(known),
    }
    return render(request, "resident/choose.html", context)


def _home(request: HttpRequest, community: communities.Community) -> HttpResponse:
    counts = cases.open_counts(community.code)
    houses = [
        House(
            floors=building.floors or FEWEST_FLOORS,
            columns=1 + (building.stairs or USUAL_STAIRS),
            lit=counts.by_building.get(building.id, 0),
        )
        for building in places.buildings_of(community.code)
    ]
    context = {
        **communities.page_of(community),
        **_remembered(),
        "houses": houses,
        "count": counts.total,
        "emergencies": danger.emergencies(),
    }
    return render(request, "resident/home.html", context)


def _remembered() -> dict[str, str]:
    """Return the addresses that the list kept on the phone fills in with its codes and keys."""
    start = reverse("resident:find")
    return {
        "state_url": reverse("resident:states"),
        "code_link": f"{start}{{code}}/",
        "key_link": f"{start}{{code}}/{{key}}/",
    }
