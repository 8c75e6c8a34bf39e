"""One spelling for every value, so that the audit chain can be checked by anybody with SHA-256 and a JSON reader.

Keys are sorted by code point, nothing is spaced, text stays itself, moments are UTC with six decimals and a Z. A float
is refused unless finite; amounts that must be exact come as Decimal and are written as text.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from uuid import UUID


class NotCanonical(TypeError):
    """A value has no single spelling; `path` says where it stands, such as `$.outcome.at`."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


def canonical_json(value: object) -> str:
    """Return the one canonical JSON text of a value made of plain values, moments, days, UUIDs, Decimals and enums.

    Raises NotCanonical for NaN and infinities, naive moments, keys that are not text, half surrogate pairs, and any
    other type (sets have no order, bytes no spelling).
    """
    return json.dumps(_plain(value, "$"), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def chain_hash(previous: str, payload: str) -> str:
    """Return the SHA-256, in hexadecimal, of the previous link's hash, a line feed and this link's payload."""
    return hashlib.sha256(f"{previous}\n{payload}".encode()).hexdigest()


def canonical_moment(moment: datetime) -> str:
    """Write an aware moment as '2026-10-01T00:00:00.000000Z'. Raises NotCanonical for a naive one."""
    if moment.tzinfo is None:
        raise NotCanonical("$", "a moment needs its time zone")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _plain(value: object, path: str) -> object:  # noqa: PLR0911 - one line a type reads best
    if isinstance(value, Enum):
        return _plain(value.value, path)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return _text(value, path)
    if isinstance(value, float):
        return _finite(value, path)
    if isinstance(value, Mapping):
        return {_key(key, path): _plain(item, f"{path}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item, f"{path}[{place}]") for place, item in enumerate(value)]
    return _spelled(value, path)


def _spelled(value: object, path: str) -> str:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise NotCanonical(path, "a moment needs its time zone")
        return canonical_moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Decimal) and value.is_finite():
        return f"{value:f}"
    raise NotCanonical(path, f"{type(value).__name__} has no canonical spelling")


def _key(key: object, path: str) -> str:
    if not isinstance(key, str):
        raise NotCanonical(path, f"the key {key!r} is not text")
    return _text(str(key), path)


def _text(text: str, path: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise NotCanonical(path, "half a surrogate pair is no text") from error
    return text


def _finite(number: float, path: str) -> float:
    if not math.isfinite(number):
        raise NotCanonical(path, f"{number} is no number")
    return number
