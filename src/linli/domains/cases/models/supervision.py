"""Supervision (督办): that a limit ran out and somebody above was told, and what became of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.domains.cases.models.case import Case
from linli.domains.cases.models.party import Clock, Party
from linli.kernel.uuid7 import new_id


class SupervisionLevel(models.TextChoices):
    """Who supervises, from the nearest up."""

    COMMUNITY = "community", _("The community")
    STREET = "street", _("The street")
    DISTRICT = "district", _("The district")


class Supervision(models.Model):
    """One rung of the ladder that a late clock reached; whoever is late has to answer it.

    ``unit`` and ``party`` are empty where the community itself is late. ``ended_at``: the clock ended unanswered.

    :personal: none; ``answered_by`` is an account's id.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    community = models.CharField(max_length=12)
    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="+", db_index=False)
    party = models.ForeignKey(Party, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    unit = models.UUIDField(null=True)
    level = models.CharField(max_length=10, choices=SupervisionLevel.choices)
    raised_at = models.DateTimeField()
    answer_due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clock", "level"], name="one_rung_once_a_clock")]
        indexes = [
            models.Index(
                fields=["community", "answer_due_at"],
                name="supervision_open",
                condition=models.Q(answered_at__isnull=True, ended_at__isnull=True),
            ),
            models.Index(
                fields=["unit"],
                name="supervision_open_unit",
                condition=models.Q(answered_at__isnull=True, ended_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.raised_at}"
