"""The room of outside receivers: it hears what rooms offer and sends it on, signed."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.foundation.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        """Name the deeds and offer what the territory announces; models are ready only now."""
        from linli.foundation.audit import naming  # noqa: PLC0415
        from linli.foundation.webhooks import deeds, grids  # noqa: PLC0415

        naming.name_actions(deeds.DEEDS)
        grids.offer_grids()
