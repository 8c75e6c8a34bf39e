"""Ties photos to the entry they came with, and keeps them as visible as the matter they belong to."""

from linli.domains.cases.models import Case, Entry
from linli.foundation.files import store as files


def attach_photos(case: Case, *, entry: Entry, photos: tuple[object, ...]) -> None:
    """Attach photos to an entry with the entry's audience (no statement without photos)."""
    stored = [photo for photo in photos if isinstance(photo, files.StoredPhoto)]
    if stored:
        files.attach(subject_of(case, entry=entry), photos=stored, audience=entry.audience)


def subject_of(case: Case, *, entry: Entry) -> files.AttachTo:
    """Return whose photos they are, with what decides who sees them."""
    return files.AttachTo(
        type="entry",
        id=entry.id,
        parent=case.id,
        community=case.community,
        grid=case.grid,
        units=tuple(case.units),
        is_sealed=case.is_sealed,
        key_digest=case.key_digest,
    )


def keep_photos_in_step(case: Case, *, entry: Entry) -> None:
    """Let units that joined the matter see its photos too (one statement)."""
    files.keep_in_step(subject_of(case, entry=entry))
