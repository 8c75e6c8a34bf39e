"""Answers a code or key that came by address: what it is, what was mistyped, and the headers its page must carry."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeAlias

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from linli.kernel.tokens import BadCode, BadCodeKind

P = ParamSpec("P")
View: TypeAlias = Callable[Concatenate[HttpRequest, P], HttpResponse]


def caller_of(request: HttpRequest) -> str:
    """Return the caller's network address, empty where the server does not know it."""
    address: str = request.META.get("REMOTE_ADDR", "")
    return address


def confidential(view: View[P]) -> View[P]:
    """Keep a matter's page out of caches and search engines, and its address from every other site."""

    @wraps(view)
    def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        # "no-referrer" would make browsers send these pages' own forms with the origin "null", which is refused.
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answered


def mistake_words(bad: BadCode) -> str:
    """Say which kind of mistake a mistyped code holds."""
    if bad.kind is BadCodeKind.LENGTH:
        return _("A code has 10 digits. Please count again: perhaps one is missing or doubled.")
    if bad.kind is BadCodeKind.CHARACTER:
        return _("A code has digits only. Perhaps an O stands for a 0, or an l for a 1.")
    return _("One digit is not right, or two changed places. Please compare it with the slip once more.")
