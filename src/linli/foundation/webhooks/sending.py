"""Takes deliveries out of the house: claims one, sends it, notes what became of it, each step committed.

A claim is committed before the receiver is spoken to and lasts longer than any attempt can, so that no other worker
sends the same attempt. A worker that dies in between leaves a claim that runs out: the delivery goes out again under
the same id, which is how "at least once" is kept and how a receiver tells.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest, Now
from django.utils import timezone

from linli.foundation.privacy.sealing import open_sealed
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import job_reader
from linli.foundation.webhooks import rules, signing
from linli.foundation.webhooks.models import Delivery, Standing, State, Subscription
from linli.foundation.webhooks.post import post
from linli.foundation.webhooks.rules import Answer

CLAIM: Final = timedelta(minutes=2)
TURN_S: Final = 40.0
"""How long one receiver is served before others have their turn."""
KEEP_SENT_DAYS, KEEP_PARKED_DAYS = 31, 92
_DELETE_AT_ONCE: Final = 5000
_JOB: Final = job_reader("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One attempt that is this worker's: ``attempt`` counts from one."""

    delivery_id: UUID
    subscription_id: UUID
    attempt: int
    armed_at: datetime
    url: str
    secret: str
    body: str


def secret_context(subscription_id: UUID) -> str:
    """Return the context a receiver's secret is sealed in."""
    return f"webhooks.subscription.secret:{subscription_id}"


def due_at_once() -> Greatest:
    """Return when what waits is due now: at once, but never while it can still be taken back."""
    return Greatest(Now(), F("hold_until"))  # PostgreSQL passes over a null


def drain(subscription_id: UUID) -> datetime | None:
    """Send what is due for a receiver, until nothing is or its turn is over; returns when to look again, if known."""
    end = time.monotonic() + TURN_S
    while time.monotonic() < end:
        claim = claim_next(subscription_id)
        if claim is None:
            return _next_moment(subscription_id)
        note(claim, send(claim))
    return timezone.now()


def claim_next(subscription_id: UUID) -> Claim | None:
    """Claim the next attempt that is due and commit; none when nothing is, or the receiver is paused or rests."""
    with reading(_JOB):
        told = Subscription.objects.select_for_update().filter(id=subscription_id, standing=Standing.ACTIVE)
        receiver = told.filter(Q(rest_until=None) | Q(rest_until__lte=Now())).first()
        if receiver is None:
            return None
        row = _due(subscription_id).order_by("due_at", "event").select_for_update(skip_locked=True).first()
        if row is None:
            return None
        row.attempts += 1
        row.claimed_until = timezone.now() + CLAIM
        row.save(update_fields=["attempts", "claimed_until"])
        if receiver.failures >= rules.REST_AFTER:  # one delivery asks whether the receiver is back
            told.update(rest_until=row.claimed_until)
        return Claim(
            delivery_id=row.id,
            subscription_id=subscription_id,
            attempt=row.attempts,
            armed_at=row.armed_at,
            url=receiver.url,
            secret=open_sealed(receiver.secret_sealed, context=secret_context(receiver.id)),
            body=row.body,
        )


def send(claim: Claim) -> Answer:
    """Sign and send an attempt; the receiver's answer, or why there is none."""
    body = claim.body.encode()
    headers = signing.headers(claim.delivery_id, second=int(time.time()), body=body, secret=claim.secret)
    return post(claim.url, body=body, headers={"content-type": "application/json", **headers})


def note(claim: Claim, answer: Answer) -> None:
    """Note what became of an attempt; one whose claim has run out and was taken over changes nothing but success."""
    with reading(_JOB):
        told = Subscription.objects.select_for_update().get(id=claim.subscription_id)
        mine = Delivery.objects.filter(id=claim.delivery_id, state=State.WAITING)
        said = {"code": answer.code, "problem": answer.problem, "tried_at": Now(), "claimed_until": None}
        if answer.is_taken:
            mine.update(**said, state=State.SENT, sent_at=Now())
            _is_back(told)
            return
        now = timezone.now()
        if rules.is_given_up(armed_at=claim.armed_at, now=now):
            said["state"] = State.PARKED
        mine.filter(attempts=claim.attempt).update(**said, due_at=now + rules.pause(claim.attempt))
        _failed(told, answer, now=now)


