"""Headers every answer carries, and the language of the page."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from linli.foundation.design.csp import content_policy

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
