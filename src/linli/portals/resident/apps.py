"""The portal of residents."""

from django.apps import AppConfig


class ResidentConfig(AppConfig):
    """Django's handle on the portal."""

    name = "linli.portals.resident"
    label = "resident"
