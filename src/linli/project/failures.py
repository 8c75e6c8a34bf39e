"""Sends what goes wrong to whoever can say it: machines get the errors of their protocol, people a page."""

from django.http import HttpRequest, HttpResponse

from linli.portals.interop.open311 import failures as open311
from linli.portals.resident.views import failures as pages


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read."""
    if open311.is_here(request):
        return open311.bad_request(request, exception)
    return pages.bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that leads nowhere."""
    return open311.not_found(request) if open311.is_here(request) else pages.not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when something broke on our side."""
    return open311.server_error(request) if open311.is_here(request) else pages.server_error(request)
