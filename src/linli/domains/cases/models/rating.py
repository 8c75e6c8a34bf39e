"""What reporters think of the handling: five official levels, hidden from the unit until it can name nobody."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.domains.cases.models.case import Case
from linli.kernel.uuid7 import new_id


class Level(models.IntegerChoices):
    """The five levels of 好差评 (国办发〔2019〕51号); the two lowest go to the street."""

    VERY_SATISFIED = 5, _("Very satisfied")
    SATISFIED = 4, _("Satisfied")
    FAIRLY_SATISFIED = 3, _("Fairly satisfied")
    DISSATISFIED = 2, _("Dissatisfied")
    VERY_DISSATISFIED = 1, _("Very dissatisfied")


class Rating(models.Model):
    """One rating of one closing of a matter; the evaluator is protected, units never read this table.

    :personal: free text. Kept 24 months, then the words are erased.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    community = models.CharField(max_length=12)
    unit = models.UUIDField(null=True)
    round = models.PositiveSmallIntegerField(default=0)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    words = models.TextField(blank=True)
    rated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "round"], name="one_rating_a_closing")]
        indexes = [models.Index(fields=["unit", "rated_at"], name="rating_unit")]

    def __str__(self) -> str:
        return str(self.level)


class RatingGroup(models.Model):
    """Ratings of one unit in groups of at least five, and the words once they are 15 days old: what the unit may see.

    :personal: free text without its matter. Kept 24 months.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.CharField(max_length=12)
    unit = models.UUIDField()
    counts = models.JSONField(default=dict)
    words = models.JSONField(default=list)
    words_due_at = models.DateTimeField()
    until_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "-until_at"], name="rating_group_unit")]

    def __str__(self) -> str:
        return f"{self.unit} {self.until_at}"
