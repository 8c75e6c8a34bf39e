"""Kept filters of the list of matters: keep what is shown under a name, arrange, share, remove, take that back."""

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.foundation.accounts import queries as accounts
from linli.foundation.lists import actions, rules
from linli.foundation.lists import queries as lists
from linli.foundation.scope.middleware import reader_of
from linli.foundation.scope.reader import Reader
from linli.portals.workbench.forms.filters import filters_of
from linli.portals.workbench.rail import HANDLERS, desk, frame
from linli.portals.workbench.views.lists.choices import choices_of, say
from linli.portals.workbench.views.lists.shown import LIST, Shown, id_of, shown_of


@require_http_methods(["GET", "HEAD", "POST"])
@desk(*HANDLERS)
def kept(request: HttpRequest) -> HttpResponse:
    """Show the kept filters to be arranged, or keep what a list showed under a name."""
    if request.method == "POST":
        return _keep(request)
    reader = reader_of(request)
    shelf = lists.shelf(LIST)
    owners = accounts.account_names(one.owner for one in shelf.others)
    removed_id = id_of(request.GET.get("removed", ""))
    removed = actions.removed_filter(removed_id) if removed_id else None
    context = {
        **frame(request, current="cases"),
        "own": [_line(one, reader=reader, shelf=shelf) for one in shelf.own],
        "others": [{**_line(one, reader=reader, shelf=shelf), "by": owners.get(one.owner, "")} for one in shelf.others],
        "audiences": rules.audiences(reader.role, has_unit=reader.unit is not None),
        "most": rules.MOST,
        "name_length": rules.NAME_LENGTH,
        "removed": removed,
        "removed_words": _("“%(name)s” was removed.") % {"name": removed.name} if removed else "",
    }
    return render(request, "workbench/kept.html", context)


def _line(one: lists.Named, *, reader: Reader, shelf: lists.Shelf) -> dict[str, object]:
    """Return a kept filter as the page shows it: in words, with what is gone."""
    filters = filters_of({**one.kept.filters, "words": one.kept.words})
    choices = choices_of(reader, filters)
    return {
        "named": one,
        "said": say(filters, sort=one.kept.sort, columns=one.kept.columns, choices=choices),
        "gone": choices.gone,
        "opens": shelf.opens_with == one.id,
    }


def _keep(request: HttpRequest) -> HttpResponse:
    """Keep the list that the form carried; a refusal is said beside the name, which stays in the form."""
    shown = shown_of(request, query=request.POST)
    columns = shown.columns if request.POST.get("with_columns") else ()
    found = replace(shown.kept, columns=columns)
    try:
        if request.POST.get("into") and shown.named is not None:
            named = actions.change_filter(
                shown.named.id,
                kept=replace(found, columns=shown.named.kept.columns),
            )
        else:
            named = actions.keep_filter(
                LIST, name=request.POST.get("name", ""), kept=found, audience=request.POST.get("audience", "own")
            )
    except rules.FilterRefused as refused:
        return _ask_again(request, shown, problem=refused.sentence)
    except actions.NoSuchFilter:
        return _ask_again(
            request, shown, problem=_("This one is kept by somebody else; please keep yours under a new name.")
        )
    messages.success(request, _("“%(name)s” stands above the list now.") % {"name": named.name})
    return redirect(f"{reverse('workbench:cases')}?{urlencode({'kept': named.id})}")


def _ask_again(request: HttpRequest, shown: Shown, *, problem: str) -> HttpResponse:
    reader = reader_of(request)
    choices = choices_of(reader, shown.filters)
    context = {
        **frame(request, current="cases"),
        "problem": problem,
        "shown": shown,
        "filters": shown.filters,
        "sort": shown.sort,
        "said": say(shown.filters, sort=shown.sort, columns=(), choices=choices),
        "typed": request.POST.get("name", ""),
        "audience": request.POST.get("audience", "own"),
        "with_columns": bool(request.POST.get("with_columns")),
        "audiences": rules.audiences(reader.role, has_unit=reader.unit is not None),
        "name_length": rules.NAME_LENGTH,
        "back_url": f"{reverse('workbench:cases')}{shown.query()}",
    }
    return render(request, "workbench/keep.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@require_POST
@desk(*HANDLERS)
def change(request: HttpRequest, filter_id: UUID, deed: str) -> HttpResponse:
    """Do one thing with a kept filter and go back to the page that arranges them."""
    if deed not in _DEEDS:
        raise Http404
    query = ""
    try:
        said = _DEEDS[deed](request, filter_id)
        query = f"?removed={filter_id}" if deed == "remove" else ""
    except rules.FilterRefused as refused:
        messages.error(request, refused.sentence)
    except actions.NoSuchFilter:
        messages.error(request, _("This filter is not there any more, or it is somebody else's."))
    else:
        if said:
            messages.success(request, said)
    return redirect(f"{reverse('workbench:kept')}{query}")


def _rename(request: HttpRequest, filter_id: UUID) -> str:
    named = actions.rename_filter(filter_id, name=request.POST.get("name", ""))
    return _("It is called “%(name)s” now.") % {"name": named.name}


def _up(_request: HttpRequest, filter_id: UUID) -> str:
    actions.move_filter_up(filter_id)
    return ""


def _share(request: HttpRequest, filter_id: UUID) -> str:
    named = actions.share_filter(filter_id, audience=request.POST.get("audience", ""))
    if not named.is_shared:
        return _("“%(name)s” is yours alone now.") % {"name": named.name}
    return _("“%(name)s” stands above the list of others, too.") % {"name": named.name}


def _open(_request: HttpRequest, filter_id: UUID) -> str:
    actions.open_with(LIST, filter_id)
    return _("The list opens with it from now on.")


def _open_plainly(_request: HttpRequest, _filter_id: UUID) -> str:
    actions.open_with(LIST, None)
    return _("The list opens with everything again.")


def _remove(_request: HttpRequest, filter_id: UUID) -> str:
    actions.remove_filter(filter_id)
    return ""


def _put_back(_request: HttpRequest, filter_id: UUID) -> str:
    return _("“%(name)s” is back.") % {"name": actions.put_back(filter_id).name}


_DEEDS: Final[dict[str, Callable[[HttpRequest, UUID], str]]] = {
    "rename": _rename,
    "up": _up,
    "share": _share,
    "open": _open,
    "plain": _open_plainly,
    "remove": _remove,
    "put-back": _put_back,
}
