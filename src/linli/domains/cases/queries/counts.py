"""Counts and points of open matters, for drawings: how many on which building, never whose."""

from collections import Counter
from datetime import datetime

from django.db.models import Count

from linli.domains.cases.contracts import CasePoint, OpenCounts, RatingGroupLine
from linli.domains.cases.models import Case, RatingGroup
from linli.domains.cases.queries.visible import is_overdue, visible_cases
from linli.domains.cases.queries.words import state_of
from linli.foundation.scope.context import standing_as
from linli.foundation.scope.reader import Reader, job_reader

POINTS_LIMIT = 2000
GROUPS_LIMIT = 40


def open_counts(community: str) -> OpenCounts:
    """Return how many matters are open in a community and on which buildings; sealed and held ones are not shown.

    The public sees counts alone, so they are taken as the community's own job and the reader is put back afterwards.
    """
    shown = Case.objects.filter(community=community, closed_at__isnull=True, is_sealed=False, is_held=False)
    with standing_as(job_reader(community)):
        counted = Counter(dict(shown.order_by().values_list("building").annotate(Count("id"))))
    return OpenCounts(total=counted.total(), by_building={b: n for b, n in counted.items() if b is not None})


def open_points(reader: Reader, *, community: str, at: datetime) -> tuple[CasePoint, ...]:
    """Return the open matters of a community that have a point, newest first, at most two thousand."""
    cases = visible_cases(reader).filter(community=community, closed_at__isnull=True, longitude__isnull=False)
    return tuple(
        CasePoint(
            id=case.id,
            building=case.building_id,
            longitude=case.longitude or 0.0,
            latitude=case.latitude or 0.0,
            shape=str(state_of(case.procedure, case.procedure_version, case.state).shape),
            is_overdue=is_overdue(case, at=at),
            place=case.place,
            stair=case.stair,
            floor=case.floor,
            dwelling=case.dwelling_id,
        )
        for case in cases.order_by("-id")[:POINTS_LIMIT]
    )


def rating_groups(reader: Reader, *, at: datetime) -> tuple[RatingGroupLine, ...]:
    """Return the ratings a unit may see: groups of at least five, with words only once they are old enough."""
    if reader.unit is None:
        return ()
    groups = RatingGroup.objects.filter(unit=reader.unit).order_by("-until_at")[:GROUPS_LIMIT]
    return tuple(
        RatingGroupLine(
            until_at=group.until_at,
            counts={int(level): int(count) for level, count in group.counts.items()},
            words=tuple(group.words) if group.words_due_at <= at else (),
        )
        for group in groups
    )
