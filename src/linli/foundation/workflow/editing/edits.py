"""One thing changed in a procedure's body: a state or an action put, or taken out. Pure; returns a new body."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

STATES, ACTIONS = "states", "actions"


def put(body: Mapping[str, Any], part: str, one: Mapping[str, Any]) -> dict[str, Any]:
    """Return a body with this state or action in the place of the one with its code, or at the end."""
    found = copy.deepcopy(dict(body))
    codes = [there["code"] for there in found[part]]
    kept = {name: value for name, value in one.items() if value not in (None, [], {}, "", False)}
    for needed in ("from", "by") if part == ACTIONS else ():
        kept.setdefault(needed, [])
    if one["code"] in codes:
        found[part][codes.index(one["code"])] = kept
    else:
        found[part].append(kept)
        if part == STATES:
            _reckon_here(found, one)
    return found


def take_out(body: Mapping[str, Any], part: str, code: str) -> dict[str, Any]:
    """Return a body without this state or action; what names it is left, and the check says so."""
    found = copy.deepcopy(dict(body))
    found[part] = [there for there in found[part] if there["code"] != code]
    return found


def _reckon_here(body: dict[str, Any], state: Mapping[str, Any]) -> None:
    """Let a new state's limits be reckoned again after a holiday notice, as all others are."""
    for action in body[ACTIONS]:
        if action["code"] == "reckon_again" and not state.get("final"):
            action["from"] = [*action["from"], state["code"]]
