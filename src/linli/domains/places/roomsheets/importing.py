"""Brings a sheet of rooms in: looked at first, then stored in batches; faulty rows are given back."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from linli.domains.places.actions import SIZE, take_turns
from linli.domains.places.contracts import BuildingRef, RoomsLine, RoomsOutcome, RoomsPreview, SizeTaken
from linli.domains.places.models import Building, Dwelling
from linli.domains.places.roomsheets.checking import Checked, Checker, ReadRow, Refused, faults_of
from linli.foundation.audit import log
from linli.foundation.imports.intake import jobs
from linli.foundation.imports.intake.running import Progress, audit_data, given_back, go_on, in_batches
from linli.foundation.imports.intake.understand import Prepared
from linli.foundation.imports.models import Upload
from linli.foundation.scope.bulk import as_json, insertion
from linli.foundation.scope.context import reading
from linli.foundation.scope.published import publish
from linli.foundation.scope.reader import Reader
from linli.kernel.uuid7 import new_id

KIND = "rooms"
TASK = "rooms.import"


class _Taken:
    """What a sheet's rows came to, building by building."""

    def __init__(self) -> None:
        self.buildings: dict[UUID, BuildingRef] = {}
        self.new: dict[UUID, int] = {}
        self.there: dict[UUID, int] = {}
        self.refused: list[Refused] = []

    def take(self, found: Checked | Refused | None) -> Checked | None:
        """Count a row; returns it where a dwelling is to be written."""
        if isinstance(found, Refused):
            self.refused.append(found)
        if not isinstance(found, Checked):
            return None
        ref = found.building
        self.buildings[ref.id] = ref
        counts = self.there if found.is_there else self.new
        counts[ref.id] = counts.get(ref.id, 0) + 1
        return None if found.is_there else found


def preview_rooms(prepared: Prepared, *, community: str) -> RoomsPreview:
    """Return what a sheet would change, building by building in their order; nothing is stored."""
    checker, taken = Checker(prepared, community=community), _Taken()
    for row in checker.rows:
        taken.take(checker.check(row))
    sizes = {size.building.id: size for size in checker.sizes(taken.buildings.values())}
    refused: dict[UUID, int] = {}
    for one in taken.refused:
        if one.building is not None:
            refused[one.building.id] = refused.get(one.building.id, 0) + 1
            taken.buildings.setdefault(one.building.id, one.building)
    lines = (
        RoomsLine(
            building=ref,
            new=taken.new.get(ref.id, 0),
            there=taken.there.get(ref.id, 0),
            refused=refused.get(ref.id, 0),
            size=sizes.get(ref.id),
        )
        for ref in checker.buildings
        if ref.id in taken.buildings
    )
    return RoomsPreview(lines=tuple(lines), refused=tuple((one.row.number, one.fault.reason) for one in taken.refused))


def import_rooms(prepared: Prepared, *, community: str, reader: Reader, progress: Progress = go_on) -> RoomsOutcome:
    """Import a sheet as ``reader``; importing the same sheet again changes nothing, and no dwelling is ever removed.

    What was written before a stop stays. Each batch is a transaction of its own with one line in the audit chain: the
    ids of the dwellings and a digest of them. Floors and stairs of buildings are taken over at the end, where
    nobody told them.
    """
    with reading(reader):
        checker = Checker(prepared, community=community)
    taken, added = _Taken(), 0

    def read(rows: Sequence[ReadRow]) -> None:
        nonlocal added
        new = [found for row in rows if (found := taken.take(checker.check(row))) is not None]
        if new:
            with reading(reader):
                added += _store(community, new)

    is_complete = in_batches(checker.rows, read=read, progress=progress)
    sizes = checker.sizes(taken.buildings.values()) if is_complete else ()
    if added or sizes:
        with reading(reader):
            sizes = _take_over(community, sizes)
            publish("places")
    return RoomsOutcome(
        added=added,
        same=sum(taken.there.values()) + sum(taken.new.values()) - added,
        sizes=sizes,
        faulty=len(taken.refused),
        faults=given_back(prepared, faults_of(taken.refused)),
        is_complete=is_complete,
    )


def queue_rooms(upload: Upload) -> None:
    """Queue a sheet for reading, in the running transaction; sheets of one community are read one after the other."""
    jobs.queue(upload, task=TASK)


def _store(community: str, new: Sequence[Checked]) -> int:
    """Write a batch of dwellings; returns how many somebody else had not written meanwhile."""
    take_turns(community)
    rows = [
        Dwelling(
            id=new_id(),
            building_id=one.building.id,
            community=community,
            stair=one.place.stair,
            floor=one.place.floor,
            room=one.place.room,
        )
        for one in new
    ]
    with connection.cursor() as cursor:
        cursor.execute(insertion(Dwelling, conflict=" ON CONFLICT DO NOTHING RETURNING id"), [as_json(rows)])
        ids = [row[0] for row in cursor.fetchall()]
    if ids:
        _record("dwellings.imported", community, ids)
    return len(ids)


def _take_over(community: str, sizes: Sequence[SizeTaken]) -> tuple[SizeTaken, ...]:
    """Set floors and stairs that nobody told, never lower than they are; returns what was set."""
    if not sizes:
        return ()
    take_turns(community)
    told = {size.building.id: size for size in sizes}
    rows = list(Building.objects.select_for_update().filter(id__in=list(told)).order_by("id"))
    done = tuple(found for row in rows if (found := _resized(row, told[row.id])) is not None)
    Building.objects.bulk_update(rows, SIZE, batch_size=500)
    if done:
        _record("buildings.sized", community, [size.building.id for size in done])
    return done


def _resized(row: Building, size: SizeTaken) -> SizeTaken | None:
    """Set what a sheet tells of one building; returns what is new, None where somebody has told it meanwhile."""
    floors = size.floors if row.floors is None or row.floors_from_rooms else None
    stairs = size.stairs if row.stairs is None or row.stairs_from_rooms else None
    if floors is not None:
        row.floors, row.floors_from_rooms = max(floors, row.floors or 0), True
    if stairs is not None:
        row.stairs, row.stairs_from_rooms = max(stairs, row.stairs or 0), True
    is_new = floors is not None or stairs is not None
    return SizeTaken(building=size.building, floors=floors, stairs=stairs) if is_new else None


def _record(action: str, community: str, ids: Sequence[UUID]) -> None:
    log.record(
        action,
        community=community,
        subject_type="community",
        subject_id=community,
        data=audit_data(ids, count=len(ids)),
    )
