"""What another system handed in: which matter it became, so that its own token and its later words find it again."""

from django.db import models

from linli.foundation.apikeys.models import ApiKey


class HandedIn(models.Model):
    """A matter that came through an interface, by which key and under which token of the caller's own.

    ``reporter_sealed`` is the reporter's code and key, by which the same system may add words for the reporter.
    ``added`` says which of the caller's updates were taken, digest by number, so that none is taken twice.

    :personal: what opens a matter's course, sealed. Erased with the row a year after it came in.
    """

    case = models.OneToOneField("cases.Case", primary_key=True, on_delete=models.CASCADE, related_name="+")
    community = models.CharField(max_length=12)
    key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, related_name="+")
    token_digest = models.CharField(max_length=64)
    reporter_sealed = models.BinaryField()
    added = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "token_digest"], name="handed_in_token_once")]
        indexes = [
            models.Index(fields=["community", "token_digest"], name="handed_in_by_token"),
            models.Index(fields=["at"], name="handed_in_by_day"),
        ]

    def __str__(self) -> str:
        return str(self.case_id)
