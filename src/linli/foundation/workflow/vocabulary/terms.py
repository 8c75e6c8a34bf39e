"""Who acts in procedures, who is told, and with which messages: closed sets, with the words people use for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.foundation.workflow.outcome import ENGINE_ROLE
from linli.foundation.workflow.vocabulary.draft import ASKED_UNITS, RELEASED_UNITS, UNIT_AUDIENCES

ROLES: Mapping[str, str | Promise] = {
    "reporter": _("the reporter"),
    "dispatcher": _("the service station"),
    "verifier": _("whoever verifies"),
    "street": _("the street"),
    "duty_desk": _("the duty desk"),
    "grid_worker": _("the grid worker"),
    "lead": _("the lead unit"),
    "assistant": _("an assisting unit"),
    "rechecker": _("whoever looks at it a second time"),
    "supervisor": _("whoever confirmed that it is the same again"),
    ENGINE_ROLE: _("the program itself"),
}
"""The roles an action may name, with their words."""

PEOPLE = frozenset(ROLES) - {ENGINE_ROLE}

RECKON_AGAIN = "reckon_again"
ENGINES_OWN = frozenset({RECKON_AGAIN, "end_pauses", "supervise", "close_with_main", "join", "part"})
"""What the program does without being led to it: regular work, and what happens to the matter merged with it."""

REPORTER = "reporter"
WHOM: Mapping[str, str | Promise] = {
    REPORTER: _("the reporter"),
    "dispatcher": _("the service station"),
    "verifier": _("whoever verifies"),
    "duty_desk": _("the duty desk"),
    "street": _("the street"),
    "lead": _("the lead unit"),
    "assist": _("the assisting units"),
    "units": _("all units at work"),
    ASKED_UNITS: _("the units just asked"),
    RELEASED_UNITS: _("the units just released"),
}
"""Whom an action may tell, with their words."""

UNITS = frozenset(UNIT_AUDIENCES) | {RELEASED_UNITS}

_messages: dict[str, set[str]] = {"units": set(), "people": set()}


def register_messages(*, units: Iterable[str], people: Iterable[str]) -> None:
    """Name the messages that the room above can carry to units, and to people of the territory."""
    _messages["units"] |= set(units)
    _messages["people"] |= set(people)


def carried_to(whom: str) -> frozenset[str] | None:
    """Return the messages that reach them; None where every message does: the reporter, and units just asked."""
    if whom in (REPORTER, ASKED_UNITS):
        return None
    return frozenset(_messages["units" if whom in UNITS else "people"])
