"""Where facts are announced and asked for: what is announced is written once, with the change it tells of.

Rooms higher up subscribe in their ``AppConfig.ready``; the relay carries a row to them after the change committed.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Generic, Protocol, TypeVar, cast, overload
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count, Min, Q
from django.db.models.functions import Now
from django.utils import timezone

from linli.foundation.events import codec
from linli.foundation.events.models import Outbox
from linli.foundation.scope import closing
from linli.kernel.uuid7 import new_id

CHANNEL = "linli_events"
_WRITE = (
    "WITH written AS (INSERT INTO events_outbox (id, community, name, payload)"
    " SELECT id, community, name, payload FROM jsonb_to_recordset(%s::jsonb)"
    " AS announced(id uuid, community text, name text, payload jsonb) RETURNING id)"
    " SELECT pg_notify(%s, count(*)::text) FROM written"
)


class Event(Protocol):
    """A fact that happened in one community: a frozen dataclass of ids, codes and moments, never of texts."""

    name: ClassVar[str]

    @property
    def community(self) -> str:
        """Return the 12-digit community, or an empty text for the whole system."""


E = TypeVar("E")


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced(Generic[E]):
    """An event as a handler receives it; ``id`` stays the same each time it is tried."""

    id: UUID
    name: str
    community: str
    announced_at: datetime
    event: E


Handler = Callable[[Announced[Any]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subscription:
    kind: type | None
    handler: Handler


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What waits in the outbox: rows waiting, age of the oldest due one in seconds, and rows given up."""

    waiting: int
    oldest_s: float
    poisoned: int


class _Row:
    """An announced event on Django's list of things to do on commit, which drops it with a savepoint rolled back."""

    __slots__ = ("body", "is_written")

    def __init__(self, body: dict[str, Any]) -> None:
        self.body, self.is_written = body, False

    def __call__(self) -> None:
        """Do nothing: the row was written before the commit."""


_subscriptions: dict[str, list[_Subscription]] = {}


def announce(event: Event) -> UUID:
    """Note a fact to be written with the running transaction; returns the id it is carried under.

    Raises RuntimeError outside a reader's transaction and TypeError for a field that an event may not hold.
    """
    row_id = new_id()
    body = {"id": str(row_id), "community": event.community, "name": event.name, "payload": codec.encode(event)}
    closing.before_commit("events", flush)
    transaction.on_commit(_Row(body))
    return row_id


def flush() -> None:
    """Write what was announced so far and wake the relays, in one statement; runs by itself before the commit."""
    waiting = (entry[1] for entry in connection.run_on_commit)
    rows = [function for function in waiting if isinstance(function, _Row) and not function.is_written]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [json.dumps([row.body for row in rows]), CHANNEL])
    for row in rows:
        row.is_written = True


@overload
def subscribe(event: type[E], handler: Callable[[Announced[E]], None]) -> None: ...
@overload
def subscribe(event: str, handler: Callable[[Announced[Mapping[str, Any]]], None]) -> None: ...
def subscribe(event: type | str, handler: Handler) -> None:
    """Have ``handler`` called for each event of a class, or of a name (then with the bare payload).

    It runs in the event's own transaction, as the job of the event's community. What it writes is written exactly
    once; what it does outside the database may happen again after a crash. Subscribing twice changes nothing.
    """
    kind = None if isinstance(event, str) else event
    name = event if isinstance(event, str) else cast("type[Event]", event).name
    subscription = _Subscription(kind=kind, handler=handler)
    known = _subscriptions.setdefault(name, [])
    if subscription not in known:
        known.append(subscription)


def deliver(row: Outbox) -> None:
    """Hand a row to everybody who asked for it, in the order they subscribed; lets their errors through."""
    for subscription in _subscriptions.get(row.name, ()):
        payload = row.payload if subscription.kind is None else codec.decode(subscription.kind, row.payload)
        subscription.handler(
            Announced(
                id=row.id,
                name=row.name,
                community=row.community,
                announced_at=row.created_at,
                event=payload,
            )
        )


def backlog() -> Backlog:
    """Return how much waits (one query, over partial indexes)."""
    waiting = Q(done_at=None, poisoned_at=None)
    found = Outbox.objects.filter(done_at=None).aggregate(
        waiting=Count("id", filter=waiting),
        poisoned=Count("id", filter=Q(poisoned_at__isnull=False)),
        oldest=Min("due_at", filter=waiting & Q(due_at__lte=Now())),
    )
    oldest = found["oldest"]
    age = 0.0 if oldest is None else max(0.0, (timezone.now() - oldest).total_seconds())
    return Backlog(waiting=found["waiting"], oldest_s=age, poisoned=found["poisoned"])
