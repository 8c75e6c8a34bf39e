"""Tells units, persons and reporters: rows are written with the change they tell of, and jobs take them further.

Called from the handlers of events, as the job of the community, or by staff of the place. Telling twice for the same
event writes one message, because its id is made from event, receiver and way.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from django.db.models.functions import Now

from linli.foundation.notices import addresses, mail, tasks, words
from linli.foundation.notices.models import Channel, Message, State
from linli.foundation.notices.words import Kind
from linli.foundation.orgs import queries as orgs

OUTWARD = (Channel.MAIL, Channel.SMS_FILE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What is told: why (the event's id), where, about what, and until when it may still be withdrawn.

    ``data`` holds what the kind's words need: ``code`` (10 digits), ``due_at`` (ISO with zone), ``unit`` (an id),
    ``state`` (words). ``subject_id`` is the matter, so that its messages can be put away or withdrawn together;
    ``is_sealed`` says that it is the street's alone.
    """

    event_id: UUID
    community: str
    kind: Kind
    data: Mapping[str, str] = field(default_factory=dict)
    subject_id: UUID | None = None
    hold_until: datetime | None = None
    language: str = "zh-hans"
    is_sealed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedAddress:
    """A telephone number or mail address as its own room sealed it, with the context that opens it."""

    blob: bytes
    context: str


def tell_unit(unit_id: UUID, notice: Notice) -> None:
    """Put a message in a unit's inbox, and mail it where the kind is worth it and the unit has an address."""
    tell_units([unit_id], notice)


def tell_units(unit_ids: Iterable[UUID], notice: Notice) -> None:
    """Tell several units at once (one statement, and one per mail to be sent)."""
    told = list(dict.fromkeys(unit_ids))
    rows = [_to_unit(notice, Channel.INBOX, unit_id=unit_id) for unit_id in told]
    if words.WORDS[notice.kind].is_mailed:
        rows += [_to_unit(notice, Channel.MAIL, unit_id=unit_id) for unit_id in told if _has_mail(unit_id)]
    _write(rows, notice)


def tell_accounts(account_ids: Iterable[UUID], notice: Notice) -> None:
    """Put a message in the inboxes of persons with an account."""
    _write([_to_account(notice, account_id=account_id) for account_id in dict.fromkeys(account_ids)], notice)


def tell_address(address: SealedAddress, notice: Notice, *, channel: Channel) -> None:
    """Send word to somebody without an account, by mail or text message, at an address only the sending job opens.

    Raises ValueError for the inbox, and CannotOpen when the address does not open in its context.
    """
    if channel not in OUTWARD:
        raise ValueError("an address has no inbox")
    message = _message(notice, channel, receiver=address.context)
    message.address_sealed = addresses.reseal(address.blob, context=address.context, message_id=message.id)
    _write([message], notice)


def withdraw(*, subject_id: UUID, kinds: Collection[Kind]) -> int:
    """Withdraw a subject's messages of these kinds that are still held back; returns how many were.

    None means that it is too late: the messages have gone, and taking back is a counter-act of its own.
    """
    held = Message.objects.filter(subject_id=subject_id, kind__in=kinds, state=State.HELD, hold_until__gt=Now())
    return held.update(state=State.WITHDRAWN, address_sealed=addresses.EMPTIED)


def message_id(notice: Notice, *, channel: Channel, receiver: str) -> UUID:
    """Return the id of a notice's message to one receiver: the same whenever it is told again."""
    return uuid5(notice.event_id, f"{notice.kind}:{channel}:{receiver}")


def _message(notice: Notice, channel: Channel, *, receiver: str) -> Message:
    state = State.SENT if channel is Channel.INBOX else State.WAITING
    return Message(
        id=message_id(notice, channel=channel, receiver=receiver),
        community=notice.community,
        channel=channel,
        kind=notice.kind,
        subject_id=notice.subject_id,
        data=dict(notice.data),
        language=notice.language,
        is_sealed=notice.is_sealed,
        hold_until=notice.hold_until,
        state=State.HELD if notice.hold_until else state,
    )


def _to_unit(notice: Notice, channel: Channel, *, unit_id: UUID) -> Message:
    message = _message(notice, channel, receiver=f"unit:{unit_id}")
    message.unit = unit_id
    return message


def _to_account(notice: Notice, *, account_id: UUID) -> Message:
    message = _message(notice, Channel.INBOX, receiver=f"account:{account_id}")
    message.account = account_id
    return message


def _has_mail(unit_id: UUID) -> bool:
    try:
        return mail.is_configured() and bool(orgs.unit(unit_id).email)
    except orgs.NoSuchUnit:
        return False


def _write(rows: list[Message], notice: Notice) -> None:
    """Write the messages not there yet (one statement) and queue what leaves the house, in the running transaction."""
    words.check(notice.kind, notice.data)
    if not rows:
        return
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    tasks.queue(row for row in rows if row.channel in OUTWARD)
