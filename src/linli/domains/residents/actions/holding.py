"""Holds one person while a change by hand is made: the row is locked, and what the page showed must still be so."""

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from linli.domains.residents.actions.facts import Origin
from linli.domains.residents.models import BY_HAND, Person, Stay
from linli.domains.residents.queries.edition import edition_of
from linli.domains.residents.queries.page import NoSuchPerson
from linli.domains.residents.rules import Problem, Wrong
from linli.domains.residents.words import sentence
from linli.foundation.orgs import queries as orgs
from linli.foundation.scope.reader import Reader
from linli.foundation.territory import queries as territory


class Stale(Exception):
    """Somebody changed the record since the page was made; nothing was written."""


class Unclear(Exception):
    """What was typed cannot stand; ``sentences`` says per field (empty for the whole) what is wrong."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.sentences = tuple((problem.field, sentence(problem)) for problem in problems)


class NothingChanged(Exception):
    """What was typed is what is known already; nothing was written."""


class AlreadyEntered(Exception):
    """Somebody of this document, or of this name and birth date or telephone, is entered already.

    ``other`` is who, None where the reader may not see them. ``is_certain`` for the same document: then there is no
    going on, else the reader may say that it is somebody else.
    """

    def __init__(self, *, other: UUID | None, is_certain: bool) -> None:
        super().__init__()
        self.other, self.is_certain = other, is_certain


def person_for_change(person_id: UUID, *, edition: str) -> tuple[Person, Stay | None]:
    """Return a person, locked, and the present stay. Raises :class:`NoSuchPerson` and :class:`Stale`."""
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise NoSuchPerson
    stay = Stay.objects.filter(person=person_id, to_on__isnull=True).select_related("household").first()
    if edition_of(person, stay) != edition:
        raise Stale
    return person, stay


def wrong_ground(ground: str) -> tuple[Problem, ...]:
    """Return the problem where nobody said how they know, else nothing."""
    return () if ground in BY_HAND else (Problem(field="ground", wrong=Wrong.NO_GROUND),)


def origin_by_hand(community: str, *, ground: str, reader: Reader) -> Origin:
    """Return where a fact entered now is known from: the reader's office, today."""
    office = orgs.unit_name(reader.unit) if reader.unit else ""
    return Origin(
        community=community,
        source=(office or territory.division_name(community))[:80],
        stated_on=timezone.localdate(),
        ground=ground,
        by=reader.account_id,
        at=timezone.now(),
    )


def refuse_twice(
    community: str, *, document: bytes | None, same: bytes, own: UUID | None, is_somebody_else: bool
) -> None:
    """Raise :class:`AlreadyEntered` where the community has this person already, apart from ``own``.

    Two documents that differ are two people, whatever their names; else the same name and birth date (or telephone)
    is a question that ``is_somebody_else`` answers.
    """
    others = Person.objects.filter(community=community)
    others = others if own is None else others.exclude(pk=own)
    if document is not None:
        other = others.filter(id_digest=document).values_list("id", flat=True).first()
        if other is not None:
            raise AlreadyEntered(other=other, is_certain=True)
        others = others.filter(id_digest__isnull=True)
    alike = others.filter(same_digest=same).values_list("id", flat=True).first()
    if alike is not None and not is_somebody_else:
        raise AlreadyEntered(other=alike, is_certain=False)
