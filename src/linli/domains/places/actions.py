"""Changes of places: import footprints, name a building, lay its dwellings out.

Each writes, records the change and publishes the places.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Unpack
from uuid import UUID

import shapely
from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from linli.domains.places.contracts import BuildingRef
from linli.domains.places.imports.asked import Asked
from linli.domains.places.imports.footprints import Footprint, read_footprints
from linli.domains.places.imports.neighbours import standing_elsewhere
from linli.domains.places.imports.storing import store
from linli.domains.places.models import Building, Dwelling, Use
from linli.domains.places.queries import building_ref, plan_all
from linli.domains.places.rules import DwellingPlace, Numbering, lay_out
from linli.foundation.audit import log
from linli.foundation.scope.published import publish
from linli.foundation.territory import queries as territory
from linli.foundation.territory.geojson import ImportReport, RefusedRow
from linli.foundation.territory.rules import reading_order
from linli.kernel.geo import Datum

BATCH = 2000
LAST_SEQUENCE = 99_999
MOST_AT_ONCE = 100_000
SIZE = ("floors", "stairs", "floors_from_rooms", "stairs_from_rooms")


class PlaceRefused(ValueError):
    """Raised when a building cannot be as asked; the sentence is fit for the person who asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOutcome:
    """What an import of buildings did: new ones, those already there, and the refused rows."""

    added: int
    already_there: int
    report: ImportReport


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidOut:
    """How many buildings were laid out by one rule, and how many dwellings are new."""

    buildings: int
    dwellings: int


@transaction.atomic
def import_buildings(
    community: str, data: bytes, *, datum: Datum, crs: str = "", encoding: str = "", layer: str = ""
) -> ImportOutcome:
    """Import footprints into a community from GeoJSON, a Shapefile in a zip, a GeoPackage or an OSM extract.

    Importing the same file again changes nothing. New buildings are numbered after those there, west to east and north
    to south. ``crs`` (``EPSG:4547``), ``encoding`` (``gbk``) and ``layer`` are needed only where the file leaves them
    open. Rows beyond 99,999 buildings are refused. Raises
    :class:`~linli.foundation.territory.queries.NoSuchDivision` and
    :class:`~linli.foundation.territory.geojson.UnreadableFile`.
    """
    territory.community(community)
    take_turns(community)
    wkb = territory.boundary_of(community)
    boundary = None if wkb is None else shapely.from_wkb(wkb)
    there = set(Building.objects.filter(community=community).values_list("digest", flat=True))
    last = Building.objects.filter(community=community).aggregate(last=Max("sequence"))["last"] or 0
    asked = Asked(datum=datum, crs=crs.strip(), encoding=encoding.strip(), layer=layer.strip())
    new: list[Footprint] = []
    refused: list[RefusedRow] = []
    known = 0
    for read in read_footprints(data, asked, boundary=boundary):
        if isinstance(read, RefusedRow):
            refused.append(read)
        elif read.digest in there:
            known += 1
        elif last + len(new) == LAST_SEQUENCE:
            refused.append(
                RefusedRow(row=read.row, part=read.part, reason=_("A community has 99,999 buildings at most."))
            )
        else:
            there.add(read.digest)
            new.append(read)
    elsewhere = {(row.row, row.part): row for row in standing_elsewhere(community, new)}
    new = [read for read in new if (read.row, read.part) not in elsewhere]
    if new:
        _store(community, new, last=last)
    refused = sorted([*refused, *elsewhere.values()], key=lambda row: (row.row, row.part))
    report = ImportReport(taken=len(new) + known, refused=tuple(refused))
    return ImportOutcome(added=len(new), already_there=known, report=report)


