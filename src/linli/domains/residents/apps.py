"""The room of residents."""

from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.domains.residents"
    label = "residents"

    def ready(self) -> None:
        """Say what this room's lines in the audit chain are called."""
        from linli.domains.residents.deeds import DEEDS  # noqa: PLC0415 - models are ready only now
        from linli.foundation.audit import naming  # noqa: PLC0415

        naming.name_actions(DEEDS)
