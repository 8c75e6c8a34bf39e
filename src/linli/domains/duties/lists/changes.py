"""Changes of duty lists: draw a version up, alter its items, publish it from a day on, retire it, drop a draft.

A published version is never altered. Each change checks, writes, records and, where it is in force, publishes.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.domains.duties.lists.contracts import Difference, Item, ListVersion
from linli.domains.duties.lists.queries import NoSuchList, item_ref, items_of, list_ref, list_version, version_before
from linli.domains.duties.lists.rules import ListKind, problems_of
from linli.domains.duties.lists.words import ITEM_PROBLEMS
from linli.domains.duties.models import DutyList, ListItem, ListStatus
from linli.domains.duties.rules import community_of
from linli.foundation.audit import log
from linli.foundation.scope.published import publish
from linli.kernel.uuid7 import new_id

A_BATCH = 200
_SAID = (
    "position", "words", "case_kinds", "leads", "lead_words", "assists", "assist_words", "document", "article",
    "document_on", "hours", "period", "valid_from_on", "valid_to_on", "instead", "certainty",
)  # fmt: skip


class ListRefused(ValueError):
    """Raised when a list cannot be changed so; the sentence is fit for the person who asked."""


@transaction.atomic
def draft_list(
    *,
    scope: str,
    kind: ListKind,
    title: str,
    basis: str,
    certainty: str = "V",
    is_example: bool = False,
    like: UUID | None = None,
) -> ListVersion:
    """Draw the next version of a list up, with the items of the version before. Raises :class:`ListRefused`.

    The first version of a territory begins with the items of ``like``, the wider list that held so far. There is one
    draft of a list at a time.
    """
    title, basis = " ".join(title.split()), basis.strip()
    if not title or not basis:
        raise ListRefused(_("A list needs a name and what it rests on."))
    rows = DutyList.objects.select_for_update().filter(scope=scope, kind=kind.value)
    if rows.filter(status=ListStatus.DRAFT).exists():
        raise ListRefused(_("A draft of this list is open already. Please go on with that one."))
    newest = rows.order_by("-version").first()
    row = DutyList.objects.create(
        scope=scope, kind=kind.value, version=newest.version + 1 if newest else 1, title=title, basis=basis,
        certainty=certainty, is_example=is_example,
    )  # fmt: skip
    begins_with = newest.id if newest else like
    if begins_with is not None:
        _store_items(row, items_of(begins_with))
    _note("duty_list.drafted", row)
    return list_ref(row)


@transaction.atomic
def put_item(list_id: UUID, item: Item, *, edits: int | None = None) -> Item:
    """Put an item on a draft, or write over the one with its id. Raises :class:`ListRefused`, also for a stale page."""
    row = _draft(list_id, edits=edits)
    refuse_problems(ListKind(row.kind), item)
    there, key = ListItem.objects.filter(duty_list=row), item.id or new_id()
    held = there.filter(pk=key).first()
    if item.id and held is None:
        raise ListRefused(_("Somebody took this item off meanwhile. Nothing was changed."))
    if there.filter(code=item.code).exclude(pk=key).exists():
        raise ListRefused(_("There is an item with the number %(code)s already.") % {"code": item.code})
    stored = _item_row(row, item, position=held.position if held else _last_position(row) + 1, key=key)
    stored.save(force_insert=held is None, force_update=held is not None)
    _edited(row, "duty_list.item_put", item=stored.id)
    return item_ref(stored)


@transaction.atomic
def take_item_off(list_id: UUID, item_id: UUID, *, edits: int | None = None) -> None:
    """Take an item off a draft; one that is gone already stays gone. Raises :class:`ListRefused`."""
    row = _draft(list_id, edits=edits)
    held = ListItem.objects.filter(duty_list=row, pk=item_id).first()
    if held is not None:
        held.delete()
        _edited(row, "duty_list.item_off", item=item_id)


@transaction.atomic
def take_items(list_id: UUID, items: Sequence[Item]) -> tuple[int, int]:
    """Put items on a draft, each over the one of the same number; returns how many were new and how many changed."""
    row = _draft(list_id)
    held = {one.code: one for one in ListItem.objects.filter(duty_list=row)}
    for item in items:
        refuse_problems(ListKind(row.kind), item)
    new = [item for item in items if item.code not in held]
    other = [item for item in items if item.code in held and not is_same(item_ref(held[item.code]), item)]
    _store_items(row, new, after=max((one.position for one in held.values()), default=0))
    changed = [_item_row(row, item, position=held[item.code].position, key=held[item.code].id) for item in other]
    ListItem.objects.bulk_update(changed, fields=_SAID, batch_size=A_BATCH)
    if new or changed:
        _edited(row, "duty_list.items_taken", added=len(new), changed=len(changed))
    return len(new), len(changed)


@transaction.atomic
def publish_list(list_id: UUID, *, from_on: date, edits: int | None = None) -> ListVersion:
    """Put a draft in force from a day on; the version before ends the day before. Raises :class:`ListRefused`.

    A version begins no earlier than the one before it, and not in the past: what was decided stays decided. One that
    begins on the same day stands in its place.
    """
    row = _draft(list_id, edits=edits)
    if not ListItem.objects.filter(duty_list=row).exists():
        raise ListRefused(_("The list has no items yet."))
    if from_on < timezone.localdate():
        raise ListRefused(_("A version comes into force today or later: what was decided by the old one stays."))
    before = _same_list(row).filter(status=ListStatus.PUBLISHED).order_by("-version").first()
    if before is not None and before.from_on is not None and from_on < before.from_on:
        day = before.from_on
        raise ListRefused(_("The version before begins on %(day)s; this one cannot begin earlier.") % {"day": day})
    if before is not None and (before.to_on is None or before.to_on >= from_on):
        before.to_on = from_on - timedelta(days=1)
        before.save(update_fields=["to_on"])
    return _put_in_force(row, from_on=from_on)


@transaction.atomic
def retire_list(list_id: UUID, *, on: date) -> None:
    """End a published version with a day, its last; it stays readable. Raises :class:`ListRefused`."""
    row = _row(list_id)
    if row.status != ListStatus.PUBLISHED or row.from_on is None:
        raise ListRefused(_("Only a published version can be retired."))
    if row.to_on is not None and row.to_on <= on:
        raise ListRefused(_("This version ends on %(day)s already.") % {"day": row.to_on})
    if on < timezone.localdate() - timedelta(days=1):
        raise ListRefused(_("A version is retired from today on at the earliest: what was decided by it stays."))
    row.to_on = on
    row.save(update_fields=["to_on"])
    publish("duties")
    _note("duty_list.retired", row, to=on)


@transaction.atomic
def drop_draft(list_id: UUID) -> None:
    """Throw a draft away. Raises :class:`ListRefused` for a published version."""
    row = _draft(list_id)
    _note("duty_list.dropped", row)
    row.delete()


def difference(list_id: UUID, *, like: UUID | None = None) -> Difference:
    """Return how a version differs from the published one before it, else from ``like``, item by item."""
    before = version_before(list_version(list_id))
    against = before.id if before else like
    old = {one.code: one for one in items_of(against)} if against else {}
    new = {one.code: one for one in items_of(list_id)}
    return Difference(
        added=tuple(item for code, item in new.items() if code not in old),
        removed=tuple(item for code, item in old.items() if code not in new),
        changed=tuple((old[code], item) for code, item in new.items() if code in old and not is_same(old[code], item)),
    )


def is_same(one: Item, other: Item) -> bool:
    """Whether two items say the same."""
    names = [name for name in Item.__dataclass_fields__ if name != "id"]
    return all(getattr(one, name) == getattr(other, name) for name in names)


def refuse_problems(kind: ListKind, item: Item) -> None:
    """Raise :class:`ListRefused` with all that keeps an item from standing on a list of this kind."""
    if found := problems_of(kind, item.facts):
        raise ListRefused(" ".join(str(ITEM_PROBLEMS[one]) for one in found))


def put_in_force_at_once(list_id: UUID, *, from_on: date) -> ListVersion:
    """Put a shipped list in force, also from a day that has passed: it says what the document has said since then."""
    return _put_in_force(_draft(list_id), from_on=from_on)


def _put_in_force(row: DutyList, *, from_on: date) -> ListVersion:
    row.status, row.from_on, row.published_at = ListStatus.PUBLISHED, from_on, timezone.now()
    row.save(update_fields=["status", "from_on", "published_at"])
    publish("duties")
    _note("duty_list.published", row)
    return list_ref(row)


def _row(list_id: UUID) -> DutyList:
    row = DutyList.objects.select_for_update().filter(pk=list_id).first()
    if row is None:
        raise NoSuchList(list_id)
    return row


def _draft(list_id: UUID, *, edits: int | None = None) -> DutyList:
    row = _row(list_id)
    if row.status != ListStatus.DRAFT:
        raise ListRefused(_("This version is published and stays as it is. Please draw up a new one."))
    if edits is not None and edits != row.edits:
        raise ListRefused(_("Somebody changed this draft meanwhile. Please look at it again; nothing was changed."))
    return row


def _same_list(row: DutyList) -> QuerySet[DutyList]:
    return DutyList.objects.filter(scope=row.scope, kind=row.kind).exclude(pk=row.pk)


def _last_position(row: DutyList) -> int:
    return ListItem.objects.filter(duty_list=row).aggregate(last=Max("position"))["last"] or 0


def _edited(row: DutyList, action: str, **data: object) -> None:
    DutyList.objects.filter(pk=row.pk).update(edits=F("edits") + 1)
    _note(action, row, **data)


def _store_items(row: DutyList, items: Sequence[Item], *, after: int = 0) -> None:
    ListItem.objects.bulk_create(
        [_item_row(row, item, position=place, key=new_id()) for place, item in enumerate(items, start=after + 1)]
    )


def _item_row(row: DutyList, item: Item, *, position: int, key: UUID) -> ListItem:
    return ListItem(
        id=key, duty_list=row, code=item.code, position=position, words=" ".join(item.words.split()),
        case_kinds=sorted(set(item.case_kinds)), leads=sorted(item.leads), lead_words=item.lead_words,
        assists=sorted(item.assists), assist_words=item.assist_words, document=item.document.strip(),
        article=item.article.strip(), document_on=item.document_on, hours=item.hours, period=item.period.value,
        valid_from_on=item.from_on, valid_to_on=item.to_on, instead=item.instead.strip(), certainty=item.certainty,
    )  # fmt: skip


def _note(action: str, row: DutyList, **data: object) -> None:
    log.record(
        action,
        community=community_of(row.scope),
        subject_type="duty_list",
        subject_id=row.id,
        data={"kind": row.kind, "scope": row.scope, "version": row.version, "from": row.from_on, **data},
    )
