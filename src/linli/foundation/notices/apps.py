"""The room that tells units and people: inbox, mail and text messages, each exactly once or said to be unknown."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from linli.foundation.design.rail import Door, open_doors


class NoticesConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.foundation.notices"
    label = "notices"

    def ready(self) -> None:
        """Put the page of messages that did not arrive on the system administrator's rail."""
        from linli.foundation.accounts.roles import Role  # noqa: PLC0415 - models are ready only now

        open_doors(
            Door(
                code="troubles", name="notices:troubles", icon="inbox", label=_("Not delivered"), order=80,
                roles=(Role.SYSTEM_ADMIN,),
            )
        )  # fmt: skip
