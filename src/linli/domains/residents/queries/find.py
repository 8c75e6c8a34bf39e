"""Finds people by name, initials, telephone, identity number or room, masked, as far as the reader may see."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from linli.domains.places import facade as places
from linli.domains.residents.contracts import PersonLine
from linli.domains.residents.models import Person, Stay
from linli.domains.residents.queries.lines import lines_of
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
MOST_COUNTED = 9999


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFilters:
    """What a list is narrowed to: a kind of residence, a building, and one state (``due``, ``gone``, empty for all)."""

    kind: str = ""
    building: UUID | None = None
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of people, where the next begins (empty at the end), and whether the words could be searched at all.

    ``count`` is how many there are altogether, counted to ``MOST_COUNTED`` and one; None where it was not asked for
    and for more than one community.
    """

    lines: tuple[PersonLine, ...]
    after: str
    is_searchable: bool
    count: int | None = None


EVERYBODY = PeopleFilters()


def find_people(
    words: str,
    *,
    reader: Reader,
    after: str = "",
    community: str = "",
    filters: PeopleFilters = EVERYBODY,
    is_counted: bool = False,
) -> Found:
    """Return the people of the reader's territory whom the words mean, sorted by the sound of their names.

    Without words everybody is listed. ``community`` (12 digits) names where a room is looked for when the territory is
    wider. The database shows a reader the own territory's people alone; the filter lets it use an index.
    """
    people = people_meant(words, reader=reader, community=community, filters=filters)
    if people is None:
        return Found(lines=(), after="", is_searchable=False)
    is_one = len(reader.territory) >= _COMMUNITY_DIGITS
    count = people.order_by()[: MOST_COUNTED + 1].count() if is_counted and is_one else None
    key, _sep, last = after.rpartition("~")
    if last:
        people = people.filter(Q(name_key__gt=key) | Q(name_key=key, id__gt=last))
    rows = list(people.order_by("name_key", "id")[: PAGE + 1])
    shown = rows[:PAGE]
    next_after = f"{shown[-1].name_key}~{shown[-1].id}" if len(rows) > PAGE else ""
    return Found(lines=lines_of(shown), after=next_after, is_searchable=True, count=count)


def count_due(*, reader: Reader) -> int:
    """Return of how many people of a community or grid something is to be checked again, as far as they are counted.

    Of a wider territory none are counted: nobody there walks the stairs, and a city's table would be read through.
    """
    if len(reader.territory) < _COMMUNITY_DIGITS:
        return 0
    due = people_meant("", reader=reader, filters=PeopleFilters(state="due"))
    return 0 if due is None else due.order_by()[: MOST_COUNTED + 1].count()


def people_meant(
    words: str, *, reader: Reader, community: str = "", filters: PeopleFilters = EVERYBODY
) -> QuerySet[Person] | None:
    """Return the people that words and filters leave, None for words that are too short to look for."""
    plain = narrow(words)
    people = _filtered(_within(reader.territory), reader=reader, filters=filters)
    if not plain:
        return people
    meant = _meant(plain, reader=reader, community=community or reader.territory[:_COMMUNITY_DIGITS])
    return None if meant is None else people.filter(meant)


def _filtered(people: QuerySet[Person], *, reader: Reader, filters: PeopleFilters) -> QuerySet[Person]:
    if filters == EVERYBODY:
        return people
    present = _present(reader.territory)
    if filters.state == "gone":
        people = people.exclude(pk__in=present.values("person"))
    elif filters.state == "due":
        today = timezone.localdate()
        due = present.filter(check_by_on__lt=today).values("person")
        people = people.filter(Q(check_by_on__lt=today) | Q(pk__in=due), pk__in=present.values("person"))
    if filters.kind:
        people = people.filter(pk__in=present.filter(kind=filters.kind).values("person"))
    if filters.building is not None:
        rooms = [one.id for one in places.dwellings_of(filters.building)]
        people = people.filter(pk__in=present.filter(dwelling__in=rooms).values("person"))
    return people


def _present(territory: str) -> QuerySet[Stay]:
    """Return the stays that go on in a territory, by a whole community where it can be: only that finds an index."""
    stays = Stay.objects.filter(to_on__isnull=True)
    if len(territory) >= _COMMUNITY_DIGITS:
        return stays.filter(community=territory[:_COMMUNITY_DIGITS])
    return stays.filter(community__startswith=territory)


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
