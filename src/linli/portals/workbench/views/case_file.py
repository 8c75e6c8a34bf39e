"""Takes a matter's file out as PDF: masked for everybody who works on it, in full for a purpose; on record."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.domains.cases import facade as cases
from linli.foundation.audit import log as audit
from linli.foundation.orgs import queries as orgs
from linli.foundation.privacy import reveal
from linli.foundation.scope.middleware import reader_of
from linli.foundation.territory import queries as territory
from linli.portals.workbench.rail import DISPATCHERS, HANDLERS, desk, frame
from linli.portals.workbench.showing.case_file import MOST_ENTRIES, print_file
from linli.portals.workbench.views.case import missing

FIELDS = ("name", "phone")


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*HANDLERS)
def case_file(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask how the file is wanted, or send it; one in full needs a purpose and the right to see the contact."""
    try:
        found = cases.case_page(case_id)
        if request.method != "POST":
            return _asked(request, found)
        wants_full, purpose = request.POST.get("numbers") == "full", request.POST.get("purpose", "")
        if wants_full and not _may_have_full(request):
            return _asked(request, found, problem=_("Your role takes files with masked numbers only."))
        if wants_full and purpose not in reveal.RevealPurpose.values:
            return _asked(request, found, problem=_("Say first what you need the full numbers for. Nothing was taken."))
        if len(found.entries) > MOST_ENTRIES:
            return _asked(request, found, problem=_("This matter has too many entries for one file."))
        return _sent(request, cases.case_file(case_id), purpose=purpose if wants_full else "")
    except cases.NoSuchCase:
        return missing(request)


def _may_have_full(request: HttpRequest) -> bool:
    return reader_of(request).role in DISPATCHERS


def _asked(request: HttpRequest, found: cases.CasePage, *, problem: str = "") -> HttpResponse:
    context = {
        **frame(request, current="cases"),
        "case": found,
        "may_have_full": _may_have_full(request),
        "purposes": reveal.purposes(),
        "wants_full": request.POST.get("numbers") == "full",
        "problem": problem,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "workbench/case_file.html", context, status=status)


def _sent(request: HttpRequest, file: cases.CaseFile, *, purpose: str) -> HttpResponse:
    """Write down who takes the file, and each number shown in full, before it is made; then send it."""
    page, reader = file.page, reader_of(request)
    audit.record(
        "case.file_taken", community=page.community, subject_type="case", subject_id=page.id,
        data={"entries": len(page.entries), "version": page.version, "purpose": purpose},
    )  # fmt: skip
    masked = {"name": page.contact_name, "phone": page.contact_phone}
    contact = _contact_in_full(page, masked, purpose=purpose) if purpose else masked
    unit = orgs.unit_name(reader.unit) if reader.unit else territory.division_name(reader.territory)
    made = print_file(
        file, is_full=bool(purpose), contact=contact, taken_by=unit, place=territory.division_name(page.community),
        now=timezone.now(),
    )  # fmt: skip
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{page.code}.pdf"'
    return response


def _contact_in_full(page: cases.CasePage, masked: dict[str, str], *, purpose: str) -> dict[str, str]:
    """Return the reporter's contact, each field on record as when it is shown on the page."""
    shown = {}
    for field in FIELDS:
        if masked[field] and page.can_reveal:
            audit.record(
                reveal.ACTION, community=page.community, subject_type="case", subject_id=page.id,
                data={"field": field, "purpose": purpose},
            )  # fmt: skip
            shown[field] = cases.read_contact(page.id, field=field)
    return shown
