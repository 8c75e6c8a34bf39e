"""Ties photos to the entry they came with, and keeps them as visible as the matter they belong to."""

from uuid import UUID

from linli.domains.cases.models import Case, Entry
from linli.domains.cases.models.entry import Audience
from linli.foundation.files import store as files
from linli.foundation.scope.context import current_reader, standing_as
from linli.foundation.scope.reader import Purpose, job_reader


def attach_photos(case: Case, *, entry: Entry, photos: tuple[object, ...]) -> None:
    """Attach photos to an entry with the entry's audience (no statement without photos).

    A unit may add what the service station alone sees but not see it itself, so the community's job writes it down.
    """
    stored = [photo for photo in photos if isinstance(photo, files.StoredPhoto)]
    if not stored:
        return
    reader = current_reader()
    is_out_of_sight = entry.audience == Audience.INTERNAL and reader.purpose is Purpose.ASSIST
    with standing_as(job_reader(case.community) if is_out_of_sight else reader):
        files.attach(_subject(case, subject_id=entry.id), photos=stored, audience=entry.audience)


def keep_photos_in_step(case: Case) -> None:
    """Let units that joined the matter see its photos too, as the community's job (one statement)."""
    files.keep_in_step(_subject(case, subject_id=case.id))


def _subject(case: Case, *, subject_id: UUID) -> files.AttachTo:
    """Return whose photos they are, with what decides who sees them."""
    return files.AttachTo(
        type="entry",
        id=subject_id,
        parent=case.id,
        community=case.community,
        grid=case.grid,
        units=tuple(case.units),
        is_sealed=case.is_sealed,
        key_digest=case.key_digest,
    )
