"""Parties and clocks: each unit has a row and a clock of its own."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.domains.cases.models.case import Case
from linli.kernel.uuid7 import new_id


class PartyRole(models.TextChoices):
    """What a unit does in a matter."""

    LEAD = "lead", pgettext_lazy("part of a unit", "Leads")
    ASSIST = "assist", pgettext_lazy("part of a unit", "Assists")
    VERIFY = "verify", pgettext_lazy("part of a unit", "Verifies")
    ARBITRATE = "arbitrate", pgettext_lazy("part of a unit", "Decides")


class PartyState(models.TextChoices):
    """How far a unit is."""

    ASKED = "asked", pgettext_lazy("state of a unit", "To be received")
    RECEIVED = "received", pgettext_lazy("state of a unit", "Received")
    WORKING = "working", pgettext_lazy("state of a unit", "Working on it")
    ANSWERED = "answered", pgettext_lazy("state of a unit", "Answered")
    SIGNED_OFF = "signed_off", pgettext_lazy("state of a unit", "Signed off")
    REFUSED = "refused", pgettext_lazy("state of a unit", "Refused")
    HANDED_BACK = "handed_back", pgettext_lazy("state of a unit", "Handed back")


class Party(models.Model):
    """A unit's part in a matter, with the duty it rests on and its own times.

    :personal: none; ``worker`` is an account's id.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties")
    community = models.CharField(max_length=12)
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=PartyRole.choices)
    state = models.CharField(max_length=12, choices=PartyState.choices)
    item = models.UUIDField(null=True)
    basis = models.CharField(max_length=300, blank=True)
    worker = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(role="lead", released_at__isnull=True),
                name="one_lead_at_a_time",
            )
        ]
        indexes = [
            models.Index(fields=["unit", "-case"], name="party_unit"),
            models.Index(
                fields=["unit", "due_at"],
                name="party_open",
                condition=models.Q(state__in=["asked", "received", "working", "answered"], released_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.unit_id}"


class Told(models.TextChoices):
    """How far people were reminded of a clock; each reminder is given once."""

    NOTHING = "", "–"
    SOON = "soon", _("Due soon")
    OVERDUE = "overdue", _("Overdue")


class Clock(models.Model):
    """A running or stopped limit of a matter or a party; ``steps`` is the explanation a person can count after.

    ``told`` is how far those it concerns were reminded of it: not yet, that it is due soon, that it is overdue.

    :personal: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="clocks")
    community = models.CharField(max_length=12)
    party = models.ForeignKey(Party, null=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    limit_amount = models.PositiveIntegerField()
    limit_unit = models.CharField(max_length=20)
    basis = models.CharField(max_length=300, blank=True)
    calendar_version = models.PositiveBigIntegerField(default=0)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    pauses = models.JSONField(default=list)
    extensions = models.JSONField(default=list)
    steps = models.JSONField(default=list)
    is_provisional = models.BooleanField(default=False)
    told = models.CharField(max_length=10, choices=Told.choices, blank=True, default=Told.NOTHING)

    class Meta:
        indexes = [
            models.Index(
                fields=["community", "due_at"], name="clock_running", condition=models.Q(stopped_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.name
