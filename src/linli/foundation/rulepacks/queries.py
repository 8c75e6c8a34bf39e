"""Which rule holds here on this day: the most specific territory's, in the version in force. Kept in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, TypeVar, cast
from uuid import UUID

from linli.foundation.rulepacks.changes import ChangeRule
from linli.foundation.rulepacks.danger import DangerPack
from linli.foundation.rulepacks.kinds import Kind, parse_kinds
from linli.foundation.rulepacks.limits import LimitsTable
from linli.foundation.rulepacks.models import RuleSet, RuleStatus
from linli.foundation.rulepacks.quality import QualityRule
from linli.foundation.rulepacks.supervision import SupervisionRule
from linli.foundation.rulepacks.terms import (
    AdmissionRule,
    CheckRule,
    ExportRule,
    IntakeLimits,
    InterfaceLimits,
    KindRule,
    PublishingRule,
    RatingRule,
    ReopenRule,
    RetentionRule,
    SimilarRule,
)
from linli.foundation.scope.published import Published

VERSION_NAME = "rules"
T = TypeVar("T")


class NoRule(LookupError):
    """No published rule pack of this code is in force here on this day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePack:
    """One version of a rule pack, with what it rests on and how sure that is."""

    id: UUID
    code: str
    scope: str
    version: int
    title: Mapping[str, str]
    body: Mapping[str, Any]
    basis: str
    certainty: str
    valid_from_on: date


COLUMNS = tuple(one.name for one in fields(RulePack))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shelf:
    """All published packs by code, the most specific and newest first; parsed bodies are kept beside them."""

    packs: Mapping[str, tuple[RulePack, ...]]
    parsed: dict[tuple[UUID, str], Any] = field(default_factory=dict)


def _load() -> _Shelf:
    found: dict[str, list[RulePack]] = {}
    for row in RuleSet.objects.filter(status=RuleStatus.PUBLISHED).values(*COLUMNS):
        found.setdefault(row["code"], []).append(RulePack(**row))
    order: Callable[[RulePack], Any] = lambda pack: (len(pack.scope), pack.valid_from_on, pack.version)  # noqa: E731
    return _Shelf(packs={code: tuple(sorted(packs, key=order, reverse=True)) for code, packs in found.items()})


_shelf = Published(VERSION_NAME, _load)


def rules(code: str, *, scope: str, on: date) -> RulePack:
    """Return the pack in force for a place (a scope code) on a day. Raises :class:`NoRule` when there is none."""
    for pack in _shelf.get().packs.get(code, ()):
        if scope.startswith(pack.scope) and pack.valid_from_on <= on:
            return pack
    raise NoRule(code)


def has_rules(code: str, *, scope: str, on: date) -> bool:
    """Whether a pack of this code is in force for a place on a day."""
    try:
        rules(code, scope=scope, on=on)
    except NoRule:
        return False
    return True


def _parsed(code: str, *, scope: str, on: date, parse: Callable[[Mapping[str, Any]], T]) -> T:
    """Return the pack's body as a value, parsed once a version."""
    pack, shelf = rules(code, scope=scope, on=on), _shelf.get()
    key = (pack.id, code)
    if key not in shelf.parsed:
        shelf.parsed[key] = parse(pack.body)
    return cast("T", shelf.parsed[key])


def limits(procedure: str, *, scope: str, on: date) -> LimitsTable:
    """Return how long a procedure's clocks run (pack ``limits.<procedure>``)."""
    return _parsed(f"limits.{procedure}", scope=scope, on=on, parse=LimitsTable.parse)


def kinds(procedure: str, *, scope: str, on: date) -> tuple[Kind, ...]:
    """Return the kinds of matters of a procedure (pack ``kinds.<procedure>``), in the order they are shown."""
    return _parsed(f"kinds.{procedure}", scope=scope, on=on, parse=parse_kinds)


def pauses(procedure: str, *, scope: str, on: date) -> ChangeRule:
    """Return how clocks of a procedure may stand still (pack ``pauses.<procedure>``)."""
    return _parsed(f"pauses.{procedure}", scope=scope, on=on, parse=ChangeRule.parse)


