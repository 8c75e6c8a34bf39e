"""What the 3D map reads: shapes, which a browser keeps until they change, and the status of this reader alone.

The two never share a file, so that shapes can be kept and a count never is.
"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from linli.domains.cases import facade as cases
from linli.domains.places import facade as places
from linli.foundation.scope.middleware import reader_of
from linli.foundation.territory import queries as territory
from linli.portals.workbench.rail import TERRITORIAL, desk
from linli.portals.workbench.showing.plan import pins_of
from linli.portals.workbench.views.mapping import COMMUNITY_DIGITS


@require_safe
@desk(*TERRITORIAL)
def ground(request: HttpRequest) -> HttpResponseBase:
    """Send buildings, grids and border of a community; 304 to a browser that has them as they are."""
    return _kept(request, places.ground_of(_community(request)))


@require_safe
@desk(*TERRITORIAL)
def rooms(request: HttpRequest) -> HttpResponseBase:
    """Send floors and rooms of ``?building=``; 304 to a browser that has them as they are."""
    try:
        return _kept(request, places.rooms_of(UUID(request.GET.get("building", "")), community=_community(request)))
    except (ValueError, places.NoSuchBuilding) as error:
        raise Http404 from error


@require_safe
@desk(*TERRITORIAL)
def status(request: HttpRequest) -> HttpResponse:
    """Send for each place with open matters its state, their count and how many are overdue, as this reader may see."""
    community = _community(request)
    points = cases.open_points(community, at=timezone.now())
    pins = pins_of(points, plan=places.plan_of(community), community=community)
    return JsonResponse({pin.id: {"state": pin.look, "count": len(pin.cases), "overdue": pin.late} for pin in pins})


def _community(request: HttpRequest) -> str:
    """Return the community asked for, when it lies within the reader's territory."""
    asked = request.GET.get("community", "")
    known = territory.communities_within(reader_of(request).territory[:COMMUNITY_DIGITS])
    if asked not in {one.code for one in known}:
        raise Http404
    return asked


def _kept(request: HttpRequest, file: places.MapFile) -> HttpResponseBase:
    """Answer with shapes that the browser keeps and asks about each time; nothing in between may keep them."""
    etag = quote_etag(file.digest)
    answer = HttpResponse(file.text, content_type="application/json")
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    return get_conditional_response(request, etag=etag, response=answer) or answer
