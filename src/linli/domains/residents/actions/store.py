"""Writes a batch of good rows: people once, households, stays; a move ends one stay and begins another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from linli.domains.residents.actions.check import Checked, phone_digest
from linli.domains.residents.models import Household, Person, Stay
from linli.domains.residents.rules import Problem, Wrong
from linli.foundation.privacy.sealing import seal
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.scope.bulk import insert_rows
from linli.foundation.search import index as search
from linli.foundation.search.index import Findable
from linli.kernel.masking import mask_id, mask_name, mask_phone
from linli.kernel.periods import add_months
from linli.kernel.pinyin import initials, sort_key
from linli.kernel.uuid7 import new_id

KIND = "person"
_PERSON_CHANGES = [
    "grid", "same_digest", "id_kind", "id_sealed", "id_masked", "id_digest", "sex", "birth_on", "phone_sealed",
    "phone_masked", "phone_digest", "source", "stated_on", "check_by_on",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the facts of an import are known from, and the community they are about."""

    community: str
    source: str
    stated_on: date


@dataclass(slots=True)
class Stored:
    """What a batch changed."""

    added: list[UUID] = field(default_factory=list)
    changed: list[UUID] = field(default_factory=list)
    same: int = 0
    refused: list[tuple[Checked, Problem]] = field(default_factory=list)


def store(batch: Sequence[Checked], *, origin: Origin) -> Stored:
    """Write a batch in the running transaction; rows that say what is known already change nothing."""
    batch_of = _Batch(origin, batch)
    for checked in batch:
        batch_of.take(checked)
    batch_of.write()
    return batch_of.stored


_BY_DOCUMENT = "SELECT * FROM residents_person WHERE community = %s AND id_digest = ANY (%s)"
_BY_SAME = "SELECT * FROM residents_person WHERE community = %s AND id_digest IS NULL AND same_digest = ANY (%s)"
_PRESENT = "SELECT * FROM residents_stay WHERE person_id = ANY (%s) AND to_on IS NULL"
_HOUSEHOLDS = "SELECT * FROM residents_household WHERE community = %s AND dwelling_id = ANY (%s)"
"""Written with one list each: a thousand placeholders are compared one by one with every row of a table just filled."""


