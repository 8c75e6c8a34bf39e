"""The room of the duty register."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.domains.duties"
    label = "duties"