def receivers_due() -> list[UUID]:
    """Return the receivers for whom something is due now."""
    with reading(_JOB):
        able = Subscription.objects.filter(standing=Standing.ACTIVE).filter(
            Q(rest_until=None) | Q(rest_until__lte=Now())
        )
        due = Delivery.objects.filter(subscription=OuterRef("id"), state=State.WAITING, due_at__lte=Now())
        return list(able.filter(Exists(due)).values_list("id", flat=True))


def forget_old() -> int:
    """Delete deliveries a month after they were made, parked ones after three; some thousands at a time."""
    now, gone = timezone.now(), 0
    old = ~Q(state__in=[State.WAITING, State.PARKED]) & Q(created_at__lt=now - timedelta(days=KEEP_SENT_DAYS))
    old |= Q(state=State.PARKED, created_at__lt=now - timedelta(days=KEEP_PARKED_DAYS))
    while True:
        with reading(_JOB):
            some = list(Delivery.objects.filter(old).values_list("id", flat=True)[:_DELETE_AT_ONCE])
            gone += Delivery.objects.filter(id__in=some).delete()[0]
        if len(some) < _DELETE_AT_ONCE:
            return gone


def _due(subscription_id: UUID) -> QuerySet[Delivery]:
    """Return what may go out: due, nobody's claim, and nothing earlier of the same matter still on its way."""
    earlier = Delivery.objects.filter(
        subscription=OuterRef("subscription"), subject=OuterRef("subject"), number__lt=OuterRef("number"),
        state=State.WAITING,
    )  # fmt: skip
    unclaimed = Q(claimed_until=None) | Q(claimed_until__lt=Now())
    waiting = Delivery.objects.filter(unclaimed, subscription=subscription_id, state=State.WAITING, due_at__lte=Now())
    return waiting.filter(~Exists(earlier))


def _next_moment(subscription_id: UUID) -> datetime | None:
    """Return when something of a receiver falls due, none where nothing waits or the receiver rests."""
    with reading(_JOB):
        receiver = Subscription.objects.filter(id=subscription_id, standing=Standing.ACTIVE).first()
        waiting = Delivery.objects.filter(subscription=subscription_id, state=State.WAITING, due_at__gt=Now())
        first = waiting.order_by("due_at").values_list("due_at", flat=True).first()
    if receiver is None or receiver.rest_until is not None or first is None:
        return None  # the look of every minute finds it
    return first


def _is_back(receiver: Subscription) -> None:
    """Forget a receiver's failures; one that had rested gets all that waits for it at once."""
    had_rested = receiver.failures >= rules.REST_AFTER
    if receiver.failures or receiver.problem:
        receiver.failures, receiver.rest_until, receiver.problem = 0, None, ""
        receiver.save(update_fields=["failures", "rest_until", "problem"])
    if had_rested:
        waiting = Delivery.objects.filter(subscription=receiver.id, state=State.WAITING, due_at__gt=Now())
        waiting.update(due_at=due_at_once())


def _failed(receiver: Subscription, answer: Answer, *, now: datetime) -> None:
    """Count a failure: the receiver rests, one that is gone is paused, what waited three days is parked."""
    receiver.failures += 1
    receiver.problem = answer.problem
    pause = rules.rest(receiver.failures)
    receiver.rest_until = now + pause if pause else None
    if answer.code == rules.GONE and receiver.standing == Standing.ACTIVE:
        receiver.standing = Standing.PAUSED
    receiver.save(update_fields=["failures", "problem", "rest_until", "standing"])
    if pause is not None:
        too_old = Delivery.objects.filter(
            subscription=receiver.id, state=State.WAITING, armed_at__lte=now - rules.KEEP_TRYING
        )
        too_old.filter(Q(claimed_until=None) | Q(claimed_until__lt=Now())).update(
            state=State.PARKED, problem=answer.problem, tried_at=Now()
        )
