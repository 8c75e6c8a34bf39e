"""Corrects one person by hand: what was typed is read by the rules of the sheet, and the search follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from linli.domains.residents import policies
from linli.domains.residents.actions.check import document_digest, same_digest
from linli.domains.residents.actions.facts import (
    KIND,
    Origin,
    findable,
    opened,
    set_document,
    set_name,
    set_phone,
    state,
)
from linli.domains.residents.actions.holding import (
    AlreadyEntered,
    NothingChanged,
    Unclear,
    origin_by_hand,
    person_for_change,
    refuse_twice,
    wrong_ground,
)
from linli.domains.residents.corrections import CORRECTED, Kept, read_typed
from linli.domains.residents.models import Ground, Household, Person, Stay
from linli.domains.residents.rules import PersonRow
from linli.foundation.audit import log as audit
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.scope.reader import Reader
from linli.foundation.search import index as search

OF_STAY = frozenset({"kind", "relation", "household"})
OF_DOCUMENT = frozenset({"name", "id_kind", "id_number", "sex", "birth_on"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What somebody typed about a person whose page had this edition; empty fields leave what is known."""

    person_id: UUID
    edition: str
    typed: Mapping[str, str]
    ground: str
    drops_phone: bool = False
    is_somebody_else: bool = False


@transaction.atomic
def correct_person(order: Correction, *, reader: Reader) -> frozenset[str]:
    """Write a correction and return which fields changed.

    Raises ``NotYours``, ``NoSuchPerson``, ``Stale``, ``Unclear``, ``NothingChanged`` and ``AlreadyEntered``; then
    nothing is written.
    """
    policies.require(reader, policies.CORRECT)
    person, stay = person_for_change(order.person_id, edition=order.edition)
    kept = kept_of(person, stay)
    row, problems = read_typed(order.typed, kept, drops_phone=order.drops_phone, today=timezone.localdate())
    problems += wrong_ground(order.ground)
    if row is None or problems:
        raise Unclear(problems)
    changed = frozenset(name for name in CORRECTED if getattr(row, name) != getattr(kept, name))
    changed = changed if stay is not None else changed - OF_STAY
    if not changed:
        raise NothingChanged
    origin = origin_by_hand(person.community, ground=order.ground, reader=reader)
    if changed - OF_STAY:
        _correct_facts(
            person, row, changed, origin=origin, is_somebody_else=order.is_somebody_else, is_here=stay is not None
        )
    if stay is not None and changed & OF_STAY:
        _correct_stay(stay, row, origin=origin)
    audit.record(
        "residents.corrected",
        community=person.community,
        subject_type="person",
        subject_id=person.id,
        data={"fields": sorted(changed), "ground": order.ground},
    )
    return changed


def kept_of(person: Person, stay: Stay | None) -> Kept:
    """Return what is known in full, for comparison by the program alone."""
    return Kept(
        name=opened(person, "name"),
        id_kind=person.id_kind,
        id_number=opened(person, "id"),
        sex=person.sex,
        birth_on=person.birth_on,
        phone=opened(person, "phone"),
        kind=stay.kind if stay else "unknown",
        relation=stay.relation if stay else "",
        household=stay.household.number if stay and stay.household else "",
    )


def _correct_facts(
    person: Person,
    row: PersonRow,
    changed: frozenset[str],
    *,
    origin: Origin,
    is_somebody_else: bool,
    is_here: bool,
) -> None:
    document, same = document_digest(row), same_digest(row)
    is_other = bytes(person.id_digest or b"") != (document or b"") or bytes(person.same_digest) != same
    if is_other:
        refuse_twice(origin.community, document=document, same=same, own=person.id, is_somebody_else=is_somebody_else)
    if "name" in changed:
        set_name(person, row.name)
    if changed & {"id_kind", "id_number"}:
        set_document(person, kind=row.id_kind, number=row.id_number, digest=document)
    if "phone" in changed:
        set_phone(person, row.phone)
    person.sex, person.birth_on, person.same_digest = row.sex, row.birth_on, same
    _restate(person, row, origin=origin, is_shown=bool(changed & OF_DOCUMENT))
    if not is_here:
        person.check_by_on = None  # nobody can look again at somebody who is gone
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as taken:  # somebody the reader does not see, or who came in this moment
        raise AlreadyEntered(other=None, is_certain=True) from taken
    search.put_many(KIND, [findable(person.id, person.community, name=row.name, phone=row.phone, number=row.id_number)])


def _correct_stay(stay: Stay, row: PersonRow, *, origin: Origin) -> None:
    if row.household != (stay.household.number if stay.household else ""):
        stay.household = Household.objects.get_or_create(
            dwelling_id=stay.dwelling_id,
            number=row.household,
            defaults={"community": stay.community, "grid": stay.grid},
        )[0]
    stay.kind, stay.relation = row.kind, row.relation
    stay.entered_at = None  # no longer as it was entered, so that a move before it cannot be taken back
    _restate(stay, row, origin=origin, is_shown=True)
    stay.save()


def _restate(fact: Person | Stay, row: PersonRow, *, origin: Origin, is_shown: bool) -> None:
    """Say anew where a fact is known from; what a document had shown is confirmed no longer once it is changed.

    A telephone stands in no document: it neither confirms the rest nor takes that away.
    """
    shown_before = fact.confirmed_on
    state(fact, origin, rule=rulepacks.checks(scope=origin.community, on=origin.stated_on), kind=row.kind)
    if not is_shown:
        fact.confirmed_on = shown_before
    elif origin.ground != Ground.DOCUMENT:
        fact.confirmed_on = None
