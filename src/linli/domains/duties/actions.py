"""Changes of the duty register: put a line on it, change its owner or basis, take it off, seed the usual lines.

Each checks that the owner may own work of that kind, writes, records the change and publishes the register.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import TypedDict
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.domains.duties.contracts import WorkItemRef
from linli.domains.duties.models import WorkItem
from linli.domains.duties.queries import item_ref
from linli.domains.duties.rules import ItemKind, community_of, may_own
from linli.foundation.audit import log
from linli.foundation.orgs import queries as orgs
from linli.foundation.orgs.models import UnitKind
from linli.foundation.scope.published import publish


class ItemRefused(ValueError):
    """Raised when a line cannot stand on the register; the sentence is fit for the person who asked."""


class DefaultLine(TypedDict):
    """One line of the pack; ``owners`` and ``assisting`` are kinds of units, the first owner that exists leads."""

    code: str
    name: str
    kind: str
    owners: list[str]
    assisting: list[str]
    case_kinds: list[str]
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeding:
    """What seeding did: codes of lines put on the register, found there, and left out for want of an owner."""

    added: tuple[str, ...]
    already_there: tuple[str, ...]
    without_owner: tuple[str, ...]


@transaction.atomic
def register_work_item(
    *,
    code: str,
    name: str,
    kind: ItemKind,
    owner: UUID,
    case_kinds: Iterable[str],
    scope: str,
    basis: str,
    from_on: date,
    assisting_kinds: Iterable[UnitKind] = (),
) -> WorkItemRef:
    """Put a line on the register of a place from a day on; raises :class:`ItemRefused`."""
    name, basis = " ".join(name.split()), basis.strip()
    _check(name=name, kind=kind, owner=owner, scope=scope, basis=basis)
    if WorkItem.objects.filter(scope=scope, code=code, valid_to_on=None).exists():
        raise ItemRefused(_("%(name)s is on the register already.") % {"name": name})
    row = WorkItem.objects.create(
        code=code,
        name=name,
        kind=kind.value,
        owner_id=owner,
        case_kinds=sorted(set(case_kinds)),
        assisting_kinds=[unit_kind.value for unit_kind in assisting_kinds],
        scope=scope,
        basis=basis,
        valid_from_on=from_on,
    )
    return _published("duty.registered", row)


@transaction.atomic
def change_work_item(
    item_id: UUID,
    *,
    name: str,
    kind: ItemKind,
    owner: UUID,
    case_kinds: Iterable[str],
    basis: str,
    from_on: date,
    assisting_kinds: Iterable[UnitKind] = (),
) -> WorkItemRef:
    """Give a line another owner, name or basis from a day on; the old line ends the day before and stays readable.

    A line that begins on that very day, or later, is corrected in place. Raises :class:`ItemRefused`.
    """
    row = WorkItem.objects.select_for_update().get(id=item_id)
    name, basis = " ".join(name.split()), basis.strip()
    _check(name=name, kind=kind, owner=owner, scope=row.scope, basis=basis)
    if row.valid_from_on < from_on:
        row.valid_to_on = from_on - timedelta(days=1)
        row.save(update_fields=["valid_to_on"])
        row = WorkItem(code=row.code, scope=row.scope, valid_from_on=from_on)
    row.name, row.kind, row.owner_id, row.basis = name, kind.value, owner, basis
    row.case_kinds = sorted(set(case_kinds))
    row.assisting_kinds = [unit_kind.value for unit_kind in assisting_kinds]
    row.save()
    return _published("duty.changed", row)


@transaction.atomic
def end_work_item(item_id: UUID, *, on: date) -> None:
    """Take a line off the register with a day (its last); raises :class:`ItemRefused` when that is before its first."""
    row = WorkItem.objects.select_for_update().get(id=item_id)
    if on < row.valid_from_on:
        raise ItemRefused(_("The line begins on %(day)s; it cannot end before.") % {"day": row.valid_from_on})
    row.valid_to_on = on
    row.save(update_fields=["valid_to_on"])
    _published("duty.ended", row)


@transaction.atomic
def seed_defaults(community: str, units: Mapping[UnitKind, UUID], *, from_on: date | None = None) -> Seeding:
    """Put the usual lines on a community's register, each to the first kind of owner that ``units`` names.

    Running it again adds only what is missing. A line without any of its owners is left out and named in the answer.
    """
    there = set(WorkItem.objects.filter(scope=community, valid_to_on=None).values_list("code", flat=True))
    added, without_owner = [], []
    for line in default_lines():
        if line["code"] in there:
            continue
        owner = next((units[kind] for kind in map(UnitKind, line["owners"]) if kind in units), None)
        if owner is None:
            without_owner.append(line["code"])
            continue
        register_work_item(
            code=line["code"],
            name=line["name"],
            kind=ItemKind(line["kind"]),
            owner=owner,
            case_kinds=line["case_kinds"],
            scope=community,
            basis=line["basis"],
            from_on=from_on or timezone.localdate(),
            assisting_kinds=[UnitKind(kind) for kind in line["assisting"]],
        )
        added.append(line["code"])
    return Seeding(added=tuple(added), already_there=tuple(sorted(there)), without_owner=tuple(without_owner))


def default_lines() -> list[DefaultLine]:
    """Return the usual lines of a community's register as the room's pack has them."""
    text = files("linli.domains.duties").joinpath("packs/duties_default.json").read_text(encoding="utf-8")
    lines: list[DefaultLine] = json.loads(text)
    return lines


def _check(*, name: str, kind: ItemKind, owner: UUID, scope: str, basis: str) -> None:
    unit = orgs.unit(owner)
    if not name or not basis:
        raise ItemRefused(_("A line of the register needs a name and its basis."))
    if not scope.startswith(unit.scope):
        raise ItemRefused(_("%(unit)s does not serve this place.") % {"unit": unit.name})
    if not may_own(kind, unit_kind=unit.kind.value):
        text = _("%(unit)s cannot own this kind of work: it may be asked to assist, not to lead.")
        raise ItemRefused(text % {"unit": unit.name})


def _published(action: str, row: WorkItem) -> WorkItemRef:
    publish("duties")
    log.record(
        action,
        community=community_of(row.scope),
        subject_type="work_item",
        subject_id=row.id,
        data={"owner": str(row.owner_id), "kind": row.kind, "from": row.valid_from_on, "to": row.valid_to_on},
    )
    return item_ref(row)
