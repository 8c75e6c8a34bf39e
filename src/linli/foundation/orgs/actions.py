"""Changes of units and posts: found a unit, change it, end it, add a post, fill it, vacate it.

Each checks its values, writes, records the change without a person's name, and publishes the units where they changed.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from linli.foundation.audit import log
from linli.foundation.orgs.models import Holding, Post, Unit, UnitKind
from linli.foundation.orgs.queries import UnitRef, unit, unit_ref
from linli.foundation.scope.published import publish

COMMUNITY_DIGITS = 12


class UnitRefused(ValueError):
    """Raised when a unit, post or holding cannot be as asked; the sentence is fit for the person who asked."""


@transaction.atomic
def create_unit(
    *,
    scope: str,
    name: str,
    kind: UnitKind,
    from_on: date,
    phone: str = "",
    email: str = "",
) -> UnitRef:
    """Set up a unit that serves a division from a day on; raises :class:`UnitRefused`."""
    name = " ".join(name.split())
    if not name:
        raise UnitRefused(_("A unit needs a name."))
    if Unit.objects.filter(scope=scope, name=name, valid_to_on=None).exists():
        raise UnitRefused(_("%(name)s is already there.") % {"name": name})
    row = Unit.objects.create(scope=scope, name=name, kind=kind, phone=phone, email=email, valid_from_on=from_on)
    _record("unit.created", row.scope, "unit", row.id, {"kind": kind.value, "from": from_on.isoformat()})
    return _published(row)


@transaction.atomic
def change_unit(unit_id: UUID, *, name: str, kind: UnitKind, phone: str, email: str) -> UnitRef:
    """Change what a unit is called, what it is and how it is reached; its scope stays. Raises :class:`UnitRefused`."""
    row = Unit.objects.select_for_update().get(id=unit_id)
    name = " ".join(name.split())
    if not name:
        raise UnitRefused(_("A unit needs a name."))
    if Unit.objects.filter(scope=row.scope, name=name, valid_to_on=None).exclude(id=unit_id).exists():
        raise UnitRefused(_("%(name)s is already there.") % {"name": name})
    row.name, row.kind, row.phone, row.email = name, kind, phone, email
    row.save(update_fields=["name", "kind", "phone", "email"])
    _record("unit.changed", row.scope, "unit", row.id, {"kind": kind.value})
    return _published(row)


@transaction.atomic
def end_unit(unit_id: UUID, *, on: date) -> UnitRef:
    """End a unit with a day (its last), and with it its posts and who holds them. Raises :class:`UnitRefused`."""
    row = Unit.objects.select_for_update().get(id=unit_id)
    if on < row.valid_from_on:
        raise UnitRefused(_("The unit begins on %(day)s; it cannot end before.") % {"day": row.valid_from_on})
    row.valid_to_on = on
    row.save(update_fields=["valid_to_on"])
    still = Q(valid_to_on=None) | Q(valid_to_on__gt=on)
    Post.objects.filter(still, unit_id=unit_id).update(valid_to_on=on)
    Holding.objects.filter(Q(to_on=None) | Q(to_on__gt=on), post__unit_id=unit_id, from_on__lte=on).update(to_on=on)
    _record("unit.ended", row.scope, "unit", row.id, {"on": on.isoformat()})
    return _published(row)


@transaction.atomic
def create_post(unit_id: UUID, *, title: str, from_on: date) -> UUID:
    """Add a post to a unit; returns its id. Raises :class:`UnitRefused` when the title is empty or there already."""
    title = " ".join(title.split())
    if not title:
        raise UnitRefused(_("A post needs a title."))
    if Post.objects.filter(unit_id=unit_id, title=title, valid_to_on=None).exists():
        raise UnitRefused(_("%(name)s is already there.") % {"name": title})
    post = Post.objects.create(unit_id=unit_id, title=title, valid_from_on=from_on)
    _record("post.created", unit(unit_id).scope, "post", post.id, {"unit": str(unit_id)})
    return post.id


@transaction.atomic
def end_post(post_id: UUID, *, on: date) -> None:
    """End a post with a day (its last), and with it who holds it."""
    post = Post.objects.select_for_update().get(id=post_id)
    post.valid_to_on = max(on, post.valid_from_on)
    post.save(update_fields=["valid_to_on"])
    Holding.objects.filter(post_id=post_id, to_on=None, from_on__lte=on).update(to_on=on)
    _record("post.ended", unit(post.unit_id).scope, "post", post.id, {"on": on.isoformat()})


@transaction.atomic
def hold_post(post_id: UUID, *, person_name: str, from_on: date, account: UUID | None = None) -> UUID:
    """Put a person into a post from a day on; whoever held it ends the day before. Returns the holding's id.

    Raises :class:`UnitRefused` when the name is empty or somebody took the post on that day or later.
    """
    post = Post.objects.select_for_update().select_related("unit").get(id=post_id)
    person_name = " ".join(person_name.split())
    if not person_name:
        raise UnitRefused(_("Who holds the post needs a name."))
    if Holding.objects.filter(post_id=post_id, from_on__gte=from_on).exists():
        raise UnitRefused(_("Somebody took this post on that day or later. Choose a later day."))
    before = Holding.objects.filter(Q(to_on=None) | Q(to_on__gte=from_on), post_id=post_id)
    before.update(to_on=from_on - timedelta(days=1))
    holding = Holding.objects.create(
        post_id=post_id, scope=post.unit.scope, account=account, person_name=person_name, from_on=from_on
    )
    facts = {"post": str(post_id), "from": from_on.isoformat()}
    _record("post.taken", post.unit.scope, "holding", holding.id, facts)
    return holding.id


@transaction.atomic
def end_holding(holding_id: UUID, *, on: date) -> None:
    """End who holds a post with a day (the last); raises :class:`UnitRefused` when that is before the first."""
    holding = Holding.objects.select_for_update().get(id=holding_id)
    if on < holding.from_on:
        raise UnitRefused(_("The post was taken on %(day)s; it cannot end before.") % {"day": holding.from_on})
    holding.to_on = on
    holding.save(update_fields=["to_on"])
    _record("post.vacated", holding.scope, "holding", holding.id, {"on": on.isoformat()})


def _published(row: Unit) -> UnitRef:
    publish("units")
    return unit_ref(row)


def _record(action: str, scope: str, subject: str, subject_id: UUID, facts: Mapping[str, str]) -> None:
    community = scope if len(scope) == COMMUNITY_DIGITS else ""
    log.record(action, community=community, subject_type=subject, subject_id=subject_id, data=dict(facts))
