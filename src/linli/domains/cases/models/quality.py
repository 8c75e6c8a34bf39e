"""A second look at a matter: re-checks that were drawn, and what one person asks and another decides."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.domains.cases.models.case import Case
from linli.kernel.uuid7 import new_id


class LookKind(models.TextChoices):
    """What the second look is about."""

    RECHECK = "recheck", _("Random re-check")
    EXCLUSION = "exclusion", _("Left out of the rates")
    REPEATED = "repeated", pgettext_lazy("mark of a submission", "Repeated")
    ABUSIVE = "abusive", pgettext_lazy("mark of a submission", "Abusive")
    APPEAL = "appeal", _("The reporter objects to the mark")
    SAME = "same", _("The same as an earlier one")


class LookState(models.TextChoices):
    """How a second look stands; ``lifted`` is a mark that an appeal took away."""

    OPEN = "open", pgettext_lazy("second look", "Waits for a second person")
    UPHELD = "upheld", pgettext_lazy("second look", "Upheld")
    TURNED_DOWN = "turned_down", pgettext_lazy("second look", "Turned down")
    LIFTED = "lifted", pgettext_lazy("second look", "Taken away")


class Draw(models.Model):
    """One random draw of closed matters: ``strata`` with the rule's numbers and the seed give the same matters again.

    A stratum is a kind and a lead unit with the ids of its matters. ``seed`` is made with the draw and shown after it.

    :personal: none; ``drawn_by`` is an account's id.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.CharField(max_length=15)
    period = models.CharField(max_length=10)
    seed = models.CharField(max_length=64)
    strata = models.JSONField(default=list)
    size = models.PositiveIntegerField()
    drawn = models.PositiveIntegerField()
    drawn_by = models.UUIDField()
    drawn_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["scope", "-drawn_at"], name="draw_scope")]

    def __str__(self) -> str:
        return f"{self.scope} {self.period}"


class SecondLook(models.Model):
    """Something about a matter that waits for a second person, or what that person found. Its words stand in entries.

    ``round`` is how often the matter had been done again; ``other`` the earlier matter of a sameness; ``until_at`` the
    moment from which a mark no longer counts.

    :personal: none; ``asked_by`` and ``decided_by`` are accounts' ids, none for the reporter and for a draw.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    community = models.CharField(max_length=12)
    kind = models.CharField(max_length=10, choices=LookKind)
    state = models.CharField(max_length=12, choices=LookState, default=LookState.OPEN)
    round = models.PositiveSmallIntegerField(default=0)
    other = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    draw = models.ForeignKey(Draw, null=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=models.Q(state="open"), name="one_open_look_of_a_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open") | models.Q(decided_at__isnull=False), name="look_decided_at_a_moment"
            ),
            models.CheckConstraint(
                condition=models.Q(asked_by__isnull=True)
                | models.Q(decided_by__isnull=True)
                | models.Q(kind="same")
                | ~models.Q(decided_by=models.F("asked_by")),
                name="look_by_a_second_person",
            ),
        ]
        indexes = [
            models.Index(fields=["community", "due_at"], name="look_open", condition=models.Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
