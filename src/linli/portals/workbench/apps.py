"""The portal of staff."""

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    """Django's handle on the portal."""

    name = "linli.portals.workbench"
    label = "workbench"
