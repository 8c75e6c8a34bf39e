"""The system administrator's page of messages that failed, or of which nobody knows whether they arrived.

They are shown and never sent again by themselves. Staff of the place find the same list in their own inbox.
"""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from linli.foundation.accounts.gate import staff
from linli.foundation.accounts.roles import Role
from linli.foundation.design import rail
from linli.foundation.notices import queries
from linli.foundation.notices.queries import Place, Trouble
from linli.foundation.orgs import queries as orgs
from linli.foundation.scope.middleware import reader_of

PAGE = 50


@require_GET
@staff(Role.SYSTEM_ADMIN)
def troubles(request: HttpRequest) -> HttpResponse:
    """List the territory's messages in trouble, newest first."""
    found = queries.troubles(language=get_language() or "", before=_place(request.GET.get("below", "")), limit=PAGE + 1)
    shown = found[:PAGE]
    context = {
        "lines": [(trouble, _receiver(trouble)) for trouble in shown],
        "older_url": f"?{urlencode({'below': _text(shown[-1].place)})}" if len(found) > PAGE else "",
        **rail.frame(reader_of(request).role, current="troubles"),
    }
    return render(request, "notices/troubles.html", context)


def _receiver(trouble: Trouble) -> str:
    return orgs.unit_name(trouble.unit_id) if trouble.unit_id else ""


def _text(place: Place) -> str:
    return f"{place.at.isoformat()}~{place.id}"


def _place(text: str) -> Place | None:
    """Return where to go on; anything that is not a place begins at the top."""
    at, _, message_id = text.partition("~")
    try:
        place = Place(at=datetime.fromisoformat(at), id=UUID(message_id))
    except ValueError:
        return None
    return None if place.at.tzinfo is None else place
