"""The tables of residents: a person once in a community, households, and stays in dwellings with dates."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel.uuid7 import new_id


class IdKind(models.TextChoices):
    """The document that says who somebody is."""

    RESIDENT = "resident", _("Resident identity card")
    PASSPORT = "passport", _("Passport")
    HOME_RETURN = "home_return", _("Hong Kong and Macau permit")
    TAIWAN = "taiwan", _("Taiwan permit")
    FOREIGN = "foreign", _("Foreigner's permanent residence card")
    NONE = "none", _("None stated")


class Sex(models.TextChoices):
    """GB/T 2261.1."""

    UNKNOWN = "0", _("Not known")
    MALE = "1", _("Male")
    FEMALE = "2", _("Female")
    UNSTATED = "9", _("Not stated")


class StayKind(models.TextChoices):
    """In which way somebody lives here (GB/T 31000-2015: registered, floating and foreign population)."""

    REGISTERED = "registered", _("Registered and living here")
    ELSEWHERE = "elsewhere", _("Registered here, living elsewhere")
    PERMANENT = "permanent", _("Living here, registered elsewhere")
    FLOATING = "floating", _("Floating population")
    FOREIGN = "foreign", _("From abroad")
    UNKNOWN = "unknown", _("Not known")


class Relation(models.TextChoices):
    """To the head of the household (codes as in the population sheets of GB/T 31000-2015)."""

    HEAD = "0", _("Head of the household")
    SPOUSE = "1", _("Spouse")
    SON = "2", _("Son")
    DAUGHTER = "3", _("Daughter")
    GRANDCHILD = "4", _("Grandchild")
    PARENT = "5", _("Parent")
    GRANDPARENT = "6", _("Grandparent")
    SIBLING = "7", _("Brother or sister")
    OTHER = "8", _("Other")
    UNKNOWN = "", _("Not stated")


class Ground(models.TextChoices):
    """On what a fact rests."""

    SHEET = "sheet", _("A sheet")
    SAID = "said", _("The resident said so")
    DOCUMENT = "document", _("A document was shown")
    SEEN = "seen", _("Checked on site")


class EndReason(models.TextChoices):
    """Why a stay has ended, as a code and no more: no place somebody went to, no cause, no paper."""

    NONE = "", _("It goes on")
    MOVED = "moved", _("Moved within the community")
    LEFT = "left", _("Moved away")
    DIED = "died", _("Passed away")


BY_HAND = (Ground.DOCUMENT, Ground.SAID, Ground.SEEN)
"""What somebody who enters a fact may rest it on."""
ENDINGS = (EndReason.MOVED, EndReason.LEFT, EndReason.DIED)
"""How somebody who enters the end of a stay may say that it ended."""


class Fact(models.Model):
    """Where something is known from, on what it rests, since when, and when it is to be looked at again.

    ``confirmed_on`` is the day a document was shown for it: no sheet writes over that.
    """

    source = models.CharField(max_length=80)
    ground = models.CharField(max_length=8, choices=Ground, default=Ground.SHEET, db_default=Ground.SHEET)
    stated_on = models.DateField()
    check_by_on = models.DateField(null=True)
    confirmed_on = models.DateField(null=True)

    class Meta:
        abstract = True


class Person(Fact):
    """One person of a community, once.

    ``name_key`` sorts (family name's sound, initials of the given name); digests find an exact value without storing
    it. ``grid`` repeats the grid of the present dwelling, so that the database decides by this row who sees it.

    :personal: name, identity number, telephone (sealed), masks, sex, birth date. Kept while somebody lives here.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.CharField(max_length=12)
    grid = models.CharField(max_length=15, blank=True)
    name_sealed = models.BinaryField()
    name_masked = models.CharField(max_length=60)
    name_key = models.CharField(max_length=80)
    same_digest = models.BinaryField()
    id_kind = models.CharField(max_length=12, choices=IdKind, default=IdKind.RESIDENT)
    id_sealed = models.BinaryField(null=True)
    id_masked = models.CharField(max_length=30, blank=True)
    id_digest = models.BinaryField(null=True)
    sex = models.CharField(max_length=1, choices=Sex, default=Sex.UNKNOWN)
    birth_on = models.DateField(null=True)
    phone_sealed = models.BinaryField(null=True)
    phone_masked = models.CharField(max_length=20, blank=True)
    phone_digest = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="person_document_once", fields=["community", "id_digest"]),
            models.CheckConstraint(
                name="person_grid_in_community",
                condition=models.Q(grid="") | models.Q(grid__startswith=models.F("community")),
            ),
        ]
        indexes = [
            models.Index(name="person_same", fields=["community", "same_digest"]),
            models.Index(name="person_sorted", fields=["community", "name_key", "id"]),
        ]

    def __str__(self) -> str:
        return self.name_masked


class Household(models.Model):
    """Those who live together in a dwelling; ``number`` is the household register's, if there is one.

    :personal: the household number.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.CharField(max_length=12)
    grid = models.CharField(max_length=15, blank=True)
    dwelling = models.ForeignKey("places.Dwelling", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="household_once", fields=["dwelling", "number"])]

    def __str__(self) -> str:
        return self.number or str(self.dwelling_id)


class Stay(Fact):
    """That somebody lives in a dwelling from a day on; a stay that has ended is history and is never altered.

    ``entered_by`` and ``ended_by`` are accounts, empty where a sheet did it: whoever ended a stay by mistake may take
    that back on the same day, and nobody else.

    :personal: where and with whom somebody lives and lived, and that a stay ended.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.CharField(max_length=12)
    grid = models.CharField(max_length=15, blank=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="stays")
    dwelling = models.ForeignKey("places.Dwelling", on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, null=True, on_delete=models.PROTECT, related_name="stays")
    kind = models.CharField(max_length=12, choices=StayKind, default=StayKind.UNKNOWN)
    relation = models.CharField(max_length=1, choices=Relation, blank=True, default=Relation.UNKNOWN)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    entered_by = models.UUIDField(null=True)
    entered_at = models.DateTimeField(null=True)
    end_reason = models.CharField(
        max_length=8, choices=EndReason, blank=True, default=EndReason.NONE, db_default=EndReason.NONE
    )
    end_source = models.CharField(max_length=80, blank=True, default="", db_default="")
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_present_stay", fields=["person"], condition=models.Q(to_on__isnull=True)),
            models.CheckConstraint(
                name="stay_ends_after_it_begins",
                condition=models.Q(to_on__isnull=True) | models.Q(to_on__gte=models.F("from_on")),
            ),
        ]
        indexes = [
            models.Index(name="stay_in_dwelling", fields=["dwelling"]),
            models.Index(
                name="stay_present", fields=["community", "check_by_on"], condition=models.Q(to_on__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.from_on}"
