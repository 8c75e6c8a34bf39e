"""Procedures as they were published: versions stay, so that a running matter keeps the one it began with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel.uuid7 import new_id


class ProcedureStatus(models.TextChoices):
    """Where a version of a procedure stands."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    RETIRED = "retired", _("retired")


class Procedure(models.Model):
    """One version of a procedure. New matters take the published one; running ones keep theirs.

    ``begun_from`` is the version a draft began from, none for a new procedure.

    :personal: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=ProcedureStatus.choices, default=ProcedureStatus.DRAFT)
    body = models.JSONField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)
    begun_from = models.PositiveIntegerField(null=True)

    class Meta:
        """One row a version, one published version and one draft a code."""

        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="workflow_procedure_version"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(status="published"), name="workflow_procedure_published"
            ),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(status="draft"), name="workflow_procedure_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"
