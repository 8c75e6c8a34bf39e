"""A duty list from a spreadsheet: hand it in, confirm its columns, look at what it changes, fetch the faulty rows."""

from functools import partial
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.domains.duties import facade as duties
from linli.foundation.accounts.gate import staff
from linli.foundation.accounts.roles import Role
from linli.foundation.imports import uploads
from linli.foundation.imports.intake import pages
from linli.foundation.imports.intake.understand import Prepared
from linli.foundation.imports.models import Upload, UploadState
from linli.foundation.imports.sheets import UnreadableSheet
from linli.foundation.territory.queries import DivisionRef
from linli.portals.setup.frame import community_or_404, frame, kind_names
from linli.portals.setup.views.duty_lists.shared import draft_or_404, item_line

SHOWN = 100
COUNTS = (
    ("added", gettext_lazy("New items")),
    ("changed", gettext_lazy("Changed items")),
    ("same", gettext_lazy("As before")),
    ("faulty", gettext_lazy("Rows with faults")),
)
KIND = duties.SHEET_KIND


@staff(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, code: str, list_id: UUID) -> HttpResponse:
    """Take a sheet for a draft, or say in one sentence why it cannot be read."""
    place, draft, problem = community_or_404(request, code), draft_or_404(request, code, list_id), ""
    if request.method == "POST":
        try:
            kept = pages.take_file(request, community=code, kind=KIND, understand=duties.prepare_items)
        except UnreadableSheet as unreadable:
            problem = str(unreadable)
        else:
            return redirect(_address(code, list_id, kept.id))
    recent = pages.recent_files(code, kind=KIND, address=partial(_address, code, list_id))
    context = {**frame(), "place": place, "version": draft, "problem": problem, "recent": recent}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "setup/lists/sheet_start.html", context, status=status)


@staff(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, code: str, list_id: UUID, upload_id: UUID) -> HttpResponse:
    """Ask what the columns hold, show what the sheet changes in the draft, store it, or say what came of it."""
    place, draft = community_or_404(request, code), draft_or_404(request, code, list_id)
    try:
        found = uploads.upload_of(upload_id, kind=KIND, community=code)
        if found.state != UploadState.WAITING:
            return _result(request, found, place=place, draft=draft)
        prepared = duties.prepare_items(uploads.content(found), file_name=found.file_name)
    except uploads.NoSuchUpload:
        return _gone(request, place, draft)
    if request.method != "POST":
        known = uploads.remembered(prepared.headings, community=code, kind=KIND)
        chosen = prepared.columns if known is None else known
        return _columns(request, found, prepared, place=place, draft=draft, chosen=chosen)
    said = pages.said_columns(request, prepared, fields=duties.SHEET_FIELDS)
    if problem := duties.wrong_with_items(said):
        return _columns(request, found, prepared, place=place, draft=draft, chosen=said, problem=problem)
    try:
        return _looked_at(request, found, prepared.holding(said), place=place, draft=draft, said=said)
    except duties.ListRefused as refused:
        return _columns(request, found, prepared, place=place, draft=draft, chosen=said, problem=str(refused))


@staff(Role.SYSTEM_ADMIN)
@require_POST
def stop(request: HttpRequest, code: str, list_id: UUID, upload_id: UUID) -> HttpResponse:
    """Put a sheet aside; the draft stays as it is."""
    place, draft = community_or_404(request, code), draft_or_404(request, code, list_id)
    try:
        uploads.stop(uploads.upload_of(upload_id, kind=KIND, community=code))
    except uploads.NoSuchUpload:
        return _gone(request, place, draft)
    return redirect("setup:duty_list", code, list_id)


@staff(Role.SYSTEM_ADMIN)
@require_safe
def faults(request: HttpRequest, code: str, list_id: UUID, upload_id: UUID) -> HttpResponse:
    """Hand out the workbook of faulty rows."""
    place, draft = community_or_404(request, code), draft_or_404(request, code, list_id)
    try:
        return pages.faulty_rows(uploads.upload_of(upload_id, kind=KIND, community=code))
    except uploads.NoSuchUpload:
        return _gone(request, place, draft)