def extensions(procedure: str, *, scope: str, on: date) -> ChangeRule:
    """Return how clocks of a procedure may be given more time (pack ``extensions.<procedure>``)."""
    return _parsed(f"extensions.{procedure}", scope=scope, on=on, parse=ChangeRule.parse)


def supervision(procedure: str, *, scope: str, on: date) -> SupervisionRule:
    """Return when people are warned and who supervises what is late (pack ``supervision.<procedure>``)."""
    return _parsed(f"supervision.{procedure}", scope=scope, on=on, parse=SupervisionRule.parse)


def danger(*, scope: str, on: date) -> DangerPack:
    """Return the words of danger (pack ``danger.words``)."""
    return _parsed("danger.words", scope=scope, on=on, parse=DangerPack.parse)


def reopen(*, scope: str, on: date) -> ReopenRule:
    """Return how a closed matter can be asked for again (pack ``reopen``)."""
    return _parsed("reopen", scope=scope, on=on, parse=ReopenRule.parse)


def review(procedure: str, *, scope: str, on: date) -> ReopenRule:
    """Return how long after its answer a matter of a procedure may be reviewed (pack ``reopen.<procedure>``)."""
    return _parsed(f"reopen.{procedure}", scope=scope, on=on, parse=ReopenRule.parse)


def ratings(*, scope: str, on: date) -> RatingRule:
    """Return how matters are rated and ratings shown (pack ``ratings``)."""
    return _parsed("ratings", scope=scope, on=on, parse=RatingRule.parse)


def intake_limits(*, scope: str, on: date) -> IntakeLimits:
    """Return how much may come in at once (pack ``intake.limits``)."""
    return _parsed("intake.limits", scope=scope, on=on, parse=IntakeLimits.parse)


def retention(*, scope: str, on: date) -> RetentionRule:
    """Return how long things are kept (pack ``retention``)."""
    return _parsed("retention", scope=scope, on=on, parse=RetentionRule.parse)


def checks(*, scope: str, on: date) -> CheckRule:
    """Return when facts about residence are to be looked at again (pack ``checks.residents``)."""
    return _parsed("checks.residents", scope=scope, on=on, parse=CheckRule.parse)


def exports(*, scope: str, on: date) -> ExportRule:
    """Return how many people one list may hold that somebody takes (pack ``export.residents``)."""
    return _parsed("export.residents", scope=scope, on=on, parse=ExportRule.parse)


def admission(*, scope: str, on: date) -> AdmissionRule:
    """Return for how long work beyond the lists can be admitted (pack ``admission``)."""
    return _parsed("admission", scope=scope, on=on, parse=AdmissionRule.parse)


def quality(*, scope: str, on: date) -> QualityRule:
    """Return how rates are counted, closed matters re-checked, and for how long marks stand (pack ``quality``)."""
    return _parsed("quality", scope=scope, on=on, parse=QualityRule.parse)


def interface_limits(*, scope: str, on: date) -> InterfaceLimits:
    """Return how often other systems may call (pack ``interfaces.limits``)."""
    return _parsed("interfaces.limits", scope=scope, on=on, parse=InterfaceLimits.parse)


def publishing(*, scope: str, on: date) -> PublishingRule:
    """Return what of matters is told publicly (pack ``publishing.matters``)."""
    return _parsed("publishing.matters", scope=scope, on=on, parse=PublishingRule.parse)


def similar(*, scope: str, on: date) -> SimilarRule:
    """Return when matters are alike enough to be shown beside each other (pack ``similar.cases``)."""
    return _parsed("similar.cases", scope=scope, on=on, parse=SimilarRule.parse)


def suggestion(*, scope: str, on: date) -> KindRule:
    """Return how sure a trained model must be to be shown and to route (pack ``suggest.kinds``)."""
    return _parsed("suggest.kinds", scope=scope, on=on, parse=KindRule.parse)
