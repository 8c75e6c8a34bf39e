"""The drawing table for grids: draw, cut, join and mend them on the plan, step by step, and publish them from a day on.

Every change is a form of its own, so that all but drawing lines works without a script; to the table's script the table
alone is sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.foundation.accounts import queries as accounts
from linli.foundation.accounts.gate import staff
from linli.foundation.accounts.roles import Role
from linli.foundation.territory import actions, queries
from linli.foundation.territory.gridwork import drafts
from linli.foundation.territory.gridwork.changes import DrawingRefused
from linli.foundation.territory.gridwork.drafts import Draft, DraftMoved
from linli.foundation.territory.models import GridKind
from linli.portals.setup.drawing.orders import order_of, say_deed
from linli.portals.setup.drawing.sheet import sheet_of
from linli.portals.setup.frame import community_or_404, frame, whole_number

UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the table says after something was asked of it: a sentence, and whether it was refused."""

    text: str = ""
    is_problem: bool = False


@staff(Role.SYSTEM_ADMIN)
@require_safe
def table(request: HttpRequest, code: str) -> HttpResponse:
    """Show the drawing as it stands; ``?grid=`` is the one whose form is open."""
    place = community_or_404(request, code)
    return _show(request, place, drafts.draft_of(code), chosen=request.GET.get("grid", ""), said=Said())


@staff(Role.SYSTEM_ADMIN)
@require_POST
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Do one thing to the drawing, or say in one sentence why not; what was drawn stays with the browser then."""
    place = community_or_404(request, code)
    before = drafts.draft_of(code)
    chosen = request.POST.get("grid", "") or request.POST.get("code", "")
    try:
        after, text = _do(request, before)
    except DrawingRefused as refused:
        return _answer(request, place, before, chosen=chosen, said=Said(text=str(refused), is_problem=True))
    except DraftMoved:
        said = Said(text=_overtaken(), is_problem=True)
        return _answer(request, place, drafts.draft_of(code), chosen=chosen, said=said)
    return _answer(request, place, after, chosen=_chosen(chosen, before=before, after=after), said=Said(text=text))


@staff(Role.SYSTEM_ADMIN)
@require_POST
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Publish the drawing from a day on; with anything against it the table says what."""
    place = community_or_404(request, code)
    try:
        from_on = date.fromisoformat(request.POST.get("from_on", ""))
        done = drafts.publish_draft(code, seen=_seen(request), from_on=from_on)
    except actions.GridsRefused as refused:
        return _problem(request, place, _sentences(refused))
    except DraftMoved:
        return _problem(request, place, _("Somebody else drew meanwhile, so nothing was published. Look again first."))
    except ValueError:
        return _problem(request, place, _("Say from which day the grids are in force. Nothing was published."))
    text = _("%(count)d grids are in force from %(day)s.")
    messages.success(request, text % {"count": len(done.codes), "day": done.from_on.isoformat()})
    return redirect("setup:grids", code)


@staff(Role.SYSTEM_ADMIN)
@require_POST
def give_up(request: HttpRequest, code: str) -> HttpResponse:
    """Throw the drawing away; the grids in force stay as they are."""
    place = community_or_404(request, code)
    try:
        drafts.give_up(code, seen=_seen(request))
    except DraftMoved:
        return _problem(
            request, place, _("Somebody else drew meanwhile, so nothing was changed. This is how it looks now.")
        )
    messages.success(request, _("The drawing was thrown away. The grids in force are as they were."))
    return redirect("setup:grids", code)


def _do(request: HttpRequest, before: Draft) -> tuple[Draft, str]:
    community, seen = before.drawing.community, _seen(request)
    match request.POST.get("op", ""):
        case "undo":
            after = drafts.go_back(community, seen=seen)
            return after, _("Taken back: %(deed)s") % {"deed": say_deed(before.undo)} if before.undo else ""
        case "redo":
            after = drafts.go_forth(community, seen=seen)
            return after, _("Done again: %(deed)s") % {"deed": say_deed(before.redo)} if before.redo else ""
    order = order_of(request.POST, names={grid.code: grid.name for grid in before.drawing.grids})
    return drafts.change_draft(community, order.change, deed=order.deed, seen=seen), say_deed(order.deed)


def _seen(request: HttpRequest) -> int:
    """Return the step that the browser shows; one that is none counts as none there ever was."""
    return whole_number(request.POST.get("seen", ""), other=-1)


def _chosen(chosen: str, *, before: Draft, after: Draft) -> str:
    """Return the grid to go on with: the one at hand, else a new one, else none."""
    codes = [grid.code for grid in after.drawing.grids]
    there = {grid.code for grid in before.drawing.grids}
    if chosen in codes:
        return chosen
    return next((code for code in codes if code not in there), "")


def _answer(request: HttpRequest, place: queries.DivisionRef, draft: Draft, *, chosen: str, said: Said) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return _show(request, place, draft, chosen=chosen, said=said)
    if said.text:
        (messages.error if said.is_problem else messages.success)(request, said.text)
    address = reverse("setup:draw_grids", args=[place.code])
    return redirect(f"{address}?grid={chosen}" if chosen.isdigit() else address)


def _problem(request: HttpRequest, place: queries.DivisionRef, text: str) -> HttpResponse:
    said = Said(text=text, is_problem=True)
    return _show(request, place, drafts.draft_of(place.code), chosen="", said=said, status=UNPROCESSABLE)


def _show(
    request: HttpRequest, place: queries.DivisionRef, draft: Draft, *, chosen: str, said: Said, status: int = 200
) -> HttpResponse:
    sheet = sheet_of(draft.drawing, chosen=chosen)
    codes = {grid.code for grid in draft.drawing.grids}
    in_force = queries.grids_of(place.code)
    gone = [grid for grid in in_force if grid.code not in codes] if draft.is_begun else []
    context = {
        **frame(),
        "place": place,
        "draft": draft,
        "sheet": sheet,
        "chosen": next((grid for grid in (sheet.grids if sheet else ()) if grid.code == chosen), None),
        "kinds": GridKind.choices,
        "said": said,
        "undo": say_deed(draft.undo) if draft.undo else "",
        "redo": say_deed(draft.redo) if draft.redo else "",
        "new": [grid for grid in draft.drawing.grids if grid.code not in {one.code for one in in_force}],
        "gone": gone,
        "workers": _workers(gone),
        "today": timezone.localdate(),
        "is_part": bool(request.headers.get("HX-Request")),
    }
    page = "setup/parts/grid_table.html" if context["is_part"] else "setup/grid_drawing.html"
    return render(request, page, context, status=status)


def _overtaken() -> str:
    return _("Somebody else drew meanwhile, so nothing was changed. This is how it looks now.")


def _workers(gone: Sequence[queries.GridRef]) -> int:
    """Return how many people work in grids that end; they need another one from that day on."""
    return sum(len(accounts.people_in_role(Role.GRID_WORKER, scope=grid.code)) for grid in gone)


def _sentences(refused: actions.GridsRefused) -> str:
    return " ".join(row.reason for row in refused.refused[:3])
