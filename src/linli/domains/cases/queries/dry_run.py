"""Runs a draft of the rules over past matters: what would have gone to another unit, on another day, or not at once.

Both sides are reckoned anew from what came in, by the same function; a draft that says what is in force can therefore
show no difference. Nothing is written. Sealed matters are left out: nobody below the street learns of them this way.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from time import monotonic
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from linli.domains.cases.contracts.dry_run import LINES_KEPT, Difference, Moved, Outcome, Tally
from linli.domains.cases.models import Case, Clock, Wording
from linli.domains.cases.queries.visible import within
from linli.domains.cases.queries.words import PROCEDURE, kinds
from linli.domains.duties import facade as duties
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.rulepacks.calendar import work_calendar
from linli.foundation.rulepacks.danger import DangerPack, danger_in
from linli.foundation.rulepacks.kinds import OTHER, Kind, parse_kinds, suggest_kind
from linli.foundation.rulepacks.limits import LimitsTable, NoLimit
from linli.foundation.rulepacks.queries import RulePack
from linli.foundation.scope.context import standing_as
from linli.foundation.scope.reader import job_reader
from linli.kernel.limits import Limit
from linli.kernel.worktime import due

CHUNK: Final = 500
EMERGENCY: Final = "emergency"
UnitOf = Callable[[str], UUID | None]
DayOf = Callable[[datetime, Limit], date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A matter as it came in; ``kind`` counts where a person chose it or words are erased. ``clocks`` ran for it."""

    case_id: UUID
    code: str
    community: str
    grid: str
    kind: str
    is_chosen: bool
    urgency: str
    text: str
    clocks: tuple[tuple[str, datetime], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules of one side."""

    kinds: Mapping[str, Kind]
    limits: LimitsTable


def outcome_of(matter: Past, rules: Rules, *, danger: DangerPack, unit_of: UnitOf) -> Outcome:
    """Return how a matter goes when it comes in under these rules. Pure."""
    is_chosen = matter.is_chosen or not matter.text
    kind = matter.kind if is_chosen else suggest_kind(matter.text, rules.kinds.values()).code
    if kind not in rules.kinds:
        kind = OTHER
    unit = None if kind == OTHER else unit_of(kind)
    is_danger = bool(danger_in(matter.text, danger)) if matter.text else matter.urgency == EMERGENCY
    urgency = EMERGENCY if is_danger else rules.kinds[kind].urgency
    return Outcome(kind=kind, urgency=urgency, unit=unit, is_at_once=unit is not None)


def difference(
    matter: Past, was: Rules, would: Rules, *, danger: DangerPack, unit_of: UnitOf, day_of: DayOf
) -> Difference | None:
    """Return how a matter would have gone otherwise, or none. Pure."""
    before = outcome_of(matter, was, danger=danger, unit_of=unit_of)
    after = before if was.kinds is would.kinds else outcome_of(matter, would, danger=danger, unit_of=unit_of)
    moved = _moved(matter, (was, before), (would, after), day_of=day_of)
    if moved is None and before == after:
        return None
    return Difference(
        case_id=matter.case_id, code=matter.code, community=matter.community, was=before, would=after, moved=moved
    )


def tallied(tally: Tally, differences: Iterable[Difference | None]) -> Tally:
    """Return a tally with matters added, in their order. Pure; it holds a hundred lines at most."""
    found = list(differences)
    real = [one for one in found if one is not None]
    return replace(
        tally,
        checked=tally.checked + len(found),
        differing=tally.differing + len(real),
        other_unit=tally.other_unit + sum(one.has_other_unit for one in real),
        other_due=tally.other_due + sum(one.moved is not None for one in real),
        other_acceptance=tally.other_acceptance + sum(one.has_other_acceptance for one in real),
        lines=(tally.lines + tuple(real))[:LINES_KEPT],
    )


def go_on(tally: Tally, draft: RulePack, *, since_on: date, until_on: date, seconds: float) -> Tally:
    """Look at more matters of a period for about this long, in chunks; the draft's territory says whose.

    It reads as the territory's own job, because a draft is tried by those who may not read matters; what comes back
    holds codes alone.
    """
    until, place = monotonic() + seconds, draft.scope
    with standing_as(job_reader(place)):
        period = _period(place, since_on=since_on, until_on=until_on)
        if not tally.total:
            tally = replace(tally, total=period.count())
        side = _Side(draft)
        while not tally.is_over:
            chunk = period if tally.last is None else period.filter(id__gt=tally.last)
            cases = list(chunk.order_by("id")[:CHUNK])
            tally = tallied(tally, [side.difference(one) for one in _past(cases)])
            tally = replace(tally, last=cases[-1].id if cases else tally.last, is_over=len(cases) < CHUNK)
            if monotonic() >= until:
                break
    return tally


class _Side:
    """Both sides for each community, read once, with what the thinking asks for again and again."""

    def __init__(self, draft: RulePack) -> None:
        self._draft, self._today = draft, timezone.localdate()
        calendar = work_calendar()
        self._rules: dict[tuple[str, str], tuple[Rules, Rules, DangerPack]] = {}
        self._units: dict[tuple[str, str, str], UUID | None] = {}

        @lru_cache(maxsize=4096)
        def day_of(start: datetime, limit: Limit) -> date:
            return timezone.localdate(due(start, limit=limit, calendar=calendar).at)

        self._day_of = day_of

    def difference(self, given: tuple[Past, str]) -> Difference | None:
        matter, procedure = given
        was, would, danger = self._both(matter.community, procedure)

        def unit_of(kind: str) -> UUID | None:
            key = (kind, matter.community, matter.grid)
            if key not in self._units:
                duty = duties.lead_for(kind, duties.Place(community=matter.community, grid=matter.grid))
                self._units[key] = duty.unit_id if duty else None
            return self._units[key]

        return difference(matter, was, would, danger=danger, unit_of=unit_of, day_of=self._day_of)

    def _both(self, community: str, procedure: str) -> tuple[Rules, Rules, DangerPack]:
        key = (community, procedure)
        if key not in self._rules:
            limits = rulepacks.limits(procedure, scope=community, on=self._today)
            danger = rulepacks.danger(scope=community, on=self._today)
            was = Rules(kinds=kinds(community, on=self._today), limits=limits)
            self._rules[key] = (was, self._would(was, community=community, procedure=procedure), danger)
        return self._rules[key]

    def _would(self, was: Rules, *, community: str, procedure: str) -> Rules:
        """Return the draft's side: kinds are one table for every procedure, limits are each procedure's own.

        A community that has a more specific pack of its own goes on with it.
        """
        code = self._draft.code
        in_force = rulepacks.rules(code, scope=community, on=self._today)
        if len(in_force.scope) > len(self._draft.scope):
            return was
        if code == f"kinds.{PROCEDURE}":
            return replace(was, kinds={kind.code: kind for kind in parse_kinds(self._draft.body)})
        if code == f"limits.{procedure}":
            return replace(was, limits=LimitsTable.parse(self._draft.body))
        return was


def _moved(matter: Past, was: tuple[Rules, Outcome], would: tuple[Rules, Outcome], *, day_of: DayOf) -> Moved | None:
    """Return the first clock of a matter that would have run out on another day, reckoned from its own start."""
    for clock, start in matter.clocks:
        before, after = _limit(clock, *was), _limit(clock, *would)
        if before is None or after is None or before == after:
            continue
        was_on, would_on = day_of(start, before), day_of(start, after)
        if was_on != would_on:
            return Moved(clock=clock, was_on=was_on, would_on=would_on)
    return None


def _limit(clock: str, rules: Rules, outcome: Outcome) -> Limit | None:
    try:
        return rules.limits.limit_for(clock, kind=outcome.kind, urgency=outcome.urgency)
    except NoLimit:
        return None


def _period(place: str, *, since_on: date, until_on: date) -> QuerySet[Case]:
    begin = timezone.make_aware(datetime.combine(since_on, datetime.min.time()))
    end = timezone.make_aware(datetime.combine(until_on + timedelta(days=1), datetime.min.time()))
    rows = Case.objects.filter(within(place), opened_at__gte=begin, opened_at__lt=end, is_sealed=False)
    return rows.only(
        "id", "code", "community", "grid", "kind", "is_kind_confirmed", "urgency", "procedure", "opened_at"
    )


def _past(cases: list[Case]) -> list[tuple[Past, str]]:
    """Return a chunk of matters with their words and clocks (two statements)."""
    ids = [case.id for case in cases]
    texts = dict(Wording.objects.filter(case__in=ids).values_list("case", "body"))
    clocks: dict[UUID, list[tuple[str, datetime]]] = {}
    for case_id, name, start in (
        Clock.objects.filter(case__in=ids).order_by("started_at", "name").values_list("case", "name", "started_at")
    ):
        clocks.setdefault(case_id, []).append((name, start))
    return [
        (
            Past(
                case_id=case.id, code=case.code, community=case.community, grid=case.grid, kind=case.kind,
                is_chosen=case.is_kind_confirmed, urgency=case.urgency, text=texts.get(case.id, ""),
                clocks=tuple(clocks.get(case.id, ())),
            ),
            case.procedure,
        )
        for case in cases
    ]  # fmt: skip
