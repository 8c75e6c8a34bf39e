"""Every address of the site: residents at the root, staff under ``/work/``."""

from django.urls import include, path

from linli.project import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("accounts/", include("linli.foundation.accounts.urls")),
    path("work/audit/", include("linli.foundation.audit.urls")),
    path("work/messages/", include("linli.foundation.notices.urls")),
    path("work/setup/", include("linli.portals.setup.urls")),
    path("work/", include("linli.portals.workbench.urls")),
    path("open311/", include("linli.portals.interop.urls")),
    path("", include("linli.project.lan_views")),
    path("", include("linli.foundation.design.urls")),
    path("", include("linli.portals.resident.urls")),
]

handler400 = "linli.project.failures.bad_request"
handler403 = "linli.portals.resident.views.failures.forbidden"
handler404 = "linli.project.failures.not_found"
handler500 = "linli.project.failures.server_error"
