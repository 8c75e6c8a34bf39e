"""The room of units and posts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

DEEDS = {
    "unit.created": _("Unit set up"),
    "unit.changed": _("Unit changed"),
    "unit.ended": _("Unit ended"),
    "post.created": _("Post added"),
    "post.ended": _("Post ended"),
    "post.taken": _("Post taken"),
    "post.vacated": _("Post vacated"),
}


class OrgsConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.foundation.orgs"
    label = "orgs"
    verbose_name = _("Units")

    def ready(self) -> None:
        """Tell the audit room how this room's deeds are called."""
        from linli.foundation.audit import naming  # noqa: PLC0415 - models are ready only now

        naming.name_actions(DEEDS)
