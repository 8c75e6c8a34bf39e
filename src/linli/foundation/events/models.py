"""The outbox: facts written in the transaction of the change they tell of, carried on after it committed."""

from django.db import models
from django.db.models.functions import Now

from linli.kernel.uuid7 import new_id


class Outbox(models.Model):
    """A fact on its way to the rooms that asked for it; done rows stay for a month.

    :personal: none; payloads hold ids and codes.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.CharField(max_length=12, blank=True)
    name = models.CharField(max_length=80)
    payload = models.JSONField()
    created_at = models.DateTimeField(db_default=Now())
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    due_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True, blank=True)
    poisoned_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True, default="", db_default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=models.Q(done_at=None, poisoned_at=None),
                name="events_outbox_due",
            ),
            models.Index(fields=["done_at"], condition=models.Q(done_at__isnull=False), name="events_outbox_done"),
            models.Index(fields=["poisoned_at"], condition=models.Q(poisoned_at__isnull=False), name="events_poisoned"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.id}"
