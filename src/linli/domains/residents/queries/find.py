"""Finds people by name, initials, telephone, identity number or room, masked, as far as the reader may see."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from linli.domains.places import facade as places
from linli.domains.residents.contracts import PersonLine
from linli.domains.residents.models import Person, Stay
from linli.domains.residents.queries.words import kind_words, relation_words, sex_words
from linli.foundation.scope.reader import Reader
from linli.foundation.search import index as search
from linli.kernel.codes import BadCredential, read_phone
from linli.kernel.doors import read_door
from linli.kernel.narrow import narrow

PAGE = 50
KIND = "person"
_LETTERS = re.compile(r"[a-z]{1,12}", re.IGNORECASE)
_DOCUMENT = re.compile(r"[A-Z0-9]{5,20}")
_COMMUNITY_DIGITS = 12
SHORTEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of people, where the next begins (empty at the end), and whether the words could be searched at all."""

    lines: tuple[PersonLine, ...]
    after: str
    is_searchable: bool


def find_people(words: str, *, reader: Reader, after: str = "", community: str = "") -> Found:
    """Return the people of the reader's territory whom the words mean, sorted by the sound of their names.

    Without words everybody is listed. ``community`` (12 digits) names where a room is looked for when the territory is
    wider. The database shows a reader the own territory's people alone; the filter lets it use an index.
    """
    plain = narrow(words)
    people = _within(reader.territory)
    if plain:
        meant = _meant(plain, reader=reader, community=community or reader.territory[:_COMMUNITY_DIGITS])
        if meant is None:
            return Found(lines=(), after="", is_searchable=False)
        people = people.filter(meant)
    key, _sep, last = after.rpartition("~")
    if last:
        people = people.filter(Q(name_key__gt=key) | Q(name_key=key, id__gt=last))
    rows = list(people.order_by("name_key", "id")[: PAGE + 1])
    shown = rows[:PAGE]
    next_after = f"{shown[-1].name_key}~{shown[-1].id}" if len(rows) > PAGE else ""
    return Found(lines=lines_of(shown), after=next_after, is_searchable=True)


def _within(territory: str) -> QuerySet[Person]:
    if not territory:
        return Person.objects.none()
    if len(territory) > _COMMUNITY_DIGITS:
        return Person.objects.filter(community=territory[:_COMMUNITY_DIGITS], grid=territory)
    if len(territory) == _COMMUNITY_DIGITS:
        return Person.objects.filter(community=territory)
    return Person.objects.filter(community__startswith=territory)


def _meant(plain: str, *, reader: Reader, community: str) -> Q | None:
    """Return the condition that a text means: a number, a room, initials, else a name. None for what is too short."""
    bare = "".join(plain.split()).upper()
    if read_door(plain) is not None:
        dwellings = places.dwellings_named(community, plain) if len(community) == _COMMUNITY_DIGITS else []
        return Q(pk__in=Stay.objects.filter(dwelling__in=dwellings, to_on__isnull=True).values("person"))
    whole = _phone(plain) or (bare if _DOCUMENT.fullmatch(bare) and any(c.isdigit() for c in bare) else "")
    if whole:
        return Q(pk__in=search.found_whole(KIND, whole, reader.territory))
    if _LETTERS.fullmatch(bare):
        return Q(pk__in=search.found_whole(KIND, bare.lower(), reader.territory))
    if not search.is_searchable(plain):
        return None
    return Q(pk__in=search.found(KIND, plain, reader.territory).order_by())


def _phone(plain: str) -> str:
    try:
        return read_phone(plain).number
    except BadCredential:
        return ""


def lines_of(people: Sequence[Person]) -> tuple[PersonLine, ...]:
    """Return people already read as masked lines with where they live now (two statements)."""
    stays = {
        stay.person_id: stay for stay in Stay.objects.filter(person__in=[one.id for one in people], to_on__isnull=True)
    }
    doors = places.doors_of([stay.dwelling_id for stay in stays.values()])
    return tuple(_line(person, stays.get(person.id), doors) for person in people)


def _line(person: Person, stay: Stay | None, doors: dict[UUID, str]) -> PersonLine:
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
    )
