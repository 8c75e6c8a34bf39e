"""The room of dated rules and the working calendar."""

from typing import Final

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

DEEDS: Final = {
    "rules.drafted": _("Draft of rules kept"),
    "rules.discarded": _("Draft of rules put away"),
    "rules.published": _("Rules published"),
}


class RulepacksConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.foundation.rulepacks"
    label = "rulepacks"

    def ready(self) -> None:
        """Name what this room does to rules, for the auditor."""
        from linli.foundation.audit import naming  # noqa: PLC0415 - models are ready only now

        naming.name_actions(DEEDS)
