"""Puts texts into the index of two-character pieces and finds their subjects by them.

Areas are tokens too: a search inside a street meets the street's token with the words' tokens in one index, so that it
costs what its answer is long and not what the city is large. Ids found here are then read through the subject's own
protected table, which also decides who may see them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet

from linli.foundation.privacy.sealing import derived_key
from linli.foundation.scope.bulk import insert_rows
from linli.foundation.search.models import Document
from linli.kernel.tokens import bigram_digests, digest

_AREA_LENGTHS = (6, 9, 12)  # district, street, community: GB/T 2260 and the statistical codes below it
_COMMUNITY_LENGTH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Findable:
    """A subject, the text it is found by in pieces, and what it is found by as a whole (a number, initials)."""

    id: UUID
    community: str
    text: str
    wholes: tuple[str, ...] = ()


def put(kind: str, subject_id: UUID, community: str, text: str) -> None:
    """Make a subject findable by this text and no other (one statement); ``community`` is its 12-digit code."""
    put_many(kind, [Findable(id=subject_id, community=community, text=text)])


def put_many(kind: str, subjects: Iterable[Findable]) -> None:
    """Make many subjects findable by these texts and wholes and no others (one statement a thousand)."""
    rows = [Document(id=one.id, kind=kind, community=one.community, digests=digests_of(kind, one)) for one in subjects]
    insert_rows(rows, replaces=True)


def digests_of(kind: str, one: Findable) -> list[int]:
    """Return what a subject is found by, as it is stored: pieces of its text, its wholes, the areas it lies in."""
    pieces = bigram_digests(one.text, secret=_key())
    wholes = (_whole(kind, whole) for whole in one.wholes if whole)
    return sorted({*pieces, *_areas(one.community), *wholes})


def found_whole(kind: str, whole: str, scope: str) -> "QuerySet[Document, UUID]":
    """Return the ids of subjects that were put with this whole, as a query set for use inside a larger query.

    A whole may collide with another's once in some thousands of millions: whoever reads the subjects compares.
    """
    place = scope[:_COMMUNITY_LENGTH]
    wanted = [_whole(kind, whole)]
    if len(place) in _AREA_LENGTHS:
        wanted.append(_area(place))
    documents = Document.objects.filter(kind=kind, digests__contains=wanted)
    return (documents.filter(community__startswith=place) if place else documents).values_list("id", flat=True)


def find(kind: str, query: str, scope: str, limit: int, *, before: UUID | None = None) -> list[UUID]:
    """Return the ids of subjects that hold every piece of the query, newest first, at most ``limit``.

    ``scope`` is a territory code (2 to 15 digits, empty for everywhere; a grid's code searches its community, the
    protected table narrows it). ``before`` continues below the last id of the page before. A query without two
    neighbouring characters finds nothing: :func:`is_searchable` says so beforehand. Pieces may stand apart in the
    text, and one text in some millions is found by chance; the page shows the text, so nobody is misled.
    """
    return [] if not is_searchable(query) else list(found(kind, query, scope, before=before)[:limit])


def found(kind: str, query: str, scope: str, *, before: UUID | None = None) -> "QuerySet[Document, UUID]":
    """Return the same as a query set of ids, newest first, for use inside a larger query."""
    place = scope[:_COMMUNITY_LENGTH]
    wanted = bigram_digests(query, secret=_key())
    if len(place) in _AREA_LENGTHS:
        wanted.append(_area(place))
    documents = Document.objects.filter(kind=kind, digests__contains=wanted)
    if place:
        documents = documents.filter(community__startswith=place)  # digests may collide, codes do not
    if before is not None:
        documents = documents.filter(id__lt=before)
    return documents.order_by("-id").values_list("id", flat=True)


def is_searchable(query: str) -> bool:
    """Say whether the query has two neighbouring characters to look for."""
    return bool(bigram_digests(query, secret=_key()))


def forget(subject_id: UUID) -> None:
    """Let a subject be found no more; one that was never put is no error."""
    Document.objects.filter(id=subject_id).delete()


def _areas(community: str) -> tuple[int, ...]:
    return _areas_under(community, _key())


@lru_cache(maxsize=1024)
def _areas_under(community: str, _key_in_use: bytes) -> tuple[int, ...]:
    return tuple(_area(community[:length]) for length in _AREA_LENGTHS if len(community) >= length)


def _whole(kind: str, text: str) -> int:
    return int.from_bytes(digest(f"whole:{kind}:{text}", secret=_key())[:4], "big", signed=True)


def _area(code: str) -> int:
    return int.from_bytes(digest(f"area:{code}", secret=_key())[:4], "big", signed=True)


def _key() -> bytes:
    return derived_key("search")
