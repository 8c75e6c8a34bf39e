"""How the people in the chain are called: the room of accounts stands above this one and says so at the start."""

from collections.abc import Callable, Iterable
from uuid import UUID

Names = Callable[[Iterable[UUID]], dict[UUID, str]]


def _nobody(account_ids: Iterable[UUID]) -> dict[UUID, str]:
    del account_ids
    return {}


_source: list[Names] = [_nobody]


def names_come_from(source: Names) -> None:
    """Let a room above tell the names of accounts."""
    _source[0] = source


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """Return the names of those actors that are accounts; ``public`` and ``job`` have none."""
    ids = {actor: UUID(actor) for actor in set(actors) if len(actor) == len(str(UUID(int=0)))}
    names = _source[0](ids.values())
    return {actor: names[account] for actor, account in ids.items() if account in names}
