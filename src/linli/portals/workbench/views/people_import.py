"""Brings a sheet of residents in: hand it over, confirm what its columns hold, watch, fetch the faulty rows."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.domains.residents import facade as residents
from linli.foundation.accounts.roles import Role
from linli.foundation.imports import uploads
from linli.foundation.imports.models import Upload, UploadState
from linli.foundation.imports.sheets import UnreadableSheet, check_size
from linli.foundation.scope.middleware import reader_of
from linli.kernel.masking import mask_address, mask_id, mask_name, mask_phone, mask_text
from linli.portals.workbench.rail import desk, frame

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PREVIEW_ROWS = 3
IMPORTERS = (Role.CLERK,)
PLAIN_FIELDS = frozenset({"id_kind", "sex", "building", "stair", "room", "kind", "relation", "from_on"})
"""What tells a column and names nobody."""
LONGEST_VALUE, LONGEST_CHINESE_NAME = 20, 4


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*IMPORTERS)
def start(request: HttpRequest) -> HttpResponse:
    """Take a file, or say in one sentence why it cannot be read; list the files handed in before."""
    community, problem = reader_of(request).territory, ""
    if request.method == "POST":
        try:
            data, name = _given(request)
            prepared = residents.prepare(data, file_name=name)
        except UnreadableSheet as unreadable:
            problem = str(unreadable)
        else:
            kept = uploads.keep(data, community=community, kind=residents.KIND, file_name=name, rows=prepared.rows)
            return redirect("workbench:people_upload", kept.id)
    context = {
        **frame(request, current="people"),
        "problem": problem,
        "recent": [(one, _counts(one)) for one in uploads.recent(community, kind=residents.KIND)],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "workbench/people_import.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*IMPORTERS)
def upload(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Ask what the columns hold, then show how far the file is and what came of it."""
    try:
        found = uploads.upload_of(upload_id, kind=residents.KIND)
        if found.state == UploadState.WAITING:
            return _columns(request, found)
    except uploads.NoSuchUpload:
        return _gone(request)
    context = {
        **frame(request, current="people"),
        "upload": found,
        "counts": _counts(found),
        "is_open": uploads.is_open(found),
        "percent": round(100 * found.done / found.rows) if found.rows else 0,
    }
    only_part = request.headers.get("HX-Request") == "true"
    return render(request, "workbench/_upload.html" if only_part else "workbench/people_upload.html", context)


@require_POST
@desk(*IMPORTERS)
def stop(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Stop reading a file; what is in stays in, and the same file can be handed in again."""
    try:
        uploads.stop(uploads.upload_of(upload_id, kind=residents.KIND))
    except uploads.NoSuchUpload:
        return _gone(request)
    return redirect("workbench:people_upload", upload_id)


@require_safe
@desk(*IMPORTERS)
def faults(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Hand out the workbook of faulty rows."""
    try:
        found = uploads.upload_of(upload_id, kind=residents.KIND)
        data = uploads.faults(found)
    except uploads.NoSuchUpload:
        return _gone(request)
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{found.created_at:%Y%m%d-%H%M}-faulty-rows.xlsx"'
    response["Cache-Control"] = "no-store, private"
    return response


def _given(request: HttpRequest) -> tuple[bytes, str]:
    """Return the file handed in and its name. Raises :class:`UnreadableSheet` for none and for one too large."""
    given = request.FILES.get("file")
    if given is None:
        raise UnreadableSheet(_("Please choose a file first."))
    check_size(given.size or 0)
    return given.read(), given.name or ""


def _columns(request: HttpRequest, found: Upload) -> HttpResponse:
    """Show each column with what it seems to hold; on POST take over what was said and queue the file."""
    data, community = uploads.content(found), found.community
    prepared = residents.prepare(data, file_name=found.file_name)
    problem = ""
    if request.method == "POST":
        said = {
            column: field
            for column in range(len(prepared.headings.columns))
            if (field := request.POST.get(f"column{column}", "")) in residents.FIELDS
        }
        problem = residents.wrong_with(said)
        if not problem:
            return _queued(request, found, prepared, said=said)
        chosen = said
    else:
        known = uploads.remembered(prepared.headings, community=community, kind=residents.KIND)
        chosen = prepared.columns if known is None else known
    context = {
        **frame(request, current="people"),
        "upload": found,
        "problem": problem,
        "columns": _shown(prepared, chosen),
        "fields": [(name, residents.FIELD_WORDS[name]) for name in residents.FIELDS],
        "today": timezone.localdate().isoformat(),
        "source": request.POST.get("source", found.file_name),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "workbench/people_columns.html", context, status=status)


def _queued(
    request: HttpRequest, found: Upload, prepared: residents.Prepared, *, said: dict[int, str]
) -> HttpResponseRedirect:
    closed = {one.column for one in prepared.refused}
    columns = {column: field for column, field in said.items() if column not in closed}
    uploads.remember(prepared.headings, columns, community=found.community, kind=residents.KIND)
    source = request.POST.get("source", "").strip() or found.file_name
    if uploads.queue(found, columns=columns, source=source, stated_on=timezone.localdate()):
        residents.queue(found)
    return HttpResponseRedirect(reverse("workbench:people_upload", args=[found.id]))


def _shown(prepared: residents.Prepared, chosen: dict[int, str]) -> list[dict[str, object]]:
    """Return the columns for the form, with a few values; a column that the law keeps out says so instead."""
    kept_out = {one.column: one.basis for one in prepared.refused}
    below = prepared.sheet.rows[prepared.headings.last + 1 :][:PREVIEW_ROWS]
    return [
        {
            "number": column,
            "heading": heading,
            "field": chosen.get(column, ""),
            "basis": kept_out.get(column, ""),
            "values": []
            if column in kept_out
            else [_masked(row.text(column), field=chosen.get(column, "")) for row in below if row.text(column)],
        }
        for column, heading in enumerate(prepared.headings.columns)
        if heading or any(row.text(column) for row in below)
    ]


def _masked(value: str, *, field: str) -> str:
    """Return a value of the sheet as far as it helps to tell a column: whatever may name somebody is masked."""
    is_short = len(value) <= LONGEST_CHINESE_NAME
    if field in PLAIN_FIELDS or (not field and is_short and value.isascii()):
        return value[:LONGEST_VALUE]
    if field == "id_number":
        return mask_id(value)
    if field == "phone":
        return mask_phone(value)
    if field == "name" or (not field and is_short):
        return mask_name(value)
    return mask_address(mask_text(value))[:LONGEST_VALUE]


def _counts(found: Upload) -> dict[str, int]:
    return {name: int(found.counts.get(name, 0)) for name in ("added", "changed", "same", "faulty")}


def _gone(request: HttpRequest) -> HttpResponse:
    context = {**frame(request, current="people"), "is_upload": True}
    return render(request, "workbench/person_missing.html", context, status=HTTPStatus.NOT_FOUND)
