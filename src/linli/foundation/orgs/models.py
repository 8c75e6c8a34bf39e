"""The tables of units: what they are, whom they serve, their posts and who holds a post from when to when."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.foundation.territory.models import DIVISION_CODE
from linli.kernel.uuid7 import new_id


class UnitKind(models.TextChoices):
    """What kind of party a unit is, in the order in which a community names them."""

    PARTY_ORGANISATION = "party_organisation", _("Party organisation")
    RESIDENTS_COMMITTEE = "residents_committee", _("Residents' committee")
    SERVICE_STATION = "service_station", _("Service station")
    STREET_OFFICE = "street_office", _("Street office")
    DEPARTMENT = "department", _("Department")
    SOCIAL_ORGANISATION = "social_organisation", _("Social organisation")
    ENTERPRISE = "enterprise", _("Enterprise")
    SELF_GOVERNING_GROUP = "self_governing_group", _("Self-governing group")


class Unit(models.Model):
    """One unit: a committee, station, office, department, organisation, firm or group.

    ``scope`` is the division it serves as significant digits: 12 for a community, 9 for a street, 6 for a district.
    ``phone`` and ``email`` are the office's public ones, never a person's.

    :personal: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.CharField(max_length=12)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=UnitKind)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    valid_from_on = models.DateField()
    valid_to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="unit_scope_is_a_division",
                condition=models.Q(scope__regex=DIVISION_CODE),
            ),
            models.CheckConstraint(
                name="unit_ends_after_it_begins",
                condition=models.Q(valid_to_on=None) | models.Q(valid_to_on__gte=models.F("valid_from_on")),
            ),
        ]
        indexes = [models.Index(name="unit_by_scope", fields=["scope"])]

    def __str__(self) -> str:
        return self.name

    def is_active_on(self, day: date) -> bool:
        """Return whether the unit exists on a day."""
        return self.valid_from_on <= day and (self.valid_to_on is None or day <= self.valid_to_on)


class Post(models.Model):
    """One post of a unit, held by somebody or vacant.

    :personal: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=60)
    valid_from_on = models.DateField()
    valid_to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="post_title_once_in_a_unit", fields=["unit", "title"], condition=models.Q(valid_to_on=None)
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Holding(models.Model):
    """Who holds a post, from when to when.

    ``account`` is the holder's account where there is one (accounts stand above this room, so it is a bare id).
    ``scope`` repeats the unit's, for the row policies.

    :personal: person_name of a post-holder. Kept while the post is held and two years after; closed by row security.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=12)
    account = models.UUIDField(null=True, blank=True)
    person_name = models.CharField(max_length=60)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="holding_ends_after_it_begins",
                condition=models.Q(to_on=None) | models.Q(to_on__gte=models.F("from_on")),
            ),
        ]
        indexes = [models.Index(name="holding_by_scope", fields=["scope"])]

    def __str__(self) -> str:
        return str(self.id)
