"""The page of one matter, its photos, its reporter's contact on request, and the slip with its code."""

from datetime import date, datetime
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from linli.domains.cases import facade as cases
from linli.foundation.audit import log as audit
from linli.foundation.files import web as files
from linli.foundation.orgs import queries as orgs
from linli.foundation.orgs.models import UnitKind
from linli.foundation.privacy.reveal import RevealSubject, purposes, reveal_response
from linli.foundation.rulepacks.calendar import work_calendar
from linli.foundation.scope.middleware import reader_of
from linli.foundation.territory import queries as territory
from linli.portals.workbench.forms.steps import StepForm
from linli.portals.workbench.rail import DISPATCHERS, HANDLERS, LOOKERS, TERRITORIAL, back_query, desk, frame
from linli.portals.workbench.showing.clocks import look_of
from linli.portals.workbench.showing.floors import say_spot
from linli.portals.workbench.showing.lanes import lay_out
from linli.portals.workbench.showing.plan import place_url
from linli.portals.workbench.views import todo

STREET_DIGITS = 9
SATURDAY = 5
ANSWER_DELAY = "answer_supervision"
BESIDE_REQUESTS = frozenset({"refuse_time", "withdraw_time", "resume_clock"})
"""Steps about a request for time stand with it; granting is also the filled button above."""
SHOWN_ACTIONS = 2
"""So many buttons stand beside the filled one; the others open from a list."""


@require_safe
@desk(*HANDLERS)
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show a matter; with ``?tab=`` beside the to-do list it was opened from, to htmx without a frame."""
    try:
        found = cases.case_page(case_id)
    except cases.NoSuchCase:
        return missing(request)
    context = case_context(request, found)
    if request.headers.get("HX-Request"):
        return render(request, "workbench/_case.html", context)
    if "tab" not in request.GET:
        return render(request, "workbench/case.html", {**frame(request, current="cases"), **context})
    listed = todo.list_of(request)
    beside = {**frame(request, current="todo", todo=todo.mine_of(listed)), **listed}
    return render(request, "workbench/todo.html", {**beside, **context})


def case_context(request: HttpRequest, found: cases.CasePage) -> dict[str, object]:
    """Return everything the matter's templates draw."""
    now, reader, calendar = timezone.now(), reader_of(request), work_calendar()
    is_closed = found.closed_at is not None
    codes = {offer.code for offer in found.offers}
    offers = [
        offer for offer in found.offers if offer.code not in {"note", "undo_dispatch", ANSWER_DELAY, *BESIDE_REQUESTS}
    ]
    note = next((offer for offer in found.offers if offer.code == "note"), None)
    return {
        "case": found,
        "where": say_spot(found.spot),
        "map_url": _map_url(found) if reader.role in TERRITORIAL else "",
        "look_name": look_of(found.shape, due_at=None if is_closed else found.due_at, now=now, calendar=calendar),
        "lanes": lay_out(found.units, now=now, calendar=calendar, is_closed=is_closed),
        "supervisions": [one for one in found.supervisions if one.is_open],
        "supervision_offer": next((offer for offer in found.offers if offer.code == ANSWER_DELAY), None),
        "request_offers": [offer for offer in found.offers if offer.code in BESIDE_REQUESTS],
        "requests": [one for one in found.requests if one.state == "open" or one.is_standing],
        "entries": _entries(found, only_public=request.GET.get("see") == "public"),
        "public_count": sum(entry.audience == "public" for entry in found.entries),
        "only_public": request.GET.get("see") == "public",
        "main": next((offer for offer in offers if offer.is_main), None),
        "others": [offer for offer in offers if not offer.is_main][:SHOWN_ACTIONS],
        "more": [offer for offer in offers if not offer.is_main][SHOWN_ACTIONS:],
        "note": StepForm(initial={"version": found.version}, offer=note, draft=f"case:{found.id}") if note else None,
        "undo_seconds": max(1, int((found.undo_until - now).total_seconds())) if found.undo_until else 0,
        "can_undo": "undo_dispatch" in codes,
        "undo_later": "undo_dispatch" in codes and found.undo_until is None,
        "version_text": str(found.version),
        "lead_name": next((line.unit for line in found.units if line.role == "lead" and not line.is_released), ""),
        "can_confirm": "confirm_kind" in codes,
        "make_ups": _make_ups(found),
        "purposes": purposes(),
        "contacts": _contacts(found),
        "can_release": found.is_held and reader.role in DISPATCHERS,
        "community": territory.division_name(found.community) if len(reader.territory) <= STREET_DIGITS else "",
        "is_reckoned": "reckon" in request.GET,
        "back_query": back_query(request),
        "list_tab": request.GET.get("tab", ""),
        "can_look": reader.role in LOOKERS,
    }


