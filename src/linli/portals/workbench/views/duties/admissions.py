"""Exceptions (临时准入): the ones of a territory, asking for one, and deciding on or ending one."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.domains.duties import facade as duties
from linli.foundation.accounts.roles import Role
from linli.foundation.orgs import queries as orgs
from linli.foundation.scope.middleware import reader_of
from linli.foundation.scope.reader import Reader
from linli.foundation.territory import queries as territory
from linli.portals.workbench.forms.duties import AskForm, DecisionForm
from linli.portals.workbench.rail import ADMISSION_READERS, desk, frame
from linli.portals.workbench.views.duties.place import communities, kind_names, shown, tabs

STREET_DIGITS = 9
DEEDS = {
    "asked": gettext_lazy("Asked for admission"),
    "approved": gettext_lazy("Admission approved"),
    "refused": gettext_lazy("Admission not approved"),
    "ended": gettext_lazy("Admission ended early"),
}


@require_safe
@desk(*ADMISSION_READERS)
def admissions(request: HttpRequest) -> HttpResponse:
    """Show the exceptions of the reader's territory, those that wait for a decision first."""
    reader = reader_of(request)
    names = _names(request)
    rows = [shown(one, names=names) for one in _visible(reader)]
    rows.sort(key=lambda row: (not row["is_asked"], not row["is_open"]))
    context = {
        **frame(request, current="duties"),
        "tabs": tabs(request),
        "rows": rows,
        "may_ask": _may_ask(reader),
    }
    return render(request, "workbench/admissions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Role.UNIT_WORKER, Role.STREET_OFFICIAL)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for an exception as the reader's unit."""
    reader, problem = reader_of(request), ""
    if not _may_ask(reader):
        raise Http404
    form = AskForm(
        request.POST or None, scopes=_scopes(request), kinds=_names(request), today=timezone.localdate()
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            made = duties.ask_admission(form.wish())
        except duties.AdmissionRefused as refused:
            problem = str(refused)
        else:
            messages.success(request, _("Asked for. The street decides; until then nothing changes."))
            return redirect("workbench:admission", made.id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem or form.errors else HTTPStatus.OK
    context = {**frame(request, current="duties"), "form": form, "problem": problem}
    return render(request, "workbench/admission_form.html", context, status=status)


@require_safe
@desk(*ADMISSION_READERS)
def admission(request: HttpRequest, admission_id: UUID) -> HttpResponse:
    """Show an exception with its course, and what the reader may do about it."""
    reader, one = reader_of(request), _own_or_404(request, admission_id)
    row = shown(one, names=_names(request))
    is_office = reader.role == Role.STREET_OFFICIAL and one.scope.startswith(reader.territory)
    is_own = reader.unit == one.asked_by
    context = {
        **frame(request, current="duties"),
        "row": row,
        "course": [(deed, DEEDS[deed.deed]) for deed in duties.course_of(admission_id)],
        "first_deed": "approve" if row["is_asked"] else "end",
        "may_decide": is_office and not is_own and row["is_asked"],
        "is_own": is_own and row["is_asked"],
        "may_end": one.state == "approved" and not row["is_over"] and (is_office or is_own),
    }
    return render(request, "workbench/admission.html", context)


@require_POST
@desk(Role.STREET_OFFICIAL, Role.UNIT_WORKER)
def change(request: HttpRequest, admission_id: UUID, deed: str) -> HttpResponse:
    """Approve, refuse or end an exception; what cannot be is said in a sentence, and nothing changes."""
    _own_or_404(request, admission_id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["reason"])))
        return redirect("workbench:admission", admission_id)
    reason = form.cleaned_data["reason"]
    try:
        if deed == "end":
            duties.end_admission(admission_id, reason=reason)
        elif deed in ("approve", "refuse"):
            duties.decide_admission(admission_id, is_approved=deed == "approve", reason=reason)
        else:
            raise Http404
    except duties.AdmissionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Written down."))
    return redirect("workbench:admission", admission_id)


def _visible(reader: Reader) -> tuple[duties.AdmissionRef, ...]:
    if not reader.territory:
        return ()
    if reader.role == Role.UNIT_WORKER and _may_ask(reader):
        return duties.admissions_about(reader.territory, asked_by=reader.unit)
    return duties.admissions_about(reader.territory)


def _own_or_404(request: HttpRequest, admission_id: UUID) -> duties.AdmissionRef:
    reader = reader_of(request)
    try:
        one = duties.admission(admission_id)
    except duties.NoSuchAdmission:
        raise Http404 from None
    is_here = bool(reader.territory) and (
        one.scope.startswith(reader.territory) or reader.territory.startswith(one.scope)
    )
    if not is_here and one.asked_by != reader.unit:
        raise Http404
    return one


def _may_ask(reader: Reader) -> bool:
    """Whether the reader's unit is an authority; a community has nothing to ask for."""
    if reader.unit is None:
        return reader.role == Role.STREET_OFFICIAL
    return orgs.unit(reader.unit).kind.value in duties.AUTHORITIES


def _scopes(request: HttpRequest) -> list[tuple[str, str]]:
    """Return for whom one may ask: communities of the territory, and streets as a whole."""
    offered = communities(request)
    streets = sorted({code[:STREET_DIGITS] for code, _name in offered})
    reach = reader_of(request).territory
    whole = [(code, territory.division_name(code)) for code in streets if code.startswith(reach)]
    return [*offered, *whole]


def _names(request: HttpRequest) -> dict[str, str]:
    offered = communities(request)
    return kind_names(offered[0][0]) if offered else {}
