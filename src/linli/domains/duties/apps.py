"""The room of the duty register."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

DEEDS = {
    "duty.registered": _("Put on the duty list"),
    "duty.changed": _("Duty list changed"),
    "duty.ended": _("Taken off the duty list"),
    "duty_list.drafted": _("Version of a duty list drawn up"),
    "duty_list.item_put": _("Item of a draft changed"),
    "duty_list.item_off": _("Item taken off a draft"),
    "duty_list.items_taken": _("Items of a draft taken from a sheet"),
    "duty_list.published": _("Version of a duty list published"),
    "duty_list.retired": _("Version of a duty list retired"),
    "duty_list.dropped": _("Draft of a duty list thrown away"),
    "admission.asked": _("Exception asked for"),
    "admission.approved": _("Exception approved"),
    "admission.refused": _("Exception refused"),
    "admission.ended": _("Exception ended early"),
    "staff_hours.stated": _("Staff hours stated"),
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
