"""Answers which grid lies under a pin: in memory, in microseconds, without a query once the grids are read."""

from datetime import date

from django.utils import timezone

from linli.foundation.territory.queries import GridRef, shelf


def grid_at(community: str | None, lon: float, lat: float, *, on: date | None = None) -> GridRef | None:
    """Return the grid under a point in degrees (WGS84) on a day (today), or none where no grid lies.

    With a community only its grids are asked; without one those of every community are.
    """
    return shelf.get().get(community or "", on or timezone.localdate()).at(lon, lat)
