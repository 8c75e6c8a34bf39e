"""Addresses of the auditor's pages."""

from django.urls import path

from linli.foundation.audit.web import views

app_name = "audit"
urlpatterns = [
    path("", views.entries, name="entries"),
    path("check/", views.check, name="check"),
]
