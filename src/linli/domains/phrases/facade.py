"""The door of text templates: the list, what a step offers, and how templates change."""

from linli.domains.phrases.actions import retire_phrase, seed_usual, write_phrase
from linli.domains.phrases.contracts import Offered, PhraseDraft, PhraseLine
from linli.domains.phrases.queries import offered, phrases_of, versions_of
from linli.domains.phrases.rules import MEANINGS, NAME_LENGTH, TEXT_LENGTH, PhraseRefused, Place, checked, filled

__all__ = [
    "MEANINGS",
    "NAME_LENGTH",
    "TEXT_LENGTH",
    "Offered",
    "PhraseDraft",
    "PhraseLine",
    "PhraseRefused",
    "Place",
    "checked",
    "filled",
    "offered",
    "phrases_of",
    "retire_phrase",
    "seed_usual",
    "versions_of",
    "write_phrase",
]
