"""The portal of setting a community up."""

from django.apps import AppConfig


class SetupConfig(AppConfig):
    """Django's handle on the portal."""

    name = "linli.portals.setup"
    label = "setup"
