"""What units ask for their clocks: to stand still, or more time; a request waits beside the clock for a decision."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.domains.cases.models.case import Case
from linli.domains.cases.models.party import Clock, Party
from linli.kernel.uuid7 import new_id


class RequestKind(models.TextChoices):
    """What is asked for."""

    PAUSE = "pause", _("Pause")
    EXTENSION = "extension", _("More time")


class RequestState(models.TextChoices):
    """What became of a request."""

    OPEN = "open", pgettext_lazy("state of a request", "Waits for a decision")
    GRANTED = "granted", pgettext_lazy("state of a request", "Granted")
    OVER = "over", pgettext_lazy("state of a request", "Granted, over")
    REFUSED = "refused", pgettext_lazy("state of a request", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a request", "Taken back")
    LAPSED = "lapsed", pgettext_lazy("state of a request", "No longer needed")


class Decider(models.TextChoices):
    """The lowest level that may decide."""

    COMMUNITY = "community", _("The community")
    STREET = "street", _("The street")


class TimeRequest(models.Model):
    """A unit's request for a pause or an extension; only a granted one has moved a clock.

    ``reason`` is a code of the rule pack's list, the words stand in the entry. ``from_at`` and ``until_at`` bound a
    granted pause.

    :personal: none; ``asked_by`` and ``decided_by`` are accounts' ids.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    community = models.CharField(max_length=12)
    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+", db_index=False)
    unit = models.UUIDField()
    kind = models.CharField(max_length=10, choices=RequestKind.choices)
    reason = models.CharField(max_length=40)
    length_amount = models.PositiveIntegerField()
    length_unit = models.CharField(max_length=20)
    decider = models.CharField(max_length=10, choices=Decider.choices)
    state = models.CharField(max_length=10, choices=RequestState.choices)
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    from_at = models.DateTimeField(null=True)
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party"], condition=models.Q(state="open"), name="one_open_request_a_part"),
            models.CheckConstraint(
                condition=models.Q(asked_by__isnull=True) | ~models.Q(decided_by=models.F("asked_by")),
                name="nobody_decides_on_own_request",
            ),
        ]
        indexes = [
            models.Index(fields=["community", "asked_at"], name="request_open", condition=models.Q(state="open")),
            models.Index(
                fields=["community", "until_at"],
                name="request_pause",
                condition=models.Q(kind="pause", state="granted"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
