"""Reads of receivers and their deliveries; row security shows an administrator those of the own territory."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now
from django.utils import timezone

from linli.foundation.webhooks.actions import REPEATABLE, NoSuchReceiver
from linli.foundation.webhooks.models import Delivery, Standing, State, Subscription


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiverLine:
    """A receiver as the list shows it; ``waiting`` and ``parked`` count its deliveries."""

    id: UUID
    name: str
    url: str
    kinds: tuple[str, ...]
    scope: str
    unit: UUID | None
    standing: Standing
    problem: str
    failures: int
    rest_until: datetime | None
    waiting: int
    parked: int
    last_sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLine:
    """A delivery as the list shows it; ``code`` is the receiver's last answer, none where there was none."""

    id: UUID
    kind: str
    created_at: datetime
    state: State
    attempts: int
    code: int | None
    problem: str
    tried_at: datetime | None
    due_at: datetime
    body: str

    @property
    def is_repeatable(self) -> bool:
        """Whether it can be sent again."""
        return self.state in REPEATABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What waits for receivers that are told: how many, for how long the oldest due one, and how many are parked."""

    waiting: int
    oldest_s: float
    parked: int
    resting: int


def receivers() -> list[ReceiverLine]:
    """Return the receivers of the territory, those that are told first (two queries)."""
    return _lines(Subscription.objects.order_by("standing", "name", "id"))


def receiver(subscription_id: UUID) -> ReceiverLine:
    """Return one receiver. Raises :class:`NoSuchReceiver` for one outside the territory."""
    found = _lines(Subscription.objects.filter(id=subscription_id))
    if not found:
        raise NoSuchReceiver
    return found[0]


def deliveries(
    subscription_id: UUID, *, state: State | None = None, before: tuple[datetime, UUID] | None = None, limit: int = 51
) -> list[DeliveryLine]:
    """Return a receiver's deliveries, newest first, those made before a place in that order."""
    rows = Delivery.objects.filter(subscription=subscription_id)
    if state is not None:
        rows = rows.filter(state=state)
    if before is not None:
        at, key = before
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, id__lt=key))
    return [
        DeliveryLine(
            id=row.id,
            kind=row.kind,
            created_at=row.created_at,
            state=State(row.state),
            attempts=row.attempts,
            code=row.code,
            problem=row.problem,
            tried_at=row.tried_at,
            due_at=row.due_at,
            body=row.body,
        )
        for row in rows.order_by("-created_at", "-id")[:limit]
    ]


def backlog() -> Backlog:
    """Return how much waits outside the paused ones (two queries)."""
    active = Q(state=State.WAITING, subscription__standing=Standing.ACTIVE)
    found = Delivery.objects.filter(state__in=[State.WAITING, State.PARKED]).aggregate(
        waiting=Count("id", filter=active),
        parked=Count("id", filter=Q(state=State.PARKED)),
        oldest=Min("armed_at", filter=active & Q(due_at__lte=Now())),
    )
    resting = Subscription.objects.filter(standing=Standing.ACTIVE, rest_until__isnull=False).count()
    oldest = found["oldest"]
    age = 0.0 if oldest is None else max(0.0, (timezone.now() - oldest).total_seconds())
    return Backlog(waiting=found["waiting"], oldest_s=age, parked=found["parked"], resting=resting)


def _lines(wanted: QuerySet[Subscription]) -> list[ReceiverLine]:
    sent = Delivery.objects.filter(subscription=OuterRef("id"), sent_at__isnull=False).order_by("-created_at", "-id")
    rows = list(wanted.annotate(last_sent_at=Subquery(sent.values("sent_at")[:1])))
    counts = _counts([row.id for row in rows])
    return [_line(row, counts.get(row.id, (0, 0)), last_sent_at=row.last_sent_at) for row in rows]


def _counts(ids: list[UUID]) -> dict[UUID, tuple[int, int]]:
    rows = Delivery.objects.filter(subscription__in=ids).values("subscription")
    counted = rows.annotate(
        waiting=Count("id", filter=Q(state=State.WAITING)),
        parked=Count("id", filter=Q(state=State.PARKED)),
    )
    return {row["subscription"]: (row["waiting"], row["parked"]) for row in counted}


def _line(row: Subscription, counts: tuple[int, int], *, last_sent_at: datetime | None) -> ReceiverLine:
    return ReceiverLine(
        id=row.id,
        name=row.name,
        url=row.url,
        kinds=tuple(row.kinds),
        scope=row.scope,
        unit=row.unit,
        standing=Standing(row.standing),
        problem=row.problem,
        failures=row.failures,
        rest_until=row.rest_until,
        waiting=counts[0],
        parked=counts[1],
        last_sent_at=last_sent_at,
    )
