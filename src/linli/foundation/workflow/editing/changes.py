"""What differs between two versions of a procedure: states and actions that came, went or changed. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PARTS = ("states", "actions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference: in which part (state, action, procedure), of what code, how, and the keys that differ."""

    part: str
    code: str
    how: str
    keys: tuple[str, ...] = ()


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return how ``after`` differs from ``before``; the order of states and actions counts as a change of the whole."""
    found = []
    keys = tuple(sorted(k for k in {*before, *after} - set(PARTS) if before.get(k) != after.get(k)))
    if keys:
        found.append(Change(part="procedure", code=str(after["code"]), how="changed", keys=keys))
    for name in PARTS:
        found += _parts(name.removesuffix("s"), before[name], after[name])
    return tuple(found)


def _parts(part: str, before: list[Mapping[str, Any]], after: list[Mapping[str, Any]]) -> list[Change]:
    old, new = {one["code"]: one for one in before}, {one["code"]: one for one in after}
    found = [Change(part=part, code=code, how="gone") for code in old if code not in new]
    for code, one in new.items():
        if code not in old:
            found.append(Change(part=part, code=code, how="new"))
            continue
        keys = tuple(sorted(k for k in {*one, *old[code]} if one.get(k) != old[code].get(k)))
        if keys:
            found.append(Change(part=part, code=code, how="changed", keys=keys))
    kept = [code for code in new if code in old]
    if not found and kept != list(old):
        found.append(Change(part="procedure", code=part, how="changed", keys=("order",)))
    return found
