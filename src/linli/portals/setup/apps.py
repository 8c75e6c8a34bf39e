"""The portal of setting a community up."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from linli.foundation.design.rail import Door, open_doors


class SetupConfig(AppConfig):
    """Django's handle on the portal."""

    name = "linli.portals.setup"
    label = "setup"

    def ready(self) -> None:
        """Put the checklist and the procedures on the rail."""
        from linli.foundation.accounts.roles import Role  # noqa: PLC0415 - models are ready only now

        open_doors(
            Door(
                code="setup",
                name="setup:home",
                icon="settings",
                label=_("Set-up"),
                order=50,
                roles=(Role.SYSTEM_ADMIN,),
            ),
            Door(
                code="procedures",
                name="setup:procedures",
                icon="clipboard-check",
                label=_("Procedures"),
                order=55,
                roles=(Role.SYSTEM_ADMIN,),
            ),
            Door(
                code="rules",
                name="setup:rules",
                icon="sliders-horizontal",
                label=_("Rules"),
                order=56,
                roles=(Role.STREET_OFFICIAL,),
                is_rare=True,
            ),
        )
