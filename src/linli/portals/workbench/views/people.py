"""People of the territory: found by what somebody knows of them, masked; one page each; one value for a purpose."""

from http import HTTPStatus
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.domains.places import facade as places
from linli.domains.residents import facade as residents
from linli.foundation.accounts import queries as accounts
from linli.foundation.audit import log as audit
from linli.foundation.privacy.reveal import RevealSubject, purposes, reveal_response
from linli.foundation.scope.middleware import reader_of
from linli.foundation.scope.reader import Reader
from linli.foundation.territory import queries as territory
from linli.portals.workbench.forms.people import STATES, filters_of
from linli.portals.workbench.rail import PEOPLE_KEEPERS, PEOPLE_READERS, desk, frame
from linli.portals.workbench.showing.people import write_list

LONGEST_WORDS = 60
COMMUNITY_DIGITS = 12
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*PEOPLE_READERS)
def people(request: HttpRequest) -> HttpResponse:
    """List people by the sound of their names; what is looked for comes by POST, so that no address or log keeps it."""
    return _listed(request)


def _listed(request: HttpRequest, *, problem: str = "") -> HttpResponse:
    reader = reader_of(request)
    words, after = _words(request), request.POST.get("after", "")
    filters = filters_of(request.POST if request.method == "POST" else request.GET)
    found = residents.find_people(words, reader=reader, after=after, filters=filters, is_counted=True)
    context = {
        **frame(request, current="people"),
        "problem": problem,
        "words": words,
        "found": found,
        "filters": filters,
        "is_narrowed": bool(words or filters != residents.PeopleFilters()),
        "is_first": not after,
        "due": 0 if filters.state == "due" else residents.count_due(reader=reader),
        "today": timezone.localdate(),
        "kinds": residents.choices("kind"),
        "states": STATES,
        "buildings": _buildings(reader),
        "can_keep": residents.may(reader, residents.CORRECT),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "workbench/people.html", context, status=status)


def _words(request: HttpRequest) -> str:
    return request.POST.get("words", "").strip()[:LONGEST_WORDS]


def _buildings(reader: Reader) -> tuple[places.BuildingRef, ...]:
    is_one = len(reader.territory) >= COMMUNITY_DIGITS
    return places.buildings_of(reader.territory[:COMMUNITY_DIGITS]) if is_one else ()


@require_POST
@desk(*PEOPLE_KEEPERS)
def take(request: HttpRequest) -> HttpResponseBase:
    """Send the people that the page lists as a workbook, masked; who took it is on record and stands in it."""
    reader, now = reader_of(request), timezone.localtime()
    try:
        lines = residents.take_list(_words(request), filters=filters_of(request.POST), reader=reader)
    except residents.TooMany as too_many:
        problem = _("One list holds %(most)d people at most. Narrow it first; nothing was taken.")
        return _listed(request, problem=problem % {"most": too_many.most})
    book = write_list(
        lines,
        place=territory.division_name(reader.territory),
        taker=accounts.account_name(reader.account_id) if reader.account_id else "",
        now=now,
    )
    name = _("Residents %(day)s.xlsx") % {"day": now.date().isoformat()}
    response = FileResponse(book, as_attachment=True, filename=name, content_type=WORKBOOK)
    response["Cache-Control"] = "no-store, private"
    return response


@require_safe
@desk(*PEOPLE_READERS)
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show one person: masked values, the household, the history of moves, and where each is known from."""
    try:
        return person_shown(request, person_id)
    except residents.NoSuchPerson:
        return missing_person(request)


def person_shown(request: HttpRequest, person_id: UUID, *, problem: str = "") -> HttpResponse:
    """Show a person's page, with what stood in the way of a change. Raises ``NoSuchPerson``."""
    found, reader = residents.person_page(person_id), reader_of(request)
    context = {
        **frame(request, current="people"),
        **masked_facts(found),
        "problem": problem,
        "today": timezone.localdate(),
        "can_keep": residents.may(reader, residents.CORRECT),
        "can_check": residents.may(reader, residents.CHECK) and found.present is not None,
    }
    status = HTTPStatus.CONFLICT if problem else HTTPStatus.OK
    return render(request, "workbench/person.html", context, status=status)


def masked_facts(found: residents.PersonPage) -> dict[str, object]:
    """Return what the panel of a person's facts needs: masked values, each with the way to see it for a purpose."""
    fields = {"name": found.name, "id": found.document, "phone": found.phone}
    return {
        "person": found,
        "masked": {
            field: {"masked": value, "url": reverse("workbench:person_reveal", args=[found.id, field])}
            for field, value in fields.items()
            if value
        },
        "purposes": purposes(),
    }


@require_POST
@desk(*PEOPLE_READERS)
def reveal(request: HttpRequest, person_id: UUID, field: str) -> HttpResponse:
    """Show one value of a person for a purpose; recorded before it is shown."""
    try:
        return reveal_response(
            request,
            subject=RevealSubject(community=residents.community_of(person_id), type="person", id=person_id),
            field=field,
            purpose=request.POST.get("purpose", ""),
            read=lambda: residents.read_value(person_id, field=field),
            record=audit.record,
            back_url=reverse("workbench:person", args=[person_id]),
        )
    except residents.NoSuchPerson:
        return missing_person(request)


def missing_person(request: HttpRequest) -> HttpResponse:
    """Say that nobody is entered here, in the same words for nobody and for somebody of another territory."""
    context = frame(request, current="people")
    return render(request, "workbench/person_missing.html", context, status=HTTPStatus.NOT_FOUND)
