"""One person by hand: corrected, or entered as a newcomer; nothing is written over that the page did not show."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.domains.places import facade as places
from linli.domains.residents import facade as residents
from linli.foundation.scope.middleware import reader_of
from linli.portals.workbench.forms.people import PersonForm
from linli.portals.workbench.rail import PEOPLE_KEEPERS, desk, frame
from linli.portals.workbench.views.people import masked_facts, missing_person


def notice_of(kind: str, text: str, **more: object) -> dict[str, object]:
    """Return a notice for the head of a form: its kind, its sentence, and a way out."""
    return {"kind": kind, "text": text, **more}


def stale_notice() -> dict[str, object]:
    """Return what is said where somebody was faster."""
    words = _("Somebody changed this record since. Above is how it stands now; nothing of yours was written yet.")
    return notice_of("soon", words)


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*PEOPLE_KEEPERS)
def correct(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show what is known, masked, with empty fields; write what was typed, or say beside it what is wrong."""
    try:
        found = residents.person_page(person_id)
        form = PersonForm(request.POST or None, person=found)
        if request.method != "POST":
            return _form(request, form, person=found)
        notice = _corrected(request, form, person_id)
        if notice is None:
            messages.success(request, _("Corrected. The search finds the new values from now on."))
            return redirect("workbench:person", person_id)
        return _form(request, form, person=residents.person_page(person_id), notice=notice)
    except residents.NoSuchPerson:
        return missing_person(request)


def _corrected(request: HttpRequest, form: PersonForm, person_id: UUID) -> dict[str, object] | None:
    """Return what stands in the way of a correction, None when it was written."""
    order = residents.Correction(
        person_id=person_id,
        edition=request.POST.get("edition", ""),
        typed=form.typed(),
        ground=request.POST.get("ground", ""),
        drops_phone=form.ticked("drops_phone"),
        is_somebody_else=form.ticked("is_somebody_else"),
    )
    try:
        residents.correct_person(order, reader=reader_of(request))
    except residents.Stale:
        return stale_notice()
    except residents.NothingChanged:
        words = _(
            "This is what is known already. If all is still true, use “All still true today” on the person's page."
        )
        return notice_of("soon", words)
    except residents.Unclear as unclear:
        form.refuse(unclear.sentences)
        return wanting_notice()
    except residents.AlreadyEntered as twice:
        return twice_notice(form, twice)
    return None


def wanting_notice() -> dict[str, object]:
    """Return what stands above a form with a problem beside a field."""
    return notice_of("late", _("Not written yet: something needs another look."))


def twice_notice(form: PersonForm, twice: residents.AlreadyEntered) -> dict[str, object]:
    """Return what is said where somebody is entered already, with the way to the other one."""
    way = {}
    if twice.other is not None:
        way = {"url": reverse("workbench:person", args=[twice.other]), "label": _("Open the person entered already")}
    if twice.is_certain:
        form.refuse([("id_number", _("Somebody of this document is entered already."))])
        words = _("Nothing was written: one document belongs to one person.")
        return notice_of("late", words, **way)
    words = _("Somebody of this name and birth date, or telephone, is entered already. Please look first.")
    return notice_of("soon", words, asks_else=True, **way)


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*PEOPLE_KEEPERS)
def add(request: HttpRequest) -> HttpResponse:
    """Take down somebody who is new here; ``?room=`` fills the dwelling in."""
    community = reader_of(request).territory
    form = PersonForm(request.POST or None, person=None, initial={"address": request.GET.get("room", "")[:40]})
    if request.method != "POST":
        return _form(request, form, community=community)
    order = residents.Newcomer(
        typed=form.typed(), ground=request.POST.get("ground", ""), is_somebody_else=form.ticked("is_somebody_else")
    )
    try:
        person_id = residents.add_person(order, community=community, reader=reader_of(request))
    except residents.Unclear as unclear:
        form.refuse(unclear.sentences)
        return _form(request, form, community=community, notice=wanting_notice())
    except residents.AlreadyEntered as twice:
        return _form(request, form, community=community, notice=twice_notice(form, twice))
    messages.success(request, _("Entered."))
    return redirect("workbench:person", person_id)


def _form(
    request: HttpRequest,
    form: PersonForm,
    *,
    person: residents.PersonPage | None = None,
    community: str = "",
    notice: dict[str, object] | None = None,
) -> HttpResponse:
    context = {
        **frame(request, current="people"),
        **(masked_facts(person) if person else {}),
        "form": form,
        "today": timezone.localdate(),
        "rooms": places.door_labels(community) if community else (),
        "notice": notice,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if notice else HTTPStatus.OK
    return render(request, "workbench/person_form.html", context, status=status)
