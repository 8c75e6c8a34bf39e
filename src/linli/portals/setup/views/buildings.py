"""The page of buildings: what is on the plan, a file of footprints, and what became of each row."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.domains.places import facade as places
from linli.foundation.accounts.gate import staff
from linli.foundation.accounts.roles import Role
from linli.foundation.territory.geojson import UnreadableFile
from linli.kernel.geo import Datum
from linli.portals.setup.forms import MOST_BUILDING_BYTES, BuildingFileForm
from linli.portals.setup.frame import community_or_404, frame

SHOWN_ROWS = 100
UNPROCESSABLE = 422


@staff(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def buildings(request: HttpRequest, code: str) -> HttpResponse:
    """Show the buildings, and import a file of footprints; the same file again changes nothing."""
    place, outcome = community_or_404(request, code), None
    is_sent = request.method == "POST"
    form = BuildingFileForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, most_bytes=MOST_BUILDING_BYTES
    )
    if is_sent and form.is_valid():
        said = form.cleaned_data
        try:
            outcome = places.import_buildings(
                code,
                said["file"].read(),
                datum=Datum(said["datum"]),
                crs=said["crs"],
                encoding=said["encoding"],
                layer=said["layer"],
            )
        except (UnreadableFile, places.PlaceRefused) as refused:
            form.add_error("file", str(refused))
        else:
            text = _("%(added)d buildings added, %(known)d were there already, %(refused)d refused.")
            said_counts = {
                "added": outcome.added,
                "known": outcome.already_there,
                "refused": len(outcome.report.refused),
            }
            messages.success(request, text % said_counts)
    found, counts = places.buildings_of(code), places.dwelling_counts(code)
    context = {
        **frame(),
        "place": place,
        "form": form,
        "total": len(found),
        "buildings": [(ref, counts.get(ref.id)) for ref in found[:SHOWN_ROWS]],
        "is_cut": len(found) > SHOWN_ROWS,
        "has_rooms": bool(counts),
        "refused": outcome.report.refused[:SHOWN_ROWS] if outcome else (),
    }
    return render(request, "setup/buildings.html", context, status=UNPROCESSABLE if form.errors else 200)
