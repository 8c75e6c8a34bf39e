"""The room of divisions and grids."""

from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.foundation.territory"
    label = "territory"
