"""The gate before staff pages: who is not logged in is shown the way, who has another role a sentence why not."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse

from linli.foundation.accounts.roles import Role
from linli.foundation.accounts.session import session_of
from linli.foundation.scope.middleware import reader_of

View = Callable[..., HttpResponse]


def staff(*roles: Role) -> Callable[[View], View]:
    """Let a view be reached by people who are logged in, in one of these roles where any are named."""

    def gated(view: View) -> View:
        @wraps(view)
        def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            reader = reader_of(request)
            if not reader.is_staff:
                return to_log_in(request)
            if not reader.role or (roles and reader.role not in roles):
                return refused(request)
            return view(request, *args, **kwargs)

        return entered

    return gated


def to_log_in(request: HttpRequest) -> HttpResponse:
    """Send somebody to log in, or on to the step that is still open, and back here afterwards."""
    here = request.get_full_path() if request.method == "GET" else request.headers.get("Referer", "")
    page = reverse("accounts:next_step") if session_of(request) else reverse("accounts:log_in")
    target = f"{page}?{urlencode({'next': here})}" if here else page
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponseRedirect(resolve_url(target))


def refused(request: HttpRequest) -> HttpResponse:
    """Answer 403 with the page that says whose this is."""
    return render(request, "accounts/refused.html", status=403)
