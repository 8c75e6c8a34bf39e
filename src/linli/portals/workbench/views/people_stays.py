"""How stays go on: a move, an end, either taken back the same day, and all still true, for one person or a room."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.domains.places import facade as places
from linli.domains.residents import facade as residents
from linli.foundation.scope.middleware import reader_of
from linli.portals.workbench.forms.people import DepartureForm, shown_in
from linli.portals.workbench.rail import PEOPLE_CHECKERS, PEOPLE_KEEPERS, PEOPLE_READERS, desk, frame
from linli.portals.workbench.views.people import masked_facts, missing_person, person_shown
from linli.portals.workbench.views.people_hand import stale_notice, wanting_notice


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*PEOPLE_KEEPERS)
def move(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Ask how a stay went on and since when; the old one keeps all it said."""
    try:
        found = residents.person_page(person_id)
        initial = {"day": timezone.localdate().isoformat()}
        form = DepartureForm(request.POST or None, person=found, initial=initial)
        notice = _moved(request, form, person_id) if request.method == "POST" else None
        if request.method == "POST" and notice is None:
            messages.success(request, _("Entered. A mistake can be taken back today, by you."))
            return redirect("workbench:person", person_id)
        if notice is not None:
            found = residents.person_page(person_id)
    except residents.NoSuchPerson:
        return missing_person(request)
    context = {
        **frame(request, current="people"),
        **masked_facts(found),
        "form": form,
        "rooms": places.door_labels(found.community),
        "today": timezone.localdate(),
        "notice": notice,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if notice else HTTPStatus.OK
    return render(request, "workbench/person_move.html", context, status=status)


def _moved(request: HttpRequest, form: DepartureForm, person_id: UUID) -> dict[str, object] | None:
    """Return what stands in the way, None when it was written."""
    order = residents.Departure(
        person_id=person_id,
        edition=request.POST.get("edition", ""),
        reason=form.text("reason"),
        day=form.text("day"),
        address=form.text("address"),
        ground=form.text("ground"),
        also=form.also(),
    )
    try:
        residents.end_stay(order, reader=reader_of(request))
    except (residents.Stale, residents.NotHere):
        return stale_notice()
    except residents.Unclear as unclear:
        form.refuse(unclear.sentences)
        return wanting_notice()
    return None


@require_POST
@desk(*PEOPLE_KEEPERS)
def take_back(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Take back what was entered today about the end of a stay."""
    try:
        residents.take_back(person_id, edition=request.POST.get("edition", ""), reader=reader_of(request))
    except residents.NoSuchPerson:
        return missing_person(request)
    except (residents.Stale, residents.CannotTakeBack):
        words = _(
            "This cannot be taken back any more: it is only for today, and something may have been entered since."
        )
        return person_shown(request, person_id, problem=words)
    messages.success(request, _("Taken back. The record is as it was before."))
    return redirect("workbench:person", person_id)


@require_POST
@desk(*PEOPLE_CHECKERS)
def check(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Renew source, day and next check of somebody's facts in one step."""
    shown = [(person_id, request.POST.get("edition", ""))]
    try:
        residents.check_again(shown, reader=reader_of(request))
    except residents.NoSuchPerson:
        return missing_person(request)
    except (residents.Stale, residents.NotHere):
        return person_shown(request, person_id, problem=_changed_words())
    messages.success(request, _("Noted: all still true today."))
    return redirect("workbench:person", person_id)


@require_safe
@desk(*PEOPLE_READERS)
def room(request: HttpRequest, dwelling_id: UUID) -> HttpResponse:
    """Show who lives in a dwelling, masked."""
    return _room(request, dwelling_id)


@require_POST
@desk(*PEOPLE_CHECKERS)
def check_room(request: HttpRequest, dwelling_id: UUID) -> HttpResponse:
    """Renew the facts of everybody whom the room's page showed, or of nobody."""
    shown = shown_in(request.POST.getlist("shown"))
    if not shown:
        return _room(request, dwelling_id, problem=_changed_words())
    try:
        count = residents.check_again(shown, reader=reader_of(request))
    except (residents.NoSuchPerson, residents.Stale, residents.NotHere):
        return _room(request, dwelling_id, problem=_changed_words())
    words = ngettext("Noted for %(n)d person: all still true.", "Noted for %(n)d people: all still true.", count)
    messages.success(request, words % {"n": count})
    return redirect("workbench:people_room", dwelling_id)


def _changed_words() -> str:
    return _("Somebody changed this record since. Please look at it once more; nothing of yours was written yet.")


def _room(request: HttpRequest, dwelling_id: UUID, *, problem: str = "") -> HttpResponse:
    reader = reader_of(request)
    door = places.doors_of([dwelling_id]).get(dwelling_id, "")
    if not door:
        return missing_person(request)
    lines = residents.people_in([dwelling_id], reader=reader).get(dwelling_id, ())
    context = {
        **frame(request, current="people"),
        "problem": problem,
        "door": door,
        "dwelling": dwelling_id,
        "lines": lines,
        "today": timezone.localdate(),
        "can_check": bool(lines) and residents.may(reader, residents.CHECK),
        "can_keep": residents.may(reader, residents.CORRECT),
    }
    status = HTTPStatus.CONFLICT if problem else HTTPStatus.OK
    return render(request, "workbench/people_room.html", context, status=status)
