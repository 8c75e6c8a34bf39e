"""The project as a Django app: its commands, and the subscriptions between rooms."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Django's handle on the project."""

    name = "linli.project"
    label = "project"
