"""The room that keeps the chain of what was done."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.foundation.audit"
    label = "audit"
    verbose_name = _("Audit")
