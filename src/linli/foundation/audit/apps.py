"""The room that keeps the chain of what was done."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from linli.foundation.design.rail import Door, open_doors

AUDITORS = ("audit_admin",)


class AuditConfig(AppConfig):
    """Django's handle on the room."""

    name = "linli.foundation.audit"
    label = "audit"
    verbose_name = _("Audit")

    def ready(self) -> None:
        """Put the auditor's pages on the rail; the role's code stands here because accounts are a storey above."""
        open_doors(
            Door(code="entries", name="audit:entries", icon="list", label=_("Records"), order=75, roles=AUDITORS),
            Door(
                code="check", name="audit:check", icon="shield-check", label=_("Chain check"), order=76, roles=AUDITORS
            ),
        )
