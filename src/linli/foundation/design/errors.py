"""Pages for what went wrong: what happened, what is safe, what to do next. They need no database and no log-in.

Django finds ``handler400`` … ``handler500`` in the root URL module, so that module imports them from here.
:func:`render_error` also serves 413, 429 and 503 for middleware and views. An htmx request gets the notice alone,
which is swapped in where the answer was expected.
"""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.foundation.design.looks import look_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorWords:
    """The three sentences of one error, in the order they are read, and whether trying again can help."""

    happened: str | Promise
    safe: str | Promise
    next: str | Promise
    can_retry: bool = False


WORDS: Final = {
    400: ErrorWords(
        happened=_("This request could not be read"),
        safe=_("Nothing was changed."),
        next=_("Go back one page and send it once more. What you wrote is usually still in the form."),
    ),
    403: ErrorWords(
        happened=_("This page belongs to somebody else's work"),
        safe=_("Nothing was changed, and nothing was shown."),
        next=_("If you need it for your work, ask the service station. Public progress is open to everybody."),
    ),
    404: ErrorWords(
        happened=_("There is nothing at this address"),
        safe=_("A matter you reported is not lost."),
        next=_("Look at the address again, or look the matter up by its code on the first page."),
    ),
    413: ErrorWords(
        happened=_("That was too large to take"),
        safe=_("Nothing was sent; your words are still in the form on the page before."),
        next=_("Go back and choose fewer or smaller photos. Six photos of a phone fit."),
    ),
    429: ErrorWords(
        happened=_("Many messages came from this connection at once"),
        safe=_("What you wrote is kept on your phone. Reports already received are being handled."),
        next=_("Wait a minute and send again. If it is urgent, call the service station."),
        can_retry=True,
    ),
    500: ErrorWords(
        happened=_("That did not work; the fault is ours"),
        safe=_("What was saved before is still there. Drafts on this device are kept."),
        next=_("Try again in a moment. If it happens again, tell the service station the number below."),
        can_retry=True,
    ),
    503: ErrorWords(
        happened=_("The service station's computer is being started"),
        safe=_("Nothing is lost."),
        next=_("Try again in a minute. If it is urgent, call the service station."),
        can_retry=True,
    ),
}

CSRF_WORDS: Final = ErrorWords(
    happened=_("The page was open for too long"),
    safe=_("Nothing was sent; your words are still in the form on the page before."),
    next=_("Go back, load the page again, and send once more."),
)


def render_error(
    request: HttpRequest, status: int, *, words: ErrorWords | None = None, retry_after_seconds: int | None = None
) -> HttpResponse:
    """Answer with the page for ``status``; a status without words of its own speaks like 400 or 500.

    ``retry_after_seconds`` becomes the ``Retry-After`` header.
    """
    said = words or WORDS.get(status) or WORDS[500 if status >= 500 else 400]  # noqa: PLR2004 - HTTP's own border
    if request.headers.get("HX-Request"):
        context: dict[str, object] = {"kind": "late", "title": said.happened, "text": f"{said.safe} {said.next}"}
        body = render_to_string("design/parts/notice.html", context)
    else:
        retry_url = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
        context = {
            "words": said, "status": status, "retry_url": retry_url, "request": request, "look": look_of(request),
        }  # fmt: skip
        body = render_to_string("design/error.html", context)
    response = HttpResponse(body, status=status)
    response.headers["Cache-Control"] = "no-store"
    if retry_after_seconds is not None:
        response.headers["Retry-After"] = str(retry_after_seconds)
    return response


def handler400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that could not be read; too large a body has its own words."""
    from django.core.exceptions import RequestDataTooBig  # noqa: PLC0415 - beside its only use

    return render_error(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def handler403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's
    """Answer a reader who may not see or do this."""
    return render_error(request, 403)


def handler404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's
    """Answer an address where nothing is."""
    return render_error(request, 404)


def handler500(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours."""
    return render_error(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - never shown to a reader
    """Answer a form whose token is missing or old; for the setting ``CSRF_FAILURE_VIEW``."""
    return render_error(request, 403, words=CSRF_WORDS)
