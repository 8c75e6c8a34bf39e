"""Keeps filters under a name, changes, orders, shares and removes them; each act is the running reader's own."""

from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.foundation.audit import log as audit
from linli.foundation.lists.models import KeptFilter, ListHabit
from linli.foundation.lists.queries import (
    Kept,
    Named,
    account_of,
    habits_of,
    named_of,
    own_filters,
    place_of,
    shelf,
    words_context,
)
from linli.foundation.lists.rules import (
    Audience,
    FilterRefused,
    audiences,
    name_of,
    require_codes,
    require_room,
    words_of,
)
from linli.foundation.privacy.sealing import seal
from linli.foundation.scope.context import current_reader
from linli.foundation.scope.reader import Reader

TAKEN_BACK_FOR = timedelta(days=1)
"""So long a removal can be taken back; then the row is deleted."""


class NoSuchFilter(LookupError):
    """There is no such filter, or it is somebody else's: the two look alike."""


@transaction.atomic
def keep_filter(list_: str, *, name: str, kept: Kept, audience: str = Audience.OWN) -> Named:
    """Keep filters under a new name; the same again, sent twice, is answered with what is there.

    Raises :class:`FilterRefused`, and :class:`NotAFilter` where the filters are no codes.
    """
    reader = _taking_turn(list_)
    row = KeptFilter(list_code=list_, account=account_of(reader), place=place_of(reader), unit=reader.unit)
    row.name = name_of(name)
    _fill(row, kept, audience=_allowed(reader, audience))
    before = own_filters(reader, list_)
    twin = before.filter(name=row.name).first()
    if twin is not None:
        there = named_of(twin, reader=reader)
        if (there.kept, there.audience) == (named_of(row, reader=reader).kept, row.audience):
            return there
        raise FilterRefused(_same_name(row.name))
    require_room(before.count())
    row.position = (before.aggregate(last=Max("position"))["last"] or 0) + 1
    row.save(force_insert=True)
    if row.audience != Audience.OWN:
        _note(reader, row, "filter.shared")
    return named_of(row, reader=reader)


@transaction.atomic
def change_filter(filter_id: UUID, *, kept: Kept) -> Named:
    """Let an own filter keep what the list shows now. Raises :class:`NoSuchFilter` and :class:`FilterRefused`."""
    row = _own(filter_id)
    _fill(row, kept, audience=_allowed(current_reader(), row.audience))
    row.save()
    return named_of(row, reader=current_reader())


@transaction.atomic
def rename_filter(filter_id: UUID, *, name: str) -> Named:
    """Give an own filter another name. Raises :class:`NoSuchFilter` and :class:`FilterRefused`."""
    row = _own(filter_id)
    _allowed(current_reader(), row.audience)
    row.name = name_of(name)
    if own_filters(current_reader(), row.list_code).filter(name=row.name).exclude(pk=row.pk).exists():
        raise FilterRefused(_same_name(row.name))
    row.save(update_fields=["name"])
    return named_of(row, reader=current_reader())


@transaction.atomic
def move_filter_up(filter_id: UUID) -> None:
    """Let an own filter stand one place further up; the first stays. Raises :class:`NoSuchFilter`."""
    row = _own(filter_id)
    order = [one.pk for one in own_filters(current_reader(), row.list_code)]
    here = order.index(row.pk)
    if here:
        order[here - 1 : here + 1] = [order[here], order[here - 1]]
    for position, pk in enumerate(order, start=1):
        KeptFilter.objects.filter(pk=pk).exclude(position=position).update(position=position)


@transaction.atomic
def share_filter(filter_id: UUID, *, audience: str) -> Named:
    """Let others have an own filter above their list, or no longer; on record.

    Raises :class:`NoSuchFilter`, and :class:`FilterRefused` where it has words or the reader leads nobody.
    """
    row, reader = _own(filter_id), current_reader()
    before = Audience(row.audience)
    row.audience = _allowed(reader, audience)
    words_of(named_of(row, reader=reader).kept.words, audience=row.audience)
    row.unit = reader.unit
    row.save(update_fields=["audience", "unit"])
    if row.audience != before:
        _note(reader, row, "filter.shared" if row.audience != Audience.OWN else "filter.unshared")
    return named_of(row, reader=reader)


@transaction.atomic
def open_with(list_: str, filter_id: UUID | None) -> None:
    """Let the list open with a filter, own or shared, or plainly again. Raises :class:`NoSuchFilter`."""
    if filter_id is not None and shelf(list_).find(filter_id) is None:
        raise NoSuchFilter
    _have(list_, opens_with=filter_id)


@transaction.atomic
def choose_columns(list_: str, columns: tuple[str, ...]) -> None:
    """Remember the columns of a list in order; none means as usual. Raises :class:`NotAFilter`."""
    require_codes({}, columns=columns, sort="")
    _have(list_, columns=list(columns))


