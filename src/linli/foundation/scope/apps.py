"""The room that names the reader of each transaction."""

from django.apps import AppConfig


class ScopeConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.foundation.scope"
    label = "scope"
