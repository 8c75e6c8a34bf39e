"""Checks the rows of a sheet against the community: the room exists, nobody stands in it twice."""

from dataclasses import dataclass, field
from datetime import date

from linli.domains.places import facade as places
from linli.domains.residents.rules import Door, PersonRow, Problem, Wrong, read_row
from linli.foundation.imports.intake.understand import Prepared
from linli.foundation.imports.sheets import Row
from linli.foundation.privacy.sealing import blind_index


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A good row: the person it speaks of, where they live, and the digests that tell people apart."""

    row: Row
    person: PersonRow
    lodging: places.Lodging
    same_digest: bytes
    id_digest: bytes | None


@dataclass(slots=True)
class Checker:
    """Checks row after row of one sheet; remembers who stood in it before."""

    prepared: Prepared
    doors: places.DwellingIndex
    today: date
    seen: dict[bytes, int] = field(default_factory=dict)

    def check(self, row: Row) -> Checked | tuple[Problem, ...]:
        """Return the row as it will be written, or what is wrong with it."""
        texts, lossy = {}, set()
        for column, name in self.prepared.columns.items():
            if column < len(row.cells):
                cell = row.cells[column]
                texts[name] = cell.text
                if cell.is_lossy:
                    lossy.add(name)
        person, problems = read_row(texts, today=self.today, lossy=frozenset(lossy))
        if person is None or person.door is None:
            return problems
        lodging = lodging_at(self.doors, person.door)
        if isinstance(lodging, Wrong):
            return (Problem(field="room", wrong=lodging),)
        same, document = same_digest(person), document_digest(person)
        before = self.seen.setdefault(document or same, row.number)
        if before != row.number:
            at = "id_number" if document else "name"
            return (Problem(field=at, wrong=Wrong.TWICE, value=str(before)),)
        return Checked(row=row, person=person, lodging=lodging, same_digest=same, id_digest=document)

    def column_of(self, name: str) -> int | None:
        """Return the column that holds a field, None where none does; a room may stand in the address."""
        own = self.prepared.column_of(name)
        return self.prepared.column_of("address") if own is None and name == "room" else own


def lodging_at(doors: places.DwellingIndex, door: Door) -> places.Lodging | Wrong:
    """Return the one dwelling that a door means, or whether there is none or several."""
    found = doors.find(door.building, door.stair, door.room)
    if found is not None:
        return found
    return Wrong.SEVERAL_ROOMS if doors.named(door.building, door.stair, door.room) else Wrong.NO_SUCH_ROOM


def document_digest(person: PersonRow) -> bytes | None:
    """Return the digest by which a document is found again, None for somebody without one."""
    if not person.id_number:
        return None
    return blind_index(f"{person.id_kind}:{person.id_number}", field="residents.id")


def same_digest(person: PersonRow) -> bytes:
    """Return the digest of who somebody is apart from a document: name with birth date, else with telephone."""
    known = person.birth_on.isoformat() if person.birth_on else person.phone
    return blind_index(f"{person.name}|{known}", field="residents.same")


def phone_digest(phone: str) -> bytes | None:
    """Return the digest by which a telephone is found again, None for none."""
    return blind_index(phone, field="residents.phone") if phone else None
