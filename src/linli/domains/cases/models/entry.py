"""The time line: append-only, the truth from which state, parties and clocks can be rebuilt."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.domains.cases.models.case import Case
from linli.kernel.uuid7 import new_id


class Audience(models.TextChoices):
    """Who may read an entry."""

    PUBLIC = "public", _("Public")
    PARTIES = "parties", _("The units")
    INTERNAL = "internal", _("Internal")
    STREET = "street", _("The reporter and the street alone")


class Entry(models.Model):
    """One thing that happened. ``data`` holds ids and codes only; its words stand in :class:`EntryText`.

    :personal: none; ``actor`` is an account's id, ``public`` or ``job``.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries")
    community = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    actor_unit = models.UUIDField(null=True)
    actor_role = models.CharField(max_length=20, blank=True)
    action = models.CharField(max_length=40)
    audience = models.CharField(max_length=10, choices=Audience.choices)
    data = models.JSONField(default=dict)
    text_digest = models.CharField(max_length=90, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="entry_number_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.action}"


class EntryText(models.Model):
    """The words of an entry, apart so that they can be erased while the chain still verifies.

    :personal: free text. Kept with the matter, erased alone.
    """

    entry = models.OneToOneField(Entry, primary_key=True, on_delete=models.CASCADE, related_name="wording")
    community = models.CharField(max_length=12)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()

    def __str__(self) -> str:
        return f"words of {self.entry_id}"
