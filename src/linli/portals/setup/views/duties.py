"""Pages of the duty register: a community's lines, one line, taking a line off, and the usual lines to begin with."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.domains.duties import facade as duties
from linli.domains.duties.facade import ItemKind, Place, WorkItemRef
from linli.foundation.accounts.gate import staff
from linli.foundation.accounts.roles import Role
from linli.foundation.orgs import queries as orgs
from linli.foundation.orgs.models import UnitKind
from linli.portals.setup.forms.duties import ITEM_KINDS, WorkItemForm
from linli.portals.setup.frame import community_or_404, frame, kind_names, may_touch

UNPROCESSABLE = 422


@staff(Role.SYSTEM_ADMIN)
@require_safe
def register(request: HttpRequest, code: str) -> HttpResponse:
    """Show the lines that cover a community, and the kinds of matter that nobody leads."""
    place = community_or_404(request, code)
    names, kinds = kind_names(code), dict(ITEM_KINDS)
    rows = [
        {
            "item": item,
            "kind": kinds[item.kind],
            "owner": orgs.unit_name(item.owner_id),
            "case_kinds": [names.get(kind, kind) for kind in item.case_kinds],
            "may_change": may_touch(request, item.scope),
        }
        for item in duties.items_serving(Place(community=code))
    ]
    nobodys = [name for kind, name in names.items() if duties.lead_for(kind, Place(community=code)) is None]
    context = {**frame(), "place": place, "rows": rows, "nobodys": nobodys}
    return render(request, "setup/duties.html", context)


@staff(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def new_item(request: HttpRequest, code: str) -> HttpResponse:
    """Put a line on a community's register."""
    place = community_or_404(request, code)
    form = _form(request, code, initial=None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            duties.register_work_item(code=f"own_{uuid4().hex[:8]}", scope=code, **_answers(said))
        except duties.ItemRefused as refused:
            form.add_error("owner", str(refused))
        else:
            messages.success(request, _("%(name)s is on the duty list.") % {"name": said["name"]})
            return redirect("setup:duties", code)
    context = {**frame(), "place": place, "form": form}
    return render(request, "setup/duty_form.html", context, status=UNPROCESSABLE if form.errors else 200)


@staff(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, code: str, item_id: UUID) -> HttpResponse:
    """Give a line another owner, kind or basis from a day on."""
    place, found = community_or_404(request, code), _item_or_404(request, code, item_id)
    initial = {
        "name": found.name,
        "kind": found.kind,
        "owner": str(found.owner_id),
        "case_kinds": found.case_kinds,
        "assisting_kinds": found.assisting_kinds,
        "basis": found.basis,
    }
    form = _form(request, code, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            duties.change_work_item(item_id, **_answers(form.cleaned_data))
        except duties.ItemRefused as refused:
            form.add_error("owner", str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("setup:duties", code)
    context = {**frame(), "place": place, "form": form, "item": found}
    return render(request, "setup/duty_form.html", context, status=UNPROCESSABLE if form.errors else 200)


@staff(Role.SYSTEM_ADMIN)
@require_POST
def end_item(request: HttpRequest, code: str, item_id: UUID) -> HttpResponse:
    """Take a line off the register: yesterday was its last day, or today where it began today."""
    community_or_404(request, code)
    found = _item_or_404(request, code, item_id)
    today = timezone.localdate()
    try:
        duties.end_work_item(item_id, on=today - timedelta(days=1))
    except duties.ItemRefused:
        duties.end_work_item(item_id, on=today)
    messages.success(request, _("%(name)s was taken off the duty list.") % {"name": found.name})
    return redirect("setup:duties", code)


@staff(Role.SYSTEM_ADMIN)
@require_POST
def seed(request: HttpRequest, code: str) -> HttpResponse:
    """Put the usual lines on the register, those that are not there yet."""
    community_or_404(request, code)
    units = {ref.kind: ref.id for ref in reversed(orgs.units_serving(code))}
    seeding = duties.seed_defaults(code, units)
    text = _("%(added)d lines were added, %(left)d wait for a unit that can own them.")
    messages.success(request, text % {"added": len(seeding.added), "left": len(seeding.without_owner)})
    return redirect("setup:duties", code)


def _form(request: HttpRequest, code: str, *, initial: Mapping[str, Any] | None) -> WorkItemForm:
    owners = [(str(ref.id), ref.name) for ref in orgs.units_serving(code)]
    return WorkItemForm(request.POST or None, initial=initial, owners=owners, case_kinds=list(kind_names(code).items()))


def _answers(said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": said["name"],
        "kind": ItemKind(str(said["kind"])),
        "owner": UUID(str(said["owner"])),
        "case_kinds": said["case_kinds"],
        "assisting_kinds": [UnitKind(kind) for kind in said["assisting_kinds"]],
        "basis": said["basis"],
        "from_on": said["from_on"],
    }


def _item_or_404(request: HttpRequest, code: str, item_id: UUID) -> WorkItemRef:
    for found in duties.items_serving(Place(community=code)):
        if found.id == item_id and may_touch(request, found.scope):
            return found
    raise Http404
