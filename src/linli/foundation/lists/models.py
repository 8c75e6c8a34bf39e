"""The room's tables: filters kept under a name, and how a person has a list."""

from django.db import models

from linli.foundation.lists.rules import Audience
from linli.kernel.uuid7 import new_id


class KeptFilter(models.Model):
    """A set of filters of one list under a name, kept by one person for one place.

    ``list_code`` names the list (``cases``), ``filters`` are codes by the filter's name, as that list validated them.
    Words somebody looked for stand apart, sealed, because they may name anybody; a shared filter has none, and the
    table refuses one that would. ``place`` is the community, or the larger territory, of the standing it was made in.
    ``removed_at`` lets a removal be taken back for a day.

    :personal: sealed words a member of staff looked for. Kept until removed, a day longer to take that back, and not
        beyond the account.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    list_code = models.CharField(max_length=20)
    account = models.UUIDField()
    place = models.CharField(max_length=12)
    unit = models.UUIDField(null=True)
    name = models.CharField(max_length=24)
    filters = models.JSONField(default=dict)
    words_sealed = models.BinaryField(null=True)
    columns = models.JSONField(default=list)
    sort = models.CharField(max_length=12, blank=True)
    audience = models.CharField(max_length=5, choices=Audience, default=Audience.OWN)
    position = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="kept_filter_name_once",
                fields=["account", "list_code", "place", "name"],
                condition=models.Q(removed_at=None),
            ),
            models.CheckConstraint(
                name="kept_filter_shares_no_words",
                condition=models.Q(audience="own") | models.Q(words_sealed=None),
            ),
            models.CheckConstraint(
                name="kept_filter_unit_has_one", condition=~models.Q(audience="unit") | models.Q(unit__isnull=False)
            ),
        ]
        indexes = [
            models.Index(
                name="kept_filter_of_place", fields=["place", "list_code"], condition=models.Q(audience="place")
            ),
            models.Index(name="kept_filter_of_unit", fields=["unit", "list_code"], condition=models.Q(audience="unit")),
        ]

    def __str__(self) -> str:
        return f"{self.list_code} {self.id}"


class ListHabit(models.Model):
    """How one person has one list in one place: its columns in order, and the kept filter it opens with.

    :personal: none beyond the account's id.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    list_code = models.CharField(max_length=20)
    account = models.UUIDField()
    place = models.CharField(max_length=12)
    columns = models.JSONField(default=list)
    opens_with = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="list_habit_once", fields=["account", "list_code", "place"])]

    def __str__(self) -> str:
        return f"{self.list_code} {self.id}"
