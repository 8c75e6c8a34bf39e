"""Messages to my unit and to me, put away by whoever dealt with them; and those that did not get out."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from linli.foundation.notices import actions, queries
from linli.foundation.orgs import queries as orgs
from linli.foundation.scope.middleware import reader_of
from linli.portals.workbench.rail import DISPATCHERS, HANDLERS, desk, frame
from linli.portals.workbench.views.lists.choosing import chosen_ids

TROUBLE = "trouble"


@require_safe
@desk(*HANDLERS)
def inbox(request: HttpRequest) -> HttpResponse:
    """Show the messages that nobody has dealt with, or with ``?tab=trouble`` those that did not arrive."""
    reader, language = reader_of(request), get_language() or "zh-hans"
    before = _place(request.GET.get("before", ""))
    sees_trouble = reader.role in DISPATCHERS
    is_trouble = sees_trouble and request.GET.get("tab") == TROUBLE
    items: list[queries.InboxItem] | list[queries.Trouble]
    if is_trouble:
        items = queries.troubles(language=language, before=before, limit=queries.PAGE + 1)
    else:
        items = queries.inbox(reader, language=language, before=before, limit=queries.PAGE + 1)
    shown = items[: queries.PAGE]
    last = shown[-1].place if len(items) > queries.PAGE else None
    context = {
        **frame(request, current="inbox"),
        "items": shown,
        "is_trouble": is_trouble,
        "sees_trouble": sees_trouble,
        "unit": orgs.unit_name(reader.unit) if reader.unit else "",
        "older_url": _older(last, is_trouble=is_trouble) if last else "",
        "first_url": reverse("workbench:inbox") + (f"?tab={TROUBLE}" if is_trouble else "") if before else "",
    }
    return render(request, "workbench/inbox.html", context)


def _place(text: str) -> queries.Place | None:
    moment, _sep, last = text.partition("_")
    try:
        return queries.Place(at=datetime.fromisoformat(moment), id=UUID(last))
    except ValueError:
        return None


def _older(place: queries.Place, *, is_trouble: bool) -> str:
    values = {"before": f"{place.at.isoformat()}_{place.id}", **({"tab": TROUBLE} if is_trouble else {})}
    return f"{reverse('workbench:inbox')}?{urlencode(values)}"


@require_POST
@desk(*HANDLERS)
def dismiss(request: HttpRequest) -> HttpResponse:
    """Put messages away for the whole unit."""
    actions.dismiss(chosen_ids(request.POST.getlist("message"), most=queries.PAGE), reader=reader_of(request))
    return redirect("workbench:inbox")
