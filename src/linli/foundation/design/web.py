"""Sets the reader's look in cookies by an ordinary form, and shows all parts alive to those who build pages."""

from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from linli.foundation.design.elevation import House
from linli.foundation.design.glyphs import LOOKS
from linli.foundation.design.looks import CHOICES, COOKIES
from linli.foundation.design.plan import Plan, PlanShape

_YEAR_SECONDS: Final = 365 * 24 * 60 * 60


@require_POST
def set_look(request: HttpRequest) -> HttpResponse:
    """Keep the given ``mode``, ``size``, ``theme`` and ``keys`` (others stay as they are) and return to ``next``.

    Unknown values are passed over. ``next`` is followed only inside this site; else the reader lands on the first page.
    """
    response = HttpResponseRedirect(_way_back(request))
    for field, cookie in COOKIES.items():
        value = request.POST.get(field, "")
        if value in CHOICES[field]:
            response.set_cookie(
                cookie, value, max_age=_YEAR_SECONDS, secure=request.is_secure(), httponly=True, samesite="Lax"
            )
    return response


@require_GET
def examples(request: HttpRequest) -> HttpResponse:
    """Show every part of the room with invented facts; there is nothing at this address unless ``DEBUG`` is on."""
    if not settings.DEBUG:
        raise Http404
    ring = ((104.0, 30.0), (104.001, 30.0), (104.001, 30.0004), (104.0, 30.0004))
    context = {
        "looks": list(LOOKS),
        "now": timezone.now(),
        "houses": [House(floors=6 + 3 * n, columns=3 + n % 2, lit=n) for n in range(4)],
        "purposes": [("visit", "约上门时间"), ("result", "告知办理结果")],
        "options": [(5, "非常满意"), (4, "满意"), (3, "基本满意"), (2, "不满意"), (1, "非常不满意")],
        "plan": Plan(buildings=[PlanShape(rings=[ring], code="3", name="3 号楼", label="3")], title="平面图"),
    }
    return render(request, "design/examples.html", context)


def _way_back(request: HttpRequest) -> str:
    for candidate in (request.POST.get("next", ""), request.headers.get("Referer", "")):
        if candidate and url_has_allowed_host_and_scheme(
            candidate, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        ):
            return candidate
    return settings.FORCE_SCRIPT_NAME or "/"
