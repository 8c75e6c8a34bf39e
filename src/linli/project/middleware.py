"""Headers every answer carries, how much a request may bring, and the language of the page."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from linli.foundation.design.csp import content_policy
from linli.portals.resident.views.failures import MOST_MB

MOST_BODY_BYTES = MOST_MB * 1024 * 1024  # six photos of 10 MB and the words with them
_LONGEST_LENGTH = 18  # digits of a length; the server itself refuses what is no number
PERMISSIONS = "geolocation=(self), camera=(self), microphone=(), payment=(), usb=()"


class SecurityHeadersMiddleware:
    """Adds the content policy, and ``no-store`` to every page of a person who is logged in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the headers set; the policy is written last, when the page has asked for its nonce."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", content_policy(request))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        reader = getattr(request, "reader", None)
        if reader is not None and reader.is_staff:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class BodySizeMiddleware:
    """Turns away what is larger than any of our forms before a byte of it is read or written to the disk.

    So it does with what comes in pieces without its length: it would be read as empty, and answered as if it were old.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass a request on, or raise ``RequestDataTooBig`` or ``BadRequest``, answered as what cannot be read."""
        if "HTTP_TRANSFER_ENCODING" in request.META:
            raise BadRequest("without its length")
        if _announced_bytes(request) > MOST_BODY_BYTES:
            raise RequestDataTooBig(f"more than {MOST_BODY_BYTES} bytes")
        response = self.get_response(request)
        if getattr(request.META.get("wsgi.input"), "is_lost", False):
            _drop_half_files(request)
        return response


def _drop_half_files(request: HttpRequest) -> None:
    """Remove at once what was being written of a file when its sender was lost; Django leaves it to chance."""
    for handler in request.upload_handlers:
        half = getattr(handler, "file", None)
        if half is not None:
            half.close()


def _announced_bytes(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or ""
    return int(length) if length.isascii() and length.isdigit() and len(length) <= _LONGEST_LENGTH else 0


class LanguageMiddleware:
    """Sets the language: Chinese, unless the reader chose another one here. A browser's own wishes do not count.

    Many phones and office computers ask for English without their owner's doing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the chosen language."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
