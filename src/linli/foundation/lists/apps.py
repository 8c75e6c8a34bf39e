"""The room of kept filters and chosen columns."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

DEEDS = {
    "filter.shared": _("Kept filter shared"),
    "filter.unshared": _("Kept filter no longer shared"),
}


class ListsConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.foundation.lists"
    label = "lists"
    verbose_name = _("Lists")

    def ready(self) -> None:
        """Tell the audit room how this room's deeds are called."""
        from linli.foundation.audit import naming  # noqa: PLC0415 - models are ready only now

        naming.name_actions(DEEDS)
