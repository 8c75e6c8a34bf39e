"""Takes one step with many matters: each is a step of its own, and each that is refused says why.

Dispatch gives matters of one kind to one lead; acceptance asks nothing. The form carries the versions that its page
showed, so that a matter that moved meanwhile stays where it is, and a form sent twice finds what it did the first time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.domains.cases import facade as cases
from linli.foundation.orgs import queries as orgs
from linli.portals.workbench.rail import DISPATCHERS, desk, frame
from linli.portals.workbench.views.lists.choosing import DEED_OF_STATE, MOST, chosen_ids

STATE_OF_DEED: Final = {deed: state for state, deed in DEED_OF_STATE.items()}
DISPATCH: Final = "dispatch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A ticked matter: its row, and the step as this reader may take it now, if at all."""

    row: cases.CaseRow
    pending: cases.PendingStep


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one matter: the sentence is empty where it went."""

    row: cases.CaseRow
    sentence: str = ""
    basis: str = ""


@require_safe
@desk(*DISPATCHERS)
def choose(request: HttpRequest) -> HttpResponse:
    """Show the ticked matters (``?case=…``) and what is to be said for all of them."""
    deed = _deed(request.GET.get("deed", ""))
    ids = chosen_ids(request.GET.getlist("case"), most=2 * MOST)
    chosen = _chosen(ids[:MOST], deed=deed)
    if not chosen:
        response = redirect("workbench:cases")
        response["Location"] += f"?state={STATE_OF_DEED[deed]}"
        return response
    return _show(request, chosen, deed=deed, problem=_why_not(chosen, deed=deed), left_out=len(ids) - MOST)


@require_POST
@desk(*DISPATCHERS)
def take(request: HttpRequest) -> HttpResponse:
    """Take the step with each of them."""
    deed, lead = _deed(request.POST.get("deed", "")), request.POST.get("lead", "")
    versions = _versions(request.POST.getlist("case"))
    chosen = _chosen(list(versions), deed=deed)
    if not chosen:
        return redirect("workbench:cases")
    before = cases.taken_before(versions, deed, lead=lead)
    waiting = [one for one in chosen if one.row.id not in before]
    problem = _why_not(waiting, deed=deed) if waiting else ""
    if not problem and deed == DISPATCH and not lead:
        problem = _("Please choose the unit that leads; nothing was dispatched yet.")
    if problem:
        return _show(request, waiting, deed=deed, problem=problem, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    form = {"lead": lead, "note": request.POST.get("note", "")} if deed == DISPATCH else {}
    outcomes = [
        Outcome(row=one.row) if one.row.id in before else _take(one, deed=deed, version=versions[one.row.id], form=form)
        for one in chosen
    ]
    context = {
        **frame(request, current="cases"),
        "deed": deed,
        "went": [outcome for outcome in outcomes if not outcome.sentence],
        "refused": [outcome for outcome in outcomes if outcome.sentence],
        "lead_name": _unit_name(lead),
        "list_url": f"{reverse('workbench:cases')}?state={STATE_OF_DEED[deed]}",
    }
    return render(request, "workbench/bulk_done.html", context)


def _unit_name(text: str) -> str:
    try:
        return orgs.unit_name(UUID(text))
    except ValueError:
        return ""


def _deed(text: str) -> str:
    return text if text in STATE_OF_DEED else DISPATCH


def _chosen(ids: list[UUID], *, deed: str) -> list[Chosen]:
    """Return the ticked matters that this reader sees, in the order they fall due; one statement each beside two."""
    found = []
    for row in cases.rows(ids):
        try:
            found.append(Chosen(row=row, pending=cases.pending_step(row.id, deed)))
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


def _why_not(chosen: list[Chosen], *, deed: str) -> str:
    if deed != DISPATCH:
        has_any = any(one.pending.offer for one in chosen)
        return "" if has_any else _("None of these can be accepted now. Perhaps somebody was faster.")
    if len({one.row.kind for one in chosen}) > 1:
        return _("These are matters of several kinds. Choose matters of one kind, so that one unit can lead them all.")
    if not _leads(chosen):
        return _("None of these can be dispatched now. Perhaps somebody was faster.")
    return ""


def _leads(chosen: list[Chosen]) -> tuple[tuple[str, str], ...]:
    """Return the units that may lead every one of the matters that wait for dispatch."""
    offers = [one.pending.offer for one in chosen if one.pending.offer]
    lists = [field.choices for offer in offers for field in offer.fields if field.name == "lead"]
    if not lists:
        return ()
    common = set(lists[0]).intersection(*lists[1:])
    return tuple(choice for choice in lists[0] if choice in common)


def _take(one: Chosen, *, deed: str, version: int, form: Mapping[str, object]) -> Outcome:
    """Take the step with one matter; what goes wrong with it takes nothing back from the others."""
    order = cases.StepOrder(case_id=one.row.id, action=deed, version=version, form=form)
    try:
        with transaction.atomic():
            cases.take_step(order, matter=one.pending.matter)
    except cases.StepRefused as refused:
        return Outcome(row=one.row, sentence=refused.sentence, basis=refused.basis)
    except cases.StalePage:
        if cases.taken_before({one.row.id: version}, deed, lead=str(form.get("lead", ""))):
            return Outcome(row=one.row)  # the same form, sent twice at once
        return Outcome(row=one.row, sentence=_("Somebody was faster; it has moved since your list was made."))
    return Outcome(row=one.row)


def _show(
    request: HttpRequest,
    chosen: list[Chosen],
    *,
    deed: str,
    problem: str,
    left_out: int = 0,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        **frame(request, current="cases"),
        "deed": deed,
        "chosen": chosen,
        "leads": _leads(chosen) if deed == DISPATCH else (),
        "can_go": bool(_leads(chosen)) if deed == DISPATCH else any(one.pending.offer for one in chosen),
        "problem": problem,
        "left_out": max(0, left_out),
        "most": MOST,
        "note": request.POST.get("note", ""),
        "list_url": f"{reverse('workbench:cases')}?state={STATE_OF_DEED[deed]}",
    }
    return render(request, "workbench/bulk.html", context, status=status)
