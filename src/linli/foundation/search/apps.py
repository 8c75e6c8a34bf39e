"""The room that finds texts by two-character pieces without reading the protected tables."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.foundation.search"
    label = "search"
