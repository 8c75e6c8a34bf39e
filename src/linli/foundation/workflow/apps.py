"""The room of procedures and the engine that interprets them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

DEEDS = {
    "procedure.drafted": _("Procedure drafted"),
    "procedure.changed": _("Draft of a procedure changed"),
    "procedure.discarded": _("Draft of a procedure thrown away"),
    "procedure.published": _("Procedure published"),
    "procedure.retired": _("Procedure retired"),
}


class WorkflowConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.foundation.workflow"
    label = "workflow"

    def ready(self) -> None:
        """Tell the audit room how this room's deeds are called."""
        from linli.foundation.audit import naming  # noqa: PLC0415 - models are ready only now

        naming.name_actions(DEEDS)
