"""The room of text templates."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

DEEDS = {
    "phrase.written": _("Text template written"),
    "phrase.retired": _("Text template taken away"),
}


class PhrasesConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.domains.phrases"
    label = "phrases"
    verbose_name = _("Text templates")

    def ready(self) -> None:
        """Tell the audit room how this room's deeds are called."""
        from linli.foundation.audit import naming  # noqa: PLC0415 - models are ready only now

        naming.name_actions(DEEDS)
