"""The table of text templates: every version a row, none ever rewritten."""

from django.db import models

from linli.kernel.uuid7 import new_id


class Phrase(models.Model):
    """One version of a text template (答复模板) of a community.

    ``line`` holds the versions of one template together; the highest ``version`` is the one that holds, and
    ``is_retired`` on it takes the template away. ``kind`` and ``state`` are empty where the template is for every kind
    or state. ``text`` has named placeholders and no value of any matter.

    :personal: none; ``written_by`` is an account's id.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    community = models.CharField(max_length=12)
    line = models.UUIDField()
    version = models.PositiveIntegerField()
    action = models.CharField(max_length=40)
    kind = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=30)
    text = models.TextField()
    is_retired = models.BooleanField(default=False)
    written_by = models.CharField(max_length=40)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="phrase_version_once", fields=["line", "version"]),
            models.CheckConstraint(name="phrase_has_words", condition=~models.Q(name="") & ~models.Q(text="")),
        ]
        indexes = [models.Index(name="phrase_of_community", fields=["community", "line", "-version"])]

    def __str__(self) -> str:
        return self.name
