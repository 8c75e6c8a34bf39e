"""The tables of imports: a file on its way in, and what columns were said to hold before."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel.uuid7 import new_id


class UploadState(models.TextChoices):
    """How far a file is."""

    WAITING = "waiting", _("Waiting for the columns to be confirmed")
    QUEUED = "queued", _("Waiting its turn")
    RUNNING = "running", _("Being read")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")
    FAILED = "failed", _("Failed")


OPEN_STATES = (UploadState.WAITING, UploadState.QUEUED, UploadState.RUNNING)


class Upload(models.Model):
    """A spreadsheet somebody handed in, until its rows are in and its faulty rows are fetched.

    :personal: the file and its faulty rows, sealed. The file is erased when it has been read, both after seven days.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.CharField(max_length=12)
    kind = models.CharField(max_length=20)
    file_name = models.CharField(max_length=120)
    account = models.UUIDField()
    state = models.CharField(max_length=8, choices=UploadState, default=UploadState.WAITING)
    columns = models.JSONField(default=dict)
    source = models.CharField(max_length=80, blank=True)
    stated_on = models.DateField(null=True)
    rows = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    is_stop_wanted = models.BooleanField(default=False)
    sealed = models.BinaryField(null=True)
    faults_sealed = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(name="upload_by_community", fields=["community", "-created_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Mapping(models.Model):
    """What the columns of a sheet with these headings were said to hold, so that nobody is asked twice.

    :personal: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.CharField(max_length=12)
    kind = models.CharField(max_length=20)
    headings_digest = models.CharField(max_length=64)
    columns = models.JSONField()
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="mapping_once", fields=["community", "kind", "headings_digest"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.headings_digest[:8]}"
