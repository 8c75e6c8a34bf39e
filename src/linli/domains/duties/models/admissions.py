"""The tables of exceptions (临时准入): what is opened where and until when, and who asked and decided; staff hours."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.domains.duties.lists.rules import Period, Share
from linli.domains.duties.models.register import PLACE_CODE
from linli.foundation.orgs.models import Unit
from linli.kernel.uuid7 import new_id


class AdmissionState(models.TextChoices):
    """Where an exception stands; that one is over is told by its days."""

    ASKED = "asked", _("Asked for")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("Ended early")


class Admission(models.Model):
    """One exception: a piece of work that an authority asks a community to do, for some days only.

    It opens its kinds of matter for one community body between two days and nothing else; the words of who asked for
    what reason stand in ``AdmissionDeed``.

    :personal: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.CharField(max_length=12)
    words = models.CharField(max_length=200)
    item_code = models.CharField(max_length=40, blank=True)
    case_kinds = ArrayField(models.CharField(max_length=40), default=list)
    unit_kind = models.CharField(max_length=20)
    share = models.CharField(max_length=6, choices=[(one.value, one.value) for one in Share])
    basis = models.TextField()
    hours = models.DecimalField(max_digits=7, decimal_places=2)
    period = models.CharField(max_length=7, choices=[(one.value, one.value) for one in Period])
    from_on = models.DateField()
    to_on = models.DateField()
    asked_by = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True)
    state = models.CharField(max_length=8, choices=AdmissionState.choices, default=AdmissionState.ASKED)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="admission_scope_is_a_place", condition=models.Q(scope__regex=PLACE_CODE)),
            models.CheckConstraint(
                name="admission_ends_after_it_begins", condition=models.Q(to_on__gte=models.F("from_on"))
            ),
            models.CheckConstraint(name="admission_has_a_basis", condition=~models.Q(basis="")),
        ]
        indexes = [models.Index(name="admission_by_scope", fields=["scope", "-asked_at"])]

    def __str__(self) -> str:
        return self.words


class AdmissionDeed(models.Model):
    """What somebody did about an exception and why: asked, approved, refused or ended it; append-only.

    ``scope`` repeats the exception's, for the row policies.

    :personal: the account of who did it, and their reason. Kept with the exception; closed by row security.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    admission = models.ForeignKey(Admission, on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=12)
    deed = models.CharField(max_length=8, choices=AdmissionState.choices)
    account = models.UUIDField()
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="admission_deed_by_admission", fields=["admission", "at"])]

    def __str__(self) -> str:
        return f"{self.deed} {self.at:%Y-%m-%d}"


class StaffHours(models.Model):
    """The hours a month that a community's staff have, as the community or the street states them from a day on.

    A stated figure for the whole community, never counted from what anybody does.

    :personal: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.CharField(max_length=12)
    people = models.PositiveSmallIntegerField()
    hours_a_month = models.DecimalField(max_digits=7, decimal_places=1)
    source = models.CharField(max_length=120)
    from_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="staff_hours_once_a_day", fields=["community", "from_on"]),
            models.CheckConstraint(
                name="staff_hours_are_positive", condition=models.Q(hours_a_month__gt=0, people__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community} {self.from_on}"
