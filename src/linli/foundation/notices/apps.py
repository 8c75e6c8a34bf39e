"""The room that tells units and people: inbox, mail and text messages, each exactly once or said to be unknown."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.foundation.notices"
    label = "notices"
