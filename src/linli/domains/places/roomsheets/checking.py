"""Holds the rows of a room sheet against the community: the building stands here, the floor fits, no door twice."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from linli.domains.places.contracts import BuildingRef, SizeTaken
from linli.domains.places.models import Dwelling
from linli.domains.places.queries import buildings_of
from linli.domains.places.roomsheets.columns import MERGED_DOWN
from linli.domains.places.roomsheets.plates import Plates
from linli.domains.places.roomsheets.rules import (
    Problem,
    RoomRow,
    Wrong,
    floor_of_room,
    highest_number,
    read_row,
    storeys,
)
from linli.domains.places.roomsheets.words import sentence
from linli.domains.places.rules import DwellingPlace
from linli.foundation.imports.faults import Fault
from linli.foundation.imports.intake.merged import Filled, fill_down
from linli.foundation.imports.intake.understand import Prepared
from linli.foundation.imports.sheets import Row

Door = tuple[UUID, int, str]
"""Building, stair and room: what people name a dwelling by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A good row: the dwelling it speaks of, and whether it is there already."""

    row: Row
    building: BuildingRef
    place: DwellingPlace
    is_there: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A row that waits: where in it something is wrong, and the sentence; the building where it is known."""

    row: Row
    fault: Fault
    building: BuildingRef | None


@dataclass(slots=True)
class _Known:
    """What is known of one building: the floors that there are here and in the sheet, and the highest stair here."""

    there: set[int] = field(default_factory=set)
    in_sheet: set[int] = field(default_factory=set)
    stairs: int = 0
    taken_floors: set[int] = field(default_factory=set)
    taken_stairs: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """A row as read: what it says and the building, or the problem."""

    filled: Filled
    said: RoomRow | Problem
    building: BuildingRef | None


