"""Writes a batch of good rows: people once, households, stays; a move ends one stay and begins another.

What a document showed by hand stands against any sheet, and what was stated later against what was stated before:
:mod:`~linli.domains.residents.disagreements` decides, row by row and without a statement of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from linli.domains.residents.actions.check import Checked, phone_digest
from linli.domains.residents.actions.facts import (
    KIND,
    Origin,
    findable,
    next_check,
    opened,
    set_document,
    set_name,
    set_phone,
    state,
)
from linli.domains.residents.disagreements import (
    KnownPerson,
    KnownStay,
    against_person,
    against_stay,
    begins_anew,
    is_older,
)
from linli.domains.residents.models import EndReason, Household, Person, Stay
from linli.domains.residents.rules import Problem, Wrong
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.scope.bulk import insert_rows
from linli.foundation.search import index as search
from linli.foundation.search.index import Findable
from linli.kernel.uuid7 import new_id

_PERSON_CHANGES = [
    "grid", "same_digest", "sex", "birth_on", "phone_sealed", "phone_masked", "phone_digest", "source", "ground",
    "stated_on", "check_by_on",
]  # fmt: skip
_STAY_CHANGES = ["kind", "relation", "household", "source", "ground", "stated_on", "check_by_on"]
_STAY_ENDS = ["to_on", "end_reason", "end_source", "ended_by", "ended_at"]


@dataclass(slots=True)
class Stored:
    """What a batch changed."""

    added: list[UUID] = field(default_factory=list)
    changed: list[UUID] = field(default_factory=list)
    same: int = 0
    refused: list[tuple[Checked, Problem]] = field(default_factory=list)


def store(batch: Sequence[Checked], *, origin: Origin, is_new: bool = False) -> Stored:
    """Write a batch in the running transaction; rows that say what is known already change nothing.

    With ``is_new`` nobody is looked for: whoever calls has made sure that the people are not known yet.
    """
    batch_of = _Batch(origin, batch, is_new=is_new)
    for checked in batch:
        batch_of.take(checked)
    batch_of.write()
    return batch_of.stored


_BY_DOCUMENT = "SELECT * FROM residents_person WHERE community = %s AND id_digest = ANY (%s) ORDER BY id FOR UPDATE"
_BY_SAME = (
    "SELECT * FROM residents_person WHERE community = %s AND id_digest IS NULL AND same_digest = ANY (%s)"
    " ORDER BY id FOR UPDATE"
)
"""Locked as they are read: what a clerk corrects in this moment is waited for, and not written over."""
_LAST = (
    "SELECT DISTINCT ON (person_id) * FROM residents_stay WHERE person_id = ANY (%s)"
    " ORDER BY person_id, to_on DESC NULLS FIRST, from_on DESC, id DESC"
)
_HOUSEHOLDS = "SELECT * FROM residents_household WHERE community = %s AND dwelling_id = ANY (%s)"
"""Written with one list each: a thousand placeholders are compared one by one with every row of a table just filled."""


class _Batch:
    """What is known of a batch's people and dwellings, and what is to be written."""

    def __init__(self, origin: Origin, batch: Sequence[Checked], *, is_new: bool) -> None:
        self.origin, self.stored = origin, Stored()
        self.people, self.stays = ({}, {}) if is_new else _known(origin.community, batch)
        self.households = _households(origin.community, batch, self.stays.values())
        self.numbers = {one.id: one.number for one in self.households.values()}
        self.rule = rulepacks.checks(scope=origin.community, on=origin.stated_on)
        self.new_people: list[Person] = []
        self.changed_people: dict[UUID, Person] = {}
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
        last = self._known_stay(known.id, checked)
        problem = self._against(known, last, checked)
        if problem is not None:
            self.stored.refused.append((checked, problem))
            return
        is_changed = self._update(known, checked)
        if self._move(known, last, checked) or is_changed:
            self.stored.changed.append(known.id)
            self._find(known, checked, phone=opened(known, "phone"))
        else:
            self.stored.same += 1

    def write(self) -> None:
        """Write it all: new rows many at once, changed ones with the columns that may change."""
        insert_rows(self.new_people)
        if self.changed_people:
            Person.objects.bulk_update(self.changed_people.values(), _PERSON_CHANGES, batch_size=200)
        if self.ended:
            Stay.objects.bulk_update(self.ended, _STAY_ENDS, batch_size=200)
        if self.altered:
            Stay.objects.bulk_update(self.altered, _STAY_CHANGES, batch_size=200)
        insert_rows(self.new_stays)
        search.put_many(KIND, self.findable)

    def _known_stay(self, person: UUID, checked: Checked) -> KnownStay | None:
        stay = self.stays.get(person)
        if stay is None:
            return None
        return KnownStay(
            confirmed_on=stay.confirmed_on, is_same_dwelling=stay.dwelling_id == checked.lodging.id, kind=stay.kind,
            relation=stay.relation, household=self._number_of(stay), to_on=stay.to_on, end_reason=stay.end_reason,
        )  # fmt: skip

    def _against(self, known: Person, last: KnownStay | None, checked: Checked) -> Problem | None:
        row = checked.person
        if bytes(known.same_digest) != checked.same_digest and opened(known, "name") != row.name:
            return Problem(field="name", wrong=Wrong.OTHER_NAME)
        person = KnownPerson(confirmed_on=known.confirmed_on, sex=known.sex, birth_on=known.birth_on)
        stay = None if last is None else against_stay(row, last, said_on=self.origin.stated_on)
        return against_person(row, person) or stay

    def _new_person(self, checked: Checked) -> Person:
        row = checked.person
        person = Person(
            id=new_id(), community=self.origin.community, grid=checked.lodging.grid, sex=row.sex, birth_on=row.birth_on,
            same_digest=checked.same_digest,
        )  # fmt: skip
        set_name(person, row.name)
        set_document(person, kind=row.id_kind, number=row.id_number, digest=checked.id_digest)
        set_phone(person, row.phone)
        state(person, self.origin, rule=self.rule, kind=row.kind)
        self.new_people.append(person)
        self._find(person, checked, phone=row.phone)
        return person

    def _update(self, known: Person, checked: Checked) -> bool:
        """Take over what the row says otherwise; what it does not say stays, and so does what was stated later."""
        row, said = checked.person, phone_digest(checked.person.phone)
        if is_older(self.origin.stated_on, known_on=known.stated_on):
            return False
        kept = bytes(known.phone_digest) if known.phone_digest is not None else None
        is_new_phone = said is not None and said != kept
        is_new_birth = row.birth_on not in (None, known.birth_on)
        if not is_new_phone and not is_new_birth and row.sex in ("0", known.sex):
            return False
        known.sex = row.sex if row.sex != "0" else known.sex
        if is_new_phone:
            set_phone(known, row.phone)
        if is_new_birth:
            known.birth_on, known.same_digest = row.birth_on, checked.same_digest
        state(known, self.origin, rule=self.rule, kind=row.kind)
        self.changed_people[known.id] = known
        return True

    def _move(self, known: Person, last: KnownStay | None, checked: Checked) -> bool:
        """Begin a new stay where the row names another dwelling; alter the present one where it says more of it."""
        stay, row, said_on = self.stays.get(known.id), checked.person, self.origin.stated_on
        if stay is None or last is None:
            return self._begin(known, checked)
        if last.to_on is not None:
            return begins_anew(row, last, said_on=said_on) and self._begin(known, checked)
        if is_older(said_on, known_on=stay.stated_on):
            return False
        if not last.is_same_dwelling:
            begins = row.from_on or said_on
            stay.to_on = max(stay.from_on, begins - timedelta(days=1))
            stay.end_reason, stay.end_source = EndReason.MOVED, self.origin.source
            stay.ended_by, stay.ended_at = self.origin.by, self.origin.at
            self.ended.append(stay)
            return self._begin(known, checked)
        return self._alter(stay, checked)

    def _begin(self, known: Person, checked: Checked) -> bool:
        self.new_stays.append(self._stay(known.id, checked))
        known.grid = checked.lodging.grid
        known.check_by_on = next_check(known, rule=self.rule, kind=checked.person.kind)
        self.changed_people[known.id] = known
        return True

    def _alter(self, stay: Stay, checked: Checked) -> bool:
        row, household = checked.person, self._household(checked)
        kind = row.kind if row.kind != "unknown" else stay.kind
        relation = row.relation or stay.relation
        is_numbered = bool(row.household) and stay.household_id != household.id
        if (kind, relation) == (stay.kind, stay.relation) and not is_numbered:
            return False
        stay.kind, stay.relation = kind, relation
        stay.household = household if is_numbered else stay.household
        state(stay, self.origin, rule=self.rule, kind=kind)
        self.altered.append(stay)
        return True

    def _stay(self, person: UUID, checked: Checked) -> Stay:
        row, origin = checked.person, self.origin
        stay = Stay(
            community=origin.community,
            grid=checked.lodging.grid,
            person_id=person,
            dwelling_id=checked.lodging.id,
            household=self._household(checked),
            kind=row.kind,
            relation=row.relation,
            from_on=row.from_on or origin.stated_on,
            entered_by=origin.by,
            entered_at=origin.at,
        )
        state(stay, origin, rule=self.rule, kind=row.kind)
        return stay

    def _household(self, checked: Checked) -> Household:
        return self.households[checked.lodging.id, checked.person.household]

    def _number_of(self, stay: Stay) -> str:
        return self.numbers.get(stay.household_id, "") if stay.household_id else ""

    def _find(self, person: Person, checked: Checked, *, phone: str) -> None:
        row = checked.person
        number, name = row.id_number, row.name
        self.findable.append(findable(person.id, self.origin.community, name=name, phone=phone, number=number))


def _known(community: str, batch: Iterable[Checked]) -> tuple[dict[bytes, Person], dict[UUID, Stay]]:
    """Return the people of a batch who are there already, by their digest, and each one's last stay (two statements).

    The last is the present one, else the one that ended last.
    """
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
    stays = Stay.objects.raw(_LAST, [people]) if people else ()
    return found, {stay.person_id: stay for stay in stays}


def _households(community: str, batch: Sequence[Checked], stays: Iterable[Stay]) -> dict[tuple[UUID, str], Household]:
    """Return the household of each row's dwelling and number, made where there is none yet, and of the known stays."""
    wanted = {(one.lodging.id, one.person.household): one.lodging.grid for one in batch}
    dwellings = {dwelling for dwelling, _number in wanted} | {stay.dwelling_id for stay in stays}
    rows = Household.objects.raw(_HOUSEHOLDS, [community, list(dwellings)])
    found = {(row.dwelling_id, row.number): row for row in rows}
    missing = [
        Household(community=community, grid=grid, dwelling_id=dwelling, number=number)
        for (dwelling, number), grid in wanted.items()
        if (dwelling, number) not in found
    ]
    insert_rows(missing)
    return found | {(row.dwelling_id, row.number): row for row in missing}
