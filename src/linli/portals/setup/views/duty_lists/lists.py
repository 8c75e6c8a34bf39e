"""A community's duty lists: their versions, a new draft, what differs, publishing, retiring, and the hours asked."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.domains.duties import facade as duties
from linli.foundation.accounts.gate import staff
from linli.foundation.accounts.roles import Role
from linli.foundation.rulepacks.models import Certainty
from linli.foundation.territory import queries as territory
from linli.portals.setup.forms.duty_lists import HoursForm, ListForm, PublishForm
from linli.portals.setup.frame import community_or_404, frame, kind_names, may_touch, whole_number
from linli.portals.setup.views.duty_lists.shared import (
    draft_or_404,
    held_so_far,
    item_line,
    place_words,
    version_or_404,
)

UNPROCESSABLE = 422


@staff(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: HttpRequest, code: str) -> HttpResponse:
    """Show the versions of every list that covers a community and the hours they ask; take the stated staff hours."""
    place, form = community_or_404(request, code), HoursForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        duties.state_hours(code, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("setup:duty_lists", code)
    today = timezone.localdate()
    decides = {held.about.id for held in duties.lists_in_force(code, on=today)}
    rows = [_row(one, decides=decides) for one in duties.lists_covering(code)]
    asked = duties.hours_asked(code, on=today)
    context = {
        **frame(),
        "place": place,
        "rows": rows,
        "form": form,
        "asked": asked,
        "total": f"{float(asked.total):.1f}",
        "hours": [(one, f"{float(one.hours):.1f}") for one in asked.lists],
        "admitted_hours": f"{float(asked.admitted_hours):.1f}",
    }
    return render(request, "setup/lists/lists.html", context, status=UNPROCESSABLE if form.errors else 200)


@staff(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def new_list(request: HttpRequest, code: str) -> HttpResponse:
    """Draw the next version of a list up, with the items that hold so far."""
    place = community_or_404(request, code)
    scopes = [(ref.code, ref.name) for ref in territory.ancestry(code) if may_touch(request, ref.code)]
    form = ListForm(request.POST or None, scopes=scopes[::-1], initial=_initial(request, code))
    if request.method == "POST" and form.is_valid():
        try:
            made = duties.draft_list(**_head(form.cleaned_data, code))
        except duties.ListRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("setup:duty_list", code, made.id)
    context = {**frame(), "place": place, "form": form}
    return render(request, "setup/lists/list_form.html", context, status=UNPROCESSABLE if form.errors else 200)


@staff(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, code: str, list_id: UUID) -> HttpResponse:
    """Show what differs from what held so far; publish the draft from a day on."""
    place, draft = community_or_404(request, code), draft_or_404(request, code, list_id)
    form = PublishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            duties.publish_list(list_id, from_on=form.cleaned_data["from_on"], edits=_seen(request))
        except duties.ListRefused as refused:
            form.add_error("from_on", str(refused))
        else:
            text = _("Version %(version)d of “%(title)s” is published.")
            messages.success(request, text % {"version": draft.version, "title": draft.title})
            return redirect("setup:duty_list", code, list_id)
    so_far = held_so_far(code, draft.kind)
    found = duties.difference(list_id, like=so_far.id if so_far else None)
    context = {**_differing(found, code), "place": place, "version": draft, "form": form}
    return render(request, "setup/lists/publish.html", context, status=UNPROCESSABLE if form.errors else 200)


@staff(Role.SYSTEM_ADMIN)
@require_POST
def retire(request: HttpRequest, code: str, list_id: UUID) -> HttpResponse:
    """End a published version with today."""
    community_or_404(request, code)
    version = version_or_404(code, list_id)
    if not may_touch(request, version.scope):
        raise Http404
    try:
        duties.retire_list(list_id, on=timezone.localdate())
    except duties.ListRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Today is the last day of this version."))
    return redirect("setup:duty_list", code, list_id)


@staff(Role.SYSTEM_ADMIN)
@require_POST
def drop(request: HttpRequest, code: str, list_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    community_or_404(request, code)
    draft_or_404(request, code, list_id)
    try:
        duties.drop_draft(list_id)
    except duties.ListRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The draft was thrown away."))
    return redirect("setup:duty_lists", code)


@staff(Role.SYSTEM_ADMIN)
@require_safe
def difference(request: HttpRequest, code: str, list_id: UUID) -> HttpResponse:
    """Show what a published version changed against the one before it."""
    place, version = community_or_404(request, code), version_or_404(code, list_id)
    context = {**_differing(duties.difference(list_id), code), "place": place, "version": version}
    return render(request, "setup/lists/publish.html", context)


def _differing(found: duties.Difference, code: str) -> dict[str, object]:
    """Return what setup/lists/publish.html shows of a difference, with its frame."""
    names = kind_names(code)
    return {
        **frame(),
        "is_any": found.is_any,
        "added": [item_line(item, names=names) for item in found.added],
        "removed": [item_line(item, names=names) for item in found.removed],
        "changed": [(item_line(a, names=names), item_line(b, names=names)) for a, b in found.changed],
    }


def _row(version: duties.ListVersion, *, decides: set[UUID]) -> dict[str, object]:
    return {
        "version": version,
        "kind": duties.LIST_KINDS[version.kind],
        "place": place_words(version.scope),
        "decides": version.id in decides,
    }


def _initial(request: HttpRequest, code: str) -> dict[str, str]:
    """Return what the form begins with: the kind that was asked for, here."""
    kind = request.GET.get("kind", duties.ListKind.OWN.value)
    return {"kind": kind, "scope": code, "certainty": Certainty.VERIFIED.value}


def _head(said: Mapping[str, str], code: str) -> dict[str, Any]:
    """Return the head of a draft; what was left empty is as in the list that holds so far."""
    kind = duties.ListKind(said["kind"])
    like = held_so_far(code, kind)
    return {
        "kind": kind,
        "scope": said["scope"],
        "title": said["title"] or (like.title if like else ""),
        "basis": said["basis"] or (like.basis if like else ""),
        "certainty": said["certainty"],
        "like": like.id if like else None,
    }


def _seen(request: HttpRequest) -> int:
    return whole_number(request.POST.get("seen", ""), other=-1)
