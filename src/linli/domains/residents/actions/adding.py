"""Adds one person by hand, the way a row of a sheet is added: the same rules, the same store, asked for twice-ness."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from linli.domains.places import facade as places
from linli.domains.residents import policies
from linli.domains.residents.actions.check import Checked, document_digest, lodging_at, same_digest
from linli.domains.residents.actions.holding import AlreadyEntered, Unclear, origin_by_hand, refuse_twice, wrong_ground
from linli.domains.residents.actions.store import store
from linli.domains.residents.corrections import as_texts
from linli.domains.residents.rules import Problem, Wrong, read_row
from linli.foundation.audit import log as audit
from linli.foundation.imports.sheets import Row
from linli.foundation.scope.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """What somebody typed about a person who is not entered yet; ``address`` is such as 3号楼2单元302."""

    typed: Mapping[str, str]
    ground: str
    is_somebody_else: bool = False


@transaction.atomic
def add_person(order: Newcomer, *, community: str, reader: Reader) -> UUID:
    """Enter one person and return the id.

    Raises ``NotYours``, ``Unclear`` and ``AlreadyEntered``; then nothing is written.
    """
    policies.require(reader, policies.CORRECT)
    row, problems = read_row(as_texts(order.typed), today=timezone.localdate())
    problems += wrong_ground(order.ground)
    if row is None or row.door is None or problems:
        raise Unclear([_placed(problem) for problem in problems])
    origin = origin_by_hand(community, ground=order.ground, reader=reader)
    lodging = lodging_at(places.DwellingIndex(community, building=row.door.building), row.door)
    if isinstance(lodging, Wrong):
        raise Unclear([Problem(field="address", wrong=lodging)])
    document, same = document_digest(row), same_digest(row)
    refuse_twice(community, document=document, same=same, own=None, is_somebody_else=order.is_somebody_else)
    checked = Checked(row=Row(number=0, cells=()), person=row, lodging=lodging, same_digest=same, id_digest=document)
    try:
        with transaction.atomic():
            stored = store([checked], origin=origin, is_new=True)
    except IntegrityError as taken:
        raise AlreadyEntered(other=None, is_certain=True) from taken
    (person,) = stored.added
    audit.record(
        "residents.added",
        community=community,
        subject_type="person",
        subject_id=person,
        data={"ground": order.ground},
    )
    return person


def _placed(problem: Problem) -> Problem:
    """Put a missing dwelling beside the one field that a newcomer's form has for it."""
    is_place = problem.wrong is Wrong.PLACE
    return Problem(field="address", wrong=problem.wrong) if is_place else problem