def _map_url(found: cases.CasePage) -> str:
    """Return where the map shows the matter: its building, floor and room."""
    if found.building is None:
        return ""
    room = f"{found.spot.stair}-{found.spot.room}" if found.spot.room else ""
    return place_url(found.community, at=str(found.building), floor=found.spot.floor, room=room)


def _entries(found: cases.CasePage, *, only_public: bool) -> list[cases.EntryLine]:
    """Return the time line, the newest first."""
    return [entry for entry in reversed(found.entries) if not only_public or entry.audience == "public"]


def _make_ups(found: cases.CasePage) -> list[date]:
    """Return the Saturdays and Sundays on which the deadline's days were worked (调休)."""
    days = found.explanation.days if found.explanation else ()
    return [day.on for day in days if day.is_working and day.on.weekday() >= SATURDAY]


def _contacts(found: cases.CasePage) -> list[dict[str, str]]:
    masked = {"name": found.contact_name, "phone": found.contact_phone}
    return [
        {"field": field, "masked": value, "url": reverse("workbench:reveal", args=[found.id, field])}
        for field, value in masked.items()
        if value and found.can_reveal
    ]


def missing(request: HttpRequest) -> HttpResponse:
    """Say that a matter is not there, or not for this reader: the two look alike."""
    context = frame(request, current="cases")
    return render(request, "workbench/missing.html", context, status=HTTPStatus.NOT_FOUND)


@require_POST
@desk(*HANDLERS)
def reveal(request: HttpRequest, case_id: UUID, field: str) -> HttpResponse:
    """Show one field of the reporter's contact for a purpose; recorded before it is shown."""
    try:
        community = cases.contact_community(case_id)
        return reveal_response(
            request,
            subject=RevealSubject(community=community, type="case", id=case_id),
            field=field,
            purpose=request.POST.get("purpose", ""),
            read=lambda: cases.read_contact(case_id, field=field),
            record=audit.record,
            back_url=reverse("workbench:case", args=[case_id]),
        )
    except cases.NoSuchCase:
        return missing(request)


@require_safe
@desk(*HANDLERS)
def photo(request: HttpRequest, case_id: UUID, photo: UUID) -> HttpResponseBase:  # noqa: ARG001 - part of the address
    """Serve one photo of a matter, with ``?small=1`` its thumbnail; the database decides who sees it."""
    return files.serve(request, photo, is_thumbnail=request.GET.get("small") == "1")


@require_safe
@desk(*HANDLERS)
def slip(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the slip with the code for printing; the key is known to nobody here, so there is no QR on it."""
    try:
        found = cases.case_page(case_id)
    except cases.NoSuchCase:
        return missing(request)
    answer_by = None if found.closed_at else found.reply_due_at
    context = {
        **frame(request, current="cases"),
        **slip_of(found.community, code=found.code, opened_at=found.opened_at, answer_by=answer_by),
        "back_url": reverse("workbench:case", args=[case_id]),
    }
    return render(request, "workbench/slip.html", context)


def slip_of(community: str, *, code: str, opened_at: datetime, answer_by: datetime | None) -> dict[str, object]:
    """Return what a slip says: the code, when it came in, until when it is answered, and whom to call."""
    stations = (
        *orgs.units_of_kind(community, kind=UnitKind.SERVICE_STATION),
        *orgs.units_of_kind(community, kind=UnitKind.RESIDENTS_COMMITTEE),
    )
    return {
        "code": code,
        "opened_at": opened_at,
        "answer_by": answer_by,
        "community_name": territory.division_name(community),
        "station": next((unit for unit in stations if unit.phone), None),
    }
