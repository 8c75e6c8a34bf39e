"""The tables of places: buildings with holes kept in their footprints, and dwellings by stair, floor and room."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel.uuid7 import new_id


class Use(models.TextChoices):
    """What a building is for, as far as anybody said."""

    HOUSING = "housing", _("Housing")
    COMMERCE = "commerce", _("Shops and offices")
    PUBLIC = "public", _("Public building")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Not known")


class Building(models.Model):
    """One building of a community.

    ``sequence`` is its number in the community, 1 to 99999 from west to east and north to south (DB6101/T 3185-2024);
    ``number`` is what stands on its door plate, such as ``3 号楼``, and may be empty. ``footprint`` is WKB in degrees
    (WGS84), ``lon`` and ``lat`` a point inside it; ``digest`` is the footprint's fingerprint, so that importing a file
    twice changes nothing. Floors and stairs that were counted from a sheet of rooms (``…_from_rooms``) are the least
    there are: another sheet may raise them, and no row is held against them.

    :personal: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.CharField(max_length=12)
    sequence = models.PositiveIntegerField()
    number = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=200, blank=True)
    use = models.CharField(max_length=8, choices=Use, default=Use.UNKNOWN)
    floors = models.PositiveSmallIntegerField(null=True, blank=True)
    stairs = models.PositiveSmallIntegerField(null=True, blank=True)
    floors_from_rooms = models.BooleanField(default=False, db_default=False)
    stairs_from_rooms = models.BooleanField(default=False, db_default=False)
    height_m = models.FloatField(null=True, blank=True)
    area_m2 = models.FloatField()
    footprint = models.BinaryField()
    digest = models.CharField(max_length=32)
    min_lon = models.FloatField()
    min_lat = models.FloatField()
    max_lon = models.FloatField()
    max_lat = models.FloatField()
    lon = models.FloatField()
    lat = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="building_footprint_once", fields=["community", "digest"]),
            models.UniqueConstraint(name="building_sequence_once", fields=["community", "sequence"]),
            models.CheckConstraint(
                name="building_sequence_has_five_digits", condition=models.Q(sequence__gte=1, sequence__lte=99999)
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.sequence:05d}"


class Dwelling(models.Model):
    """One dwelling: stair, floor and room of a building. Who lives in it is another room's matter.

    Id, building and community together are a key, so that what names all three cannot name a room of another building.

    :personal: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    building = models.ForeignKey(Building, on_delete=models.PROTECT, related_name="+")
    community = models.CharField(max_length=12)
    stair = models.PositiveSmallIntegerField()
    floor = models.SmallIntegerField()
    room = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="dwelling_once", fields=["building", "stair", "floor", "room"]),
            models.UniqueConstraint(name="dwelling_with_its_building", fields=["id", "building", "community"]),
        ]
        indexes = [models.Index(name="dwelling_by_community", fields=["community"])]

    def __str__(self) -> str:
        return f"{self.stair}-{self.room}"
