"""The side table of keyed token digests, apart from the texts they were made of."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Document(models.Model):
    """What one subject can be found by: digests of its two-character pieces and of the areas it lies in.

    Without row security: policies keep PostgreSQL from using a text index on a protected table (161 ms against
    0.17 ms). Whoever reads ids here still reads the subjects through their own protected table.

    :personal: none readable; digests under a key outside the database, gone with their subject.
    """

    id = models.UUIDField(primary_key=True, editable=False)  # the subject's own id
    kind = models.CharField(max_length=40)
    community = models.CharField(max_length=12)
    digests = ArrayField(models.IntegerField())

    class Meta:
        indexes = [GinIndex(fields=["digests"], name="search_document_digests", fastupdate=False)]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
