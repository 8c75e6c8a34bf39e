"""The workbench's frame: who may open what, and the rail with the pages a role has."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.foundation.accounts import gate
from linli.foundation.accounts.roles import Role
from linli.foundation.scope.middleware import reader_of

HANDLERS: Final = (
    Role.GRID_WORKER, Role.CLERK, Role.VERIFIER, Role.UNIT_WORKER, Role.STREET_OFFICIAL, Role.DUTY_DESK,
)  # fmt: skip
"""Everybody who works on matters."""
DISPATCHERS: Final = (Role.CLERK, Role.DUTY_DESK, Role.STREET_OFFICIAL)
TAKERS: Final = (Role.CLERK, Role.DUTY_DESK, Role.GRID_WORKER, Role.STREET_OFFICIAL)
"""Who takes reports in for somebody who cannot or does not wish to use a phone page."""
TERRITORIAL: Final = (Role.GRID_WORKER, Role.CLERK, Role.VERIFIER, Role.STREET_OFFICIAL, Role.DUTY_DESK)
RATED: Final = (Role.UNIT_WORKER,)
CALENDAR_READERS: Final = (Role.CLERK, Role.DUTY_DESK, Role.STREET_OFFICIAL, Role.SYSTEM_ADMIN)
CALENDAR_KEEPERS: Final = (Role.SYSTEM_ADMIN,)
EVERYBODY: Final = tuple(Role)


View = Callable[..., HttpResponseBase]


def desk(*roles: Role) -> Callable[[View], View]:
    """Let a page of the workbench be opened by these roles, and let no browser or proxy keep it."""

    def gated(view: View) -> View:
        entered: View = gate.staff(*roles)(view)  # type: ignore[arg-type]

        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = entered(request, *args, **kwargs)
            if not response.has_header("Cache-Control"):
                response["Cache-Control"] = "no-store, private"
            return response

        return answered

    return gated


@dataclass(frozen=True, slots=True, kw_only=True)
class RailItem:
    """One item of the rail, as design/workbench.html draws it."""

    url: str
    icon: str
    label: str | Promise
    count: int
    current: bool
    is_last_group: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Door:
    """A page of the rail: its code, address name, icon, word and who has it; ``is_foot`` begins the lower group."""

    code: str
    name: str
    icon: str
    label: str | Promise
    roles: tuple[Role, ...]
    is_foot: bool = False


_DOORS: Final = (
    _Door(code="todo", name="workbench:todo", icon="inbox", label=_("To do"), roles=HANDLERS),
    _Door(code="cases", name="workbench:cases", icon="list", label=_("Matters"), roles=HANDLERS),
    _Door(code="map", name="workbench:map", icon="map", label=_("Map"), roles=TERRITORIAL),
    _Door(code="intake", name="workbench:intake", icon="pen-line", label=_("Intake"), roles=TAKERS),
    _Door(code="ratings", name="workbench:ratings", icon="clipboard-check", label=_("Ratings"), roles=RATED),
    _Door(
        code="calendar", name="workbench:calendar", icon="calendar-days", label=_("Calendar"), roles=CALENDAR_READERS
    ),
    _Door(code="setup", name="setup:home", icon="settings", label=_("Set-up"), roles=(Role.SYSTEM_ADMIN,)),
    _Door(
        code="accounts", name="accounts:accounts", icon="users-round", label=_("Accounts"),
        roles=(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN),
    ),
    _Door(code="audit", name="audit:entries", icon="shield-check", label=_("Audit"), roles=(Role.AUDIT_ADMIN,)),
    _Door(code="inbox", name="workbench:inbox", icon="bell", label=_("Messages"), roles=HANDLERS, is_foot=True),
    _Door(code="me", name="accounts:me", icon="user-round", label=_("Me"), roles=EVERYBODY),
)  # fmt: skip


def frame(request: HttpRequest, *, current: str, show: str = "detail", todo: int = 0) -> dict[str, object]:
    """Return what design/workbench.html needs: the rail of the reader's role, and what a narrow window shows.

    ``current`` is the code of the rail's item, ``todo`` the count beside the first one.
    """
    role = reader_of(request).role
    rail: list[RailItem] = []
    has_foot = False
    for door in _DOORS:
        url = address_of(door.name) if role in door.roles else ""
        if not url:
            continue
        begins_foot = not has_foot and (door.is_foot or door.code == "me")
        has_foot = has_foot or begins_foot
        rail.append(
            RailItem(
                url=url, icon=door.icon, label=door.label, count=todo if door.code == "todo" else 0,
                current=door.code == current, is_last_group=begins_foot,
            )
        )  # fmt: skip
    return {"rail": rail, "show": show, "home_url": rail[0].url if rail else "/"}


def address_of(name: str) -> str:
    """Return the address of a page, empty where this installation has none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
