"""What is counted in a text: pieces of characters, pieces of its beginning, and words; each as a 64-bit number.

A piece of up to four characters fits into 64 bits exactly; a word becomes a digest. So a model holds numbers where
another would hold a dictionary of what residents wrote, and looking pieces up is one binary search for all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from linli.foundation.triage.texts import Plain, is_telling

Keys = NDArray[np.uint64]
Numbers = NDArray[np.float64]
Places = NDArray[np.int64]

_PLANE: Final = 0xFFFF
_BITS: Final = 16
_REMEMBERED: Final = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One kind of feature: how long its pieces are (0 for words), over how much of the text, and how much it weighs.

    ``rarest`` is in how many texts a piece must stand to be learned: what only one person wrote is never kept.
    """

    name: str
    longest: int
    first: int | None
    rarest: int
    weight: float


BLOCKS: Final = (
    Block(name="words", longest=0, first=None, rarest=2, weight=1.0),
    Block(name="characters", longest=4, first=None, rarest=3, weight=1.0),
    Block(name="beginning", longest=3, first=30, rarest=2, weight=0.6),
)
"""The beginning counts once more, since people say there what it is about (the subject of a letter)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The features of one text in one block: each occurrence with where it begins and ends in the plain text."""

    keys: Keys
    starts: Places
    ends: Places


def found_in(text: Plain, block: Block) -> Found:
    """Return every occurrence of a block's features in a text."""
    return _words(text) if block.longest == 0 else _pieces(text.text[: block.first], longest=block.longest)


def counted(text: Plain, block: Block) -> tuple[Keys, Numbers]:
    """Return a block's features in a text, each once and in order, with ``1 + ln(times)``."""
    keys, times = np.unique(found_in(text, block).keys, return_counts=True)
    return keys, 1.0 + np.log(times)


def _pieces(text: str, *, longest: int) -> Found:
    raw = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    codes = np.minimum(raw, _PLANE).astype(np.uint64)
    keys: list[Keys] = []
    starts: list[Places] = []
    ends: list[Places] = []
    packed: Keys = np.zeros(len(codes), dtype=np.uint64)
    for size in range(1, longest + 1):
        count = len(codes) - size + 1
        if count < 1:
            break
        packed = (packed[:count] << np.uint64(_BITS)) | codes[size - 1 :]
        begins = np.arange(count, dtype=np.int64)
        keys.append(packed)
        starts.append(begins)
        ends.append(begins + size)
    return _joined(keys, starts, ends)


def _words(text: Plain) -> Found:
    ends = np.cumsum([len(word) for word in text.words], dtype=np.int64)
    told = np.array([is_telling(word) for word in text.words], dtype=bool)
    keys = np.array([_key(word) for word in text.words], dtype=np.uint64)
    starts = np.concatenate([[0], ends[:-1]]).astype(np.int64) if len(ends) else ends
    return Found(keys=keys[told], starts=starts[told], ends=ends[told])


def _joined(keys: list[Keys], starts: list[Places], ends: list[Places]) -> Found:
    if not keys:
        return Found(keys=np.zeros(0, np.uint64), starts=np.zeros(0, np.int64), ends=np.zeros(0, np.int64))
    return Found(keys=np.concatenate(keys), starts=np.concatenate(starts), ends=np.concatenate(ends))


@lru_cache(maxsize=_REMEMBERED)
def _key(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "little")
