"""Rooms from a spreadsheet: hand it in, confirm its columns, look at what it changes, watch, fetch the faulty rows."""

from functools import partial
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.domains.places import facade as places
from linli.foundation.accounts.gate import staff
from linli.foundation.accounts.roles import Role
from linli.foundation.imports import uploads
from linli.foundation.imports.intake import pages
from linli.foundation.imports.models import Upload, UploadState
from linli.foundation.imports.sheets import UnreadableSheet
from linli.foundation.territory.queries import DivisionRef
from linli.portals.setup.frame import community_or_404, frame

SHOWN = 100
COUNTS = (
    ("added", gettext_lazy("New dwellings")),
    ("same", gettext_lazy("There already")),
    ("sized", gettext_lazy("Buildings whose floors or stairs were added")),
    ("faulty", gettext_lazy("Rows with faults")),
)


@staff(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Take a sheet, or say in one sentence why it cannot be read; list the sheets handed in before."""
    place, problem = community_or_404(request, code), ""
    if request.method == "POST":
        try:
            kept = pages.take_file(request, community=code, kind=places.ROOMS_KIND, understand=places.prepare_rooms)
        except UnreadableSheet as unreadable:
            problem = str(unreadable)
        else:
            return redirect(_address(code, kept.id))
    context = {
        **frame(),
        "place": place,
        "problem": problem,
        "buildings": len(places.buildings_of(code)),
        "there": places.count_dwellings(code),
        "recent": pages.recent_files(code, kind=places.ROOMS_KIND, address=partial(_address, code)),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "setup/room_sheets.html", context, status=status)


@staff(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, code: str, upload_id: UUID) -> HttpResponse:
    """Ask what the columns hold, show what the sheet changes, then how far it is and what came of it."""
    place = community_or_404(request, code)
    try:
        found = uploads.upload_of(upload_id, kind=places.ROOMS_KIND, community=code)
        if found.state == UploadState.WAITING:
            return _waiting(request, found, place=place)
    except uploads.NoSuchUpload:
        return _gone(request, place)
    context = {
        **frame(),
        **pages.progress_of(found),
        "place": place,
        "counts": pages.counted(found, COUNTS),
        "here_url": _address(code, found.id),
        "stop_url": reverse("setup:stop_room_sheet", args=[code, found.id]),
        "faults_url": reverse("setup:room_sheet_faults", args=[code, found.id]),
        "done_url": reverse("setup:buildings", args=[code]),
        "done_words": _("See the buildings"),
    }
    only_part = request.headers.get("HX-Request") == "true"
    return render(request, "imports/progress.html" if only_part else "setup/room_sheet.html", context)


@staff(Role.SYSTEM_ADMIN)
@require_POST
def stop(request: HttpRequest, code: str, upload_id: UUID) -> HttpResponse:
    """Stop reading a sheet; what is in stays in, and the same sheet can be handed in again."""
    place = community_or_404(request, code)
    try:
        uploads.stop(uploads.upload_of(upload_id, kind=places.ROOMS_KIND, community=code))
    except uploads.NoSuchUpload:
        return _gone(request, place)
    return redirect("setup:room_sheet", code, upload_id)


@staff(Role.SYSTEM_ADMIN)
@require_safe
def faults(request: HttpRequest, code: str, upload_id: UUID) -> HttpResponse:
    """Hand out the workbook of faulty rows."""
    place = community_or_404(request, code)
    try:
        return pages.faulty_rows(uploads.upload_of(upload_id, kind=places.ROOMS_KIND, community=code))
    except uploads.NoSuchUpload:
        return _gone(request, place)


@staff(Role.SYSTEM_ADMIN)
@require_safe
def empty(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out an empty sheet with a row for each building of the community."""
    place = community_or_404(request, code)
    return pages.workbook(places.write_template(code), _("Rooms of %(place)s, to fill in.xlsx") % {"place": place.name})


@staff(Role.SYSTEM_ADMIN)
@require_safe
def there(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the rooms there are; the sheet imports as it is."""
    place = community_or_404(request, code)
    said = {"place": place.name, "day": timezone.localdate().isoformat()}
    return pages.workbook(places.write_rooms(code), _("Rooms of %(place)s on %(day)s.xlsx") % said)


def _waiting(request: HttpRequest, found: Upload, *, place: DivisionRef) -> HttpResponse:
    """Show the columns; on POST show what the sheet changes, or queue it where that was looked at and confirmed."""
    prepared = places.prepare_rooms(uploads.content(found), file_name=found.file_name)
    if request.method != "POST":
        known = uploads.remembered(prepared.headings, community=found.community, kind=places.ROOMS_KIND)
        return _columns(request, found, prepared, place=place, chosen=prepared.columns if known is None else known)
    said = pages.said_columns(request, prepared, fields=places.ROOM_FIELDS)
    problem = places.wrong_with_rooms(said)
    if problem:
        return _columns(request, found, prepared, place=place, chosen=said, problem=problem)
    if "make" in request.POST:
        uploads.remember(prepared.headings, said, community=found.community, kind=places.ROOMS_KIND)
        if uploads.queue(found, columns=said, source=found.file_name, stated_on=timezone.localdate()):
            places.queue_rooms(found)
        return redirect("setup:room_sheet", found.community, found.id)
    preview = places.preview_rooms(prepared.holding(said), community=found.community)
    context = {
        **frame(),
        "place": place,
        "upload": found,
        "said": said.items(),
        "preview": preview,
        "is_any": bool(preview.new or preview.sizes or preview.refused),
        "is_partial": bool(preview.refused and preview.new),
        "stop_url": reverse("setup:stop_room_sheet", args=[place.code, found.id]),
        "lines": preview.lines[:SHOWN],
        "is_cut": len(preview.lines) > SHOWN,
        "refused": [{"row": number, "reason": reason} for number, reason in preview.refused[:SHOWN]],
    }
    return render(request, "setup/room_sheet_preview.html", context)


def _columns(
    request: HttpRequest,
    found: Upload,
    prepared: places.PreparedRooms,
    *,
    place: DivisionRef,
    chosen: dict[int, str],
    problem: str = "",
) -> HttpResponse:
    context = {
        **frame(),
        "place": place,
        "upload": found,
        "problem": problem,
        "columns": pages.shown_columns(prepared, chosen, plain=places.ROOM_FIELDS),
        "fields": [(name, places.ROOM_FIELD_WORDS[name]) for name in places.ROOM_FIELDS],
        "start_url": reverse("setup:room_sheets", args=[place.code]),
        "stop_url": reverse("setup:stop_room_sheet", args=[place.code, found.id]),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "setup/sheets/columns.html", context, status=status)


def _address(code: str, upload_id: UUID) -> str:
    return reverse("setup:room_sheet", args=[code, upload_id])


def _gone(request: HttpRequest, place: DivisionRef) -> HttpResponse:
    context = {**frame(), "start_url": reverse("setup:room_sheets", args=[place.code])}
    return render(request, "setup/sheets/gone.html", context, status=HTTPStatus.NOT_FOUND)
