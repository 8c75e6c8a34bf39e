"""The room of divisions and grids."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

DEEDS = {
    "division.added": _("Division added"),
    "division.renamed": _("Division renamed"),
    "division.ended": _("Division ended"),
    "division.bounded": _("Boundary drawn"),
    "divisions.listed": _("National list of divisions read"),
    "divisions.succeeded": _("Successors of divisions named"),
    "grids.published": _("Grids published"),
    "grids.draft_given_up": _("Drawing of grids thrown away"),
}


class TerritoryConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.foundation.territory"
    label = "territory"
    verbose_name = _("Territory")

    def ready(self) -> None:
        """Tell the audit room how this room's deeds are called."""
        from linli.foundation.audit import naming  # noqa: PLC0415 - models are ready only now

        naming.name_actions(DEEDS)
