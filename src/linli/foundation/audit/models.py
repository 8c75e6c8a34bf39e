"""The tables of the chain. The application may only read them; rows come in through ``audit_append`` alone."""

from django.db import models


class Entry(models.Model):
    """One thing that was done: ids and codes, chained to the row before it in its community.

    ``payload`` is the canonical JSON of everything the hash covers; the other columns repeat it so that rows can be
    found. ``community`` is a division code, or empty for what concerns the whole system.

    :personal: none. Account ids as actors; texts and personal values only as salted digests. Kept at least six months
        (网络安全法 art. 21(3)), as long as the chain that proves it.
    """

    pk = models.CompositePrimaryKey("community", "number")
    community = models.CharField(max_length=15, blank=True)
    number = models.BigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    payload = models.TextField()
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["community", "at"], name="audit_entry_day")]

    def __str__(self) -> str:
        return f"{self.community or 'system'} {self.number} {self.action}"


class Head(models.Model):
    """How many rows a chain has and the hash of its last one; locked while rows are added.

    :personal: none.
    """

    community = models.CharField(max_length=15, primary_key=True, blank=True)
    count = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.community or 'system'} {self.count}"
