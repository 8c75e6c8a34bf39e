"""Corrects where a matter is: the form, who was faster, and why it is refused."""

from collections.abc import Mapping
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.domains.cases import facade as cases
from linli.domains.places import facade as places
from linli.portals.workbench.forms.place import PlaceForm, as_it_stands
from linli.portals.workbench.rail import TAKERS, back_query, desk, frame
from linli.portals.workbench.views.case import missing
from linli.portals.workbench.views.intake import spot_url


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*TAKERS)
def correct(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show where the matter is to be, or correct it and go back to the matter."""
    try:
        found = cases.case_page(case_id)
        if request.method == "POST":
            return _correct(request, found)
    except cases.NoSuchCase:
        return missing(request)
    if not found.can_correct_place:
        problem = _("Its place can no longer be corrected here: the matter is closed, or not yours to move.")
        return _show(request, found, form=_form(found), problem=problem, status=HTTPStatus.CONFLICT)
    return _show(request, found, form=_form(found))


def _correct(request: HttpRequest, found: cases.CasePage) -> HttpResponse:
    form = _form(found, request.POST)
    if "look_up" in request.POST or not form.is_valid():
        if "look_up" not in request.POST:
            return _show(request, found, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        typed = request.POST.dict()
        suggested = _form(found, initial=typed).suggested()
        return _show(request, found, form=_form(found, initial={**typed, **suggested}))
    order = cases.PlaceCorrection(
        case_id=found.id,
        version=form.cleaned_data["version"],
        place=form.place(),
        reason=form.cleaned_data["reason"],
    )
    try:
        is_in_sight = cases.correct_place(order)
    except cases.StalePage as stale:
        again = _form(found, {**request.POST.dict(), "version": str(stale.version)})
        return _show(request, found, form=again, newer=stale.entries, status=HTTPStatus.CONFLICT)
    except cases.StepRefused as refused:
        return _show(request, found, form=form, problem=refused.sentence, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if not is_in_sight:
        messages.success(request, _("The place is corrected. The matter is now on the list of the neighbouring grid."))
        return redirect("workbench:cases")
    messages.success(request, _("The place is corrected, also on the map. It stands in the time line."))
    response = redirect("workbench:case", found.id)
    response["Location"] += back_query(request)
    return response


def _form(
    found: cases.CasePage, data: Mapping[str, str] | None = None, *, initial: Mapping[str, object] | None = None
) -> PlaceForm:
    words = (found.place_words, found.body)
    if data is None:
        return PlaceForm(initial=dict(initial or as_it_stands(found)), community=found.community, words=words)
    return PlaceForm(data, community=found.community, words=words)


def _show(
    request: HttpRequest,
    found: cases.CasePage,
    *,
    form: PlaceForm,
    problem: str = "",
    newer: tuple[cases.EntryLine, ...] = (),
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        **frame(request, current="cases"),
        "case": found,
        "form": form,
        "problem": problem,
        "newer": newer,
        "buildings": places.buildings_of(found.community),
        "spot_url": spot_url(found.community),
        "back_query": back_query(request),
    }
    return render(request, "workbench/place.html", context, status=status)
