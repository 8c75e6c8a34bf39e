"""Public facts of matters, read under the purpose that the database opens nothing else to.

One rule for everybody outside: other systems, and whoever is about to report what is known already (``alike``).
"""

from datetime import datetime
from functools import lru_cache
from uuid import UUID

import shapely
from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.utils import timezone

from linli.domains.cases.contracts import OfferedKind, PublishedCase, PublishedFilter, PublishedStep
from linli.domains.cases.models import Case, Entry
from linli.domains.cases.queries.words import kind_words, kinds, state_of
from linli.domains.places import facade as places
from linli.foundation.rulepacks import queries as rulepacks
from linli.foundation.rulepacks.terms import PublishingRule
from linli.foundation.territory import queries as territory
from linli.foundation.workflow.words import say

_COLUMNS = (
    "id", "community", "kind", "state", "procedure", "procedure_version", "opened_at", "closed_at", "reply_due_at",
    "grid", "building",
)  # fmt: skip
READ_FOR_ONE = 4
"""So many entries are read for one step that is told: most steps of units change no state."""


def publishing_rule(community: str) -> PublishingRule:
    """Return what may be told of a community's matters today."""
    return rulepacks.publishing(scope=community, on=timezone.localdate())


def public_matters(community: str, *, rule: PublishingRule) -> QuerySet[Case]:
    """Return what may be told at all; the policies leave out what is sealed, held or dangerous once more."""
    open_to_all = Case.objects.filter(community=community, is_sealed=False, is_held=False, is_danger=False)
    return open_to_all.exclude(kind__in=sorted(rule.unlisted_kinds))


def building_told(row: Case, *, rule: PublishingRule) -> places.BuildingRef | None:
    """Return the building a matter may be told with, from memory; none where its grid alone may be told."""
    if row.building_id is None:
        return None
    try:
        found = places.building(row.building_id, community=row.community)
    except places.NoSuchBuilding:
        return None
    return found if rule.shows_building(row.kind, found.floors) else None


def offered_kinds(community: str) -> tuple[OfferedKind, ...]:
    """Return the kinds of matters that can be reported in a community, in the order they are shown."""
    return tuple(
        OfferedKind(code=kind.code, words=say(kind.words), keywords=kind.keywords) for kind in kinds(community).values()
    )


def published_cases(community: str, wanted: PublishedFilter) -> tuple[PublishedCase, ...]:
    """Return public matters of a community, the newest first; ids are in the order of opening (one statement)."""
    rule = publishing_rule(community)
    rows = _fitting(public_matters(community, rule=rule), wanted)
    newest = Entry.objects.filter(case=OuterRef("pk")).order_by().values("case").annotate(last=Max("at")).values("last")
    rows = rows.only(*_COLUMNS).annotate(changed_at=Subquery(newest)).order_by("-id")
    return tuple(_case(row, rule=rule) for row in rows[wanted.first : wanted.first + wanted.most])


def published_steps(community: str, *, since: datetime, until: datetime, most: int) -> tuple[PublishedStep, ...]:
    """Return how public matters of a community came into other states in a span of time, the oldest first.

    Two statements. An entry that leaves its matter in the state it had tells nothing. Of very many the first are given.
    """
    rule = publishing_rule(community)
    shown = public_matters(community, rule=rule).values("pk")
    rows = list(
        Entry.objects.filter(community=community, case__in=shown, at__gte=since, at__lt=until)
        .order_by("at", "id")
        .values_list("id", "case", "at", KT("data__state"), "case__procedure", "case__procedure_version", named=True)[
            : most * READ_FOR_ONE
        ]
    )
    states = _states_before(since, [row.case for row in rows])
    steps = []
    for row in rows:
        now = row[3]
        if states.get(row.case) != now:
            state = state_of(row.case__procedure, row.case__procedure_version, now)
            told = say(state.public)
            steps.append(
                PublishedStep(id=row.id, case_id=row.case, at=row.at, state_words=told, is_open=not state.is_final)
            )
        states[row.case] = now
    return tuple(steps[:most])


def _states_before(moment: datetime, cases: list[UUID]) -> dict[UUID, str]:
    """Return the state in which the public last saw each matter before a moment."""
    earlier = Entry.objects.filter(case__in=set(cases), at__lt=moment).order_by("case", "-number").distinct("case")
    return dict(earlier.values_list("case", KT("data__state")))


def _fitting(rows: QuerySet[Case], wanted: PublishedFilter) -> QuerySet[Case]:
    if wanted.ids:
        return rows.filter(pk__in=wanted.ids)
    if wanted.kinds:
        rows = rows.filter(kind__in=wanted.kinds)
    if wanted.since is not None:
        rows = rows.filter(opened_at__gte=wanted.since)
    if wanted.until is not None:
        rows = rows.filter(opened_at__lt=wanted.until)
    if wanted.is_open is not None:
        rows = rows.filter(closed_at__isnull=wanted.is_open)
    return rows


def _case(row: Case, *, rule: PublishingRule) -> PublishedCase:
    state = state_of(row.procedure, row.procedure_version, row.state)
    building = building_told(row, rule=rule)
    grid = territory.grid(row.grid) if row.grid else None
    point = (building.lon, building.lat) if building else _middle(grid.polygon) if grid else (None, None)
    return PublishedCase(
        id=row.id,
        kind=row.kind,
        kind_words=kind_words(row.community, row.kind),
        state_words=say(state.public),
        is_open=not state.is_final,
        opened_at=row.opened_at,
        changed_at=getattr(row, "changed_at", None) or row.opened_at,
        due_at=row.reply_due_at,
        building=building.id if building else None,
        place=building.label if building else grid.name if grid else "",
        longitude=point[0],
        latitude=point[1],
    )


@lru_cache(maxsize=4096)
def _middle(polygon: bytes) -> tuple[float, float]:
    """Return a point inside a grid that says nothing about where in it a matter is."""
    point = shapely.point_on_surface(shapely.from_wkb(polygon))
    return round(point.x, 6), round(point.y, 6)
