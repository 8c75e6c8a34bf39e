"""Takes steps of a matter: a step's own page, what happens when somebody was faster, and why a step is refused."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.domains.cases import facade as cases
from linli.foundation.scope.middleware import reader_of
from linli.portals.workbench.forms.steps import StepForm
from linli.portals.workbench.rail import DISPATCHERS, HANDLERS, back_query, desk, frame
from linli.portals.workbench.views import offering
from linli.portals.workbench.views.case import missing

FOLLOWING = {"answer": ("sign_off",)}
"""Steps that may follow a step at once, when the reader's button says so."""
OWN_FIELDS = frozenset({"version", "then", "csrfmiddlewaretoken", "phrase", "insert"})
TEXT_FIELDS = ("text", "reason", "note")


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*HANDLERS)
def step(request: HttpRequest, case_id: UUID, action: str) -> HttpResponse:
    """Show the form of a step, or take it and go back to the matter."""
    try:
        pending = cases.pending_step(case_id, action)
        if pending.offer is None:
            return _closed(request, cases.case_page(case_id), action=action)
        if request.method != "POST":
            found = cases.case_page(case_id)
            return show(request, found, form=_blank(found, pending.offer))
        if "insert" in request.POST:
            found = cases.case_page(case_id)
            return show(request, found, form=offering.with_phrase(request, found, offer=pending.offer))
        form = _filled(request, pending.offer, case_id=case_id)
        if form.is_valid():
            return _take(request, pending, form=form)
        return show(request, cases.case_page(case_id), form=form)
    except cases.NoSuchCase:
        return missing(request)


@require_safe
@desk(*HANDLERS)
def next_step(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Lead to what is offered first in a matter: its form, or the matter where one press is enough or nothing is."""
    try:
        found = cases.case_page(case_id)
    except cases.NoSuchCase:
        return missing(request)
    main = next((offer for offer in found.offers if offer.is_main and offer.code != "note"), None)
    if main is None:
        messages.info(request, _("No step of this matter is yours at the moment."))
    return _back(request, case_id, action=main.code if main and main.fields else "")


def _blank(found: cases.CasePage, offer: cases.ActionOffer) -> StepForm:
    """Return the form with what is known filled in: the kind as it is, the unit whose duty it is, the only refusal."""
    initial: dict[str, object] = {"version": found.version}
    for field in offer.fields:
        is_only = field.type in {"party", "request"} and len(field.choices) == 1
        if field.type == "kind":
            initial[field.name] = found.kind
        elif field.choices and (is_only or (field.type == "unit" and field.required)):
            initial[field.name] = field.choices[0][0]
    return StepForm(initial=initial, offer=offer, draft=f"case:{found.id}")


def _filled(request: HttpRequest, offer: cases.ActionOffer, *, case_id: UUID) -> StepForm:
    data = request.POST.copy()
    data.setdefault("version", request.GET.get("version", ""))
    return StepForm(data, request.FILES, offer=offer, draft=f"case:{case_id}")


def _take(request: HttpRequest, pending: cases.PendingStep, *, form: StepForm) -> HttpResponse:
    action = form.offer.code
    follows = request.POST.get("then", "")
    order = cases.StepOrder(
        case_id=pending.case_id,
        action=action,
        version=form.cleaned_data["version"],
        then=(follows,) if follows in FOLLOWING.get(action, ()) else (),
        form=form.answers(),
        photos=form.cleaned_data.get("photos") or (),
    )
    try:
        done = cases.take_step(order, matter=pending.matter)
    except cases.StalePage as stale:
        return _stale(request, pending.case_id, form=form, stale=stale)
    except cases.StepRefused as refused:
        found = cases.case_page(pending.case_id)
        return show(request, found, form=form, problem=refused.sentence, basis=refused.basis)
    if not done.undo_until:
        messages.success(request, said(form.offer, follows))
    return _back(request, pending.case_id)


def said(offer: cases.ActionOffer, follows: str = "") -> str:
    """Return what the page says after a step."""
    if offer.code == "undo_dispatch":
        return _("The dispatch was taken back. The unit was told nothing, or is told that it is off its list.")
    if follows:
        return _("Answered and signed off. It goes on to verification when all units are done.")
    return _("Done: %(step)s.") % {"step": offer.words}


def _back(request: HttpRequest, case_id: UUID, *, action: str = "") -> HttpResponse:
    """Lead to a matter, or to a step's form, beside the list that it was opened from."""
    response = redirect("workbench:step", case_id, action) if action else redirect("workbench:case", case_id)
    response["Location"] += back_query(request)
    return response


def show(
    request: HttpRequest,
    found: cases.CasePage,
    *,
    form: StepForm,
    problem: str = "",
    basis: str = "",
    newer: tuple[cases.EntryLine, ...] = (),
    status: HTTPStatus | None = None,
) -> HttpResponse:
    """Render a step's form as it stands, with what is in its way."""
    context = {
        **frame(request, current="cases"),
        "case": found,
        "form": form,
        "offer": form.offer,
        "problem": problem,
        "basis": basis,
        "newer": newer,
        "follows": FOLLOWING.get(form.offer.code, ()),
        **offering.phrases_for(request, found, offer=form.offer),
        "back_query": back_query(request),
    }
    usual = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "workbench/step.html", context, status=status or usual)


