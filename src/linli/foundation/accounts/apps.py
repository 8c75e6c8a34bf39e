"""The room that knows who has logged in, and in which standing."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.foundation.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Tell the audit room, which stands below, how the people in its rows are called."""
        from linli.foundation.accounts.queries import account_names  # noqa: PLC0415 - models are ready only now
        from linli.foundation.audit import naming  # noqa: PLC0415

        naming.names_come_from(account_names)
