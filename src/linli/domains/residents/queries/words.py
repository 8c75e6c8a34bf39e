"""Codes of residents as words in the reader's language."""

from linli.domains.residents.models import IdKind, Relation, Sex, StayKind


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
