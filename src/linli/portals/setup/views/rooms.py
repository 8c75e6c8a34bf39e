"""The pages that lay dwellings out by a numbering rule: looked at first, then made, for one building or for all."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.domains.places import facade as places
from linli.foundation.accounts.gate import staff
from linli.foundation.accounts.roles import Role
from linli.portals.setup.forms.buildings import AllRoomsForm, RoomsForm
from linli.portals.setup.frame import community_or_404, frame

SHOWN_BUILDINGS = 100
UNPROCESSABLE = 422


@staff(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def rooms(request: HttpRequest, code: str, building_id: UUID) -> HttpResponse:
    """Show the dwellings of a building and what a rule would make of it; make them when asked to."""
    place, building = community_or_404(request, code), _building(code, building_id)
    initial = {"stairs": building.stairs or 1, "floors": building.floors}
    form, preview = RoomsForm(request.POST or None, initial=initial), None
    if request.method == "POST" and form.is_valid():
        rule = form.cleaned_data
        try:
            preview = places.preview_dwellings(building_id, **rule)
        except ValueError:
            form.add_error("first_floor", _no_floor_left())
        else:
            if "make" in request.POST:
                added = places.lay_out_dwellings(building_id, **rule)
                text = _("%(count)d dwellings added in %(building)s.")
                messages.success(request, text % {"count": added, "building": building.label})
                return redirect("setup:rooms", code, building_id)
    context = {
        **frame(),
        "place": place,
        "building": building,
        "form": form,
        "rule": _said(form),
        "preview": preview,
        "there": places.dwellings_of(building_id),
    }
    return render(request, "setup/rooms.html", context, status=UNPROCESSABLE if form.errors else 200)


@staff(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def all_rooms(request: HttpRequest, code: str) -> HttpResponse:
    """Show what one rule would make of every building with floors and without dwellings; make them when asked to."""
    place = community_or_404(request, code)
    form, plan = AllRoomsForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        rule = form.cleaned_data
        plan = places.plan_all(code, **rule)
        if "make" in request.POST:
            try:
                made = places.lay_out_all(code, **rule)
            except places.PlaceRefused as refused:
                form.add_error(None, str(refused))
            else:
                text = _("%(count)d dwellings added in %(buildings)d buildings.")
                messages.success(request, text % {"count": made.dwellings, "buildings": made.buildings})
                return redirect("setup:buildings", code)
    context = {
        **frame(),
        "place": place,
        "form": form,
        "rule": _said(form),
        "plan": plan,
        "lines": plan.lines[:SHOWN_BUILDINGS] if plan else (),
        "is_cut": plan is not None and len(plan.lines) > SHOWN_BUILDINGS,
    }
    return render(request, "setup/all_rooms.html", context, status=UNPROCESSABLE if form.errors else 200)


def _building(code: str, building_id: UUID) -> places.BuildingRef:
    try:
        return places.building(building_id, community=code)
    except places.NoSuchBuilding:
        raise Http404 from None


def _said(form: AllRoomsForm) -> list[tuple[str, str]]:
    """Return what was previewed as the fields of the form that makes it, so that nothing else can be made."""
    if not form.is_bound or not form.is_valid():
        return []
    shown = {**form.cleaned_data, "skipped_floors": ", ".join(map(str, form.cleaned_data["skipped_floors"]))}
    return [(name, str(value)) for name, value in shown.items()]


def _no_floor_left() -> str:
    return _("The building has no floor from there on.")
