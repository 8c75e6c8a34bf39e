"""Pages of procedures: the list, a version with its drawing, and publishing, retiring or throwing away a draft."""

from collections import defaultdict

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.foundation.accounts.gate import staff
from linli.foundation.accounts.roles import Role
from linli.foundation.design import rail
from linli.foundation.scope.middleware import reader_of
from linli.foundation.workflow import actions, queries
from linli.foundation.workflow.editing import document, drafts
from linli.foundation.workflow.models import Procedure, ProcedureStatus
from linli.foundation.workflow.words import say
from linli.portals.setup.procedures.sheet import differences, sheet_of

UNPROCESSABLE = 422
READERS = (Role.SYSTEM_ADMIN, Role.STREET_OFFICIAL)
"""Who reads procedures: the administrator, who changes them too, and the street, which answers for them."""


def frame(request: HttpRequest) -> dict[str, object]:
    """Return the frame of these pages and whether this reader changes anything."""
    role = reader_of(request).role
    return {**rail.frame(role, current="procedures"), "may_change": role == Role.SYSTEM_ADMIN}


@staff(*READERS)
@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    """Show every procedure with its versions, the draft in front."""
    by_code = defaultdict(list)
    for row in Procedure.objects.order_by("-version").only("code", "version", "status", "published_at", "body"):
        by_code[row.code].append(row)
    rows = [
        {
            "code": code,
            "words": say(held[0].body["words"]) or code,
            "basis": held[0].body.get("basis", ""),
            "in_force": next((one for one in held if one.status == ProcedureStatus.PUBLISHED), None),
            "draft": next((one for one in held if one.status == ProcedureStatus.DRAFT), None),
            "earlier": [one for one in held if one.status == ProcedureStatus.RETIRED],
        }
        for code, held in sorted(by_code.items(), key=lambda item: (item[0] != queries.USUAL, item[0]))
    ]
    return render(request, "setup/procedures.html", {**frame(request), "rows": rows})


@staff(*READERS)
@require_safe
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show one version: the drawing, the same facts as tables, and for a draft its faults beside their place."""
    return _page(request, _row_or_404(code, number))


@staff(*READERS)
@require_safe
def download(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Hand a version out as a file."""
    del request
    row = _row_or_404(code, number)
    response = HttpResponse(document.write(row.body), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{code}-{number}.json"'
    return response


@staff(Role.SYSTEM_ADMIN)
@require_POST
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a draft with what is in force."""
    try:
        draft = drafts.begin_draft(code, actor=reader_of(request))
    except queries.NoProcedure:
        raise Http404 from None
    except drafts.DraftThere as there:
        messages.error(request, str(there))
        held = drafts.draft_of(code)
        return redirect("setup:procedure", code, held.version) if held else redirect("setup:procedures")
    return redirect("setup:procedure", code, draft.version)


@staff(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Show what publishing a draft would change, and publish it when that is confirmed."""
    draft = drafts.draft_of(code)
    if draft is None:
        messages.error(request, _("There is no draft of this procedure any more."))
        return redirect("setup:procedures")
    problem = ""
    if request.method == "POST":
        try:
            number = drafts.publish_draft(code, seen=request.POST.get("seen", ""), actor=reader_of(request))
        except (drafts.DraftMoved, actions.Unsound) as refused:
            problem = str(refused)
        else:
            text = _("Version %(version)d is in force. Matters that are running keep theirs.")
            messages.success(request, text % {"version": number})
            return redirect("setup:procedure", code, number)
    sheet = sheet_of(draft.body)
    before = Procedure.objects.filter(code=code, status=ProcedureStatus.PUBLISHED).first()
    context = {
        **frame(request), "draft": draft, "sheet": sheet, "before": before, "problem": problem,
        "differences": differences(before.body, draft.body, sheet=sheet) if before else [],
    }  # fmt: skip
    return render(request, "setup/procedure_publish.html", context, status=UNPROCESSABLE if problem else 200)


@staff(Role.SYSTEM_ADMIN)
@require_POST
def discard(request: HttpRequest, code: str) -> HttpResponse:
    """Throw a draft away; what is in force stays as it is."""
    try:
        drafts.discard_draft(code, seen=request.POST.get("seen", ""), actor=reader_of(request))
    except drafts.DraftMoved as moved:
        messages.error(request, str(moved))
    else:
        messages.success(request, _("The draft was thrown away. What is in force is as it was."))
    return redirect("setup:procedures")


@staff(Role.SYSTEM_ADMIN)
@require_POST
def retire(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take a procedure out of use for new matters."""
    row = _row_or_404(code, number)
    try:
        drafts.retire(code, version=number, actor=reader_of(request))
    except drafts.NotRetired as refused:
        messages.error(request, str(refused))
    else:
        text = _("“%(name)s” takes no new matters from now on. Running ones go on to their end.")
        messages.success(request, text % {"name": say(row.body["words"])})
    return redirect("setup:procedure", code, number)


def _row_or_404(code: str, number: int) -> Procedure:
    """Return a version's row."""
    row = Procedure.objects.filter(code=code, version=number).first()
    if row is None:
        raise Http404
    return row


def _page(request: HttpRequest, row: Procedure) -> HttpResponse:
    """Return the page of a version."""
    sheet = sheet_of(row.body)
    is_draft = row.status == ProcedureStatus.DRAFT
    context = {
        **frame(request), "row": row, "sheet": sheet, "is_draft": is_draft, "is_usual": row.code == queries.USUAL,
        "is_in_force": row.status == ProcedureStatus.PUBLISHED, "has_draft": drafts.draft_of(row.code) is not None,
        "hidden": [("seen", row.digest)],
    }  # fmt: skip
    context["edits"] = is_draft and context["may_change"]
    return render(request, "setup/procedure.html", context)
