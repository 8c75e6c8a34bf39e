"""Sets the facts of a person: sealed, masked and digested, always all three of them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from linli.domains.residents.actions.check import phone_digest
from linli.domains.residents.models import Fact, Ground, Person
from linli.foundation.privacy.sealing import open_sealed, seal
from linli.foundation.rulepacks.terms import CheckRule
from linli.foundation.search.index import Findable
from linli.kernel.masking import mask_id, mask_name, mask_phone
from linli.kernel.periods import add_months
from linli.kernel.pinyin import initials, sort_key

KIND = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where facts are known from, on what they rest, who enters them, and the community they are about."""

    community: str
    source: str
    stated_on: date
    ground: str = Ground.SHEET
    by: UUID | None = None
    at: datetime | None = None


def set_name(person: Person, name: str) -> None:
    """Set the name, and the key it sorts by."""
    person.name_sealed = seal(name, context=f"residents.name:{person.id}")
    person.name_masked, person.name_key = mask_name(name), sort_key(name)[:80]


def set_document(person: Person, *, kind: str, number: str, digest: bytes | None) -> None:
    """Set kind and number of the document; an empty number takes it away."""
    person.id_kind, person.id_digest = kind, digest
    person.id_sealed = seal(number, context=f"residents.id:{person.id}") if number else None
    person.id_masked = mask_id(number) if number else ""


def set_phone(person: Person, phone: str) -> None:
    """Set the telephone; an empty one takes it away."""
    person.phone_sealed = seal(phone, context=f"residents.phone:{person.id}") if phone else None
    person.phone_masked = mask_phone(phone) if phone else ""
    person.phone_digest = phone_digest(phone)


def opened(person: Person, field: str) -> str:
    """Return one sealed value in full, for the program's own comparison; empty where there is none."""
    blob = getattr(person, f"{field}_sealed")
    return "" if blob is None else open_sealed(bytes(blob), context=f"residents.{field}:{person.id}")


def state(fact: Fact, origin: Origin, *, rule: CheckRule, kind: str) -> None:
    """Say where a fact is known from and when it is to be looked at again, by the kind of residence."""
    fact.source, fact.stated_on, fact.ground = origin.source, origin.stated_on, origin.ground
    if origin.ground == Ground.DOCUMENT:
        fact.confirmed_on = origin.stated_on
    fact.check_by_on = add_months(origin.stated_on, rule.months_for(kind))


def next_check(person: Person, *, rule: CheckRule, kind: str) -> date:
    """Return when a person's own facts are to be looked at again: where somebody lives says nothing new of them."""
    return person.check_by_on or add_months(person.stated_on, rule.months_for(kind))


def findable(person: UUID, community: str, *, name: str, phone: str, number: str) -> Findable:
    """Return what somebody is found by from now on, and by nothing else."""
    return Findable(id=person, community=community, text=name, wholes=(initials(name), phone, number))
