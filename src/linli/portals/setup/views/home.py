"""The home of set-up: the checklist of a community, or the list of communities where there are several."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.foundation.accounts.gate import staff
from linli.foundation.accounts.roles import Role
from linli.foundation.scope.middleware import reader_of
from linli.foundation.territory import actions, queries
from linli.foundation.territory.geojson import RefusedRow, UnreadableFile, read_shapes
from linli.foundation.territory.national.offers import Offer, offer_for
from linli.foundation.territory.national.offers import list_day as list_day_or_none
from linli.kernel.geo import Datum
from linli.kernel.shapes import Area
from linli.portals.setup.checklist import checklist_of
from linli.portals.setup.forms.communities import DivisionForm, NameForm
from linli.portals.setup.frame import community_or_404, frame, may_touch

MOST_BOUNDARY_BYTES = 2_000_000
CHECKED_IN_LIST = 50
"""So many communities' checklists are counted in the list; beyond that the list shows names alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One community of the list with how many points are missing (none: not counted)."""

    code: str
    name: str
    missing: int | None


class BoundaryRefused(ValueError):
    """Raised when a boundary file holds no single good area; the sentence is fit for the administrator."""


@staff(Role.SYSTEM_ADMIN)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the checklist of the only community, or the communities of the territory."""
    communities = queries.communities_within(reader_of(request).territory)
    if len(communities) == 1:
        return redirect("setup:community", communities[0].code)
    is_counted = len(communities) <= CHECKED_IN_LIST
    rows = [
        Row(code=ref.code, name=ref.name, missing=checklist_of(ref.code).missing if is_counted else None)
        for ref in communities
    ]
    return render(request, "setup/home.html", {**frame(), "rows": rows})


@staff(Role.SYSTEM_ADMIN)
@require_safe
def community(request: HttpRequest, code: str) -> HttpResponse:
    """Show the checklist of one community, live."""
    place = community_or_404(request, code)
    context = {**frame(), "place": place, "checklist": checklist_of(code)}
    return render(request, "setup/checklist.html", context)


@staff(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def new_community(request: HttpRequest) -> HttpResponse:
    """Add a community to the territory; without a name it is looked up first and shown with what it lies in."""
    list_day = list_day_or_none()
    form = DivisionForm(request.POST or None, list_day=list_day)
    offer = None
    if request.method == "POST" and form.is_valid():
        code, name = form.cleaned_data["code"], form.cleaned_data["name"]
        try:
            _check_territory(request, code)
            offer = None if name else _look_up(code)
            place = None if offer else actions.add_division(code, name=name, from_on=timezone.localdate())
        except actions.DivisionRefused as refused:
            form.add_error("code", str(refused))
        else:
            if place is not None:
                messages.success(request, _("%(name)s was added.") % {"name": place.name})
                return redirect("setup:home")
    if offer:
        form = DivisionForm({"code": offer.code, "name": offer.name}, list_day=list_day)
    context = {**frame(), "form": form, "offer": offer, "list_day": list_day}
    return render(request, "setup/community_form.html", context, status=422 if form.errors else 200)


@staff(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def community_form(request: HttpRequest, code: str) -> HttpResponse:
    """Rename a community, and draw its boundary from a file."""
    place = community_or_404(request, code)
    form = NameForm(request.POST or None, request.FILES or None, initial={"name": place.name})
    if request.method == "POST" and form.is_valid():
        try:
            boundary = _boundary(form)
        except BoundaryRefused as refused:
            form.add_error("boundary", str(refused))
        else:
            actions.rename_division(code, name=form.cleaned_data["name"])
            if boundary is not None:
                actions.set_boundary(code, boundary)
            messages.success(request, _("Saved."))
            return redirect("setup:community", code)
    context = {**frame(), "form": form, "place": place}
    return render(request, "setup/community_form.html", context, status=422 if form.errors else 200)


def _check_territory(request: HttpRequest, code: str) -> None:
    if not may_touch(request, code):
        raise actions.DivisionRefused(_("%(code)s lies outside your territory.") % {"code": code})


def _look_up(code: str) -> Offer:
    offer = offer_for(code)
    if not offer.name:
        raise actions.DivisionRefused(
            _("The list of divisions does not name %(code)s. Write its name.") % {"code": code}
        )
    return offer


def _boundary(form: NameForm) -> Area | None:
    file = form.cleaned_data["boundary"]
    if file is None:
        return None
    if not form.cleaned_data["datum"]:
        raise BoundaryRefused(_("Say which coordinates the file holds."))
    if file.size > MOST_BOUNDARY_BYTES:
        raise BoundaryRefused(_("A boundary file has 2 MB at most."))
    try:
        found = list(read_shapes(file.read(), datum=Datum(form.cleaned_data["datum"])))
    except UnreadableFile as unreadable:
        raise BoundaryRefused(str(unreadable)) from unreadable
    if len(found) != 1:
        raise BoundaryRefused(_("The file holds %(count)d areas; a boundary is one.") % {"count": len(found)})
    if isinstance(found[0], RefusedRow):
        raise BoundaryRefused(found[0].reason)
    return found[0].shape
