"""People of the territory: found by what somebody knows of them, masked; one page each; one value for a purpose."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.domains.residents import facade as residents
from linli.foundation.accounts.roles import Role
from linli.foundation.audit import log as audit
from linli.foundation.privacy.reveal import RevealSubject, purposes, reveal_response
from linli.foundation.scope.middleware import reader_of
from linli.portals.workbench.rail import PEOPLE_READERS, desk, frame

LONGEST_WORDS = 60


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*PEOPLE_READERS)
def people(request: HttpRequest) -> HttpResponse:
    """List people by the sound of their names; what is looked for comes by POST, so that no address or log keeps it."""
    reader = reader_of(request)
    words = request.POST.get("words", "").strip()[:LONGEST_WORDS]
    found = residents.find_people(words, reader=reader, after=request.POST.get("after", ""))
    context = {
        **frame(request, current="people"),
        "words": words,
        "found": found,
        "is_first": not request.POST.get("after"),
        "can_import": reader.role == Role.CLERK,
    }
    return render(request, "workbench/people.html", context)


@require_safe
@desk(*PEOPLE_READERS)
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show one person: masked values, the household, the history of moves, and where each is known from."""
    try:
        found = residents.person_page(person_id)
    except residents.NoSuchPerson:
        return _missing(request)
    fields = {"name": found.name, "id": found.document, "phone": found.phone}
    context = {
        **frame(request, current="people"),
        "person": found,
        "masked": {
            field: {"masked": value, "url": reverse("workbench:person_reveal", args=[person_id, field])}
            for field, value in fields.items()
            if value
        },
        "purposes": purposes(),
    }
    return render(request, "workbench/person.html", context)


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
        return _missing(request)


def _missing(request: HttpRequest) -> HttpResponse:
    context = frame(request, current="people")
    return render(request, "workbench/person_missing.html", context, status=HTTPStatus.NOT_FOUND)
