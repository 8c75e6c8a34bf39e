"""The tables of the room: a key by its digest alone, and the calls of the last minutes."""

from django.db import models

from linli.foundation.orgs.models import Unit
from linli.kernel.uuid7 import new_id


class ApiKey(models.Model):
    """What lets another system in: for which unit, where (``scope``), to read or to hand in, through which day.

    The key itself is kept nowhere; ``hint`` is its last four characters, by which people tell keys apart. Of its use
    the last day alone is known.

    :personal: none; ``created_by`` and ``revoked_by`` are accounts' ids.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=4)
    name = models.CharField(max_length=60)
    scope = models.CharField(max_length=12)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    can_read = models.BooleanField(default=True)
    can_write = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.UUIDField(null=True)
    last_used_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(can_read=True) | models.Q(can_write=True), name="api_key_is_for_something"
            )
        ]
        indexes = [models.Index(fields=["scope"], name="api_key_by_scope")]

    def __str__(self) -> str:
        return f"…{self.hint}"


class ApiCall(models.Model):
    """One call of another system, counted for a minute.

    :personal: none; ``caller`` is a keyed digest of a key's id or of an address, erased within two hours.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    caller = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["caller", "at"], name="api_call_by_caller")]

    def __str__(self) -> str:
        return f"call at {self.at}"
