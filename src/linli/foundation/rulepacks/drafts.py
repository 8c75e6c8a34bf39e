"""Drafts of decision tables: begun from what is in force, changed as rows, published by a second person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.foundation.rulepacks import queries
from linli.foundation.rulepacks.actions import (
    NewRules,
    NotADraft,
    RuleUnclear,
    check_rules,
    digest_of,
    draft_rules,
    note,
)
from linli.foundation.rulepacks.models import Certainty, RuleSet, RuleStatus
from linli.foundation.rulepacks.queries import RulePack
from linli.foundation.scope.published import publish
from linli.foundation.scope.reader import Reader


class SomebodyWasFaster(ValueError):
    """The draft was changed meanwhile; the sentence says what to do."""


class SecondPersonNeeded(ValueError):
    """Who drew a draft up cannot publish it."""


class NoSuchDraft(LookupError):
    """No draft of the reader's territory has this id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft as a page shows it; ``digest`` is what a change has to be based on."""

    pack: RulePack
    digest: str
    drafted_by: UUID | None
    status: str


def begin_draft(code: str, *, scope: str, actor: Reader) -> UUID:
    """Begin a draft for a territory with what is in force there today. Raises ``NoRule``."""
    pack = queries.rules(code, scope=scope, on=timezone.localdate())
    new = NewRules(
        code=code,
        scope=scope,
        title=pack.title,
        body=pack.body,
        basis=pack.basis,
        certainty=Certainty(pack.certainty),
        valid_from_on=timezone.localdate(),
    )
    return draft_rules(new, actor=actor)


def draft(draft_id: UUID, *, territory: str) -> Draft:
    """Return a draft, or a version that was one. Raises :class:`NoSuchDraft` for one of another territory."""
    row = RuleSet.objects.filter(id=draft_id).first()
    if row is None or not territory or not row.scope.startswith(territory):
        raise NoSuchDraft
    return _shown(row)


def drafts(territory: str) -> list[Draft]:
    """Return the open drafts of a territory, the newest first."""
    if not territory:
        return []
    rows = RuleSet.objects.filter(status=RuleStatus.DRAFT, scope__startswith=territory)
    return [_shown(row) for row in rows.order_by("-id")]


def change_draft(draft_id: UUID, *, body: Mapping[str, Any], basis: str, seen: str, actor: Reader) -> str:
    """Keep a draft's new content and return its digest. It may still be faulty; publishing is where faults count.

    Whoever changes a draft last has drawn it up. Raises :class:`SomebodyWasFaster` when ``seen`` is past.
    """
    with transaction.atomic():
        row = _open_row(draft_id, actor=actor)
        if row.digest != seen:
            raise SomebodyWasFaster(
                _("Somebody else changed this draft meanwhile. Please look at it anew; your rows are still below.")
            )
        row.body, row.basis, row.drafted_by = dict(body), basis.strip(), actor.account_id
        row.digest = digest_of(_new(row))
        row.save(update_fields=["body", "basis", "digest", "drafted_by"])
        note("rules.drafted", row, actor=actor)
        return row.digest


def discard_draft(draft_id: UUID, *, actor: Reader) -> None:
    """Put a draft away; it stays readable."""
    with transaction.atomic():
        row = _open_row(draft_id, actor=actor)
        row.status = RuleStatus.RETIRED
        row.save(update_fields=["status"])
        note("rules.discarded", row, actor=actor)


def publish_draft(draft_id: UUID, *, from_on: date, seen: str, actor: Reader) -> None:
    """Put a draft in force from a day on, today at the earliest; matters that run keep the rules they began with.

    Raises :class:`SecondPersonNeeded` for whoever drew it up, :class:`SomebodyWasFaster` when it is no more what was
    read, ``RuleUnclear`` when it cannot be read, ``NotADraft`` when it was published already.
    """
    if from_on < timezone.localdate():
        raise RuleUnclear(_("Rules hold from today on at the earliest: what was decided stays decided."))
    with transaction.atomic():
        row = _open_row(draft_id, actor=actor)
        if row.drafted_by is not None and row.drafted_by == actor.account_id:
            raise SecondPersonNeeded(_("Somebody else has to publish what you drew up. Please ask a colleague."))
        if row.digest != seen:
            raise SomebodyWasFaster(_("This draft was changed since you read it. Please look at it again."))
        new = replace(_new(row), valid_from_on=from_on)
        check_rules(new)
        row.status, row.published_at, row.published_by = RuleStatus.PUBLISHED, timezone.now(), actor.account_id
        row.valid_from_on, row.digest = from_on, digest_of(new)
        row.save(update_fields=["status", "published_at", "published_by", "valid_from_on", "digest"])
        publish(queries.VERSION_NAME)
        note("rules.published", row, actor=actor)


def _open_row(draft_id: UUID, *, actor: Reader) -> RuleSet:
    row = RuleSet.objects.select_for_update().filter(id=draft_id).first()
    if row is None or not actor.territory or not row.scope.startswith(actor.territory):
        raise NoSuchDraft
    if row.status != RuleStatus.DRAFT:
        raise NotADraft(_("This version was published already. Please draw up a new one; nothing was changed."))
    return row


def _new(row: RuleSet) -> NewRules:
    return NewRules(
        code=row.code,
        scope=row.scope,
        title=row.title,
        body=row.body,
        basis=row.basis,
        certainty=Certainty(row.certainty),
        valid_from_on=row.valid_from_on,
    )


def _shown(row: RuleSet) -> Draft:
    pack = RulePack(**{name: getattr(row, name) for name in queries.COLUMNS})
    return Draft(pack=pack, digest=row.digest, drafted_by=row.drafted_by, status=row.status)
