"""Versions of published things, so that a change is used by the next request in every process."""

from django.db import models


class Version(models.Model):
    """The running number of something every process caches: rules, grids, calendar, duties, units.

    :personal: none.
    """

    name = models.CharField(max_length=40, primary_key=True)
    number = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.name} {self.number}"
