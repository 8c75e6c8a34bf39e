"""The auditor's pages: rows by chain and day, and the check of the chains."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.views.decorators.http import require_GET, require_http_methods

from linli.foundation.audit import queries
from linli.foundation.audit.check import Check
from linli.foundation.audit.explain import checked_so_far, sentence
from linli.foundation.design import rail
from linli.foundation.scope.middleware import reader_of
from linli.foundation.scope.reader import Purpose

View = Callable[[HttpRequest], HttpResponse]
_LONGEST_NUMBER = 18


def auditors_only(view: View) -> View:
    """Let audit administrators in; the purpose of the standing decides, as it does in the database."""

    @wraps(view)
    def entered(request: HttpRequest) -> HttpResponse:
        reader = reader_of(request)
        if not reader.is_staff:
            return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.path})}")
        if reader.purpose is not Purpose.AUDIT:
            return render(request, "audit/refused.html", status=403)
        return view(request)

    return entered


@require_GET
@auditors_only
def entries(request: HttpRequest) -> HttpResponse:
    """Show the rows of one chain, newest first."""
    chain, day = request.GET.get("chain", ""), _day(request.GET.get("day", ""))
    page = queries.page(chain, day=day, before=_number(request.GET.get("before", "")))
    older = {"chain": chain, "day": day.isoformat() if day else "", "before": page.before}
    context = {
        "chains": queries.chains(),
        "chain": chain,
        "day": day,
        "page": page,
        "older_url": f"?{urlencode(older)}" if page.before else "",
        **rail.frame(reader_of(request).role, current="entries"),
    }
    return render(request, "audit/entries.html", context)


@require_http_methods(["GET", "POST"])
@auditors_only
def check(request: HttpRequest) -> HttpResponse:
    """Offer the check, and go on with it as long as the page asks."""
    state = None
    if request.method == "POST":
        try:
            state = Check.from_token(request.POST.get("state", ""))
        except signing.BadSignature:
            state = Check()
        state.go_on(territory=reader_of(request).territory)
    context = {
        "state": state,
        "token": state.token() if state and not state.is_over else "",
        "progress": checked_so_far(state.rows_so_far) if state else "",
        "faults": [(queries.name_of(f.community), f, sentence(f)) for f in state.faults] if state else [],
        **rail.frame(reader_of(request).role, current="check"),
    }
    only_part = request.headers.get("HX-Request") == "true"
    return render(request, "audit/parts/check.html" if only_part else "audit/check.html", context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER else 0
