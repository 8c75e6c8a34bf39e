"""The table of the duty register: which unit has to lead which kinds of matter, where, and on what basis."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from linli.domains.duties.rules import ItemKind
from linli.foundation.orgs.models import Unit
from linli.kernel.uuid7 import new_id

PLACE_CODE = r"^[0-9]{2}([0-9]{2}([0-9]{2}([0-9]{3}([0-9]{3}([0-9]{3})?)?)?)?)?$"
"""Significant digits of a division or a grid."""


class WorkItem(models.Model):
    """One line of the register (清单): an item of work, its kind, its owner and the law or agreement behind it.

    ``scope`` is a prefix: a district, street, community or grid; the longest that covers a place decides.
    ``assisting_kinds`` names the kinds of units that usually help.

    :personal: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in ItemKind])
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    case_kinds = ArrayField(models.CharField(max_length=40), default=list)
    assisting_kinds = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    scope = models.CharField(max_length=15)
    basis = models.TextField()
    valid_from_on = models.DateField()
    valid_to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="work_item_once_in_a_scope", fields=["scope", "code"], condition=models.Q(valid_to_on=None)
            ),
            models.CheckConstraint(
                name="work_item_scope_is_a_place",
                condition=models.Q(scope__regex=PLACE_CODE),
            ),
            models.CheckConstraint(name="work_item_has_a_basis", condition=~models.Q(basis="")),
            models.CheckConstraint(
                name="work_item_ends_after_it_begins",
                condition=models.Q(valid_to_on=None) | models.Q(valid_to_on__gte=models.F("valid_from_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.name
