"""Pages for what goes wrong: they say what happened, that nothing was lost, and the next step.

They are made without the database where it may be the database that failed.
"""

import re
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from linli.portals.resident import community as communities
from linli.portals.resident.views.report import form_of, show_form

MOST_MB = 64
"""What a page takes at once; ``project.middleware`` turns more away."""
WORTH_KEEPING = 8
"""Shorter texts are typed again sooner than copied."""
UNREAD = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.LENGTH_REQUIRED, HTTPStatus.REQUEST_ENTITY_TOO_LARGE})
SECRET_FIELD = re.compile("token|password|otp|csrf|next", re.IGNORECASE)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read: too large, without its length, or incomplete. Nothing of it was read."""
    if isinstance(exception, RequestDataTooBig):
        return _failure(
            request,
            status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            title=_("That was too much at once"),
            sentence=_("A page takes %(most)d MB: photos of 10 MB each, or one file. Nothing was sent or changed.")
            % {"most": MOST_MB},
            step=_("Go back: what you wrote is still there. Then try with fewer or smaller photos, or a smaller file."),
        )
    return _unread(request)


def _unread(request: HttpRequest) -> HttpResponse:
    """Say that what was sent could not be read, and why as far as it is known."""
    if "HTTP_TRANSFER_ENCODING" in request.META:
        return _failure(
            request,
            status=HTTPStatus.LENGTH_REQUIRED,
            title=_("It was not read"),
            sentence=_("It was sent without its length, as browsers never do. Nothing was changed."),
            step=_("Send it again from the page. If it happens again, a machine in between cuts it into pieces."),
        )
    return _failure(
        request,
        status=HTTPStatus.BAD_REQUEST,
        title=_("It did not come through whole"),
        sentence=_("What was sent is incomplete or damaged. Nothing was changed."),
        step=_("Go back: what you wrote is still there. Then send it once more."),
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer somebody who may not see a page."""
    return _failure(
        request,
        status=HTTPStatus.FORBIDDEN,
        title=_("This page is not for you"),
        sentence=_("Your log-in does not open it. Nothing was changed."),
        step=_("If you need it for your work, ask your administrator. The first page is open to everybody."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer an address that leads nowhere."""
    return _failure(
        request,
        status=HTTPStatus.NOT_FOUND,
        title=_("There is nothing here"),
        sentence=_("Perhaps a part of the address was cut off."),
        step=_("From the first page you can report a matter or look one up by its code."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when something broke on our side; nothing was saved, and the page says so."""
    return _failure(
        request,
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
        title=_("It was not saved"),
        sentence=_("Something broke on our side, and nothing was changed."),
        step=_("Go back: what you wrote is still in the form. Send it again in a minute, or call the service station."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer a form that lay open too long: a report comes back filled in, ready to be sent again.

    A form that was cut off on its way has no token either, for nothing of it could be read.
    """
    if request.method == "POST" and not request.POST and _length(request):
        return _unread(request)
    report_of = _reported_community(request)
    if report_of is not None:
        form = form_of(report_of, request.POST)
        notice = _(
            "The page had been open too long, so it was not sent. Everything is still here: please send it again."
        )
        return show_form(request, community=report_of, form=form, status=HTTPStatus.FORBIDDEN, notice=notice)
    return _failure(
        request,
        status=HTTPStatus.FORBIDDEN,
        title=_("Please send it once more"),
        sentence=_("The page had been open for a long time, so it was not sent. Nothing was changed."),
        step=_("Go back, load the page again and send it. What you wrote is below, in case you need it."),
    )


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or ""
    return int(text) if text.isascii() and text.isdigit() else 0


def _reported_community(request: HttpRequest) -> communities.Community | None:
    try:
        match = resolve(request.path_info)
        if match.view_name == "resident:report":
            return communities.community_of(match.kwargs["community"])
    except (Resolver404, Http404):
        return None
    return None


def _failure(request: HttpRequest, *, status: HTTPStatus, title: str, sentence: str, step: str) -> HttpResponse:
    # A request that could not be read once cannot be read again.
    typed = _typed(request) if request.method == "POST" and status not in UNREAD else ()
    context = {"title": title, "sentence": sentence, "step": step, "typed": typed}
    return render(request, "resident/failure.html", context, status=status)


def _typed(request: HttpRequest) -> tuple[str, ...]:
    """Return the longer texts somebody typed, so that they can be copied; never passwords or tokens."""
    return tuple(
        value
        for name, value in request.POST.items()
        if isinstance(value, str) and len(value) >= WORTH_KEEPING and not SECRET_FIELD.search(name)
    )
