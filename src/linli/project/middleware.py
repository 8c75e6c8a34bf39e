"""Headers every answer carries: a content policy without inline script, and nothing cached that is personal."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

CONTENT_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
PERMISSIONS = "geolocation=(self), camera=(self), microphone=(), payment=(), usb=()"


class SecurityHeadersMiddleware:
    """Adds the content policy, and ``no-store`` to every page of a person who is logged in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the headers set."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        reader = getattr(request, "reader", None)
        if reader is not None and reader.is_staff:
            response.headers.setdefault("Cache-Control", "no-store")
        return response
