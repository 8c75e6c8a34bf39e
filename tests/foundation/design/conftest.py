"""Gives the room's tests a site of its own: only this room's addresses, so that no other room is needed."""

from types import ModuleType
from typing import Any

import pytest
from django.urls import include, path


@pytest.fixture(autouse=True)
def _only_this_room(settings: Any) -> None:
    site = ModuleType("site_of_design")
    site.__dict__["urlpatterns"] = [path("", include("linli.foundation.design.urls"))]
    settings.ROOT_URLCONF = site
