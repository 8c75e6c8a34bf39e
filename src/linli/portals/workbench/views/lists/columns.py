"""Chooses the columns of the list of matters and their order, remembered for whoever chose them."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.foundation.lists import actions, rules
from linli.foundation.scope.middleware import reader_of
from linli.portals.workbench.rail import HANDLERS, desk, frame
from linli.portals.workbench.showing.columns import COLUMNS, TITLE, chosen, usual
from linli.portals.workbench.views.lists.shown import LIST, Shown, shown_of


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*HANDLERS)
def columns(request: HttpRequest) -> HttpResponse:
    """Show every column, those of the list first and ticked; each press of *up* keeps what is ticked and moves one."""
    shown = shown_of(request)
    if request.method != "POST":
        return _show(request, shown, order=shown.columns)
    ticked = chosen(request.POST.getlist("column"))
    up = request.POST.get("up", "")
    if up:
        return _show(request, shown, order=_moved_up(ticked, up))
    is_usual = "usual" in request.POST
    try:
        _choose(shown, () if is_usual else ticked or (TITLE,))
    except rules.FilterRefused as refused:
        messages.error(request, refused.sentence)
    except actions.NoSuchFilter:
        messages.error(request, _("This filter is not there any more, or it is somebody else's."))
    else:
        said = _("The columns are as usual again.") if is_usual else _("The list has these columns from now on.")
        messages.success(request, said)
    return redirect(f"{reverse('workbench:cases')}{shown.query()}")


def _choose(shown: Shown, codes: tuple[str, ...]) -> None:
    """Keep columns with the kept filter that brings its own, else with the person."""
    named = shown.named
    if named is not None and named.is_own and named.kept.columns:
        actions.change_filter(named.id, kept=replace(named.kept, columns=codes))
    else:
        actions.choose_columns(LIST, codes)


def _moved_up(order: tuple[str, ...], code: str) -> tuple[str, ...]:
    """Return the order with one column a place further up; one that was not ticked comes last."""
    moved = list(order if code in order else chosen((*order, code)))
    here = moved.index(code) if code in moved else 0
    if here:
        moved[here - 1 : here + 1] = [moved[here], moved[here - 1]]
    return tuple(moved)


def _show(request: HttpRequest, shown: Shown, *, order: tuple[str, ...]) -> HttpResponse:
    rest = [code for code in COLUMNS if code not in order]
    named = shown.named
    context = {
        **frame(request, current="cases"),
        "lines": [
            {"column": COLUMNS[code], "is_ticked": code in order, "is_first": number == 0, "is_title": code == TITLE}
            for number, code in enumerate((*order, *rest))
        ],
        "usual": [COLUMNS[code].words for code in usual(reader_of(request).role)],
        "named": named if named is not None and named.kept.columns else None,
        "list_query": shown.query(),
        "back_url": f"{reverse('workbench:cases')}{shown.query()}",
    }
    return render(request, "workbench/columns.html", context)
