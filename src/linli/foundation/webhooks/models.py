"""Who outside is told what, and each delivery with what became of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from linli.kernel.uuid7 import new_id


class Standing(models.TextChoices):
    """Whether a receiver is told. While it is paused its deliveries are kept, and go out when it is resumed."""

    ACTIVE = "active", _("is told")
    PAUSED = "paused", _("on hold")
    REVOKED = "revoked", _("revoked")


class State(models.TextChoices):
    """Where a delivery stands; ``parked`` ones are tried again only when somebody says so."""

    WAITING = "waiting", _("waiting")
    SENT = "sent", _("delivered")
    PARKED = "parked", _("parked")
    WITHDRAWN = "withdrawn", _("withdrawn in time")
    DROPPED = "dropped", _("dropped with its receiver")


class Subscription(models.Model):
    """An outside system and what it hears of: kinds of events, one territory, and one unit's matters or everybody's.

    ``scope`` is a territory as a prefix of digits. The secret is sealed, and emptied when the subscription is revoked.
    ``failures`` counts failed attempts in a row; from the third the receiver rests until ``rest_until``.

    :personal: none; it names a system, and the table is closed to all but administrators and jobs nevertheless.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=60)
    url = models.CharField(max_length=300)
    kinds = ArrayField(models.CharField(max_length=40))
    scope = models.CharField(max_length=15)
    unit = models.UUIDField(null=True, blank=True)
    secret_sealed = models.BinaryField()
    standing = models.CharField(max_length=8, choices=Standing.choices, default=Standing.ACTIVE)
    problem = models.CharField(max_length=60, blank=True, default="")
    failures = models.PositiveIntegerField(default=0)
    rest_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(scope=""), name="webhooks_subscription_has_a_place"),
            models.CheckConstraint(condition=~models.Q(kinds=[]), name="webhooks_subscription_hears_something"),
        ]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One event for one receiver. Its id is made from both, stays the same however often it is sent, and is signed.

    ``body`` is kept as the text that is signed. ``subject`` and ``number`` keep the order within a matter. A worker
    claims an attempt until ``claimed_until``; ``attempts`` says whose claim it is. ``armed_at`` is when trying began.

    :personal: none; bodies hold ids, codes and states. Gone a month after delivery, three months after parking.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="+")
    community = models.CharField(max_length=15)
    event = models.UUIDField()
    kind = models.CharField(max_length=40)
    subject = models.UUIDField(null=True, blank=True)
    number = models.PositiveIntegerField(default=0)
    body = models.TextField()
    created_at = models.DateTimeField(db_default=Now())
    armed_at = models.DateTimeField(db_default=Now())
    hold_until = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField(db_default=Now())
    attempts = models.PositiveIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    code = models.PositiveSmallIntegerField(null=True, blank=True)
    problem = models.CharField(max_length=60, blank=True, default="")
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["subscription", "due_at", "event"],
                condition=models.Q(state="waiting"),
                name="webhooks_delivery_due",
            ),
            models.Index(
                fields=["subscription", "subject", "number"],
                condition=models.Q(state="waiting", subject__isnull=False),
                name="webhooks_delivery_order",
            ),
            models.Index(fields=["subscription", "-created_at", "-id"], name="webhooks_delivery_list"),
            models.Index(fields=["state", "created_at"], name="webhooks_delivery_old"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state} {self.id}"
