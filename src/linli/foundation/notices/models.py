"""Messages: what is told to whom, by which way, and what became of it."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """The way a message takes."""

    INBOX = "inbox", _("In the programme")
    MAIL = "mail", _("Mail")
    SMS_FILE = "sms_file", _("Text message")


class State(models.TextChoices):
    """Where a message stands; ``unknown`` is said, never guessed at or sent again."""

    HELD = "held", _("held back for a moment")
    WAITING = "waiting", _("waiting to be sent")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("not sent")
    UNKNOWN = "unknown", _("nobody knows whether it arrived")
    WITHDRAWN = "withdrawn", _("withdrawn in time")


class Message(models.Model):
    """One message to one receiver by one way.

    Its id is made from the event, the receiver and the way, so that telling twice writes one row. There is no read
    mark: a unit's message is put away by whoever of the unit dealt with it, and nobody is recorded for reading. Of a
    sealed matter the staff of the community learn nothing from here either: ``is_sealed`` keeps it to its receiver and
    the street.

    :personal: sealed address of a reporter who asked for word; emptied once it is sent. Messages go after half a year.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    community = models.CharField(max_length=12)
    unit = models.UUIDField(null=True, blank=True)
    account = models.UUIDField(null=True, blank=True)
    address_sealed = models.BinaryField(null=True, blank=True)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    kind = models.CharField(max_length=40)
    subject_id = models.UUIDField(null=True, blank=True)
    data = models.JSONField(default=dict)
    is_sealed = models.BooleanField(default=False, db_default=False)
    language = models.CharField(max_length=8, default="zh-hans")
    created_at = models.DateTimeField(db_default=Now())
    hold_until = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=State.choices)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True, default="")
    sent_at = models.DateTimeField(null=True, blank=True)
    dismissed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="notices_message_one_receiver",
                condition=(
                    models.Q(unit__isnull=False, account=None, address_sealed=None)
                    | models.Q(unit=None, account__isnull=False, address_sealed=None)
                    | models.Q(unit=None, account=None, address_sealed__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="notices_message_inbox_has_owner",
                condition=~models.Q(channel="inbox") | models.Q(address_sealed=None),
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "created_at", "id"],
                condition=models.Q(channel="inbox", dismissed_at=None),
                name="notices_inbox_unit",
            ),
            models.Index(
                fields=["account", "created_at", "id"],
                condition=models.Q(channel="inbox", dismissed_at=None),
                name="notices_inbox_account",
            ),
            models.Index(fields=["subject_id"], name="notices_message_subject"),
            models.Index(
                fields=["created_at"],
                condition=models.Q(state__in=["failed", "unknown"]),
                name="notices_message_trouble",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel} {self.state}"