def _stale(request: HttpRequest, case_id: UUID, *, form: StepForm, stale: cases.StalePage) -> HttpResponse:
    """Show what somebody else did meanwhile; the form stays filled, and sending it again is a new decision."""
    found, offer = cases.case_page(case_id), cases.pending_step(case_id, form.offer.code).offer
    if offer is None:
        return _not_open(request, found, newer=stale.entries)
    data = request.POST.copy()
    data["version"] = str(stale.version)
    again = StepForm(data, offer=offer, draft=f"case:{case_id}")
    return show(request, found, form=again, newer=stale.entries, status=HTTPStatus.CONFLICT)


def _closed(request: HttpRequest, found: cases.CasePage, *, action: str) -> HttpResponse:
    """Answer a step that is not offered: the procedure itself says why, or the page learns that it was possible."""
    if request.method != "POST":
        return _not_open(request, found)
    version = request.POST.get("version", "")
    order = cases.StepOrder(
        case_id=found.id,
        action=action,
        version=int(version) if version.isascii() and version.isdigit() else found.version,
        form={name: value for name, value in request.POST.items() if name not in OWN_FIELDS},
    )
    try:
        cases.take_step(order)
    except cases.StepRefused as refused:
        return _not_open(request, found, sentence=refused.sentence, basis=refused.basis)
    except cases.StalePage as stale:
        return _not_open(request, found, newer=stale.entries)
    return _back(request, found.id)


def _not_open(
    request: HttpRequest,
    found: cases.CasePage,
    *,
    newer: tuple[cases.EntryLine, ...] = (),
    sentence: str = "",
    basis: str = "",
) -> HttpResponse:
    """Say that a step is not open to this reader now; what was typed is shown, so that it can be used elsewhere."""
    context = {
        **frame(request, current="cases"),
        "case": found,
        "typed": [value for name in TEXT_FIELDS if (value := request.POST.get(name))],
        "newer": newer,
        "sentence": sentence,
        "basis": basis,
        "latest": found.entries[-1:],
    }
    return render(request, "workbench/closed_step.html", context, status=HTTPStatus.CONFLICT)


@require_POST
@desk(*DISPATCHERS)
def release(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Let a report that was held back go on its way."""
    try:
        cases.release_case(case_id)
    except cases.StepRefused as refused:
        messages.error(request, refused.sentence)
    except cases.NoSuchCase:
        if not reader_of(request).territory:
            return missing(request)
        messages.info(request, _("Somebody has let it go already."))
    else:
        messages.success(request, _("It goes on its way and waits for acceptance."))
    return redirect("workbench:case", case_id)
