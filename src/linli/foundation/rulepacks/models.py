"""Dated rules with what they rest on, and the days on which the yearly notice differs from plain weeks."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel.uuid7 import new_id


class RuleStatus(models.TextChoices):
    """Where a version of a rule pack stands."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    RETIRED = "retired", _("retired")


class Certainty(models.TextChoices):
    """How sure it is that a rule says what its basis says; shown beside the rule."""

    VERIFIED = "V", _("read in the official text")
    INFERRED = "I", _("inferred from how the standard is applied")
    REMEMBERED = "M", _("well known, not re-read")
    TO_CHECK = "m", _("to be checked before relying on it")


class RuleSet(models.Model):
    """One version of a rule pack for one territory (empty: everywhere), in force from a day on.

    A published version is never altered: the next one begins later, and questions about earlier days still find it.
    Who drew a draft up (``drafted_by``) is never who publishes it, which the table refuses too.

    :personal: none; ``drafted_by`` and ``published_by`` are ids of accounts.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=60)
    scope = models.CharField(max_length=15, blank=True, default="")
    version = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=RuleStatus.choices, default=RuleStatus.DRAFT)
    title = models.JSONField()
    body = models.JSONField()
    digest = models.CharField(max_length=64)
    basis = models.TextField()
    certainty = models.CharField(max_length=1, choices=Certainty.choices)
    valid_from_on = models.DateField()
    published_at = models.DateTimeField(null=True)
    drafted_by = models.UUIDField(null=True, blank=True)
    published_by = models.UUIDField(null=True, blank=True)

    class Meta:
        """Versions count up for each code and territory."""

        constraints = [
            models.UniqueConstraint(fields=["code", "scope", "version"], name="rulepacks_rule_set_version"),
            models.CheckConstraint(
                condition=~models.Q(published_by=models.F("drafted_by")), name="rulepacks_rule_set_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.scope} {self.version}".strip()


class WorkDay(models.Model):
    """A day that a published notice makes a working day or a day off, otherwise than Monday to Friday would.

    ``year`` is the year of the notice (a notice may reach back into December); ``source`` says where it was read.

    :personal: none.
    """

    day = models.DateField(primary_key=True)
    is_working = models.BooleanField()
    name = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField(db_index=True)
    source = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
