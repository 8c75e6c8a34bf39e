"""Makes the codes that people read aloud, the keys that open a matter without an account, and keyed digests.

A case code has nine random digits and a Damm check digit: any one mistyped digit and any two neighbours exchanged are
noticed on the spot, before a stranger's matter is looked up. Digests are keyed, because a plain hash of a telephone
number or of two characters can be reversed by trying them all.
"""

from __future__ import annotations

import hmac
import re
import secrets
import unicodedata
from enum import StrEnum
from functools import lru_cache

_CODE_DIGITS = 10
_KEY_BITS = 60
_KEY_LENGTH = 12
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CROCKFORD_MISREAD = str.maketrans("OIL", "011")
_SEPARATORS = re.compile(r"[\s\-_.\u2010-\u2015\u2212\u30fb]+")
_SHORTEST_SECRET_BYTES = 16
# Damm's totally anti-symmetric quasigroup of order ten (H. M. Damm, 2004).
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


class BadCodeKind(StrEnum):
    """Why a code cannot be right, so that a page can say what to look at again."""

    LENGTH = "length"
    CHARACTER = "character"
    MISTYPED = "mistyped"


class BadCode(ValueError):
    """A code or key was typed wrongly; `kind` says how."""

    def __init__(self, kind: BadCodeKind) -> None:
        super().__init__(f"not a code: {kind.value}")
        self.kind = kind


def new_case_code() -> str:
    """Return ten digits, the last a check; the first is never 0, which spreadsheets would drop."""
    body = str(10**8 + secrets.randbelow(9 * 10**8))
    return body + str(_damm(body))


def format_code(code: str) -> str:
    """Group a code for reading aloud: '2610407385' → '2610 4073 85'."""
    return f"{code[:4]} {code[4:8]} {code[8:]}"


def parse_code(text: str) -> str:
    """Return the ten digits somebody typed, forgiving spaces, hyphens and full-width digits.

    Raises BadCode: CHARACTER for anything but digits, LENGTH for too few or too many, MISTYPED when the check fails.
    """
    code = _plain(text)
    if not re.fullmatch(r"[0-9]*", code):
        raise BadCode(BadCodeKind.CHARACTER)
    if len(code) != _CODE_DIGITS:
        raise BadCode(BadCodeKind.LENGTH)
    if _damm(code) != 0:
        raise BadCode(BadCodeKind.MISTYPED)
    return code


def new_key() -> str:
    """Return 60 random bits as 12 characters of Crockford's base 32."""
    return _spelled_key(secrets.randbits(_KEY_BITS))


def key_from(source: bytes) -> str:
    """Return the key that follows from a digest: its first 60 bits. Raises ValueError for fewer than 8 bytes."""
    if len(source) * 8 < _KEY_BITS:
        raise ValueError("a key needs 60 bits")
    return _spelled_key(int.from_bytes(source[:8], "big") >> (64 - _KEY_BITS))


def _spelled_key(number: int) -> str:
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(_KEY_BITS - 5, -1, -5))


def parse_key(text: str) -> str:
    """Return the key somebody typed: small letters are fine, O reads as 0, I and L as 1.

    Raises BadCode: LENGTH or CHARACTER.
    """
    key = _plain(text).upper().translate(_CROCKFORD_MISREAD)
    if len(key) != _KEY_LENGTH:
        raise BadCode(BadCodeKind.LENGTH)
    if any(character not in _CROCKFORD for character in key):
        raise BadCode(BadCodeKind.CHARACTER)
    return key


def digest(text: str, *, secret: bytes) -> bytes:
    """Return the HMAC-SHA256 of a text. Raises ValueError for a secret under 16 bytes."""
    return hmac.digest(_strong(secret), text.encode(), "sha256")


def bigram_digests(text: str, *, secret: bytes) -> list[int]:
    """Return the distinct keyed digests, as signed 32-bit integers in order, of every two neighbouring characters.

    Characters are compared without case, width, accents or ligatures; punctuation and spaces separate. A query's
    digests are contained in those of every text that contains the query. A query without two neighbouring
    characters has none, and then nothing can be searched for. Raises ValueError for a secret under 16 bytes.
    """
    _strong(secret)
    pairs = {run[place : place + 2] for run in _runs(text) for place in range(len(run) - 1)}
    # The prefix keeps these apart from `digest` of the same two characters under the same secret.
    cut = (hmac.digest(secret, b"bigram\0" + pair.encode(), "sha256")[:4] for pair in pairs)
    return sorted({int.from_bytes(piece, "big", signed=True) for piece in cut})


def _runs(text: str) -> list[str]:
    """Split into runs of letters and digits, each character folded for itself.

    Folding the text as a whole would join an accent at a query's edge to a letter outside it, and the containment
    that the search rests on would break.
    """
    return "".join(_folded(character) for character in text).split()


@lru_cache(maxsize=8192)
def _folded(character: str) -> str:
    """Fold one character: compatibility forms and case taken off, marks dropped, anything else but a word a space."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    kept = []
    for piece in plain:
        category = unicodedata.category(piece)[0]
        if category in "LN":
            kept.append(piece)
        elif category != "M":
            kept.append(" ")
    return "".join(kept)


def _damm(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim


def _plain(text: str) -> str:
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))


def _strong(secret: bytes) -> bytes:
    if len(secret) < _SHORTEST_SECRET_BYTES:
        raise ValueError(f"a secret needs at least {_SHORTEST_SECRET_BYTES} bytes")
    return secret
