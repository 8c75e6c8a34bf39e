"""What stands above a list for its reader: own filters, those shared here, the columns, what it opens with."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from linli.foundation.lists.models import KeptFilter, ListHabit
from linli.foundation.lists.rules import MOST, MOST_SHOWN, Audience
from linli.foundation.privacy.sealing import open_sealed
from linli.foundation.scope.context import NoReader, current_reader
from linli.foundation.scope.reader import Reader

COMMUNITY_DIGITS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a list shows: filters by name as codes, the words looked for, columns (empty: as usual) and order."""

    filters: Mapping[str, str]
    words: str = ""
    columns: tuple[str, ...] = ()
    sort: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A kept filter as its reader sees it; ``owner`` is an account."""

    id: UUID
    name: str
    kept: Kept
    audience: Audience
    owner: UUID
    is_own: bool

    @property
    def is_shared(self) -> bool:
        """Whether others have it above their list too."""
        return self.audience != Audience.OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What stands above a list: own filters in their order, then those of others, by name."""

    own: tuple[Named, ...] = ()
    others: tuple[Named, ...] = ()
    columns: tuple[str, ...] = ()
    opens_with: UUID | None = None

    @property
    def all(self) -> tuple[Named, ...]:
        """Return every filter in the order shown."""
        return (*self.own, *self.others)

    def find(self, filter_id: UUID | None) -> Named | None:
        """Return one of them, or none."""
        return next((one for one in self.all if one.id == filter_id), None)

    @property
    def opener(self) -> Named | None:
        """Return what the list opens with; none where nothing was chosen, or what was is gone."""
        return self.find(self.opens_with)


def account_of(reader: Reader) -> UUID:
    """Return whose filters a reader keeps; raises :class:`NoReader` for the public and for jobs, who keep none."""
    if reader.account_id is None:
        raise NoReader
    return reader.account_id


def place_of(reader: Reader) -> str:
    """Return the place a standing's filters belong to: the community of a grid, else the territory itself."""
    return reader.territory[:COMMUNITY_DIGITS]


def shelf(list_: str) -> Shelf:
    """Return what the running transaction's reader has above a list (two statements, none for who is no staff)."""
    reader = current_reader()
    if reader.account_id is None:
        return Shelf()
    found = [named_of(row, reader=reader) for row in _above(reader, list_)]
    habit = habits_of(reader, list_).first()
    own = tuple(one for one in found if one.is_own)
    return Shelf(
        own=own,
        others=tuple(one for one in found if not one.is_own)[:MOST_SHOWN],
        columns=tuple(habit.columns) if habit else (),
        opens_with=habit.opens_with if habit else None,
    )


def own_filters(reader: Reader, list_: str) -> QuerySet[KeptFilter]:
    """Return a person's filters of a list in this place, in their order; removed ones are not among them."""
    own = KeptFilter.objects.filter(
        account=account_of(reader), list_code=list_, place=place_of(reader), removed_at=None
    )
    return own.order_by("position", "id")


def habits_of(reader: Reader, list_: str) -> QuerySet[ListHabit]:
    """Return how a person has a list in this place: one row or none."""
    return ListHabit.objects.filter(account=account_of(reader), list_code=list_, place=place_of(reader))


def named_of(row: KeptFilter, *, reader: Reader) -> Named:
    """Return a row as its reader sees it; words of others are never there."""
    is_own = row.account == reader.account_id
    sealed = row.words_sealed if is_own else None
    words = open_sealed(sealed, context=words_context(row.id)) if sealed is not None else ""
    return Named(
        id=row.id,
        name=row.name,
        kept=Kept(filters=row.filters, words=words, columns=tuple(row.columns), sort=row.sort),
        audience=Audience(row.audience),
        owner=row.account,
        is_own=is_own,
    )


def words_context(filter_id: UUID) -> str:
    """Return what the sealed words of a filter are bound to."""
    return f"lists.keptfilter.words:{filter_id}"


def _above(reader: Reader, list_: str) -> QuerySet[KeptFilter]:
    """Return own filters first, in their order, then those shared here, by name."""
    own = Q(account=account_of(reader), place=place_of(reader))
    shared = Q(audience=Audience.PLACE, place=place_of(reader))
    if reader.unit is not None:
        shared |= Q(audience=Audience.UNIT, unit=reader.unit)
    turn = Case(When(account=account_of(reader), then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = KeptFilter.objects.filter(own | shared, list_code=list_, removed_at=None).annotate(turn=turn)
    return rows.order_by("turn", "position", "name", "id")[: MOST + MOST_SHOWN]
