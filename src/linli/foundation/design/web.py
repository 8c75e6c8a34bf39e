"""Sets the reader's look (large type, size, theme) in cookies; an ordinary form, so it works without JavaScript."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from linli.foundation.design.looks import CHOICES, COOKIES

_YEAR_SECONDS: Final = 365 * 24 * 60 * 60


@require_POST
def set_look(request: HttpRequest) -> HttpResponse:
    """Keep the given ``mode``, ``size`` and ``theme`` (others stay as they are) and return to ``next``.

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


def _way_back(request: HttpRequest) -> str:
    for candidate in (request.POST.get("next", ""), request.headers.get("Referer", "")):
        if candidate and url_has_allowed_host_and_scheme(
            candidate, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        ):
            return candidate
    return settings.FORCE_SCRIPT_NAME or "/"
