"""The room of matters."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.domains.cases"
    label = "cases"
