"""How the reader's unit was rated: in groups of at least five, so that nobody's rating can be told apart."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.domains.cases import facade as cases
from linli.foundation.orgs import queries as orgs
from linli.foundation.scope.middleware import reader_of
from linli.portals.workbench.rail import RATED, desk, frame
from linli.portals.workbench.showing.ratings import groups_of


@require_safe
@desk(*RATED)
def ratings(request: HttpRequest) -> HttpResponse:
    """Show the groups there are."""
    reader = reader_of(request)
    context = {
        **frame(request, current="ratings"),
        "unit": orgs.unit_name(reader.unit) if reader.unit else "",
        "groups": groups_of(cases.rating_groups()),
    }
    return render(request, "workbench/ratings.html", context)
