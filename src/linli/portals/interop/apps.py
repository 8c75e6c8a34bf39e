"""The portal of other systems."""

from django.apps import AppConfig


class InteropConfig(AppConfig):
    """Django's handle on the portal."""

    name = "linli.portals.interop"
    label = "interop"
