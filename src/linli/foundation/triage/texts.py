"""A text as triage reads it: one form for what is written in many ways, and its words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import Final

LONGEST: Final = 4_000
"""Characters read of one text; what stands behind them says little more and would cost time."""
_SPACES: Final = re.compile(r"\s+")
_DIGITS: Final = re.compile(r"[0-9]+")
_LATIN: Final = re.compile(r"[a-z]+")
_TELLING: Final = re.compile(r"[\u3400-\u9fff0a]")
_HAN: Final = re.compile(r"[\u3400-\u9fff]{2,}")


@dataclass(frozen=True)
class Plain:
    """A text with runs of digits as ``0`` and of Latin letters as ``a``, without spaces; and what it was made from."""

    text: str
    source: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words in order; joined they are the text."""
        import rjieba  # noqa: PLC0415 - its dictionary takes memory that most pages need not pay for

        return tuple(rjieba.cut(self.text))

    def is_showable(self, word: str) -> bool:
        """Whether a word says something to a reader, and stands in the source as it is: two Chinese characters."""
        return len(word) > 1 and _HAN.fullmatch(word) is not None and word in self.source


def plain(text: str) -> Plain:
    """Bring a text into the form that is counted: NFKC, small letters, at most :data:`LONGEST` characters."""
    source = unicodedata.normalize("NFKC", text[:LONGEST]).lower()
    return Plain(text=_SPACES.sub("", _LATIN.sub("a", _DIGITS.sub("0", source))), source=source)


def is_telling(word: str) -> bool:
    """Whether a word of a plain text is more than punctuation."""
    return _TELLING.search(word) is not None
