"""What the pages of duty lists share: who leads in words, the list or nothing."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone

from linli.domains.duties import facade as duties
from linli.foundation.orgs.models import UnitKind
from linli.foundation.territory import queries as territory
from linli.portals.setup.frame import may_touch

UNITS = {kind.value: kind.label for kind in UnitKind}


def version_or_404(code: str, list_id: UUID) -> duties.ListVersion:
    """Return a version of a list that covers a community."""
    try:
        found = duties.list_version(list_id)
    except duties.NoSuchList:
        raise Http404 from None
    if not code.startswith(found.scope):
        raise Http404
    return found


def draft_or_404(request: HttpRequest, code: str, list_id: UUID) -> duties.ListVersion:
    """Return a draft that the administrator may alter."""
    found = version_or_404(code, list_id)
    if not found.is_draft or not may_touch(request, found.scope):
        raise Http404
    return found


def place_words(scope: str) -> str:
    """Return where a list holds."""
    return territory.division_name(scope) if scope else ""


def held_so_far(code: str, kind: duties.ListKind) -> duties.ListVersion | None:
    """Return the list of a kind that decides so far, with whose items the first one of a narrower territory begins.

    What is barred adds up over territories, so a list of it begins empty.
    """
    if kind is duties.ListKind.BARRED:
        return None
    held = duties.lists_in_force(code, on=timezone.localdate())
    return next((one.about for one in held if one.kind is kind), None)


def item_line(item: duties.Item, *, names: dict[str, str]) -> dict[str, object]:
    """Return an item for a table."""
    return {
        "item": item,
        "kinds": [names.get(kind, kind) for kind in item.case_kinds],
        "leads": duties.leads_words(item, UNITS),
        "assists": duties.assists_words(item, UNITS),
        "period": duties.PERIODS[item.period],
        "hours": f"{item.hours.normalize():f}" if item.hours is not None else "",
    }
