"""Drafts of rules: begun from what is in force, kept as rows, taken from a file, published by a second person."""

import json
from itertools import count, takewhile
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.foundation.accounts.gate import staff
from linli.foundation.accounts.roles import Role
from linli.foundation.rulepacks import drafts, tables
from linli.foundation.rulepacks.actions import NotADraft, RuleUnclear
from linli.foundation.rulepacks.drafts import Draft, SecondPersonNeeded, SomebodyWasFaster
from linli.foundation.scope.middleware import reader_of
from linli.foundation.workflow import queries as workflow
from linli.portals.setup.forms.rules import DraftFileForm, PublishForm
from linli.portals.setup.frame import kind_names, places_of
from linli.portals.setup.views.rules.shared import (
    NAMES,
    READERS,
    Shown,
    clocks,
    draft_or_404,
    frame,
    line_of,
    named,
    shown_of,
    table_of,
)

UNPROCESSABLE: Final = 422
MOST_ROWS, EMPTY_ROWS = 75, 3


@staff(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """List the open drafts of the territory; begin one from what is in force."""
    reader = reader_of(request)
    if request.method == "POST":
        code, scope = request.POST.get("code", ""), request.POST.get("scope", "")
        if reader.role != Role.SYSTEM_ADMIN or scope not in dict(places_of(reader.territory)):
            raise Http404
        if code not in {f"{table}.{workflow.USUAL}" for table in tables.TABLES}:
            raise Http404
        return redirect("setup:draft", drafts.begin_draft(code, scope=scope, actor=reader))
    context = {
        **frame(request),
        "rows": [line_of(one) for one in drafts.drafts(reader.territory)],
        "codes": [(f"{table}.{workflow.USUAL}", NAMES[table]) for table in tables.TABLES],
        "scopes": places_of(reader.territory),
        "may_draft": reader.role == Role.SYSTEM_ADMIN,
    }
    return render(request, "setup/rules.html", context)


@staff(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show a draft's table with what is wrong with it; keep changed rows."""
    found = draft_or_404(request, draft_id)
    if request.method != "POST":
        return _page(request, shown_of(found))
    if reader_of(request).role != Role.SYSTEM_ADMIN:
        raise Http404
    rows = _posted(request, table_of(found))
    body = tables.body_of(table_of(found), rows)
    said = _kept(request, found, body=body, basis=request.POST.get("basis", ""), seen=request.POST.get("seen", ""))
    if said:
        messages.error(request, said)
        return _page(request, shown_of(found, rows), status=UNPROCESSABLE)
    return redirect("setup:draft", draft_id)


@staff(*READERS)
@require_safe
def download(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Give a draft as JSON, in the form in which packs are shipped."""
    pack = draft_or_404(request, draft_id).pack
    given = {"code": pack.code, "title": pack.title, "basis": pack.basis, "body": pack.body}
    answer = HttpResponse(json.dumps(given, ensure_ascii=False, indent=2), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{pack.code}.json"'
    return answer


@staff(Role.SYSTEM_ADMIN)
@require_POST
def bring(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Take a draft's rows from a JSON file; what cannot be read changes nothing."""
    found = draft_or_404(request, draft_id)
    form = DraftFileForm(request.POST, request.FILES)
    said = _("Please choose a JSON file of at most 300 kB. Nothing was changed.")
    if form.is_valid():
        try:
            given = json.loads(form.cleaned_data["file"].read().decode())
            rows = [{k: str(v) for k, v in row.items()} for row in tables.rows_of(table_of(found), given["body"])]
            is_ours = given.get("code") == found.pack.code and len(rows) <= MOST_ROWS
        except (ValueError, KeyError, TypeError, AttributeError):
            is_ours = False
        said = _("The file is not a table of these rules. Nothing was changed.")
        if is_ours:
            body = tables.body_of(table_of(found), rows)
            said = _kept(
                request, found, body=body, basis=str(given.get("basis", "")), seen=request.POST.get("seen", "")
            )
    if said:
        messages.error(request, said)
    return redirect("setup:draft", draft_id)


@staff(*READERS)
@require_POST
def publish(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Put a draft in force from a day on; somebody else than its drafter does."""
    found = draft_or_404(request, draft_id)
    form = PublishForm(request.POST)
    if shown_of(found).is_faulty:
        messages.error(request, _("Please mend the rows first. Nothing was published."))
        return redirect("setup:draft", draft_id)
    if not form.is_valid():
        messages.error(request, _("Please give a day. Nothing was published."))
        return redirect("setup:draft", draft_id)
    day = form.cleaned_data["from_on"]
    try:
        drafts.publish_draft(draft_id, from_on=day, seen=form.cleaned_data["seen"], actor=reader_of(request))
    except (SecondPersonNeeded, SomebodyWasFaster, NotADraft, RuleUnclear) as refused:
        messages.error(request, str(refused))
        return redirect("setup:draft", draft_id)
    messages.success(
        request, _("Published: it holds from %(day)s on. Matters that run keep their rules.") % {"day": day}
    )
    return redirect("setup:rules")


@staff(Role.SYSTEM_ADMIN)
@require_POST
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Put a draft away."""
    draft_or_404(request, draft_id)
    try:
        drafts.discard_draft(draft_id, actor=reader_of(request))
    except NotADraft as refused:
        messages.error(request, str(refused))
    return redirect("setup:rules")


def _kept(request: HttpRequest, found: Draft, *, body: dict[str, Any], basis: str, seen: str) -> str:
    """Keep a draft's content; returns why not, empty when it was kept."""
    try:
        drafts.change_draft(found.pack.id, body=body, basis=basis, seen=seen, actor=reader_of(request))
    except (SomebodyWasFaster, NotADraft) as refused:
        return str(refused)
    messages.success(request, _("Kept as a draft. Nothing is in force yet."))
    return ""


def _posted(request: HttpRequest, table: str) -> list[dict[str, str]]:
    """Return the rows of the form in their order; a row left empty is no row."""
    columns = tables.COLUMNS[table]
    told = "amount" if table == tables.LIMITS else "code"
    rows = [
        {name: request.POST.get(f"{name}-{number}", "").strip()[:2000] for name in columns}
        for number in takewhile(lambda number: f"{told}-{number}" in request.POST, count())
    ]
    return [row for row in rows if row[told] or (table == tables.LIMITS and row["kind"])]


def _page(request: HttpRequest, shown: Shown, *, status: int = 200) -> HttpResponse:
    reader, found = reader_of(request), shown.draft
    empty = dict.fromkeys(tables.COLUMNS[shown.table], "")
    faulty = {number for one in shown.findings if one.is_fault for number in one.rows}
    rows = [*shown.rows, *[empty] * EMPTY_ROWS]
    is_open = found.status == "draft"
    context = {
        **frame(request),
        **line_of(found),
        "rows": [
            {"number": at + 1, "index": at, "row": row, "is_faulty": at + 1 in faulty} for at, row in enumerate(rows)
        ],
        "findings": shown.findings,
        "is_faulty": shown.is_faulty,
        "may_change": is_open and reader.role == Role.SYSTEM_ADMIN,
        "may_publish": is_open and found.drafted_by != reader.account_id,
        "is_open": is_open,
        "clocks": named([*clocks(), *(row["clock"] for row in shown.rows if "clock" in row)]),
        "kinds": kind_names(found.pack.scope),
        "urgencies": tables.URGENCIES,
        "procedures": [(code, workflow.name_of(code)) for code in sorted({b.code for b in workflow.every_version()})],
        "publish_form": PublishForm(initial={"seen": found.digest}),
        "file_form": DraftFileForm(),
    }
    return render(request, f"setup/draft_{shown.table}.html", context, status=status)
