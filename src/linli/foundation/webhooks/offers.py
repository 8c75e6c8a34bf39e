"""What may be told outside: rooms offer kinds of events, and each event becomes one delivery for each who hears of it.

A room says itself what of an event goes out, because only it knows what is personal or sealed. The deliveries are
written in the event's own transaction, once, and jobs take them further after the commit.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db.models.functions import Now
from django.utils import timezone
from django.utils.functional import Promise

from linli.foundation.events import outbox
from linli.foundation.events.outbox import Announced, Event
from linli.foundation.webhooks import rules, tasks
from linli.foundation.webhooks.models import Delivery, Standing, State, Subscription

TEST_KIND = "test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outward:
    """What goes out of an event: ids, codes, states and moments, never words, names or numbers of people.

    ``subject`` and ``number`` keep the order within one matter. ``units`` are those whose receivers may hear of it.
    ``hold_s`` holds it back for a moment; an event that ``takes_back`` withdraws what is still held of its subject.
    """

    community: str
    facts: Mapping[str, object]
    subject: UUID | None = None
    number: int = 0
    units: tuple[str, ...] = ()
    hold_s: int = 0
    takes_back: bool = False


Teller = Callable[[Announced[Any]], Outward | None]
_labels: dict[str, str | Promise] = {}


def offer(kind: str, label: str | Promise, *, event: type[Event], tell: Teller) -> None:
    """Let receivers hear of an event under a kind of ours; ``tell`` says what goes out, none for what must not."""
    _labels[kind] = label

    def hear(announced: Announced[Any]) -> None:
        _hear(kind, announced, tell=tell)

    outbox.subscribe(event, hear)


def kinds() -> dict[str, str | Promise]:
    """Return the kinds on offer with their names."""
    return dict(sorted(_labels.items()))


def deliver_to(
    subscriptions: Iterable[Subscription], *, kind: str, event_id: UUID, at: datetime, outward: Outward
) -> list[Delivery]:
    """Write one delivery for each receiver, those not there yet, and have them sent; in the running transaction."""
    body = json.dumps(rules.body_of(kind=kind, at=at, facts=outward.facts), ensure_ascii=False, separators=(",", ":"))
    hold_until = timezone.now() + timedelta(seconds=outward.hold_s) if outward.hold_s else None
    rows = [
        Delivery(
            id=uuid5(event_id, str(subscription.id)),
            subscription=subscription,
            community=outward.community,
            event=event_id,
            kind=kind,
            subject=outward.subject,
            number=outward.number,
            body=body,
            hold_until=hold_until,
            due_at=hold_until or timezone.now(),
        )
        for subscription in subscriptions
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    tasks.queue((row.subscription_id for row in rows), at=hold_until)
    return rows


def _hear(kind: str, announced: Announced[Any], *, tell: Teller) -> None:
    hearing = list(Subscription.objects.exclude(standing=Standing.REVOKED).filter(kinds__contains=[kind]))
    near = [one for one in hearing if announced.community.startswith(one.scope)]
    outward = tell(announced) if near else None
    if outward is None:
        return
    told = [
        one
        for one in near
        if rules.hears(
            kinds=one.kinds, scope=one.scope, unit=str(one.unit or ""), event_kind=kind,
            community=outward.community, units=outward.units,
        )
    ]  # fmt: skip
    if outward.takes_back:
        _withdraw(near, outward)
    if told:
        deliver_to(told, kind=kind, event_id=announced.id, at=announced.announced_at, outward=outward)


def _withdraw(subscriptions: list[Subscription], outward: Outward) -> None:
    held = Delivery.objects.filter(
        subscription__in=subscriptions, subject=outward.subject, state=State.WAITING, attempts=0, hold_until__gt=Now()
    )
    held.update(state=State.WITHDRAWN)
