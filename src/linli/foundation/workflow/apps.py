"""The room of procedures and the engine that interprets them."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.foundation.workflow"
    label = "workflow"
