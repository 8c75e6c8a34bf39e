"""Reads of messages: the inbox of a unit and a person, and what went wrong on its way out."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from linli.foundation.notices import words
from linli.foundation.notices.models import Channel, Message, State
from linli.foundation.scope.reader import Reader

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page of a list ended: the next page begins below it."""

    at: datetime
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxItem:
    """A message as its receiver reads it."""

    id: UUID
    kind: str
    title: str
    body: str
    subject_id: UUID | None
    created_at: datetime

    @property
    def place(self) -> Place:
        """Return the place below which the next page begins."""
        return Place(at=self.created_at, id=self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A message that did not leave the house, or of which nobody knows whether it arrived."""

    id: UUID
    community: str
    unit_id: UUID | None
    channel: Channel
    state: State
    title: str
    problem: str
    attempts: int
    created_at: datetime

    @property
    def place(self) -> Place:
        """Return the place below which the next page begins."""
        return Place(at=self.created_at, id=self.id)


def inbox(reader: Reader, *, language: str, before: Place | None = None, limit: int = PAGE) -> list[InboxItem]:
    """Return what the reader's unit, and the reader in person, were told and nobody has put away; newest first."""
    rows = _below(inbox_of(reader), before)[:limit]
    return [_item(row, language=language) for row in rows]


def inbox_of(reader: Reader) -> QuerySet[Message]:
    """Return the rows of a reader's inbox: those held back are not in it before their time."""
    mine = Q(pk__in=[])
    if reader.unit is not None:
        mine |= Q(unit=reader.unit)
    if reader.account_id is not None:
        mine |= Q(account=reader.account_id)
    shown = Q(state=State.SENT) | Q(state=State.HELD, hold_until__lte=Now())
    return Message.objects.filter(mine, shown, channel=Channel.INBOX, dismissed_at=None)


def troubles(*, language: str, before: Place | None = None, limit: int = PAGE) -> list[Trouble]:
    """Return messages that failed or whose fate is unknown, newest first, of the reader's territory."""
    rows = _below(Message.objects.filter(state__in=[State.FAILED, State.UNKNOWN]), before)[:limit]
    return [_trouble(row, language=language) for row in rows]


def _below(rows: QuerySet[Message], place: Place | None) -> QuerySet[Message]:
    ordered = rows.order_by("-created_at", "-id")
    if place is None:
        return ordered
    return ordered.filter(Q(created_at__lt=place.at) | Q(created_at=place.at, id__lt=place.id))


def _item(row: Message, *, language: str) -> InboxItem:
    said = words.render(row.kind, row.data, language=language)
    return InboxItem(
        id=row.id,
        kind=row.kind,
        title=said.title,
        body=said.body,
        subject_id=row.subject_id,
        created_at=row.created_at,
    )


def _trouble(row: Message, *, language: str) -> Trouble:
    return Trouble(
        id=row.id,
        community=row.community,
        unit_id=row.unit,
        channel=Channel(row.channel),
        state=State(row.state),
        title=words.render(row.kind, row.data, language=language).title,
        problem=row.problem,
        attempts=row.attempts,
        created_at=row.created_at,
    )
