"""Pages of grids: those in force with a small map, a file with its preview, and publishing from a day on."""

from dataclasses import dataclass
from datetime import date

import shapely
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.domains.places import facade as places
from linli.foundation.accounts.gate import staff
from linli.foundation.accounts.roles import Role
from linli.foundation.territory import actions, queries
from linli.foundation.territory.geojson import RefusedRow, UnreadableFile, write_grids
from linli.foundation.territory.gridwork import drafts
from linli.foundation.territory.gridwork.checks import GridCheck, read_grids
from linli.kernel.geo import Datum
from linli.portals.setup.forms.files import MOST_GRID_BYTES, GridFileForm
from linli.portals.setup.frame import community_or_404, drawn, frame

UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What travels from the preview to publishing: the file's text, its datum and the first day."""

    text: str
    datum: str
    from_on: date


@staff(Role.SYSTEM_ADMIN)
@require_safe
def grids(request: HttpRequest, code: str) -> HttpResponse:
    """Show the grids in force today, those to come, and the form for a new file."""
    place = community_or_404(request, code)
    form = GridFileForm(most_bytes=MOST_GRID_BYTES)
    context = {**frame(), "place": place, "form": form, **_in_force(code)}
    return render(request, "setup/grids.html", context)


@staff(Role.SYSTEM_ADMIN)
@require_POST
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """Check a file and show what publishing it would do; nothing is changed."""
    place = community_or_404(request, code)
    form = GridFileForm(request.POST, request.FILES, most_bytes=MOST_GRID_BYTES)
    if form.is_valid():
        data, datum = form.cleaned_data["file"].read(), form.cleaned_data["datum"]
        try:
            check, unread = _check(code, data, Datum(datum))
        except UnreadableFile as unreadable:
            form.add_error("file", str(unreadable))
        else:
            kept = Kept(text=data.decode("utf-8-sig"), datum=datum, from_on=form.cleaned_data["from_on"])
            context = {
                **frame(),
                "place": place,
                "kept": kept,
                "check": check,
                "refused": [*unread, *check.refused],
                "can_mend": bool(check.refused) and not unread,
                "step": drafts.draft_of(code).step,
                **drawn(_plan(check)),
            }
            return render(request, "setup/grids_preview.html", context)
    context = {**frame(), "place": place, "form": form, **_in_force(code)}
    return render(request, "setup/grids.html", context, status=UNPROCESSABLE)


@staff(Role.SYSTEM_ADMIN)
@require_POST
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Publish the previewed grids; they are checked again, since the form came back from a browser."""
    community_or_404(request, code)
    try:
        datum, from_on = Datum(request.POST.get("datum", "")), date.fromisoformat(request.POST.get("from_on", ""))
        features, unread = read_grids(request.POST.get("text", "").encode(), datum=datum)
        if unread:
            messages.error(request, unread[0].reason)
            return redirect("setup:grids", code)
        done = actions.publish_grids(code, features, from_on=from_on)
    except UnreadableFile as unreadable:
        messages.error(request, str(unreadable))
    except actions.GridsRefused as refused:
        messages.error(request, " ".join(row.reason for row in refused.refused[:3]))
    except ValueError:
        messages.error(request, _("The form came back incomplete. Nothing was published; choose the file again."))
    else:
        text = _("%(count)d grids are in force from %(day)s.")
        messages.success(request, text % {"count": len(done.codes), "day": done.from_on.isoformat()})
    return redirect("setup:grids", code)


@staff(Role.SYSTEM_ADMIN)
@require_safe
def download(request: HttpRequest, code: str) -> HttpResponse:
    """Send the grids in force today as GeoJSON, for neighbouring systems that must not draw their own."""
    community_or_404(request, code)
    rows = [(grid.code, grid.name, grid.kind.value, grid.polygon) for grid in queries.grids_of(code)]
    answer = HttpResponse(write_grids(rows), content_type="application/geo+json")
    answer["Content-Disposition"] = f'attachment; filename="grids-{code}-{timezone.localdate().isoformat()}.geojson"'
    return answer


def _check(code: str, data: bytes, datum: Datum) -> tuple[GridCheck, tuple[RefusedRow, ...]]:
    features, unread = read_grids(data, datum=datum)
    return actions.check_publication(code, features), unread


def _in_force(code: str) -> dict[str, object]:
    return {
        "grids": queries.grids_of(code),
        "coming": queries.grids_to_come(code),
        **drawn(places.plan_of(code)),
    }


def _plan(check: GridCheck) -> places.PlanMap:
    return places.draw_grids([(grid.code, grid.name, shapely.to_wkb(grid.shape)) for grid in check.grids])
