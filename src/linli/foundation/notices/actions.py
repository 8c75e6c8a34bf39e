"""Puts messages away: done by anyone of the unit, recorded for nobody."""

from collections.abc import Collection
from uuid import UUID

from django.db.models.functions import Now

from linli.foundation.notices import queries
from linli.foundation.scope.reader import Reader


def dismiss(message_ids: Collection[UUID], *, reader: Reader) -> int:
    """Put messages of the reader's inbox away for the whole unit; returns how many were still there."""
    return queries.inbox_of(reader).filter(id__in=message_ids).update(dismissed_at=Now())


def dismiss_subject(subject_id: UUID, *, reader: Reader, kinds: Collection[str] | None = None) -> int:
    """Put away what the reader's inbox says about one matter, because it has been dealt with."""
    about = queries.inbox_of(reader).filter(subject_id=subject_id)
    if kinds is not None:
        about = about.filter(kind__in=kinds)
    return about.update(dismissed_at=Now())
