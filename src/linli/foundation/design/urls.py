"""Addresses of the room: the reader's choice of look and of language."""

from django.urls import path
from django.views.i18n import set_language

from linli.foundation.design import web

app_name = "design"

urlpatterns = [
    path("design/", web.examples, name="examples"),
    path("design/look/", web.set_look, name="look"),
    path("design/language/", set_language, name="language"),
]
