"""Tells whether a record is still what a page showed: a fingerprint of the person and the present stay."""

from hashlib import sha256

from linli.domains.residents.models import Fact, Person, Stay


def edition_of(person: Person, stay: Stay | None) -> str:
    """Return the fingerprint, made of keyed digests, codes and days; nobody reads a value from it."""
    digests = (person.same_digest, person.id_digest, person.phone_digest)
    parts = [str(person.id), person.name_key, person.grid, person.id_kind, person.sex, str(person.birth_on)]
    parts += ["" if one is None else bytes(one).hex() for one in digests]
    parts += _known(person)
    if stay is not None:
        parts += [str(stay.id), str(stay.household_id), stay.kind, stay.relation, str(stay.from_on), *_known(stay)]
    return sha256("|".join(parts).encode()).hexdigest()[:24]


def _known(fact: Fact) -> list[str]:
    return [fact.source, fact.ground, str(fact.stated_on), str(fact.check_by_on), str(fact.confirmed_on)]
