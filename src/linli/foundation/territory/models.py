"""The tables of the territory: divisions with official codes down to the community, grids with polygons below it.

Nothing here is ever overwritten by a later state of the world: a division that ends names its successor, and a new
publication of grids ends the old ones the day before, so that a matter keeps the grid of its day. The surprise: the
national list of divisions may lie in the same table; what no community here hangs on is not *in use*, only looked up.
"""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel.uuid7 import new_id

DIVISION_CODE = r"^[0-9]{2}([0-9]{2}([0-9]{2}([0-9]{3}([0-9]{3})?)?)?)?$"
"""Significant digits of a division: province, city, county, street, community."""


class Level(models.TextChoices):
    """The level of a division, from the number of its significant digits (GB/T 2260 and the statistical code)."""

    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    COUNTY = "county", _("District or county")
    STREET = "street", _("Street or town")
    COMMUNITY = "community", _("Community")

    @property
    def digits(self) -> int:
        """How many digits of a code carry meaning."""
        return _DIGITS[self.value]


_DIGITS = {"province": 2, "city": 4, "county": 6, "street": 9, "community": 12}


class GridKind(models.TextChoices):
    """What a grid is: a part of the community, a place with a grid of its own, or a part of a grid."""

    BASE = "base", _("Base grid")
    DEDICATED = "dedicated", _("Dedicated grid")
    MICRO = "micro", _("Micro grid")


class Division(models.Model):
    """One division of the tree: province, city, county, street or community.

    ``code`` holds the significant digits (2, 4, 6, 9 or 12), so that a prefix is an ancestor. ``boundary`` is WKB in
    degrees (WGS84) and, where it is known, what grids and buildings of a community must lie in. A division is in use
    when a community set up here is it or lies in it; the others are names on offer from the national list.

    :personal: none.
    """

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=100)
    level = models.CharField(max_length=9, choices=Level)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    valid_from_on = models.DateField()
    valid_to_on = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    boundary = models.BinaryField(null=True, blank=True)
    is_in_use = models.BooleanField(default=True, db_default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="division_code_has_a_level",
                condition=models.Q(code__regex=DIVISION_CODE),
            ),
            models.CheckConstraint(
                name="division_ends_after_it_begins",
                condition=models.Q(valid_to_on=None) | models.Q(valid_to_on__gte=models.F("valid_from_on")),
            ),
        ]
        indexes = [models.Index(name="division_in_use", fields=["code"], condition=models.Q(is_in_use=True))]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class DivisionList(models.Model):
    """One edition of the national list of divisions that was read in, by the day its data are of.

    ``digest`` is the SHA-256 of the codes and names that were taken, in hexadecimal digits.

    :personal: none.
    """

    as_of_on = models.DateField(primary_key=True)
    digest = models.CharField(max_length=64)
    divisions = models.PositiveIntegerField()
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.as_of_on.isoformat()


class GridQuerySet(models.QuerySet["Grid"]):
    """Ways to ask for grids."""

    def valid_on(self, day: date) -> "GridQuerySet":
        """Keep the grids that were valid on a day; one withdrawn on its first day never was."""
        return self.filter(models.Q(valid_to_on=None) | models.Q(valid_to_on__gte=day), valid_from_on__lte=day)


class Grid(models.Model):
    """One grid of a community with its polygon, valid between two days.

    ``polygon`` is WKB in degrees (WGS84) beside its bounding box; ``version`` is the number of the publication within
    its community. A grid withdrawn on the day it began ends the day before it begins.

    :personal: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=15)
    community = models.CharField(max_length=12)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=9, choices=GridKind, default=GridKind.BASE)
    polygon = models.BinaryField()
    min_lon = models.FloatField()
    min_lat = models.FloatField()
    max_lon = models.FloatField()
    max_lat = models.FloatField()
    version = models.PositiveIntegerField()
    valid_from_on = models.DateField()
    valid_to_on = models.DateField(null=True, blank=True)

    objects = models.Manager.from_queryset(GridQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="grid_begins_once", fields=["code", "valid_from_on"]),
            models.CheckConstraint(
                name="grid_lies_in_its_community",
                condition=models.Q(code__regex=r"^[0-9]{15}$", code__startswith=models.F("community")),
            ),
        ]
        indexes = [models.Index(name="grid_by_community", fields=["community", "valid_from_on"])]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class GridDraft(models.Model):
    """The drawing of a community's next grids: which publication it began from, and which of its steps is shown.

    There is one for a community at most; publishing ends it. ``step`` is the number of the step that is shown, so that
    going back and forth moves it alone.

    :personal: none.
    """

    community = models.CharField(max_length=12, primary_key=True)
    based_on = models.PositiveIntegerField()
    step = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.community} ({self.step})"


class GridDraftStep(models.Model):
    """One step of a drawing: what was done to which grid, and all grids after it as JSON with outlines in degrees.

    :personal: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draft = models.ForeignKey(GridDraft, on_delete=models.CASCADE, related_name="steps")
    community = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    deed = models.CharField(max_length=20)
    subject = models.CharField(max_length=200, blank=True)
    grids = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(name="draft_step_once", fields=["draft", "number"])]

    def __str__(self) -> str:
        return f"{self.community} {self.number} {self.deed}"
