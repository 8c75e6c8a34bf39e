"""Reads of units and posts. Units are public and come from memory; who holds a post passes the row policies."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from linli.foundation.orgs.models import Holding, Post, Unit, UnitKind
from linli.foundation.scope.published import Published

_KIND_ORDER = {kind: place for place, kind in enumerate(UnitKind)}
SHORTEST_NAME = 2
"""A name of one character would be found in every text."""


class NoSuchUnit(LookupError):
    """Raised when no unit has this id, or none of the wanted kind serves a place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRef:
    """One unit as others see it; ``scope`` is the division it serves as significant digits."""

    id: UUID
    name: str
    kind: UnitKind
    scope: str
    phone: str
    email: str
    valid_from_on: date
    valid_to_on: date | None

    def is_active_on(self, day: date) -> bool:
        """Return whether the unit exists on a day."""
        return self.valid_from_on <= day and (self.valid_to_on is None or day <= self.valid_to_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRef:
    """One post of a unit with whoever holds it today (empty name: vacant, or not for this reader)."""

    id: UUID
    unit_id: UUID
    title: str
    holder_name: str
    holding_id: UUID | None
    account: UUID | None
    held_from_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A unit that a text names, itself or through somebody who holds a post there (``post_id``)."""

    unit: UnitRef
    post_id: UUID | None


def unit_ref(row: Unit) -> UnitRef:
    """Return a unit's row as a value."""
    return UnitRef(
        id=row.id,
        name=row.name,
        kind=UnitKind(row.kind),
        scope=row.scope,
        phone=row.phone,
        email=row.email,
        valid_from_on=row.valid_from_on,
        valid_to_on=row.valid_to_on,
    )


def _read_units() -> dict[UUID, UnitRef]:
    rows = sorted(Unit.objects.all(), key=lambda row: (_KIND_ORDER[UnitKind(row.kind)], row.name))
    return {row.id: unit_ref(row) for row in rows}


units = Published("units", _read_units)


def unit(unit_id: UUID) -> UnitRef:
    """Return a unit, also one that has ended; raises :class:`NoSuchUnit`."""
    found = units.get().get(unit_id)
    if found is None:
        raise NoSuchUnit(unit_id)
    return found


def unit_name(unit_id: UUID) -> str:
    """Return a unit's name, empty when there is no such unit."""
    found = units.get().get(unit_id)
    return found.name if found else ""


def units_serving(community: str, *, on: date | None = None) -> tuple[UnitRef, ...]:
    """Return the units that serve a community on a day (today), its own and those of street and district.

    Ordered by kind (party organisation first) and name.
    """
    day = on or timezone.localdate()
    return tuple(ref for ref in units.get().values() if community.startswith(ref.scope) and ref.is_active_on(day))


def units_within(scope: str, *, on: date | None = None) -> tuple[UnitRef, ...]:
    """Return the units whose scope lies inside a division on a day (today); with an empty scope all."""
    day = on or timezone.localdate()
    return tuple(ref for ref in units.get().values() if ref.scope.startswith(scope) and ref.is_active_on(day))


def units_of_kind(community: str, *, kind: UnitKind, on: date | None = None) -> tuple[UnitRef, ...]:
    """Return the units of one kind that serve a community, those nearest to it first."""
    fitting = [ref for ref in units_serving(community, on=on) if ref.kind is kind]
    return tuple(sorted(fitting, key=lambda ref: -len(ref.scope)))


def street_office_of(community: str, *, on: date | None = None) -> UnitRef:
    """Return the street office that arbitrates for a community; raises :class:`NoSuchUnit` where none is set up."""
    offices = units_of_kind(community, kind=UnitKind.STREET_OFFICE, on=on)
    if not offices:
        raise NoSuchUnit(community)
    return offices[0]


def posts_of(unit_id: UUID, *, on: date | None = None) -> tuple[PostRef, ...]:
    """Return a unit's posts with who holds them on a day (today), as far as the reader may see (two queries)."""
    day = on or timezone.localdate()
    posts = Post.objects.filter(_on(day, "valid_from_on", "valid_to_on"), unit_id=unit_id).order_by("title")
    held = {row.post_id: row for row in Holding.objects.filter(_on(day, "from_on", "to_on"), post__unit_id=unit_id)}
    return tuple(_post_ref(post, held.get(post.id)) for post in posts)


def _post_ref(post: Post, holding: Holding | None) -> PostRef:
    return PostRef(
        id=post.id,
        unit_id=post.unit_id,
        title=post.title,
        holder_name=holding.person_name if holding else "",
        holding_id=holding.id if holding else None,
        account=holding.account if holding else None,
        held_from_on=holding.from_on if holding else None,
    )


_HOLDERS = (
    "SELECT h.post_id, p.unit_id, h.person_name FROM orgs_holding h JOIN orgs_post p ON p.id = h.post_id"
    " WHERE p.unit_id = ANY (%s::uuid[]) AND h.from_on <= %s AND (h.to_on IS NULL OR h.to_on >= %s)"
)
"""Written out, as it is asked with every report."""


def named_in(text: str, *, community: str, on: date | None = None) -> tuple[Named, ...]:
    """Return the units serving a community that a text names, by their own name or by a post-holder's (one query).

    A matter that names a unit or somebody in its posts must never reach that unit. Spaces are ignored.
    """
    day, plain = on or timezone.localdate(), "".join(text.split())
    near = {ref.id: ref for ref in units_serving(community, on=day)}
    named = [Named(unit=ref, post_id=None) for ref in near.values() if "".join(ref.name.split()) in plain]
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS, [list(near), day, day])
        holders = cursor.fetchall()
    for post_id, unit_id, name in holders:
        if len(name) >= SHORTEST_NAME and "".join(name.split()) in plain:
            named.append(Named(unit=near[unit_id], post_id=post_id))
    return tuple(named)


def _on(day: date, begins: str, ends: str) -> Q:
    return Q(**{f"{begins}__lte": day}) & (Q(**{ends: None}) | Q(**{f"{ends}__gte": day}))
