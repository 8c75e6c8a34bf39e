"""The page of thanks, with the code large, and the slip to print: both open by code and key, so reloading is safe."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from linli.domains.cases import facade as cases
from linli.portals.resident import community as communities
from linli.portals.resident import danger
from linli.portals.resident.addresses import confidential
from linli.portals.resident.views.matter import missed


@require_safe
@confidential
def received(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Say thank you: whom to call first if in danger, the code, and what happens by when."""
    return _show(request, "resident/received.html", code=code, key=key)


@require_safe
@confidential
def slip(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show the slip alone, for printing: code, QR, telephone."""
    return _show(request, "resident/slip.html", code=code, key=key)


def _show(request: HttpRequest, template: str, *, code: str, key: str) -> HttpResponse:
    try:
        case = cases.case_by_key(code, key)
    except cases.NoSuchCase:
        return missed(request, code, has_key=True)
    context = {
        **communities.page_of(communities.community_of(case.community)),
        "case": case,
        "key": key,
        "address": request.build_absolute_uri(reverse("resident:track", kwargs={"code": code, "key": key})),
        "advice": danger.advice_for(f"{case.title}\n{case.body}", community=case.community),
        "is_held": request.GET.get("held") == "1",
    }
    return render(request, template, context)
