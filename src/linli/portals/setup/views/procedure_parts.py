"""Editing a draft's states and actions, each in a form of its own; a draft changed meanwhile keeps what was typed."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.foundation.accounts.gate import staff
from linli.foundation.accounts.roles import Role
from linli.foundation.scope.middleware import reader_of
from linli.foundation.workflow.editing import drafts, edits
from linli.foundation.workflow.editing.drafts import DraftRef
from linli.foundation.workflow.procedure import BadProcedure, parse
from linli.portals.setup.procedures import forms
from linli.portals.setup.procedures.forms import ActionForm, CodeForm, StateForm
from linli.portals.setup.procedures.sheet import clocks_of, sheet_of
from linli.portals.setup.views.procedures import UNPROCESSABLE, frame

NEW = "new"
Made = Callable[..., dict[str, Any]]


@staff(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def state(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Change a state of a draft, or add one."""
    draft, before = _draft_and_part(code, edits.STATES, name)
    form = StateForm(
        request.POST or None, is_new=name == NEW, initial=forms.state_initial(before),
        clocks=clocks_of(parse(draft.body)),
    )  # fmt: skip
    return _edited(request, draft, form=form, part=edits.STATES, name=name, before=before, made=forms.state_of)


@staff(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def action(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Change an action of a draft, or add one."""
    draft, before = _draft_and_part(code, edits.ACTIONS, name)
    form = ActionForm(
        request.POST or None, is_new=name == NEW, initial=forms.action_initial(before), procedure=parse(draft.body)
    )
    return _edited(request, draft, form=form, part=edits.ACTIONS, name=name, before=before, made=forms.action_of)


@staff(Role.SYSTEM_ADMIN)
@require_POST
def take_out(request: HttpRequest, code: str, part: str, name: str) -> HttpResponse:
    """Take a state or an action out of a draft."""
    if part not in (edits.STATES, edits.ACTIONS):
        raise Http404
    draft, _before = _draft_and_part(code, part, name)
    try:
        body = edits.take_out(draft.body, part, name)
        drafts.save_draft(code, body, seen=request.POST.get("seen", ""), actor=reader_of(request))
    except (drafts.DraftMoved, BadProcedure) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Taken out of the draft."))
    return redirect("setup:procedure", code, draft.version)


def _draft_and_part(code: str, part: str, name: str) -> tuple[DraftRef, Mapping[str, Any]]:
    draft = drafts.draft_of(code)
    if draft is None:
        raise Http404
    found = next((one for one in draft.body[part] if one["code"] == name), None)
    if found is None and name != NEW:
        raise Http404
    return draft, found or {}


def _edited(
    request: HttpRequest, draft: DraftRef, *, form: CodeForm, part: str, name: str, before: Mapping[str, Any],
    made: Made,
) -> HttpResponse:  # fmt: skip
    seen, problem = request.POST.get("seen", draft.digest), ""
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        own = said.get("code", name)
        if form.is_new and own in {one["code"] for one in draft.body[part]}:
            form.add_error("code", _("There is one with this code already."))
        else:
            try:
                body = edits.put(draft.body, part, made(said, before=before, code=own))
                drafts.save_draft(draft.code, body, seen=seen, actor=reader_of(request))
            except (drafts.DraftMoved, BadProcedure) as refused:
                problem, seen = str(refused), draft.digest
            else:
                messages.success(request, _("Kept in the draft."))
                return redirect("setup:procedure", draft.code, draft.version)
    sheet = sheet_of(draft.body)
    rows = {row.code: row.faults for row in (sheet.states if part == edits.STATES else sheet.actions)}
    context = {
        **frame(request), "draft": draft, "form": form, "part": part, "name": name, "sheet": sheet, "seen": seen,
        "is_new": name == NEW, "problem": problem, "faults": rows.get(name, ()),
        "hidden": [("seen", draft.digest)],
    }  # fmt: skip
    status = UNPROCESSABLE if form.errors or problem else 200
    return render(request, "setup/procedure_part.html", context, status=status)
