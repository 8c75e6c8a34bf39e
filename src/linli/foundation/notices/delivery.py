"""Takes one message out of the house: claims it, sends it, notes what became of it, each step committed.

A mail's claim is committed before the mail server is spoken to. A message found claimed was left by a worker that died
in between: whether it arrived nobody knows, so it is shown as unknown and not sent again. A text message is a file
named by its id, so that writing it twice is writing it once.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from linli.foundation.notices import addresses, mail, smsfile, words
from linli.foundation.notices.models import Channel, Message, State
from linli.foundation.orgs import queries as orgs
from linli.foundation.privacy.sealing import CannotOpen
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import job_reader
from linli.foundation.territory import queries as territory

MAX_ATTEMPTS = 6
KEEP_DAYS = 180
_BEGUN_ELSEWHERE = "the sender stopped in the middle"


class TryAgainLater(Exception):
    """Raised to have the queue run the job again: nothing has been sent yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message ready to leave: to whom, and its words."""

    message_id: UUID
    channel: Channel
    address: str
    words: words.Rendered
    attempts: int


def deliver(message_id: UUID, *, community: str) -> None:
    """Send a message that is due; one withdrawn, sent or given up is left alone.

    Raises :class:`TryAgainLater` when it could not be handed over and may be tried again.
    """
    letter = _claim(message_id, community=community)
    if letter is None:
        return
    if letter.channel is Channel.SMS_FILE:
        smsfile.write(letter.message_id, to=letter.address, text=letter.words.one_line)
        outcome = mail.Outcome(state=State.SENT)
    else:
        outcome = mail.send(letter.message_id, to=letter.address, subject=letter.words.title, body=letter.words.body)
    if outcome.state is State.WAITING and letter.attempts >= MAX_ATTEMPTS:
        outcome = mail.Outcome(state=State.FAILED, problem=outcome.problem)
    _note(message_id, community=community, outcome=outcome)
    if outcome.state is State.WAITING:
        raise TryAgainLater(outcome.problem)


def forget_old(*, older_than_days: int = KEEP_DAYS) -> int:
    """Delete messages half a year after they were written, each community as its own job; returns how many.

    With them go the files of text messages that the gateway has sent: they hold the receiver's number.
    """
    before, gone = timezone.now() - timedelta(days=older_than_days), 0
    smsfile.forget(older_than=before.timestamp())
    for community in territory.every_community():
        with reading(job_reader(community)):
            deleted, _ = Message.objects.filter(community=community, created_at__lt=before).delete()
            gone += deleted
    return gone


def _claim(message_id: UUID, *, community: str) -> Letter | None:
    """Mark the message as being sent and commit; returns nothing when there is nothing to send."""
    with reading(job_reader(community)):
        message = Message.objects.select_for_update().filter(id=message_id).first()
        if message is None:
            return None
        if message.state == State.SENDING and message.channel == Channel.MAIL:
            _set(message_id, outcome=mail.Outcome(state=State.UNKNOWN, problem=_BEGUN_ELSEWHERE))
            return None
        open_states = [State.WAITING, State.SENDING, State.HELD]
        due = Message.objects.filter(
            Q(hold_until=None) | Q(hold_until__lte=Now()), id=message_id, state__in=open_states
        )
        letter = _letter(message)
        if letter is None:
            due.update(state=State.FAILED, problem="no address", address_sealed=addresses.EMPTIED)
            return None
        if due.update(state=State.SENDING, attempts=letter.attempts):
            return letter
        if message.state == State.HELD:
            raise TryAgainLater("still held back")
        return None


def _letter(message: Message) -> Letter | None:
    address = _address(message)
    if not address:
        return None
    return Letter(
        message_id=message.id,
        channel=Channel(message.channel),
        address=address,
        words=words.render(message.kind, message.data, language=message.language),
        attempts=message.attempts + 1,
    )


def _address(message: Message) -> str:
    """Return where the message goes, empty when nothing is known any more."""
    try:
        if message.unit is not None:
            return orgs.unit(message.unit).email
        return addresses.address_of(message.id, message.address_sealed or b"")
    except (orgs.NoSuchUnit, CannotOpen):
        return ""


def _note(message_id: UUID, *, community: str, outcome: mail.Outcome) -> None:
    with reading(job_reader(community)):
        _set(message_id, outcome=outcome)


def _set(message_id: UUID, *, outcome: mail.Outcome) -> None:
    message = Message.objects.filter(id=message_id)
    message.update(state=outcome.state, problem=outcome.problem)
    if outcome.state is State.SENT:
        message.update(sent_at=Now())
    if outcome.state is not State.WAITING:
        message.update(address_sealed=addresses.EMPTIED)
