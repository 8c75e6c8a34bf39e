"""The page of second looks at a matter: what waits, what was found, earlier matters at its place, and the call-back."""

from http import HTTPStatus
from typing import TypeVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.domains.cases import facade as cases
from linli.foundation.scope.middleware import reader_of
from linli.portals.workbench.forms.looks import DEEDS, AskForm, CallBackForm, CompareForm, DecideForm
from linli.portals.workbench.rail import DISPATCHERS, LOOKERS, desk, frame
from linli.portals.workbench.views.case import missing

WRITTEN = frozenset({"asked", "upheld", "turned_down"})

_Form = TypeVar("_Form", bound=forms.Form)


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*LOOKERS)
def looks(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the second looks at a matter, or do what one of its forms says and come back."""
    try:
        found = cases.case_page(case_id)
        if request.method != "POST":
            return _show(request, found)
        return _do(request, found)
    except cases.NoSuchCase:
        return missing(request)


def _do(request: HttpRequest, found: cases.CasePage) -> HttpResponse:
    deed = request.POST.get("deed", "")
    form = _bound(request, deed)
    if form is None or not form.is_valid():
        return _again(request, found, form, deed=deed)
    try:
        _take(form, found.id)
    except cases.StalePage as stale:
        again = _bound(request, deed, version=stale.version)
        return _show(request, found, sent=again, newer=stale.entries, status=HTTPStatus.CONFLICT)
    except cases.StepRefused as refused:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _show(request, found, sent=form, problem=refused.sentence, status=status)
    messages.success(request, _("Written down. It stands in the time line."))
    return redirect("workbench:looks", found.id)


def _again(request: HttpRequest, found: cases.CasePage, form: forms.Form | None, *, deed: str) -> HttpResponse:
    """Come back with what is missing beside its field; what a reader cannot mend is said above, and is mended."""
    problem = ""
    if form is None or not any(field.errors for field in form.visible_fields()):
        problem = _("This page was not whole. Please send it again.")
        form = _bound(request, deed, version=found.version)
    return _show(request, found, sent=form, problem=problem, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _take(form: forms.Form, case_id: UUID) -> None:
    said = form.cleaned_data
    match form:
        case AskForm():
            cases.ask_look(case_id, said["kind"], version=said["version"], reason=said["reason"])
        case DecideForm():
            cases.decide_look(
                cases.Decision(
                    look_id=said["look"],
                    version=said["version"],
                    is_upheld=said["upheld"] == "yes",
                    reason=said["reason"],
                )
            )
        case CompareForm():
            is_same = said["same"] == "yes"
            cases.compare(case_id, said["other"], version=said["version"], is_same=is_same, reason=said["reason"])
        case CallBackForm():
            cases.call_back(
                case_id,
                version=said["version"],
                reached=said["reached"],
                solved=said["solved"],
                words=said["words"],
            )


def _bound(request: HttpRequest, deed: str, *, version: int | None = None) -> forms.Form | None:
    """Return the form that was sent, with the version of now where somebody was faster; none for no form of ours."""
    shape = DEEDS.get(deed)
    if shape is None:
        return None
    data = request.POST.dict() if version is None else {**request.POST.dict(), "version": str(version)}
    return shape(data, auto_id=f"id_{deed}_%s")


def _show(
    request: HttpRequest,
    found: cases.CasePage,
    *,
    sent: forms.Form | None = None,
    problem: str = "",
    newer: tuple[cases.EntryLine, ...] = (),
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    version: dict[str, object] = {"version": found.version}
    can_ask = reader_of(request).role in DISPATCHERS
    deciding = [
        (look, _form(DecideForm, {**version, "look": look.id}, deed="decide", sent=sent, own=look.id).about(look.kind))
        for look in found.looks
        if look.can_decide
    ]
    comparing = [
        (one, _form(CompareForm, {**version, "other": one.id}, deed="compare", sent=sent, own=one.id))
        for one in found.earlier
    ]
    context = {
        **frame(request, current="cases"),
        "case": found,
        "looks": found.looks,
        "deciding": deciding,
        "comparing": comparing,
        "asking": _form(AskForm, version, deed="ask", sent=sent) if can_ask else None,
        "calling": _form(CallBackForm, version, deed="call", sent=sent) if can_ask and found.closed_at else None,
        "said": [entry for entry in reversed(found.entries) if entry.action.partition("_")[2] in WRITTEN],
        "problem": problem,
        "newer": newer,
    }
    return render(request, "workbench/looks.html", context, status=status)


def _form(
    shape: type[_Form], initial: dict[str, object], *, deed: str, sent: forms.Form | None, own: UUID | None = None
) -> _Form:
    """Return the form that came back with its problem where it is this one, else an empty one."""
    named = str(sent.data.get("look") or sent.data.get("other") or "") if sent is not None else ""
    if sent is not None and isinstance(sent, shape) and (own is None or str(own) == named):
        return sent
    return shape(initial=initial, auto_id=f"id_{deed}_{own or ''}_%s")
