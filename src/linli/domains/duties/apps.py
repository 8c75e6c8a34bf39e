"""The room of the duty register."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

DEEDS = {
    "duty.registered": _("Put on the duty list"),
    "duty.changed": _("Duty list changed"),
    "duty.ended": _("Taken off the duty list"),
}


class DutiesConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.domains.duties"
    label = "duties"
    verbose_name = _("Duties")

    def ready(self) -> None:
        """Tell the audit room how this room's deeds are called."""
        from linli.foundation.audit import naming  # noqa: PLC0415 - models are ready only now

        naming.name_actions(DEEDS)