class Checker:
    """Checks the rows of one sheet in their order, and remembers which doors stood in it before."""

    def __init__(self, prepared: Prepared, *, community: str) -> None:
        """Read the sheet and what the community has (two statements)."""
        self._prepared = prepared
        self.buildings = buildings_of(community)
        self._plates = Plates(self.buildings)
        self._known: defaultdict[UUID, _Known] = defaultdict(_Known)
        self._there = self._doors(community)
        self._seen: dict[Door, tuple[int, int]] = {}
        columns = [column for column, name in prepared.columns.items() if name in MERGED_DOWN]
        self.rows = tuple(
            self._read(filled)
            for filled in fill_down(prepared.sheet, first=prepared.headings.last + 1, columns=columns)
        )

    def check(self, read: ReadRow) -> Checked | Refused | None:
        """Return the row as it will be written, or what is wrong; None for one that goes on with the room above."""
        if self._goes_on(read.filled):
            return None
        found = self._checked(read)
        if isinstance(found, Checked):
            known = self._known[found.building.id]
            known.taken_floors.add(found.place.floor)
            known.taken_stairs = max(known.taken_stairs, found.place.stair)
            return found
        return Refused(
            row=read.filled.row,
            fault=Fault(column=self._column_of(found.field), reason=sentence(found)),
            building=read.building,
        )

    def sizes(self, buildings: Iterable[BuildingRef]) -> tuple[SizeTaken, ...]:
        """Return the floors and stairs that the rows tell, beyond what was counted, of buildings where nobody told."""
        found = (self._size(ref) for ref in buildings)
        return tuple(size for size in found if size.floors is not None or size.stairs is not None)

    def _size(self, ref: BuildingRef) -> SizeTaken:
        known = self._known[ref.id]
        floors, stairs = storeys(known.there | known.taken_floors), max(known.stairs, known.taken_stairs)
        has_floors = ref.floors is not None and not ref.are_floors_counted
        has_stairs = ref.stairs is not None and not ref.are_stairs_counted
        return SizeTaken(
            building=ref,
            floors=floors if not has_floors and floors > (ref.floors or 0) else None,
            stairs=stairs if not has_stairs and stairs > (ref.stairs or 0) else None,
        )

    def _doors(self, community: str) -> dict[Door, set[int]]:
        found: dict[Door, set[int]] = {}
        rows = Dwelling.objects.filter(community=community).values_list("building_id", "stair", "floor", "room")
        for building, stair, floor, room in rows.iterator(chunk_size=10_000):
            found.setdefault((building, stair, room.upper()), set()).add(floor)
            known = self._known[building]
            known.there.add(floor)
            known.stairs = max(known.stairs, stair)
        return found

    def _read(self, filled: Filled) -> ReadRow:
        row = filled.row
        said = read_row({name: row.text(column) for column, name in self._prepared.columns.items()})
        if isinstance(said, Problem):
            return ReadRow(filled=filled, said=said, building=None)
        found = self._plates.find(said.building)
        if len(found) != 1:
            wrong = Wrong.SEVERAL_BUILDINGS if found else Wrong.UNKNOWN_BUILDING
            problem = Problem(field="building", wrong=wrong, value=said.building[:60])
            return ReadRow(filled=filled, said=problem, building=None)
        floor = said.floor if said.floor is not None else floor_of_room(said.room, floors=found[0].floors)
        if floor is not None:
            self._known[found[0].id].in_sheet.add(floor)
        return ReadRow(filled=filled, said=said, building=found[0])

    def _goes_on(self, filled: Filled) -> bool:
        """Whether a row's room is the merged cell of a row above: the same dwelling, such as with another owner."""
        column = self._column_of("room")
        return column in filled.from_above

    def _checked(self, read: ReadRow) -> Checked | Problem:
        said, ref = read.said, read.building
        if isinstance(said, Problem) or ref is None:
            return said if isinstance(said, Problem) else Problem(field="building", wrong=Wrong.UNKNOWN_BUILDING)
        stair, floor = self._stair(said, ref), self._floor(said, ref)
        if isinstance(stair, Problem):
            return stair
        if isinstance(floor, Problem):
            return floor
        door = (ref.id, stair, said.room)
        here, there = self._seen.setdefault(door, (read.filled.row.number, floor)), self._there.get(door, set())
        if here[0] != read.filled.row.number:
            wrong = Wrong.TWICE if here[1] == floor else Wrong.TWO_FLOORS
            return Problem(field="room", wrong=wrong, value=str(here[0]))
        if there and floor not in there:
            return Problem(field="room", wrong=Wrong.OTHER_FLOOR, value=str(min(there)))
        place = DwellingPlace(stair=stair, floor=floor, room=said.room)
        return Checked(row=read.filled.row, building=ref, place=place, is_there=bool(there))

    def _stair(self, said: RoomRow, ref: BuildingRef) -> int | Problem:
        if said.stair is not None:
            return said.stair
        has_one = ref.stairs == 1 and self._known[ref.id].stairs <= 1
        return 1 if has_one else Problem(field="stair", wrong=Wrong.NO_STAIR_SAID)

    def _floor(self, said: RoomRow, ref: BuildingRef) -> int | Problem:
        by_room = floor_of_room(said.room, floors=ref.floors)
        floor = said.floor if said.floor is not None else by_room
        if floor is None:
            return Problem(field="floor", wrong=Wrong.NO_FLOOR_SAID)
        if by_room is not None and by_room != floor:
            return Problem(field="floor", wrong=Wrong.FLOOR_DIFFERS, value=str(by_room))
        if ref.floors is not None and floor > ref.floors and not self._has_floor(ref, ref.floors, floor):
            return Problem(field="floor", wrong=Wrong.FLOOR_BEYOND, value=str(ref.floors))
        return floor

    def _has_floor(self, ref: BuildingRef, floors: int, floor: int) -> bool:
        """Whether a building of so many floors can have one of a higher number: numbers left out, dwellings there."""
        known = self._known[ref.id]
        if ref.are_floors_counted or floor <= max(known.there, default=0):
            return True
        return floor <= highest_number(floors, numbers=known.there | known.in_sheet)

    def _column_of(self, name: str) -> int | None:
        """Return the column to colour: the field's own, else the one with the whole door."""
        own = self._prepared.column_of(name)
        return self._prepared.column_of("address") if own is None else own


def faults_of(refused: Sequence[Refused]) -> list[tuple[Row, Sequence[Fault]]]:
    """Return refused rows as the workbook of faulty rows takes them."""
    return [(one.row, [one.fault]) for one in refused]
