"""The room that knows who has logged in, and in which standing."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.foundation.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Tell the audit room, which stands below, how people, places and this room's deeds are called."""
        from linli.foundation.accounts.deeds import DEEDS  # noqa: PLC0415 - models are ready only now
        from linli.foundation.accounts.queries import account_names  # noqa: PLC0415
        from linli.foundation.accounts.roles import Role  # noqa: PLC0415
        from linli.foundation.audit import naming  # noqa: PLC0415
        from linli.foundation.design.rail import Door, open_doors  # noqa: PLC0415
        from linli.foundation.territory.queries import division_name  # noqa: PLC0415

        open_doors(
            Door(
                code="accounts", name="accounts:accounts", icon="users-round", label=_("Accounts"), order=70,
                roles=(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN),
            ),
            Door(code="me", name="accounts:me", icon="user-round", label=_("Me"), order=90, is_foot=True),
        )  # fmt: skip
        naming.names_come_from(people=account_names, place=division_name)
        naming.name_actions(DEEDS)
