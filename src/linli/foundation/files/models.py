"""Attachments: which picture belongs to which matter, and who may see it."""

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from linli.kernel.uuid7 import new_id

if TYPE_CHECKING:
    from uuid import UUID


class Audience(models.TextChoices):
    """Who may see a picture: the resident with the key too, the units at work, or the committee alone."""

    PUBLIC = "public", _("Everybody following the matter")
    PARTIES = "parties", _("Units working on it")
    INTERNAL = "internal", _("The service station only")


class Attachment(models.Model):
    """One picture of one subject; its bytes lie in a file named by their digest.

    ``subject_id`` is what shows it (an entry of a time line), ``parent_id`` the matter that entry belongs to.
    Territory, parties, seal and key are copies of the parent's, kept in step by the room that owns the subject, so
    that the policies of this table need no other.

    :personal: pictures may show people; position, camera and time are stripped. Kept as long as the subject.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.CharField(max_length=12)
    grid = models.CharField(max_length=15, blank=True, default="")
    units: "models.Field[list[UUID], list[UUID]]" = ArrayField(models.UUIDField(), default=list, blank=True)
    audience = models.CharField(max_length=8, choices=Audience.choices)
    is_sealed = models.BooleanField(default=False)
    key_digest = models.CharField(max_length=64, blank=True, default="")
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    parent_id = models.UUIDField()
    sha256 = models.CharField(max_length=64, db_index=True)
    thumbnail_sha256 = models.CharField(max_length=64, db_index=True)
    media_type = models.CharField(max_length=40)
    bytes = models.PositiveIntegerField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["subject_id", "id"], name="files_attachment_subject"),
            models.Index(fields=["parent_id", "id"], name="files_attachment_parent"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id} {self.sha256[:12]}"
