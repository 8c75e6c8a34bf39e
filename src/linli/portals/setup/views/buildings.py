"""The pages of buildings: which are on the plan, a file of footprints and what became of each row, and one building."""

from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.domains.places import facade as places
from linli.foundation.accounts.gate import staff
from linli.foundation.accounts.roles import Role
from linli.foundation.territory.geojson import UnreadableFile
from linli.kernel.geo import Datum
from linli.kernel.narrow import squeezed
from linli.portals.setup.forms.buildings import BuildingForm
from linli.portals.setup.forms.files import MOST_BUILDING_BYTES, BuildingFileForm
from linli.portals.setup.frame import community_or_404, frame, whole_number

PAGE_ROWS = 100
SHOWN_REFUSALS = 1000
UNPROCESSABLE = 422


@staff(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def buildings(request: HttpRequest, code: str) -> HttpResponse:
    """Show the buildings (``?q=`` for some, ``?page=``), and import a file; the same file again changes nothing."""
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
            messages.success(request, say_outcome(outcome))
    words, counts = request.GET.get("q", "").strip()[:40], places.dwelling_counts(code)
    everything = places.buildings_of(code)
    found = [ref for ref in everything if _is_meant(ref, words)]
    page = _page(request, rows=len(found))
    refused_rows = outcome.report.refused if outcome else ()
    context = {
        **frame(),
        "place": place,
        "form": form,
        "words": words,
        "total": len(everything),
        "buildings": [(ref, counts.get(ref.id)) for ref in found[page * PAGE_ROWS : (page + 1) * PAGE_ROWS]],
        "before_url": _address(code, words=words, page=page - 1) if page else "",
        "after_url": _address(code, words=words, page=page + 1) if (page + 1) * PAGE_ROWS < len(found) else "",
        "has_rooms": bool(counts),
        "refused": refused_rows[:SHOWN_REFUSALS],
        "more_refused": max(0, len(refused_rows) - SHOWN_REFUSALS),
    }
    return render(request, "setup/buildings.html", context, status=UNPROCESSABLE if form.errors else 200)


@staff(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def building(request: HttpRequest, code: str, building_id: UUID) -> HttpResponse:
    """Show what is known of a building, and put it right; a page that has become stale changes nothing."""
    place = community_or_404(request, code)
    try:
        found = places.building(building_id, community=code)
    except places.NoSuchBuilding:
        raise Http404 from None
    form = BuildingForm(request.POST or None, initial=_known(found))
    if request.method == "POST" and form.is_valid():
        if request.POST.get("was", "") != _fingerprint(found):
            form.add_error(None, _stale())
        else:
            try:
                named = places.name_building(building_id, **form.cleaned_data)
            except places.PlaceRefused as refused:
                form.add_error("number", str(refused))
            else:
                messages.success(request, _("%(name)s was saved.") % {"name": named.label})
                return redirect("setup:buildings", code)
    context = {**frame(), "place": place, "building": found, "form": form, "was": _fingerprint(found)}
    return render(request, "setup/building.html", context, status=UNPROCESSABLE if form.errors else 200)


def _stale() -> str:
    return _("Somebody changed this building meanwhile. What you wrote is still here; look again, then save.")


def say_outcome(outcome: places.ImportOutcome) -> str:
    """Return in words what became of a file's rows."""
    text = _("%(rows)d rows: %(added)d buildings added, %(known)d were there already, %(refused)d refused.")
    refused = len(outcome.report.refused)
    counts = {"added": outcome.added, "known": outcome.already_there, "refused": refused}
    return text % {"rows": outcome.report.taken + refused, **counts}


def _is_meant(ref: places.BuildingRef, words: str) -> bool:
    plain = squeezed(words).casefold()
    return not plain or any(plain in squeezed(text).casefold() for text in (ref.label, ref.address))


def _page(request: HttpRequest, *, rows: int) -> int:
    """Return which page of a list is asked for, counted from 0; beyond the end it is the last one."""
    return min(whole_number(request.GET.get("page", ""), other=0), max(0, rows - 1) // PAGE_ROWS)


def _address(code: str, *, words: str, page: int) -> str:
    query = {name: value for name, value in (("q", words), ("page", str(page or ""))) if value}
    return f"{reverse('setup:buildings', args=[code])}?{urlencode(query)}"


def _known(ref: places.BuildingRef) -> dict[str, object]:
    return {"number": ref.number, "address": ref.address, "use": ref.use, "floors": ref.floors, "stairs": ref.stairs}


def _fingerprint(ref: places.BuildingRef) -> str:
    values: Sequence[object] = tuple(_known(ref).values())
    return "|".join("" if value is None else str(value) for value in values)
