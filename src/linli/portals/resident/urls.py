"""Addresses of residents' pages: short, because codes and links are read aloud and printed."""

from django.urls import path

from linli.portals.resident.views import home, matter, received, report

app_name = "resident"

urlpatterns = [
    path("", home.front, name="home"),
    path("c/", home.choose, name="choose"),
    path("c/<slug:community>/", home.community_home, name="community"),
    path("c/<slug:community>/report/", report.report, name="report"),
    path("c/<slug:community>/known/", report.known, name="known"),
    path("m/", matter.find, name="find"),
    path("m/states/", matter.states, name="states"),
    path("m/<slug:code>/", matter.state, name="state"),
    path("m/<slug:code>/<slug:key>/", matter.track, name="track"),
    path("m/<slug:code>/<slug:key>/received/", received.received, name="received"),
    path("m/<slug:code>/<slug:key>/slip/", received.slip, name="slip"),
    path("m/<slug:code>/<slug:key>/rate/", matter.rate, name="rate"),
    path("m/<slug:code>/<slug:key>/reopen/", matter.reopen, name="reopen"),
    path("m/<slug:code>/<slug:key>/object/", matter.object_to_mark, name="object"),
    path("m/<slug:code>/<slug:key>/add/", matter.supplement, name="supplement"),
    path("m/<slug:code>/<slug:key>/reply/", matter.reply, name="reply"),
    path("m/<slug:code>/<slug:key>/photos/<uuid:photo>/", matter.photo, name="photo"),
]
