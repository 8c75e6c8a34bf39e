"""Forgets what was kept for a time only: who sent how many reports, and how reporters could be reached."""

from datetime import datetime, timedelta

from linli.domains.cases.models import Contact, Submission
from linli.foundation.audit import log as audit

KEEP = timedelta(days=1)
KEEP_CONTACT = timedelta(days=183)
"""Six months after closing, as the report page says (个人信息保护法 19: no longer than the purpose needs)."""
AT_ONCE = 500


def forget_submissions(*, at: datetime) -> int:
    """Delete the counts of callers that are older than a day; returns how many."""
    deleted, _ = Submission.objects.filter(created_at__lt=at - KEEP).delete()
    return deleted


def forget_contacts(community: str, *, at: datetime) -> int:
    """Erase the contacts of matters closed for six months, at most some hundreds at once; returns how many.

    That it was done is on record, with the matter's id and nothing of the contact.
    """
    over = Contact.objects.filter(community=community, case__closed_at__lt=at - KEEP_CONTACT)
    cases = list(over.order_by("case_id").values_list("case_id", flat=True)[:AT_ONCE])
    Contact.objects.filter(pk__in=cases).delete()
    for case_id in cases:
        audit.record("case.contact_erased", community=community, subject_type="case", subject_id=case_id)
    return len(cases)
