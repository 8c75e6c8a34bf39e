"""The page that explains how a phone comes to trust this computer in the local network, and the file it needs."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from linli.project import lan


@require_safe
def lan_page(request: HttpRequest) -> HttpResponse:
    """Explain trusting the local authority, with the fingerprint to compare. Raises Http404 without one."""
    _authority()
    return render(request, "project/lan.html", {"fingerprint": lan.fingerprint(Path(settings.DATA))})


@require_safe
def lan_authority(request: HttpRequest) -> HttpResponse:
    """Hand out the authority's certificate, which is public. Raises Http404 without one."""
    del request
    response = HttpResponse(_authority().read_bytes(), content_type="application/x-x509-ca-cert")
    response["Content-Disposition"] = 'attachment; filename="linli-ca.crt"'
    return response


def _authority() -> Path:
    authority = lan.files(Path(settings.DATA)).authority
    if not authority.exists():
        raise Http404
    return authority


urlpatterns = [
    path("lan/", lan_page, name="lan"),
    path("lan/ca.crt", lan_authority, name="lan-authority"),
]
