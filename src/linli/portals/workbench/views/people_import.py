"""Brings a sheet of residents in: hand it over, confirm what its columns hold, watch, fetch the faulty rows."""

from datetime import date
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.domains.residents import facade as residents
from linli.foundation.imports import uploads
from linli.foundation.imports.intake import pages
from linli.foundation.imports.models import Upload, UploadState
from linli.foundation.imports.sheets import UnreadableSheet
from linli.foundation.scope.middleware import reader_of
from linli.portals.workbench.rail import PEOPLE_KEEPERS, desk, frame

PLAIN_FIELDS = frozenset({"id_kind", "sex", "building", "stair", "room", "kind", "relation", "from_on"})
"""What tells a column and names nobody."""
COUNTS = (
    ("added", gettext_lazy("New people")),
    ("changed", gettext_lazy("Changed")),
    ("same", gettext_lazy("Unchanged")),
    ("faulty", gettext_lazy("Rows with faults")),
)


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*PEOPLE_KEEPERS)
def start(request: HttpRequest) -> HttpResponse:
    """Take a file, or say in one sentence why it cannot be read; list the files handed in before."""
    community, problem = reader_of(request).territory, ""
    if request.method == "POST":
        try:
            kept = pages.take_file(request, community=community, kind=residents.KIND, understand=residents.prepare)
        except UnreadableSheet as unreadable:
            problem = str(unreadable)
        else:
            return redirect(_address(kept.id))
    context = {
        **frame(request, current="people"),
        "problem": problem,
        "recent": pages.recent_files(community, kind=residents.KIND, address=_address),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "workbench/people_import.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*PEOPLE_KEEPERS)
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
        **pages.progress_of(found),
        "counts": pages.counted(found, COUNTS),
        "here_url": _address(found.id),
        "stop_url": reverse("workbench:people_stop", args=[found.id]),
        "faults_url": reverse("workbench:people_faults", args=[found.id]),
        "done_url": reverse("workbench:people"),
        "done_words": _("See the residents"),
    }
    only_part = request.headers.get("HX-Request") == "true"
    return render(request, "imports/progress.html" if only_part else "workbench/people_upload.html", context)


@require_POST
@desk(*PEOPLE_KEEPERS)
def stop(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Stop reading a file; what is in stays in, and the same file can be handed in again."""
    try:
        uploads.stop(uploads.upload_of(upload_id, kind=residents.KIND))
    except uploads.NoSuchUpload:
        return _gone(request)
    return redirect("workbench:people_upload", upload_id)


@require_safe
@desk(*PEOPLE_KEEPERS)
def faults(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Hand out the workbook of faulty rows."""
    try:
        return pages.faulty_rows(uploads.upload_of(upload_id, kind=residents.KIND))
    except uploads.NoSuchUpload:
        return _gone(request)


def _columns(request: HttpRequest, found: Upload) -> HttpResponse:
    """Show each column with what it seems to hold; on POST take over what was said and queue the file."""
    data, community = uploads.content(found), found.community
    prepared = residents.prepare(data, file_name=found.file_name)
    problem = ""
    if request.method == "POST":
        said = pages.said_columns(request, prepared, fields=residents.FIELDS)
        stated_on = _stated_on(request)
        problem = residents.wrong_with(said) or ("" if stated_on else _("Please write a day, today at the latest."))
        if stated_on and not problem:
            return _queued(request, found, prepared, said=said, stated_on=stated_on)
        chosen = said
    else:
        known = uploads.remembered(prepared.headings, community=community, kind=residents.KIND)
        chosen = prepared.columns if known is None else known
    context = {
        **frame(request, current="people"),
        "upload": found,
        "problem": problem,
        "columns": pages.shown_columns(prepared, chosen, plain=PLAIN_FIELDS),
        "fields": [(name, residents.FIELD_WORDS[name]) for name in residents.FIELDS],
        "today": timezone.localdate().isoformat(),
        "stated_on": request.POST.get("stated_on", "") or timezone.localdate().isoformat(),
        "source": request.POST.get("source", found.file_name),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "workbench/people_columns.html", context, status=status)


def _stated_on(request: HttpRequest) -> date | None:
    """Return the day the sheet was filled in, today where none is said; None for what is no day or lies ahead."""
    today = timezone.localdate()
    try:
        day = date.fromisoformat(request.POST.get("stated_on", "") or today.isoformat())
    except ValueError:
        return None
    return day if day <= today else None


def _queued(
    request: HttpRequest, found: Upload, prepared: residents.Prepared, *, said: dict[int, str], stated_on: date
) -> HttpResponseRedirect:
    columns = prepared.holding(said).columns
    uploads.remember(prepared.headings, columns, community=found.community, kind=residents.KIND)
    source = request.POST.get("source", "").strip() or found.file_name
    if uploads.queue(found, columns=columns, source=source, stated_on=stated_on):
        residents.queue(found)
    return HttpResponseRedirect(_address(found.id))


def _address(upload_id: UUID) -> str:
    return reverse("workbench:people_upload", args=[upload_id])


def _gone(request: HttpRequest) -> HttpResponse:
    context = {**frame(request, current="people"), "is_upload": True}
    return render(request, "workbench/person_missing.html", context, status=HTTPStatus.NOT_FOUND)
