"""The room that carries facts from one room to another, written with the change they tell of."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.foundation.events"
    label = "events"
