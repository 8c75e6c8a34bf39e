"""A person's page: masked values, who lives in the same household, where they lived before; and one value in full."""

from uuid import UUID

from linli.domains.places import facade as places
from linli.domains.residents.contracts import PersonPage, StayLine
from linli.domains.residents.models import Person, Stay
from linli.domains.residents.queries.edition import edition_of
from linli.domains.residents.queries.lines import lines_of
from linli.domains.residents.queries.undoing import undoable
from linli.domains.residents.queries.words import (
    document_words,
    end_words,
    kind_words,
    known_of,
    relation_words,
    sex_words,
)
from linli.foundation.privacy.sealing import open_sealed
from linli.foundation.scope.context import current_reader

REVEALED = ("name", "id", "phone")


class NoSuchPerson(LookupError):
    """Nobody of this id, or nobody this reader may see: the two look alike."""


def person_page(person_id: UUID) -> PersonPage:
    """Return a person's page, masked (five statements). Raises :class:`NoSuchPerson`."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise NoSuchPerson
    stays = list(Stay.objects.filter(person=person_id).select_related("household").order_by("-from_on", "-id"))
    present = next((stay for stay in stays if stay.to_on is None), None)
    others: list[Person] = []
    if present is not None and present.household_id is not None:
        together = Stay.objects.filter(household=present.household_id, to_on__isnull=True).values("person")
        others = list(Person.objects.filter(pk__in=together).exclude(pk=person_id).order_by("name_key", "id"))
    doors = places.doors_of([stay.dwelling_id for stay in stays])
    return PersonPage(
        id=person.id,
        community=person.community,
        name=person.name_masked,
        document_kind=document_words(person.id_kind),
        document=person.id_masked,
        phone=person.phone_masked,
        sex=sex_words(person.sex),
        birth_year=person.birth_on.year if person.birth_on else None,
        known=known_of(person),
        stays=tuple(_stay_line(stay, door=doors.get(stay.dwelling_id, "")) for stay in stays),
        household=lines_of(others),
        edition=edition_of(person, present),
        can_take_back=undoable(stays, reader=current_reader()) is not None,
    )


def read_value(person_id: UUID, *, field: str) -> str:
    """Return a person's name, identity number or telephone in full; whoever calls has recorded who looks and why.

    Raises :class:`NoSuchPerson` for another field, an empty one, or a reader who may not look.
    """
    person = Person.objects.filter(pk=person_id).first()
    blob = getattr(person, f"{field}_sealed", None) if field in REVEALED else None
    if blob is None:
        raise NoSuchPerson
    return open_sealed(bytes(blob), context=f"residents.{field}:{person_id}")


def community_of(person_id: UUID) -> str:
    """Return the community of a person this reader may see. Raises :class:`NoSuchPerson`."""
    found = Person.objects.filter(pk=person_id).values_list("community", flat=True).first()
    if found is None:
        raise NoSuchPerson
    return found


def _stay_line(stay: Stay, *, door: str) -> StayLine:
    return StayLine(
        dwelling=stay.dwelling_id,
        door=door,
        kind=kind_words(stay.kind),
        relation=relation_words(stay.relation),
        household=stay.household.number if stay.household else "",
        from_on=stay.from_on,
        to_on=stay.to_on,
        end=end_words(stay.end_reason),
        known=known_of(stay),
    )
