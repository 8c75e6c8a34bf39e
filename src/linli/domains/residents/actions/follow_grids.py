"""Lets people follow the grids: a row names the grid its dwelling lies in today, so that its grid worker may see it.

Matters keep the grid of their day; people do not, for the worker of the new grid is the one who knocks at their door.
"""

from django.db import connection, transaction

from linli.domains.places import facade as places
from linli.foundation.audit import log
from linli.foundation.events.outbox import Announced
from linli.foundation.territory import grids
from linli.foundation.territory.gridwork.events import GridsPublished

_BY_BUILDING = (
    "UPDATE {table} AS t SET grid = g.grid FROM places_dwelling AS d"
    " JOIN unnest(%s::uuid[], %s::text[]) AS g(building, grid) ON g.building = d.building_id"
    " WHERE d.id = t.dwelling_id AND t.community = %s AND t.grid <> g.grid"
)
_PEOPLE = (
    "UPDATE residents_person AS p SET grid = s.grid FROM residents_stay AS s"
    " WHERE s.person_id = p.id AND s.to_on IS NULL AND p.community = %s AND s.community = %s AND p.grid <> s.grid"
)


@transaction.atomic
def follow_grids(community: str) -> int:
    """Put a community's people into the grids of today and return how many came into another (three statements)."""
    buildings = places.buildings_of(community)
    found = [grids.grid_at(community, ref.lon, ref.lat) for ref in buildings]
    ids, codes = [ref.id for ref in buildings], [grid.code if grid else "" for grid in found]
    with connection.cursor() as cursor:
        for table in ("residents_household", "residents_stay"):
            cursor.execute(_BY_BUILDING.format(table=table), [ids, codes, community])
        cursor.execute(_PEOPLE, [community, community])
        moved: int = cursor.rowcount
    if moved:
        log.record(
            "residents.grids_followed", community=community, subject_type="community", subject_id=community,
            data={"people": moved},
        )  # fmt: skip
    return moved


def hear_published(announced: Announced[GridsPublished]) -> None:
    """Follow grids that were published; those of a later day are followed when it begins (``tasks.follow``)."""
    follow_grids(announced.event.community)
