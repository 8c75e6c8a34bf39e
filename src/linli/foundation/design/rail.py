"""The rail of staff pages: every room says which page it has for whom, and each page of a role shows the same rail."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

NO_COUNTS: Mapping[str, int] = {}
MOST_ON_A_PHONE = 8
"""How many items a bar of 360 pixels holds with a target for a finger each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A page of the rail: its code, the name of its address, icon, word, and the roles that have it.

    ``order`` sorts the rail; ``is_foot`` puts the page into the lower group. No ``roles`` means everybody on the staff.
    ``is_rare`` lets a phone put it behind "More" where a role has more doors than its bar holds.
    """

    code: str
    name: str
    icon: str
    label: str | Promise
    order: int
    roles: Collection[str] = ()
    is_foot: bool = False
    is_rare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RailItem:
    """One item of the rail, as design/workbench.html draws it."""

    url: str
    icon: str
    label: str | Promise
    count: int
    current: bool
    is_last_group: bool
    is_rare: bool = False


_doors: dict[str, Door] = {}


def open_doors(*doors: Door) -> None:
    """Put a room's pages on the rail; called when the room is ready."""
    _doors.update({door.code: door for door in doors})


def frame(role: str, *, current: str, show: str = "detail", counts: Mapping[str, int] = NO_COUNTS) -> dict[str, object]:
    """Return what design/workbench.html needs: the rail of a role, and what a narrow window shows.

    ``current`` is the code of the rail's item, ``counts`` stand beside items by their code.
    """
    rail: list[RailItem] = []
    has_foot = False
    for door in sorted(_doors.values(), key=lambda door: (door.is_foot, door.order)):
        url = address_of(door.name) if not door.roles or role in door.roles else ""
        if not url:
            continue
        rail.append(
            RailItem(
                url=url, icon=door.icon, label=door.label, count=counts.get(door.code, 0),
                current=door.code == current, is_last_group=door.is_foot and not has_foot, is_rare=door.is_rare,
            )
        )  # fmt: skip
        has_foot = has_foot or door.is_foot
    more = [item for item in rail if item.is_rare] if len(rail) > MOST_ON_A_PHONE else []
    return {
        "rail": rail,
        "more_doors": more,
        "is_more_current": any(item.current for item in more),
        "show": show,
        "home_url": rail[0].url if rail else "/",
    }


def address_of(name: str) -> str:
    """Return the address of a page, empty where this installation has none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
