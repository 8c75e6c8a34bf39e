"""Addresses of Open311 (GeoReport v2); all stand under ``/open311/``."""

from django.urls import path, re_path

from linli.portals.interop.open311 import views

app_name = "interop"
_AS = r"(?:\.(?P<form>xml|json))?$"
_ONE = r"(?P<code>[^/.\s]{1,80})"
_ANY = r"(?P<code>.{1,200}?)"
"""A caller's own token may hold anything, dots and slashes too."""

urlpatterns = [
    re_path(rf"^discovery{_AS}", views.discovery, name="discovery"),
    path("v2", views.discovery, name="endpoint"),
    path("v2/", views.discovery),
    re_path(rf"^v2/discovery{_AS}", views.discovery),
    re_path(rf"^v2/services{_AS}", views.services, name="services"),
    re_path(rf"^v2/services/{_ONE}{_AS}", views.service, name="service"),
    re_path(rf"^v2/requests{_AS}", views.all_requests, name="requests"),
    re_path(rf"^v2/requests/{_ONE}{_AS}", views.one_request, name="request"),
    re_path(rf"^v2/tokens/{_ANY}{_AS}", views.token, name="token"),
    re_path(rf"^v2/servicerequestupdates{_AS}", views.updates, name="updates"),
]
