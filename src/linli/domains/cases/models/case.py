"""A matter, its words and its contact: three tables, so that words and contact can be erased alone."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel.uuid7 import new_id


class Channel(models.TextChoices):
    """The way a matter came in; every way ranks equal."""

    WEB = "web", _("Phone page")
    PHONE = "phone", _("Telephone")
    VISIT = "visit", _("At the counter")
    PAPER = "paper", _("On paper")
    DICTATION = "dictation", _("Dictated")
    ROUND = "round", _("Found on a round")
    SYSTEM = "system", _("Another system")


class Case(models.Model):
    """A matter: where it stands, whose it is, until when.

    The words, the contact and what happened stand in tables of their own. ``due_at`` is the next step's limit,
    ``reply_due_at`` what was promised to the reporter. ``version`` is the number of the last entry; ``handlers`` are
    the accounts that worked on it and may not verify it. ``units`` repeats the units that are or were a party, so that
    the database can decide by this row alone who sees it; ``about_units`` are those it names, which never become one.
    ``district`` and ``street`` repeat the first digits of
    ``community``, because only plain columns serve as index conditions beside row security.

    ``question`` is how far a question back to the reporter is: asked, answered, answered for the street alone.

    ``main`` is the matter that this one, a duplicate, is handled with.

    ``place`` is what lists and the reporter read; it ends with the stair, for a room is where somebody lives.
    ``dwelling`` is that room where the matter has one, held by one key with building and community (migration 0008);
    ``stair`` and ``floor`` stand for what has none, such as a lift or a landing.

    :personal: place (building, stair, floor, dwelling) and point. Kept 24 months after closing, then anonymised.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.CharField(max_length=12)
    district = models.CharField(max_length=6)
    street = models.CharField(max_length=9)
    grid = models.CharField(max_length=15, blank=True)
    code = models.CharField(max_length=10)
    key_digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=40)
    is_kind_confirmed = models.BooleanField(default=False)
    urgency = models.CharField(max_length=20, default="normal")
    procedure = models.CharField(max_length=40)
    procedure_version = models.PositiveIntegerField()
    state = models.CharField(max_length=40)
    channel = models.CharField(max_length=20, choices=Channel.choices)
    building = models.ForeignKey("places.Building", null=True, on_delete=models.PROTECT, related_name="+")
    dwelling = models.ForeignKey(
        "places.Dwelling", null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    stair = models.PositiveSmallIntegerField(null=True)
    floor = models.SmallIntegerField(null=True)
    place = models.CharField(max_length=80, blank=True)
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    lead_unit = models.ForeignKey("orgs.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    units = ArrayField(models.UUIDField(), default=list)
    about_units = ArrayField(models.UUIDField(), default=list)
    is_sealed = models.BooleanField(default=False)
    is_held = models.BooleanField(default=False)
    is_danger = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    reply_due_at = models.DateTimeField(null=True)
    is_due_provisional = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)
    reopened_count = models.PositiveSmallIntegerField(default=0)
    is_rated = models.BooleanField(default=False)
    main = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    handlers = ArrayField(models.UUIDField(), default=list)
    question = models.CharField(max_length=10, blank=True, default="", db_default="")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "code"], name="case_code_once_a_community"),
            models.UniqueConstraint(fields=["community", "key_digest"], name="case_key_once_a_community"),
            models.CheckConstraint(
                condition=models.Q(grid="") | models.Q(grid__startswith=models.F("community")),
                name="case_grid_in_community",
            ),
            models.CheckConstraint(
                condition=models.Q(building__isnull=False)
                | models.Q(dwelling__isnull=True, stair__isnull=True, floor__isnull=True),
                name="case_spot_has_a_building",
            ),
            models.CheckConstraint(
                condition=models.Q(dwelling__isnull=True) | models.Q(stair__isnull=True, floor__isnull=True),
                name="case_room_brings_stair_and_floor",
            ),
            models.CheckConstraint(
                condition=~models.Q(units__overlap=models.F("about_units")), name="case_never_with_whom_it_names"
            ),
        ]
        indexes = [
            models.Index(fields=["district", "-id"], name="case_district"),
            models.Index(fields=["street", "-id"], name="case_street"),
            models.Index(fields=["community", "-id"], name="case_community"),
            models.Index(fields=["grid", "-id"], name="case_grid"),
            models.Index(fields=["code"], name="case_code"),
            models.Index(fields=["key_digest"], name="case_key"),
            models.Index(
                fields=["grid", "due_at", "id"], name="case_open_due_grid", condition=models.Q(closed_at__isnull=True)
            ),
            models.Index(
                fields=["community", "due_at", "id"], name="case_open_due", condition=models.Q(closed_at__isnull=True)
            ),
            models.Index(
                fields=["street", "due_at", "id"],
                name="case_open_due_street",
                condition=models.Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=["district", "due_at", "id"],
                name="case_open_due_district",
                condition=models.Q(closed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Wording(models.Model):
    """What the reporter said, in the reporter's words.

    :personal: free text, and the name of an elder whose words were taken down. Kept with the matter, erased alone.
    """

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="+")
    community = models.CharField(max_length=12)
    title = models.CharField(max_length=80)
    body = models.TextField(blank=True)
    place_words = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=80, blank=True)
    is_read_back = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"wording of {self.case_id}"


class Contact(models.Model):
    """How the reporter may be reached, if the reporter wished it. Never matched with residents' records.

    :personal: name, phone, both sealed. Kept six months after closing, then erased.
    """

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="+")
    community = models.CharField(max_length=12)
    name_sealed = models.BinaryField(null=True)
    phone_sealed = models.BinaryField(null=True)
    name_masked = models.CharField(max_length=40, blank=True)
    phone_masked = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return f"contact of {self.case_id}"


class Submission(models.Model):
    """One report by the public, counted for an hour so that a flood is held back for a look instead of dropped.

    :personal: none; the caller's address is a keyed digest, erased after a day.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.CharField(max_length=12)
    caller = models.CharField(max_length=32)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["caller", "created_at"], name="submission_caller"),
            models.Index(fields=["community", "created_at"], name="submission_community"),
        ]

    def __str__(self) -> str:
        return f"submission at {self.created_at}"
