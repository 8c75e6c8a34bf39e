"""Gathers ratings into the groups a unit may see; a job of the community does it after each rating."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone

from linli.domains.cases.models import Rating, RatingGroup
from linli.domains.cases.rules import RatedOnce, complete_groups
from linli.foundation.rulepacks import queries as rulepacks
from linli.kernel.uuid7 import new_id


def group_ratings(unit: UUID, *, community: str, at: datetime) -> int:
    """Write the full groups of a unit's ratings that are not written yet; returns how many."""
    with connection.cursor() as cursor:  # two relays never gather the same unit's ratings at once
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"cases.ratings:{unit}"])
    rule = rulepacks.ratings(scope=community, on=timezone.localdate(at))
    last = RatingGroup.objects.filter(unit=unit, community=community).order_by("-until_at").first()
    ratings = Rating.objects.filter(unit=unit, community=community)
    if last is not None:
        ratings = ratings.filter(rated_at__gt=last.until_at)
    found = [RatedOnce(level=r.level, words=r.words, rated_at=r.rated_at) for r in ratings.order_by("rated_at")]
    rows = [
        RatingGroup(
            id=new_id(),
            community=community,
            unit=unit,
            counts={str(level): sum(r.level == level for r in group) for level in range(1, 6)},
            words=sorted(r.words for r in group if r.words),
            words_due_at=group[-1].rated_at + timedelta(days=rule.words_after_days),
            until_at=group[-1].rated_at,
        )
        for group in complete_groups(found, size=rule.group_size)
    ]
    RatingGroup.objects.bulk_create(rows)
    return len(rows)
