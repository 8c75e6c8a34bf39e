"""Whose duty is it (这件事归谁): words find the item, who leads, who assists, its basis, and where to go instead."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.domains.duties import facade as duties
from linli.portals.workbench.rail import HANDLERS, HOURS_READERS, desk, frame
from linli.portals.workbench.views.duties.place import answer, chosen, communities, kind_names, shown, tabs
from linli.portals.workbench.views.lists.shown import id_of

LONGEST_WORDS: Final = 60


@require_safe
@desk(*HANDLERS)
def whose(request: HttpRequest) -> HttpResponse:
    """Answer words with items; without words show what the community must not do, or the list that was opened."""
    offered, today = communities(request), timezone.localdate()
    at, words = chosen(request, offered), request.GET.get("q", "").strip()[:LONGEST_WORDS]
    names = kind_names(at)
    held = duties.lists_in_force(at, on=today) if at else ()
    opened = _opened(request, held)
    if words:
        found = duties.whose(words, community=at, on=today)
    elif opened is not None:
        found = duties.asked_items(opened, on=today)
    else:
        barred = [one for one in held if one.kind is duties.ListKind.BARRED]
        found = tuple(duties.Found(item=item, version=one.about) for one in barred for item in one.items)
    context = {
        **frame(request, current="duties"),
        "tabs": tabs(request),
        "offered": offered,
        "at": at,
        "words": words,
        "opened": opened.about if opened and not words else None,
        "answers": [answer(one, names=names) for one in found],
        "has_lists": bool(held),
    }
    return render(request, "workbench/whose.html", context)


@require_safe
@desk(*HOURS_READERS)
def hours(request: HttpRequest) -> HttpResponse:
    """Show the hours a month that lists and exceptions ask of a community, beside the hours stated for its staff."""
    offered, today = communities(request), timezone.localdate()
    at = chosen(request, offered)
    asked = duties.hours_asked(at, on=today) if at else None
    names = kind_names(at)
    context = {
        **frame(request, current="duties"),
        "tabs": tabs(request),
        "offered": offered,
        "at": at,
        "asked": asked,
        "lists": [(one, duties.LIST_KINDS[one.version.kind]) for one in (asked.lists if asked else ())],
        "admissions": [shown(one, names=names) for one in (asked.admissions if asked else ())],
    }
    return render(request, "workbench/duty_hours.html", context)


def _opened(request: HttpRequest, held: tuple[duties.HeldVersion, ...]) -> duties.HeldVersion | None:
    wanted = id_of(request.GET.get("list", ""))
    return next((one for one in held if one.about.id == wanted), None)
