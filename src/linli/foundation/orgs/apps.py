"""The room of units and posts."""

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.foundation.orgs"
    label = "orgs"
