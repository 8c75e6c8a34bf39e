"""The portal of staff."""

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    """Django's handle on the portal."""

    name = "linli.portals.workbench"
    label = "workbench"

    def ready(self) -> None:
        """Put the pages of everybody who works on matters on the rail."""
        from linli.foundation.design.rail import open_doors  # noqa: PLC0415 - models are ready only now
        from linli.portals.workbench.rail import DOORS  # noqa: PLC0415

        open_doors(*DOORS)
