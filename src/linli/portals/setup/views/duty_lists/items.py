"""The items of a version: searched, paged, put on a draft and taken off it, taken out as a workbook."""

from dataclasses import replace
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.domains.duties import facade as duties
from linli.foundation.accounts.gate import staff
from linli.foundation.accounts.roles import Role
from linli.foundation.imports.intake import pages
from linli.foundation.rulepacks.models import Certainty
from linli.portals.setup.forms.duty_lists import ItemForm
from linli.portals.setup.frame import community_or_404, frame, kind_names, may_touch, whole_number
from linli.portals.setup.views.duty_lists.shared import (
    draft_or_404,
    item_line,
    place_words,
    version_or_404,
)

A_PAGE: Final = 50
UNPROCESSABLE: Final = 422
LONGEST_WORDS: Final = 60


@staff(Role.SYSTEM_ADMIN)
@require_safe
def version(request: HttpRequest, code: str, list_id: UUID) -> HttpResponse:
    """Show a version with its items, those that words ask for, fifty a page."""
    place, found = community_or_404(request, code), version_or_404(code, list_id)
    words, names = request.GET.get("q", "")[:LONGEST_WORDS], kind_names(code)
    items = duties.items_of(list_id, words=words)
    if request.GET.get("only") == "community":
        items = tuple(item for item in items if item.is_of_community)
    page = max(whole_number(request.GET.get("page", ""), other=1), 1)
    shown = items[(page - 1) * A_PAGE : page * A_PAGE]
    asked = {name: value for name in ("q", "only") if (value := request.GET.get(name, ""))}
    context = {
        **frame(),
        "place": place,
        "version": found,
        "kind": duties.LIST_KINDS[found.kind],
        "where": place_words(found.scope),
        "certainty": Certainty(found.certainty).label,
        "words": words,
        "count": len(items),
        "rows": [item_line(item, names=names) for item in shown],
        "may_change": found.is_draft and may_touch(request, found.scope),
        "may_touch": may_touch(request, found.scope),
        "before_url": f"?{urlencode({**asked, 'page': page - 1})}" if page > 1 else "",
        "after_url": f"?{urlencode({**asked, 'page': page + 1})}" if page * A_PAGE < len(items) else "",
    }
    return render(request, "setup/lists/version.html", context)


@staff(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def new_item(request: HttpRequest, code: str, list_id: UUID) -> HttpResponse:
    """Put an item on a draft."""
    return _item(request, code, list_id, held=None)


@staff(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, code: str, list_id: UUID, item_id: UUID) -> HttpResponse:
    """Change an item of a draft."""
    held = next((one for one in duties.items_of(list_id) if one.id == item_id), None)
    if held is None:
        raise Http404
    return _item(request, code, list_id, held=held)


@staff(Role.SYSTEM_ADMIN)
@require_POST
def take_off(request: HttpRequest, code: str, list_id: UUID, item_id: UUID) -> HttpResponse:
    """Take an item off a draft."""
    community_or_404(request, code)
    draft_or_404(request, code, list_id)
    try:
        duties.take_item_off(list_id, item_id)
    except duties.ListRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The item was taken off the draft."))
    return redirect("setup:duty_list", code, list_id)


@staff(Role.SYSTEM_ADMIN)
@require_safe
def take_out(request: HttpRequest, code: str, list_id: UUID) -> HttpResponse:
    """Hand a version out as a workbook that imports as it is."""
    community_or_404(request, code)
    found = version_or_404(code, list_id)
    name = _("%(title)s, version %(version)d") % {"title": found.title, "version": found.version}
    file = duties.write_items(duties.items_of(list_id), name=_("Items"), case_kinds=kind_names(code))
    return pages.workbook(file, f"{name}.xlsx")


def _item(request: HttpRequest, code: str, list_id: UUID, *, held: duties.Item | None) -> HttpResponse:
    place, draft = community_or_404(request, code), draft_or_404(request, code, list_id)
    initial = _said_by(held) if held else {"code": f"{len(duties.items_of(list_id)) + 1:03d}"}
    form = ItemForm(request.POST or None, initial=initial, case_kinds=list(kind_names(code).items()))
    if request.method == "POST" and form.is_valid():
        try:
            duties.put_item(list_id, _stated(form, held=held))
        except duties.ListRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("setup:duty_list", code, list_id)
    context = {**frame(), "place": place, "version": draft, "form": form, "item": held}
    return render(request, "setup/lists/item_form.html", context, status=UNPROCESSABLE if form.errors else 200)


def _said_by(held: duties.Item) -> dict[str, object]:
    return {name: getattr(held, name) for name in ItemForm.base_fields} | {
        "leads": sorted(held.leads), "assists": sorted(held.assists), "period": held.period.value,
    }  # fmt: skip


def _stated(form: ItemForm, *, held: duties.Item | None) -> duties.Item:
    said = form.cleaned_data
    base = held or duties.Item(code="", words="", document="")
    return replace(
        base,
        **{
            **said,
            "case_kinds": tuple(sorted(said["case_kinds"])),
            "leads": frozenset(said["leads"]),
            "assists": frozenset(said["assists"]),
            "period": duties.Period(said["period"]),
        },
    )
