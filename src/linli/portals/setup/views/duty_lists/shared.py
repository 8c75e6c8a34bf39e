"""What the pages of duty lists share: kinds of matter by code, who leads in words, the list or nothing, workbooks."""

from typing import IO
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from linli.domains.duties import facade as duties
from linli.foundation.imports.intake import pages
from linli.foundation.orgs.models import UnitKind
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.territory import queries as territory
from linli.foundation.workflow.words import say
from linli.portals.setup.checklist import PROCEDURE
from linli.portals.setup.frame import may_touch

UNITS = {kind.value: kind.label for kind in UnitKind}


def kind_names(community: str) -> dict[str, str]:
    """Return the words of the kinds of matter, by code."""
    try:
        kinds = rulepacks.kinds(PROCEDURE, scope=community, on=timezone.localdate())
    except rulepacks.NoRule:
        return {}
    return {kind.code: say(kind.words) for kind in kinds}


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


def like_of(code: str, version: duties.ListVersion) -> UUID | None:
    """Return the wider list that held so far, for the first version of a narrower territory."""
    if version.kind is duties.ListKind.BARRED:
        return None
    held = duties.lists_in_force(code, on=timezone.localdate())
    return next((one.about.id for one in held if one.kind is version.kind and one.scope != version.scope), None)


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


def workbook(file: IO[bytes], name: str) -> HttpResponse:
    """Return a workbook as an answer that nobody keeps."""
    with file:
        response = HttpResponse(file.read(), content_type=pages.XLSX)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "no-store, private"
    return response
