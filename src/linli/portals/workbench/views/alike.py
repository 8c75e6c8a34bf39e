"""Open matters that resemble one: beside its page, and while a report is taken down. Staff see, nothing is merged."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from linli.domains.cases import facade as cases
from linli.portals.workbench.forms.intake import TEXT_LENGTH
from linli.portals.workbench.forms.where import WhereForm
from linli.portals.workbench.rail import HANDLERS, TAKERS, desk, frame
from linli.portals.workbench.views.case import missing


@require_safe
@desk(*HANDLERS)
def of_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the open matters most like one: to htmx as a list, else as a page of its own."""
    try:
        lines = cases.alike_to_case(case_id)
    except cases.NoSuchCase:
        return missing(request)
    if request.headers.get("HX-Request"):
        return render(request, "workbench/_alike.html", {"alike": lines, "in_panel": True})
    context = {**frame(request, current="cases"), "alike": lines, "case_id": case_id}
    return render(request, "workbench/alike.html", context)


@require_POST
@desk(*TAKERS)
def of_words(request: HttpRequest) -> HttpResponse:
    """Answer the open matters most like what is being written. By POST, so that it never stands in an address."""
    community = request.GET.get("community", "")
    return render(request, "workbench/_alike.html", {"alike": alike_to(request, community=community)})


def alike_to(request: HttpRequest, *, community: str) -> tuple[cases.AlikeLine, ...]:
    """Return the open matters like the words, kind and building of a form, as far as the reader may see them."""
    text, kind = request.POST.get("text", "")[:TEXT_LENGTH], request.POST.get("kind", "")
    building = WhereForm(initial=request.POST.dict(), community=community).known_building
    return cases.alike_to_words(
        cases.Sought(
            community=community,
            text=text,
            kind=kind or cases.kind_for(text, community=community).code,
            building=building.id if building else None,
        )
    )
