"""People as masked lines: those already read, those of a dwelling."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from linli.domains.places import facade as places
from linli.domains.residents import policies
from linli.domains.residents.contracts import PersonLine
from linli.domains.residents.models import Person, Stay
from linli.domains.residents.queries.edition import edition_of
from linli.domains.residents.queries.words import kind_words, relation_words, sex_words
from linli.foundation.scope.reader import Reader


def lines_of(people: Sequence[Person]) -> tuple[PersonLine, ...]:
    """Return people already read as masked lines with where they live now (two statements)."""
    stays = {
        stay.person_id: stay for stay in Stay.objects.filter(person__in=[one.id for one in people], to_on__isnull=True)
    }
    doors = places.doors_of([stay.dwelling_id for stay in stays.values()])
    return tuple(_line(person, stays.get(person.id), doors) for person in people)


def people_in(dwellings: Iterable[UUID], *, reader: Reader) -> dict[UUID, tuple[PersonLine, ...]]:
    """Return who lives in each of these dwellings, masked, heads of household first (two statements).

    A dwelling where nobody lives, or nobody this reader may see, is not in the answer; for a role that has no business
    with residents it is empty.
    """
    wanted = list(set(dwellings))
    if not wanted or not policies.may(reader, policies.LOOK):
        return {}
    stays = Stay.objects.filter(dwelling__in=wanted, to_on__isnull=True).select_related("person")
    found: dict[UUID, list[Stay]] = {}
    for stay in sorted(stays, key=lambda one: (one.relation or "9", one.person.name_key, str(one.person_id))):
        found.setdefault(stay.dwelling_id, []).append(stay)
    doors = places.doors_of(found)
    return {dwelling: tuple(_line(stay.person, stay, doors) for stay in living) for dwelling, living in found.items()}


def _line(person: Person, stay: Stay | None, doors: Mapping[UUID, str]) -> PersonLine:
    due = [one for one in (person.check_by_on, stay.check_by_on if stay else None) if one is not None]
    return PersonLine(
        id=person.id,
        name=person.name_masked,
        phone=person.phone_masked,
        document=person.id_masked,
        sex=sex_words(person.sex),
        birth_year=person.birth_on.year if person.birth_on else None,
        door=doors.get(stay.dwelling_id, "") if stay else "",
        kind=kind_words(stay.kind) if stay else "",
        relation=relation_words(stay.relation) if stay else "",
        is_here=stay is not None,
        check_by_on=min(due, default=None) if stay else None,
        edition=edition_of(person, stay),
    )