class _Batch:
    """What is known of a batch's people and dwellings, and what is to be written."""

    def __init__(self, origin: Origin, batch: Sequence[Checked]) -> None:
        self.origin, self.stored = origin, Stored()
        self.people, self.stays = _known(origin.community, batch)
        self.households = _households(origin.community, batch)
        self.rule = rulepacks.checks(scope=origin.community, on=origin.stated_on)
        self.new_people: list[Person] = []
        self.changed_people: list[Person] = []
        self.new_stays: list[Stay] = []
        self.ended: list[Stay] = []
        self.altered: list[Stay] = []
        self.findable: list[Findable] = []

    def take(self, checked: Checked) -> None:
        """Decide what a row means for what is known."""
        known = self.people.get(checked.id_digest or checked.same_digest)
        if known is None:
            person = self._new_person(checked)
            self.stored.added.append(person.id)
            self.new_stays.append(self._stay(person.id, checked))
            return
        if bytes(known.same_digest) != checked.same_digest and checked.id_digest is not None:
            self.stored.refused.append((checked, Problem(field="name", wrong=Wrong.OTHER_NAME)))
            return
        is_changed = self._update(known, checked)
        if self._move(known, checked) or is_changed:
            self.stored.changed.append(known.id)
            self._find(known.id, checked)
        else:
            self.stored.same += 1

    def write(self) -> None:
        """Write it all: new rows many at once, changed ones with the columns that may change."""
        insert_rows(self.new_people)
        if self.changed_people:
            Person.objects.bulk_update(self.changed_people, _PERSON_CHANGES, batch_size=200)
        if self.ended:
            Stay.objects.bulk_update(self.ended, ["to_on"], batch_size=200)
        if self.altered:
            fields = ["kind", "relation", "household", "source", "stated_on", "check_by_on"]
            Stay.objects.bulk_update(self.altered, fields, batch_size=200)
        insert_rows(self.new_stays)
        search.put_many(KIND, self.findable)

    def _new_person(self, checked: Checked) -> Person:
        row, person_id = checked.person, new_id()
        person = Person(
            id=person_id,
            community=self.origin.community,
            name_sealed=seal(row.name, context=f"residents.name:{person_id}"),
            name_masked=mask_name(row.name),
            name_key=sort_key(row.name)[:80],
        )
        self._fill(person, checked)
        self.new_people.append(person)
        self._find(person_id, checked)
        return person

    def _fill(self, person: Person, checked: Checked) -> None:
        row = checked.person
        person.grid = checked.lodging.grid
        person.same_digest, person.id_digest = checked.same_digest, checked.id_digest
        person.id_kind, person.sex, person.birth_on = row.id_kind, row.sex, row.birth_on
        person.id_sealed = seal(row.id_number, context=f"residents.id:{person.id}") if row.id_number else None
        person.id_masked = mask_id(row.id_number) if row.id_number else ""
        person.phone_sealed = seal(row.phone, context=f"residents.phone:{person.id}") if row.phone else None
        person.phone_masked = mask_phone(row.phone) if row.phone else ""
        person.phone_digest = phone_digest(row.phone)
        person.source, person.stated_on = self.origin.source, self.origin.stated_on
        person.check_by_on = self._check_by(row.kind)

    def _update(self, known: Person, checked: Checked) -> bool:
        """Take over what the row says otherwise; what it does not say stays."""
        row, said = checked.person, phone_digest(checked.person.phone)
        kept = bytes(known.phone_digest) if known.phone_digest is not None else None
        is_new_phone = said is not None and said != kept
        if not is_new_phone and known.grid == checked.lodging.grid and row.sex in ("0", known.sex):
            return False
        known.grid = checked.lodging.grid
        known.sex = row.sex if row.sex != "0" else known.sex
        if is_new_phone:
            known.phone_sealed = seal(row.phone, context=f"residents.phone:{known.id}")
            known.phone_masked, known.phone_digest = mask_phone(row.phone), said
        known.source, known.stated_on = self.origin.source, self.origin.stated_on
        known.check_by_on = self._check_by(row.kind)
        self.changed_people.append(known)
        return True

    def _move(self, known: Person, checked: Checked) -> bool:
        """Begin a new stay where the row names another dwelling; alter the present one where it says more of it."""
        present, row = self.stays.get(known.id), checked.person
        if present is None or present.dwelling_id != checked.lodging.id:
            begins = row.from_on or self.origin.stated_on
            if present is not None:
                present.to_on = max(present.from_on, begins - timedelta(days=1))
                self.ended.append(present)
            self.new_stays.append(self._stay(known.id, checked))
            return True
        household = self._household(checked)
        kind = row.kind if row.kind != "unknown" else present.kind
        relation = row.relation or present.relation
        is_numbered = bool(row.household) and present.household_id != household.id
        if (kind, relation) == (present.kind, present.relation) and not is_numbered:
            return False
        present.kind, present.relation = kind, relation
        present.household = household if is_numbered else present.household
        present.source, present.stated_on = self.origin.source, self.origin.stated_on
        present.check_by_on = self._check_by(kind)
        self.altered.append(present)
        return True

    def _stay(self, person: UUID, checked: Checked) -> Stay:
        row = checked.person
        return Stay(
            community=self.origin.community,
            grid=checked.lodging.grid,
            person_id=person,
            dwelling_id=checked.lodging.id,
            household=self._household(checked),
            kind=row.kind,
            relation=row.relation,
            from_on=row.from_on or self.origin.stated_on,
            source=self.origin.source,
            stated_on=self.origin.stated_on,
            check_by_on=self._check_by(row.kind),
        )

    def _household(self, checked: Checked) -> Household:
        return self.households[checked.lodging.id, checked.person.household]

    def _check_by(self, kind: str) -> date:
        return add_months(self.origin.stated_on, self.rule.months_for(kind))

    def _find(self, person: UUID, checked: Checked) -> None:
        row = checked.person
        wholes = (initials(row.name), row.phone, row.id_number)
        self.findable.append(Findable(id=person, community=self.origin.community, text=row.name, wholes=wholes))


def _known(community: str, batch: Iterable[Checked]) -> tuple[dict[bytes, Person], dict[UUID, Stay]]:
    """Return the people of a batch who are there already, by their digest, and their present stays (two statements)."""
    documents = [one.id_digest for one in batch if one.id_digest]
    same = [one.same_digest for one in batch if not one.id_digest]
    found: dict[bytes, Person] = {}
    if documents:
        for person in Person.objects.raw(_BY_DOCUMENT, [community, documents]):
            found[bytes(person.id_digest or b"")] = person
    if same:
        for person in Person.objects.raw(_BY_SAME, [community, same]):
            found[bytes(person.same_digest)] = person
    people = [person.id for person in found.values()]
    stays = Stay.objects.raw(_PRESENT, [people]) if people else ()
    return found, {stay.person_id: stay for stay in stays}


def _households(community: str, batch: Sequence[Checked]) -> dict[tuple[UUID, str], Household]:
    """Return the household of each row's dwelling and number, made where there is none yet."""
    wanted = {(one.lodging.id, one.person.household): one.lodging.grid for one in batch}
    rows = Household.objects.raw(_HOUSEHOLDS, [community, list({dwelling for dwelling, _number in wanted})])
    found = {(row.dwelling_id, row.number): row for row in rows}
    missing = [
        Household(community=community, grid=grid, dwelling_id=dwelling, number=number)
        for (dwelling, number), grid in wanted.items()
        if (dwelling, number) not in found
    ]
    insert_rows(missing)
    return found | {(row.dwelling_id, row.number): row for row in missing}