@transaction.atomic
def remove_filter(filter_id: UUID) -> Named:
    """Take an own filter away, for others too where it was shared. Raises :class:`NoSuchFilter`."""
    row = _own(filter_id)
    row.removed_at = timezone.now()
    row.save(update_fields=["removed_at"])
    if row.audience != Audience.OWN:
        _note(current_reader(), row, "filter.unshared")
    return named_of(row, reader=current_reader())


def removed_filter(filter_id: UUID) -> Named | None:
    """Return an own filter that was removed and can still be put back, or none."""
    reader = current_reader()
    row = _removed(reader).filter(pk=filter_id).first()
    return named_of(row, reader=reader) if row else None


@transaction.atomic
def put_back(filter_id: UUID) -> Named:
    """Put a removed filter back where it was, within a day. Raises :class:`NoSuchFilter`, :class:`FilterRefused`.

    It is shared as before, unless its owner no longer leads anybody.
    """
    reader = current_reader()
    row = _removed(reader).filter(pk=filter_id).first()
    if row is None:
        return named_of(_own(filter_id), reader=reader)  # pressed twice, or not there
    _taking_turn(row.list_code)
    _require_same_unit(reader, row)
    own = own_filters(reader, row.list_code)
    require_room(own.count())
    if own.filter(name=row.name).exists():
        raise FilterRefused(_same_name(row.name))
    row.removed_at = None
    if row.audience not in audiences(reader.role, has_unit=reader.unit is not None):
        row.audience = Audience.OWN
    row.save(update_fields=["removed_at", "audience"])
    if row.audience != Audience.OWN:
        _note(reader, row, "filter.shared")
    return named_of(row, reader=reader)


def sweep() -> int:
    """Delete what was removed a day ago, and what belongs to closed accounts; returns how many rows.

    The database shows a job these rows and no others.
    """
    filters, _by_model = KeptFilter.objects.all().delete()
    habits, _by_model = ListHabit.objects.all().delete()
    return filters + habits


def _own(filter_id: UUID) -> KeptFilter:
    """Return one of the reader's own filters, locked, and let this person's changes take turns."""
    reader = current_reader()
    here = KeptFilter.objects.filter(account=account_of(reader), place=place_of(reader), removed_at=None)
    row = here.filter(pk=filter_id).first()
    if row is None:
        raise NoSuchFilter
    _taking_turn(row.list_code)
    row = here.select_for_update().filter(pk=filter_id).first()
    if row is None:  # removed while this one waited its turn
        raise NoSuchFilter
    _require_same_unit(reader, row)
    return row


def _removed(reader: Reader) -> QuerySet[KeptFilter]:
    """Return what a person removed here within the last day."""
    since = timezone.now() - TAKEN_BACK_FOR
    return KeptFilter.objects.filter(account=account_of(reader), place=place_of(reader), removed_at__gte=since)


def _require_same_unit(reader: Reader, row: KeptFilter) -> None:
    """Refuse to touch what is shared with one unit while its owner works for another."""
    if row.audience == Audience.UNIT and row.unit != reader.unit:
        raise FilterRefused(
            _("This filter is shared with the unit of another role of yours; change to that role to arrange it.")
        )


def _fill(row: KeptFilter, kept: Kept, *, audience: Audience) -> None:
    require_codes(kept.filters, columns=kept.columns, sort=kept.sort)
    words = words_of(kept.words, audience=audience)
    row.filters, row.columns, row.sort = dict(kept.filters), list(kept.columns), kept.sort
    row.words_sealed = seal(words, context=words_context(row.id)) if words else None
    row.audience = audience


def _allowed(reader: Reader, audience: str) -> Audience:
    may = audiences(reader.role, has_unit=reader.unit is not None)
    found = next((one for one in may if one == audience), None)
    if found is None:
        raise FilterRefused(
            _("Only those who dispatch may put a filter above the list of others; yours is kept as it was.")
        )
    return found


def _have(list_: str, **values: object) -> None:
    reader = _taking_turn(list_)
    if not habits_of(reader, list_).update(**values):
        ListHabit.objects.create(list_code=list_, account=account_of(reader), place=place_of(reader), **values)


def _taking_turn(list_: str) -> Reader:
    """Let one person's changes to a list wait for each other, so that limits and names hold; returns the reader."""
    reader = current_reader()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"lists:{list_}:{reader.id}"])
    return reader


def _note(reader: Reader, row: KeptFilter, action: str) -> None:
    data = {"list": row.list_code, "audience": row.audience, "name": audit.text_digest(row.name)}
    audit.record(action, community=place_of(reader), subject_type="filter", subject_id=row.id, data=data)


def _same_name(name: str) -> str:
    return _("You keep a filter named “%(name)s” already; please choose another name.") % {"name": name}
