"""Rules change by publishing: a draft is read as a check, then it is in force from its day on and never altered."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from importlib import resources
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.foundation.audit import log as audit
from linli.foundation.rulepacks import calendar, queries
from linli.foundation.rulepacks.changes import ChangeRule
from linli.foundation.rulepacks.danger import DangerPack
from linli.foundation.rulepacks.kinds import parse_kinds
from linli.foundation.rulepacks.limits import LimitsTable
from linli.foundation.rulepacks.models import Certainty, RuleSet, RuleStatus
from linli.foundation.rulepacks.quality import QualityRule
from linli.foundation.rulepacks.supervision import SupervisionRule
from linli.foundation.rulepacks.terms import (
    AdmissionRule,
    CheckRule,
    ExportRule,
    HeatRule,
    IntakeLimits,
    InterfaceLimits,
    KindRule,
    PublishingRule,
    RatingRule,
    ReopenRule,
    RetentionRule,
    SimilarRule,
)
from linli.foundation.scope.published import publish
from linli.foundation.scope.reader import Reader
from linli.kernel.canon import canonical_json

Parser = Callable[[Mapping[str, Any]], object]
PARSERS: Mapping[str, Parser] = {
    "limits": LimitsTable.parse,
    "kinds": parse_kinds,
    "danger": DangerPack.parse,
    "reopen": ReopenRule.parse,
    "ratings": RatingRule.parse,
    "intake": IntakeLimits.parse,
    "retention": RetentionRule.parse,
    "checks": CheckRule.parse,
    "export": ExportRule.parse,
    "admission": AdmissionRule.parse,
    "pauses": ChangeRule.parse,
    "extensions": ChangeRule.parse,
    "quality": QualityRule.parse,
    "interfaces": InterfaceLimits.parse,
    "publishing": PublishingRule.parse,
    "topics": HeatRule.parse,
    "similar": SimilarRule.parse,
    "suggest": KindRule.parse,
    "supervision": SupervisionRule.parse,
}
"""How a pack is read, by the first part of its code."""


class RuleUnclear(ValueError):
    """A rule pack cannot be read as what its code says it is; the message is fit for the person who wrote it."""


class NotADraft(ValueError):
    """The version was published or retired already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRules:
    """A rule pack somebody proposes: what it says, where, from when on, and what it rests on."""

    code: str
    scope: str = ""
    title: Mapping[str, str]
    body: Mapping[str, Any]
    basis: str
    certainty: Certainty
    valid_from_on: date


def draft_rules(new: NewRules, *, actor: Reader) -> UUID:
    """Keep a new version as a draft of whoever acts and return its id.

    Raises :class:`RuleUnclear` when it cannot be read.
    """
    check_rules(new)
    row = _row(new, status=RuleStatus.DRAFT)
    row.drafted_by = actor.account_id
    row.save(force_insert=True)
    note("rules.drafted", row, actor=actor)
    return row.id


def publish_rules(rule_set: UUID, *, actor: Reader) -> None:
    """Put a draft in force from its day on: the next request in every process reads it. Raises :class:`NotADraft`."""
    with transaction.atomic():
        row = RuleSet.objects.select_for_update().get(id=rule_set)
        if row.status != RuleStatus.DRAFT:
            raise NotADraft(_("This version was published already. Please draw up a new one; nothing was changed."))
        row.status, row.published_at = RuleStatus.PUBLISHED, timezone.now()
        row.save(update_fields=["status", "published_at"])
        publish(queries.VERSION_NAME)
        note("rules.published", row, actor=actor)


def check_rules(new: NewRules) -> None:
    """Read a pack as its code says. Raises :class:`RuleUnclear` for an unknown code, or a body that cannot be read."""
    parser = PARSERS.get(new.code.split(".", maxsplit=1)[0])
    if parser is None:
        raise RuleUnclear(_("There is no kind of rules called “%(code)s”.") % {"code": new.code})
    if not new.basis.strip():
        raise RuleUnclear(_("Please say what the rule rests on: a law, a standard or a local decision."))
    try:
        parser(new.body)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise RuleUnclear(_("The rule cannot be read: %(problem)s") % {"problem": problem}) from problem


def shipped() -> tuple[NewRules, ...]:
    """Return the packs that come with the program."""
    folder = resources.files("linli.foundation.rulepacks") / "packs"
    found = (json.loads(pack.read_text("utf-8")) for pack in folder.iterdir() if pack.name.endswith(".json"))
    return tuple(
        NewRules(
            code=given["code"],
            title=given["title"],
            body=given["body"],
            basis=given["basis"],
            certainty=Certainty(given["certainty"]),
            valid_from_on=date.fromisoformat(given["valid_from_on"]),
        )
        for given in sorted(found, key=lambda given: str(given["code"]))
    )


def seed() -> int:
    """Publish the shipped packs whose content is new, and the known years' calendar; says how many packs it were."""
    held = set(RuleSet.objects.filter(scope="").values_list("code", "digest"))
    newest = {row["code"]: row["newest"] for row in RuleSet.objects.values("code").annotate(newest=Max("version"))}
    rows = []
    for new in shipped():
        if (new.code, digest_of(new)) not in held:
            check_rules(new)
            row = _row(new, status=RuleStatus.PUBLISHED, version=newest.get(new.code, 0) + 1)
            row.published_at = timezone.now()
            rows.append(row)
    if rows:
        RuleSet.objects.bulk_create(rows)
        publish(queries.VERSION_NAME)
    calendar.seed()
    return len(rows)


def _row(new: NewRules, *, status: RuleStatus, version: int | None = None) -> RuleSet:
    if version is None:
        held = RuleSet.objects.filter(code=new.code, scope=new.scope).aggregate(newest=Max("version"))
        version = (held["newest"] or 0) + 1
    return RuleSet(
        code=new.code,
        scope=new.scope,
        version=version,
        status=status,
        title=dict(new.title),
        body=dict(new.body),
        digest=digest_of(new),
        basis=new.basis,
        certainty=new.certainty,
        valid_from_on=new.valid_from_on,
    )


def digest_of(new: NewRules) -> str:
    """Return the SHA-256 of everything that makes a version what it is."""
    content = [new.title, new.body, new.basis, str(new.certainty), new.valid_from_on]
    return sha256(canonical_json(content).encode()).hexdigest()


def note(action: str, row: RuleSet, *, actor: Reader) -> None:
    """Record what was done with a version."""
    audit.record(
        action,
        community="",
        subject_type="rules",
        subject_id=row.id,
        data={"code": row.code, "scope": row.scope, "version": row.version, "digest": row.digest},
        actor=actor,
    )
