"""The room of buildings and dwellings."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.domains.places"
    label = "places"
