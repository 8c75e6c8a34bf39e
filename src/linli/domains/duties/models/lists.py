"""The tables of duty lists: a version of a list, and its items with what they rest on and the hours they may cost."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.domains.duties.lists.rules import ListKind, Period
from linli.domains.duties.models.register import PLACE_CODE
from linli.foundation.rulepacks.models import Certainty
from linli.kernel.uuid7 import new_id


class ListStatus(models.TextChoices):
    """Where a version of a list stands."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


class DutyList(models.Model):
    """One version of a list (清单) of one kind for one territory (empty: everywhere), in force from a day on.

    A published version is never altered: the next one begins later and this one ends the day before, or it is retired
    with a last day. ``is_example`` marks a list that shows how one looks and was adopted by nobody.

    :personal: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.CharField(max_length=12, blank=True, default="")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in ListKind])
    version = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=ListStatus.choices, default=ListStatus.DRAFT)
    title = models.CharField(max_length=100)
    basis = models.TextField()
    certainty = models.CharField(max_length=1, choices=Certainty.choices)
    is_example = models.BooleanField(default=False)
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    edits = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="duty_list_version_once", fields=["scope", "kind", "version"]),
            models.UniqueConstraint(
                name="duty_list_one_draft", fields=["scope", "kind"], condition=models.Q(status="draft")
            ),
            models.CheckConstraint(
                name="duty_list_scope_is_a_place",
                condition=models.Q(scope="") | models.Q(scope__regex=PLACE_CODE),
            ),
            models.CheckConstraint(
                name="duty_list_published_has_its_day",
                condition=models.Q(status="draft") | models.Q(from_on__isnull=False, published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"


class ListItem(models.Model):
    """One item of a version of a list: what it is, who leads, who may assist, its basis, its hours and its period.

    ``leads`` and ``assists`` are kinds of units, the words beside them what the list itself writes; ``instead`` says
    where to go where the community must not do it.

    :personal: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    duty_list = models.ForeignKey(DutyList, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    position = models.PositiveIntegerField()
    words = models.CharField(max_length=200)
    case_kinds = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    leads = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    lead_words = models.CharField(max_length=120, blank=True)
    assists = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    assist_words = models.CharField(max_length=120, blank=True)
    document = models.CharField(max_length=200)
    article = models.CharField(max_length=60, blank=True)
    document_on = models.DateField(null=True, blank=True)
    hours = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    period = models.CharField(
        max_length=7, choices=[(one.value, one.value) for one in Period], default=Period.MONTH.value
    )
    valid_from_on = models.DateField(null=True, blank=True)
    valid_to_on = models.DateField(null=True, blank=True)
    instead = models.CharField(max_length=300, blank=True)
    certainty = models.CharField(max_length=1, choices=Certainty.choices, default=Certainty.VERIFIED)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="list_item_code_once", fields=["duty_list", "code"]),
            models.CheckConstraint(name="list_item_has_a_basis", condition=~models.Q(document="")),
            models.CheckConstraint(
                name="list_item_hours_are_not_negative", condition=models.Q(hours=None) | models.Q(hours__gte=0)
            ),
            models.CheckConstraint(
                name="list_item_ends_after_it_begins",
                condition=models.Q(valid_from_on=None)
                | models.Q(valid_to_on=None)
                | models.Q(valid_to_on__gte=models.F("valid_from_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.words