def take_turns(community: str) -> None:
    """Let two such changes of one community wait for each other, so that each finds what is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"buildings {community}"])


def _store(community: str, new: list[Footprint], *, last: int) -> None:
    order = reading_order([read.box for read in new])
    store(community, ((sequence, new[at]) for sequence, at in enumerate(order, start=last + 1)))
    _publish()
    log.record(
        "buildings.imported",
        community=community,
        subject_type="community",
        subject_id=community,
        data={"added": len(new)},
    )


@transaction.atomic
def name_building(
    building_id: UUID,
    *,
    number: str,
    address: str = "",
    use: Use = Use.UNKNOWN,
    floors: int | None = None,
    stairs: int | None = None,
) -> BuildingRef:
    """Set what a building's door plate says, its address, use, floors and stairs.

    Raises :class:`PlaceRefused` when another building of the community has the same plate.
    """
    row = Building.objects.select_for_update().get(id=building_id)
    number = " ".join(number.split())
    others = Building.objects.filter(community=row.community, number=number).exclude(id=building_id)
    if number and others.exists():
        raise PlaceRefused(_("%(name)s is already there.") % {"name": number})
    row.number, row.address, row.use = number, address.strip(), use
    row.floors_from_rooms = row.floors_from_rooms and floors == row.floors  # saved as it was, nobody told it
    row.stairs_from_rooms = row.stairs_from_rooms and stairs == row.stairs
    row.floors, row.stairs = floors, stairs
    row.save(update_fields=["number", "address", "use", *SIZE])
    _publish()
    log.record("building.named", community=row.community, subject_type="building", subject_id=row.id)
    return building_ref(row)


@transaction.atomic
def lay_out_dwellings(building_id: UUID, *, floors: int, **rule: Unpack[Numbering]) -> int:
    """Lay out the dwellings of a regular building (third floor, second door: 302); returns how many are new.

    Dwellings that are there stay, so it can be run again after a correction. Raises ``ValueError`` as
    :func:`~linli.domains.places.rules.lay_out` does.
    """
    row = Building.objects.select_for_update().get(id=building_id)
    places = lay_out(floors=floors, **rule)
    there = set(Dwelling.objects.filter(building_id=building_id).values_list("stair", "floor", "room"))
    new = _dwellings(row, (place for place in places if (place.stair, place.floor, place.room) not in there))
    Dwelling.objects.bulk_create(new, batch_size=BATCH)
    row.floors, row.stairs, row.floors_from_rooms, row.stairs_from_rooms = floors, rule["stairs"], False, False
    row.save(update_fields=SIZE)
    _publish()
    log.record(
        "dwellings.laid_out",
        community=row.community,
        subject_type="building",
        subject_id=row.id,
        data={"added": len(new)},
    )
    return len(new)


@transaction.atomic
def lay_out_all(community: str, **rule: Unpack[Numbering]) -> LaidOut:
    """Lay out every building of a community whose floors are known and that has no dwelling yet, by one rule.

    Buildings without floors or lower than the rule's first floor are left alone. Raises ``ValueError`` as
    :func:`~linli.domains.places.rules.lay_out` does, and :class:`PlaceRefused` beyond 100,000 dwellings at once.
    """
    take_turns(community)
    rows = {row.id: row for row in Building.objects.select_for_update().filter(community=community).order_by("id")}
    plan = plan_all(community, **rule)
    if plan.dwellings > MOST_AT_ONCE:
        raise PlaceRefused(_("That would be more than 100,000 dwellings. Lay the buildings out one by one."))
    new = [
        dwelling
        for line in plan.lines
        for dwelling in _dwellings(rows[line.building.id], lay_out(floors=line.building.floors or 0, **rule))
    ]
    Dwelling.objects.bulk_create(new, batch_size=BATCH)
    Building.objects.filter(id__in=[line.building.id for line in plan.lines]).update(
        stairs=rule["stairs"], stairs_from_rooms=False
    )
    _publish()
    log.record(
        "dwellings.laid_out",
        community=community,
        subject_type="community",
        subject_id=community,
        data={"added": len(new), "buildings": len(plan.lines)},
    )
    return LaidOut(buildings=len(plan.lines), dwellings=len(new))


def _dwellings(row: Building, places: Iterable[DwellingPlace]) -> list[Dwelling]:
    return [
        Dwelling(building=row, community=row.community, stair=place.stair, floor=place.floor, room=place.room)
        for place in places
    ]


def _publish() -> None:
    publish("places")
