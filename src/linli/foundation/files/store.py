"""Takes photos in and ties them to their subject.

Bytes are written before the row, so that no row ever points at nothing; bytes whose transaction was taken back are
found by :func:`sweep` a day later.
"""

import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import IO
from uuid import UUID

from django.db.models import Q

from linli.foundation.files import blobs, images
from linli.foundation.files.models import Attachment, Audience
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import job_reader
from linli.kernel.uuid7 import new_id

SWEEP_AFTER_S = 24 * 3600
SWEEP_AT_ONCE = 500
ALL_TERRITORIES = "0123456789"
"""The beginnings of all division codes: together their jobs see every row, and none needs the owner's log-in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPhoto:
    """A photo whose bytes are kept, not yet tied to anything; ``bytes`` is its length, sizes are pixels."""

    sha256: str
    thumbnail_sha256: str
    media_type: str
    bytes: int
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachTo:
    """The subject of photos, and the copies of its place, parties, seal and key that decide who sees them.

    ``parent`` is the matter the subject belongs to (the subject itself where it has none). ``key_digest`` is the
    hexadecimal digest that the reader's ``grant`` holds, empty where no resident has a key.
    """

    type: str
    id: UUID
    parent: UUID
    community: str
    grid: str = ""
    units: tuple[UUID, ...] = ()
    is_sealed: bool = False
    key_digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A photo of a subject, as lists show it."""

    id: UUID
    subject_id: UUID
    audience: str
    sha256: str
    width: int
    height: int


def take_photo(upload: IO[bytes]) -> StoredPhoto:
    """Redraw an upload as a clean JPEG and keep it with its thumbnail; raises :class:`images.UnusablePhoto`."""
    photo, thumbnail = images.redraw(upload)
    return StoredPhoto(
        sha256=blobs.keep(photo.content),
        thumbnail_sha256=blobs.keep(thumbnail.content),
        media_type=images.MEDIA_TYPE,
        bytes=len(photo.content),
        width=photo.width,
        height=photo.height,
    )


def attach(subject: AttachTo, *, photos: Iterable[StoredPhoto], audience: str | Audience) -> list[Photo]:
    """Tie photos to a subject (one statement, none without photos); the policies refuse a stranger's subject."""
    rows = [
        Attachment(
            id=new_id(),
            community=subject.community,
            grid=subject.grid,
            units=list(subject.units),
            audience=Audience(audience),
            is_sealed=subject.is_sealed,
            key_digest=subject.key_digest,
            subject_type=subject.type,
            subject_id=subject.id,
            parent_id=subject.parent,
            sha256=photo.sha256,
            thumbnail_sha256=photo.thumbnail_sha256,
            media_type=photo.media_type,
            bytes=photo.bytes,
            width=photo.width,
            height=photo.height,
        )
        for photo in photos
    ]
    if rows:
        Attachment.objects.bulk_create(rows)
    return [_photo(row) for row in rows]


def photos_of(subject_id: UUID) -> list[Photo]:
    """Return the photos of a subject that the reader may see, in the order they came."""
    return [_photo(row) for row in Attachment.objects.filter(subject_id=subject_id).order_by("id")]


def photos_within(parent_id: UUID) -> dict[UUID, list[Photo]]:
    """Return the photos of everything that belongs to a parent, by subject, in the order they came (one statement)."""
    found: dict[UUID, list[Photo]] = {}
    for row in Attachment.objects.filter(parent_id=parent_id).order_by("id"):
        found.setdefault(row.subject_id, []).append(_photo(row))
    return found


def keep_in_step(subject: AttachTo) -> None:
    """Copy a parent's changed place, parties and seal to all photos within it (one statement).

    Called by whoever may see the photos before and after: sealing against one's own territory is done as the street
    or as the community's job, because a row may not be written out of its writer's sight.
    """
    Attachment.objects.filter(parent_id=subject.parent).update(
        community=subject.community,
        grid=subject.grid,
        units=list(subject.units),
        is_sealed=subject.is_sealed,
        key_digest=subject.key_digest,
    )


def erase(parent_id: UUID) -> int:
    """Delete all photo rows of a matter (a job of its territory may) and return how many; a sweep takes the bytes."""
    deleted, _ = Attachment.objects.filter(parent_id=parent_id).delete()
    return deleted


def sweep(*, unused_for_s: float = SWEEP_AFTER_S) -> int:
    """Delete bytes no row points at any more and return how many files went: photos of reports never finished.

    A file wanted within the last day is left alone, because its row may not have committed yet.
    """
    idle, gone = blobs.all_digests(older_than=time.time() - unused_for_s), 0
    for start in range(0, len(idle), SWEEP_AT_ONCE):
        some = idle[start : start + SWEEP_AT_ONCE]
        for digest in set(some) - _wanted(some):
            blobs.drop(digest)
            gone += 1
    return gone


def _wanted(digests: list[str]) -> set[str]:
    """Return those of some digests that a row anywhere points at, asked as the job of each first digit of a code."""
    found: set[str] = set()
    for digit in ALL_TERRITORIES:
        with reading(job_reader(digit)):
            rows = Attachment.objects.filter(Q(sha256__in=digests) | Q(thumbnail_sha256__in=digests))
            for pair in rows.values_list("sha256", "thumbnail_sha256"):
                found.update(pair)
    return found


def digests_of(photos: Collection[Photo | StoredPhoto]) -> tuple[str, ...]:
    """Return the content digests for a time line entry or an audit row."""
    return tuple(photo.sha256 for photo in photos)


def _photo(row: Attachment) -> Photo:
    return Photo(
        id=row.id,
        subject_id=row.subject_id,
        audience=row.audience,
        sha256=row.sha256,
        width=row.width,
        height=row.height,
    )
