"""What an administrator does with receivers: enter, test, pause, resume, revoke, repeat deliveries."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.foundation.orgs import queries as orgs
from linli.foundation.privacy.sealing import seal
from linli.foundation.scope.reader import Reader
from linli.foundation.webhooks import deeds, offers, receivers, signing, tasks
from linli.foundation.webhooks.models import Delivery, Standing, State, Subscription
from linli.foundation.webhooks.offers import Outward
from linli.foundation.webhooks.receivers import BadReceiver
from linli.foundation.webhooks.sending import due_at_once, secret_context
from linli.kernel.uuid7 import new_id

REPEATABLE = (State.SENT, State.PARKED)
EMPTIED = b""


class Refused(ValueError):
    """The receiver cannot be entered or changed so; ``field`` names what is wrong, the message says it in words."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NoSuchReceiver(LookupError):
    """No receiver, or no delivery, of the administrator's territory has this id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """A receiver just entered, with its secret: shown once, sealed from then on."""

    id: UUID
    name: str
    secret: str


def subscribe(*, name: str, url: str, kinds: Collection[str], scope: str, unit: UUID | None, actor: Reader) -> Entered:
    """Enter a receiver for these kinds in a territory, or for one unit's matters there. Raises :class:`Refused`."""
    _check(name=name, kinds=kinds, scope=scope, unit=unit, actor=actor)
    try:
        receivers.allowed_address(receivers.parse(url))
    except BadReceiver as refused:
        raise Refused(str(refused), field="url") from None
    secret, key = signing.new_secret(), new_id()
    row = Subscription.objects.create(
        id=key,
        name=name.strip(),
        url=url.strip(),
        kinds=sorted(set(kinds)),
        scope=scope,
        unit=unit,
        secret_sealed=seal(secret, context=secret_context(key)),
    )
    deeds.note("webhook.subscribed", row, kinds=row.kinds, unit=str(unit or ""))
    return Entered(id=row.id, name=row.name, secret=secret)


def test(subscription_id: UUID) -> None:
    """Send a receiver a delivery of kind ``test`` that speaks of nothing."""
    row = _of(subscription_id)
    if row.standing != Standing.ACTIVE:
        raise Refused(_("A receiver that is paused or revoked is told nothing. Please resume it first."))
    outward = Outward(community=row.scope, facts={"scope": row.scope})
    offers.deliver_to([row], kind=offers.TEST_KIND, event_id=new_id(), at=timezone.now(), outward=outward)


def pause(subscription_id: UUID) -> None:
    """Stop sending; what happens meanwhile is kept and goes out when the receiver is resumed."""
    row = _of(subscription_id)
    if row.standing != Standing.ACTIVE:
        raise Refused(_("This receiver is not told anything at the moment. Nothing was changed."))
    row.standing = Standing.PAUSED
    row.save(update_fields=["standing"])
    deeds.note("webhook.paused", row)


def resume(subscription_id: UUID) -> int:
    """Send again, beginning with what waits; returns how many deliveries that are."""
    row = _of(subscription_id)
    if row.standing != Standing.PAUSED:
        raise Refused(_("This receiver is not paused. Nothing was changed."))
    row.standing, row.failures, row.rest_until, row.problem = Standing.ACTIVE, 0, None, ""
    row.save(update_fields=["standing", "failures", "rest_until", "problem"])
    waiting = Delivery.objects.filter(subscription=row, state=State.WAITING)
    count = waiting.update(due_at=due_at_once(), armed_at=Now())
    deeds.note("webhook.resumed", row, waiting=count)
    tasks.queue([row.id])
    return count


def revoke(subscription_id: UUID) -> int:
    """End a receiver for good: its secret is erased, what waits is dropped; returns how many deliveries that were."""
    row = _of(subscription_id)
    if row.standing == Standing.REVOKED:
        raise Refused(_("This receiver was revoked already."))
    row.standing, row.secret_sealed, row.problem, row.rest_until = Standing.REVOKED, EMPTIED, "", None
    row.save(update_fields=["standing", "secret_sealed", "problem", "rest_until"])
    dropped = Delivery.objects.filter(subscription=row, state=State.WAITING).update(state=State.DROPPED)
    deeds.note("webhook.revoked", row, dropped=dropped)
    return dropped


def repeat(subscription_id: UUID, *, delivery_id: UUID) -> None:
    """Send one delivery again under its own id. Raises :class:`Refused` for one on its way or withdrawn."""
    row = _of(subscription_id)
    one = Delivery.objects.filter(id=delivery_id, subscription=row)
    if not one.exists():
        raise NoSuchReceiver
    if not _again(row, list(one.filter(state__in=REPEATABLE).values_list("id", flat=True))):
        raise Refused(_("This delivery is on its way already, or was withdrawn. Nothing was changed."))


def repeat_since(subscription_id: UUID, *, day: date, only_parked: bool) -> int:
    """Send everything again that was made since a day began, or what of it is parked; returns how many that are."""
    row = _of(subscription_id)
    begin = timezone.make_aware(datetime.combine(day, time.min))
    states = (State.PARKED,) if only_parked else REPEATABLE
    found = Delivery.objects.filter(subscription=row, created_at__gte=begin, state__in=states)
    return _again(row, list(found.values_list("id", flat=True)))


def _again(row: Subscription, ids: list[UUID]) -> int:
    """Put deliveries back in the queue as if they had never been tried; the ids, and so the order, stay."""
    if row.standing == Standing.REVOKED:
        raise Refused(_("This receiver was revoked already."))
    count = Delivery.objects.filter(id__in=ids, state__in=REPEATABLE).update(
        state=State.WAITING, attempts=0, due_at=Now(), armed_at=Now(), claimed_until=None, hold_until=None
    )
    if count:
        Subscription.objects.filter(id=row.id).update(rest_until=None)
        deeds.note("webhook.replayed", row, count=count)
        tasks.queue([row.id])
    return count


def _check(*, name: str, kinds: Collection[str], scope: str, unit: UUID | None, actor: Reader) -> None:
    if not name.strip():
        raise Refused(_("Please say what the receiver is called."), field="name")
    if not kinds or not set(kinds) <= set(offers.kinds()):
        raise Refused(_("Please choose at least one kind of event."), field="kinds")
    if not actor.territory or not scope.startswith(actor.territory):
        raise Refused(_("This place is not in your territory."), field="scope")
    if unit is not None and unit not in {ref.id for ref in orgs.units_within(actor.territory)}:
        raise Refused(_("This unit does not belong to your territory."), field="unit")


def _of(subscription_id: UUID) -> Subscription:
    row = Subscription.objects.select_for_update().filter(id=subscription_id).first()
    if row is None:
        raise NoSuchReceiver
    return row
