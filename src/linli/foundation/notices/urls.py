"""Addresses of the room's page."""

from django.urls import path

from linli.foundation.notices.web import views

app_name = "notices"
urlpatterns = [path("", views.troubles, name="troubles")]
