"""The room of other systems' keys."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

DEEDS = {
    "api_key.created": _("Key for another system created"),
    "api_key.revoked": _("Key for another system revoked"),
}


class ApiKeysConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.foundation.apikeys"
    label = "apikeys"
    verbose_name = _("Keys for other systems")

    def ready(self) -> None:
        """Tell the audit room how this room's deeds are called."""
        from linli.foundation.audit import naming  # noqa: PLC0415 - models are ready only now

        naming.name_actions(DEEDS)
