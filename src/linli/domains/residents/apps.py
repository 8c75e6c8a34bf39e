"""The room of residents."""

from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.domains.residents"
    label = "residents"

    def ready(self) -> None:
        """Say what this room's lines in the audit chain are called, and listen for new grids."""
        from linli.domains.residents.actions import follow_grids  # noqa: PLC0415 - models are ready only now
        from linli.domains.residents.deeds import DEEDS  # noqa: PLC0415
        from linli.foundation.audit import naming  # noqa: PLC0415
        from linli.foundation.events import outbox  # noqa: PLC0415
        from linli.foundation.territory.gridwork.events import GridsPublished  # noqa: PLC0415

        naming.name_actions(DEEDS)
        outbox.subscribe(GridsPublished, follow_grids.hear_published)
