"""How people, places and deeds in the chain are called: rooms above this one say so when the program starts."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from django.utils.functional import Promise

Names = Callable[[Iterable[UUID]], dict[UUID, str]]
_UUID_LENGTH = 36


def _nobody(account_ids: Iterable[UUID]) -> dict[UUID, str]:
    del account_ids
    return {}


_people: list[Names] = [_nobody]
_place: list[Callable[[str], str]] = [str]
_actions: dict[str, str | Promise] = {}


def names_come_from(*, people: Names, place: Callable[[str], str]) -> None:
    """Let a room above tell the names of accounts and of divisions."""
    _people[0], _place[0] = people, place


def name_actions(labels: Mapping[str, str | Promise]) -> None:
    """Let a room say in words what its action codes mean (``{"account.locked": _("Account paused")}``)."""
    _actions.update(labels)


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """Return the names of those actors that are accounts; ``public`` and ``job`` have none."""
    ids = {actor: UUID(actor) for actor in set(actors) if len(actor) == _UUID_LENGTH}
    names = _people[0](ids.values())
    return {actor: names[account] for actor, account in ids.items() if account in names}


def place_name(community: str) -> str:
    """Return a division's name, or its code where nobody knows one."""
    return _place[0](community)


def action_label(action: str) -> str:
    """Return what an action is called, or its code."""
    return str(_actions.get(action, action))
