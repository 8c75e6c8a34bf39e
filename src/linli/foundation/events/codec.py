"""Turns a frozen dataclass of ids and codes into JSON and back, by its own annotations."""

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints
from uuid import UUID

E = TypeVar("E")

Json = str | int | float | bool | list[Any] | dict[str, Any] | None


def encode(event: object) -> dict[str, Json]:
    """Return the fields of a dataclass as JSON values; raises TypeError for what an event may not hold."""
    if not dataclasses.is_dataclass(event) or isinstance(event, type):
        raise TypeError(f"an event is a dataclass, not {type(event).__name__}")
    return {field.name: _encoded(getattr(event, field.name)) for field in dataclasses.fields(event)}


def decode(kind: type[E], payload: Mapping[str, Any]) -> E:
    """Return the event a payload was made from.

    A field missing in the payload keeps its default and one the class no longer has is passed over, so that rows
    written by the previous release are still carried.
    """
    plain: type = kind
    hints = _fields(plain)
    return kind(**{name: _decoded(hints[name], value) for name, value in payload.items() if name in hints})


@lru_cache(maxsize=256)
def _fields(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}


def _encoded(value: object) -> Json:
    if isinstance(value, Enum):
        return _encoded(value.value)
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):  # a datetime is a date
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_encoded(item) for item in value]
    raise TypeError(f"an event holds ids, codes and moments, not {type(value).__name__}")


def _decoded(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    origin = get_origin(hint)
    if origin in (tuple, list):
        return origin(_decoded(get_args(hint)[0], item) for item in value)
    if origin is not None:  # X | None: the one real alternative
        [hint] = [option for option in get_args(hint) if option is not NoneType]
        return _decoded(hint, value)
    if hint in (datetime, date):
        return hint.fromisoformat(value)
    if isinstance(hint, type) and issubclass(hint, UUID | Enum):
        return hint(value)
    return value
