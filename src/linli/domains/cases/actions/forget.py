"""Forgets what was kept for a day only: who sent how many reports, as keyed digests."""

from datetime import datetime, timedelta

from linli.domains.cases.models import Submission

KEEP = timedelta(days=1)


def forget_submissions(*, at: datetime) -> int:
    """Delete the counts of callers that are older than a day; returns how many."""
    deleted, _ = Submission.objects.filter(created_at__lt=at - KEEP).delete()
    return deleted