@staff(Role.SYSTEM_ADMIN)
@require_safe
def empty(request: HttpRequest, code: str, list_id: UUID) -> HttpResponse:
    """Hand out an empty sheet to fill in."""
    community_or_404(request, code)
    draft_or_404(request, code, list_id)
    return pages.workbook(duties.write_items((), name=_("Items"), case_kinds={}), _("Duty list, to fill in.xlsx"))


def _looked_at(
    request: HttpRequest,
    found: Upload,
    prepared: Prepared,
    *,
    place: DivisionRef,
    draft: duties.ListVersion,
    said: dict[int, str],
) -> HttpResponse:
    names = kind_names(place.code)
    if "make" in request.POST:
        uploads.remember(prepared.headings, said, community=place.code, kind=KIND)
        duties.bring_items_in(found, prepared, list_id=draft.id, case_kinds=names)
        return redirect(_address(place.code, draft.id, found.id))
    preview = duties.preview_items(prepared, list_id=draft.id, case_kinds=names)
    context = {
        **frame(),
        "place": place,
        "version": draft,
        "upload": found,
        "said": said.items(),
        "preview": preview,
        "is_any": bool(preview.new or preview.changed or preview.refused),
        "is_partial": bool(preview.refused and (preview.new or preview.changed)),
        "tables": [
            (caption, [item_line(item, names=names) for item in items[:SHOWN]], len(items))
            for caption, items in ((_("New items"), preview.new), (_("Changed items"), preview.changed))
        ],
        "refused": [{"row": number, "reason": reason} for number, reason in preview.refused[:SHOWN]],
        "stop_url": reverse("setup:stop_duty_sheet", args=[place.code, draft.id, found.id]),
    }
    return render(request, "setup/lists/sheet_preview.html", context)


def _columns(
    request: HttpRequest,
    found: Upload,
    prepared: Prepared,
    *,
    place: DivisionRef,
    draft: duties.ListVersion,
    chosen: dict[int, str],
    problem: str = "",
) -> HttpResponse:
    context = {
        **frame(),
        "place": place,
        "version": draft,
        "upload": found,
        "problem": problem,
        "columns": pages.shown_columns(prepared, chosen, plain=duties.SHEET_FIELDS),
        "fields": [(name, duties.SHEET_FIELD_WORDS[name]) for name in duties.SHEET_FIELDS],
        "start_url": reverse("setup:duty_sheets", args=[place.code, draft.id]),
        "stop_url": reverse("setup:stop_duty_sheet", args=[place.code, draft.id, found.id]),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "setup/sheets/columns.html", context, status=status)


def _result(request: HttpRequest, found: Upload, *, place: DivisionRef, draft: duties.ListVersion) -> HttpResponse:
    if found.state == UploadState.STOPPED:
        messages.info(request, _("This sheet was put aside."))
    faults_url = reverse("setup:duty_sheet_faults", args=[place.code, draft.id, found.id])
    context = {
        **frame(),
        "place": place,
        "version": draft,
        "upload": found,
        "counts": pages.counted(found, COUNTS),
        "faults_url": faults_url if found.counts.get("faulty") else "",
    }
    return render(request, "setup/lists/sheet_done.html", context)


def _address(code: str, list_id: UUID, upload_id: UUID) -> str:
    return reverse("setup:duty_sheet", args=[code, list_id, upload_id])


def _gone(request: HttpRequest, place: DivisionRef, draft: duties.ListVersion) -> HttpResponse:
    context = {**frame(), "start_url": reverse("setup:duty_sheets", args=[place.code, draft.id])}
    return render(request, "setup/sheets/gone.html", context, status=HTTPStatus.NOT_FOUND)
