"""Codes of residents as words in the reader's language."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise

from linli.domains.residents.contracts import Known
from linli.domains.residents.models import BY_HAND, ENDINGS, EndReason, Fact, Ground, IdKind, Relation, Sex, StayKind

Choices = Sequence[tuple[str, str]]


def sex_words(code: str) -> str:
    """Return the word for a code of GB/T 2261.1, empty where nothing is known."""
    return "" if code in ("", Sex.UNKNOWN, Sex.UNSTATED) else str(Sex(code).label)


def kind_words(code: str) -> str:
    """Return in which way somebody lives here, empty where nothing is known."""
    return "" if code == StayKind.UNKNOWN else str(StayKind(code).label)


def relation_words(code: str) -> str:
    """Return the relation to the head of the household, empty where nothing was stated."""
    return str(Relation(code).label) if code else ""


def document_words(code: str) -> str:
    """Return the kind of a document."""
    return str(IdKind(code).label)


def end_words(code: str) -> str:
    """Return why a stay has ended, empty where nothing is said of it."""
    return str(EndReason(code).label) if code else ""


def known_of(fact: Fact) -> Known:
    """Return where a fact is known from, in words; a sheet's name says already that it was a sheet."""
    return Known(
        source=fact.source,
        ground="" if fact.ground == Ground.SHEET else str(Ground(fact.ground).label),
        stated_on=fact.stated_on,
        check_by_on=fact.check_by_on,
        confirmed_on=fact.confirmed_on,
    )


def choices(field: str) -> Choices:
    """Return codes and words of a field that is chosen, what says nothing left out."""
    nothing = {"", "unknown", "none"} | ({"0"} if field == "sex" else set())
    return [(code, str(words)) for code, words in _CHOICES[field] if code not in nothing]


_CHOICES: Mapping[str, Sequence[tuple[str, str | Promise]]] = {
    "id_kind": IdKind.choices,
    "sex": Sex.choices,
    "kind": StayKind.choices,
    "relation": Relation.choices,
    "ground": [(one.value, one.label) for one in BY_HAND],
    "reason": [(one.value, one.label) for one in ENDINGS],
}
