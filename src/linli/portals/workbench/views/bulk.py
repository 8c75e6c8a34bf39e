"""Gives many matters of one kind to one lead: each is a step of its own, and each that is refused says why."""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.domains.cases import facade as cases
from linli.portals.workbench.rail import DISPATCHERS, desk, frame
from linli.portals.workbench.views.listing import chosen_ids

MOST: Final = 50
ACTION: Final = "dispatch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one matter: the sentence is empty where it went."""

    case: cases.CasePage
    sentence: str = ""
    basis: str = ""


@require_safe
@desk(*DISPATCHERS)
def choose(request: HttpRequest) -> HttpResponse:
    """Show the chosen matters (``?case=…``) and whom they may be given to."""
    chosen = _chosen(request.GET.getlist("case"))
    if not chosen:
        return redirect("workbench:cases")
    return _show(request, chosen, problem=_why_not(chosen))


@require_POST
@desk(*DISPATCHERS)
def dispatch(request: HttpRequest) -> HttpResponse:
    """Give them away, one step each."""
    versions = _versions(request.POST.getlist("case"))
    chosen = _chosen([str(case_id) for case_id in versions])
    lead = request.POST.get("lead", "")
    if not chosen:
        return redirect("workbench:cases")
    problem = _why_not(chosen) or ("" if lead else _("Please choose the unit that leads; nothing was dispatched yet."))
    if problem:
        return _show(request, chosen, problem=problem, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    note = request.POST.get("note", "")
    outcomes = [_give(case, version=versions[case.id], lead=lead, note=note) for case in chosen]
    context = {
        **frame(request, current="cases"),
        "went": [outcome for outcome in outcomes if not outcome.sentence],
        "refused": [outcome for outcome in outcomes if outcome.sentence],
        "lead_name": dict(_leads(chosen)).get(lead, ""),
    }
    return render(request, "workbench/bulk_done.html", context)


def _chosen(values: list[str]) -> list[cases.CasePage]:
    found = []
    for case_id in chosen_ids(values, most=MOST):
        try:
            found.append(cases.case_page(case_id))
        except cases.NoSuchCase:
            continue
    return found


def _versions(values: Iterable[str]) -> dict[UUID, int]:
    """Read ``id:version`` pairs, as the page before showed them."""
    found: dict[UUID, int] = {}
    for value in values:
        case_id, _colon, version = value.partition(":")
        ids = chosen_ids([case_id], most=1)
        if ids and version.isascii() and version.isdigit() and len(found) < MOST:
            found[ids[0]] = int(version)
    return found


def _why_not(chosen: list[cases.CasePage]) -> str:
    if len({case.kind for case in chosen}) > 1:
        return _("These are matters of several kinds. Choose matters of one kind, so that one unit can lead them all.")
    if not _leads(chosen):
        return _("None of these can be dispatched now. Perhaps somebody was faster.")
    return ""


def _leads(chosen: list[cases.CasePage]) -> tuple[tuple[str, str], ...]:
    """Return the units that may lead every one of the matters that wait for dispatch."""
    lists = [
        field.choices
        for case in chosen
        for offer in case.offers
        if offer.code == ACTION
        for field in offer.fields
        if field.name == "lead"
    ]
    if not lists:
        return ()
    common = set(lists[0]).intersection(*lists[1:])
    return tuple(choice for choice in lists[0] if choice in common)


def _give(case: cases.CasePage, *, version: int, lead: str, note: str) -> Outcome:
    try:
        with transaction.atomic():
            cases.take_step(
                cases.StepOrder(case_id=case.id, action=ACTION, version=version, form={"lead": lead, "note": note})
            )
    except cases.StepRefused as refused:
        return Outcome(case=case, sentence=refused.sentence, basis=refused.basis)
    except cases.StalePage:
        return Outcome(case=case, sentence=_("Somebody was faster; it has moved since your list was made."))
    return Outcome(case=case)


def _show(
    request: HttpRequest, chosen: list[cases.CasePage], *, problem: str, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {
        **frame(request, current="cases"), "chosen": chosen, "leads": _leads(chosen), "problem": problem, "most": MOST,
        "note": request.POST.get("note", ""),
    }  # fmt: skip
    return render(request, "workbench/bulk.html", context, status=status)
