"""Reads of the chain for the auditor's page; row security leaves the auditor the chains of the territory."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.foundation.audit import naming
from linli.foundation.audit.explain import chain_name
from linli.foundation.audit.models import Entry, Head

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """One chain as the auditor chooses it."""

    community: str
    name: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row as the auditor reads it."""

    number: int
    at: datetime
    who: str
    action: str
    code: str
    subject: str
    payload: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows, newest first, and where the next page begins (0: nowhere)."""

    lines: tuple[Line, ...]
    before: int


def chains() -> tuple[Chain, ...]:
    """Return the chains this auditor may read, the system's own first."""
    heads = Head.objects.order_by("community")
    return tuple(Chain(community=h.community, name=name_of(h.community), rows=h.count) for h in heads)


def name_of(community: str) -> str:
    """Return how a chain is called: the division's name, or the whole system."""
    return naming.place_name(community) if community else chain_name(community)


def page(community: str, *, day: date | None = None, before: int = 0) -> Page:
    """Return a page of a chain, of one day where one is given, below number ``before`` where that is not 0."""
    found = list(_rows(community, day, before)[: PAGE_ROWS + 1])
    names = naming.names_of(row.actor for row in found)
    lines = tuple(_line(row, names) for row in found[:PAGE_ROWS])
    return Page(lines=lines, before=lines[-1].number if len(found) > PAGE_ROWS else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One row of a chain as it can be checked by anybody: SHA-256 of ``previous``, a line feed and ``payload``."""

    number: int
    payload: str
    previous: str
    hash: str


def links_of(subject_id: UUID, *, community: str, since: datetime) -> tuple[Link, ...]:
    """Return the rows about one subject in its community's chain, oldest first, as this auditor may read them.

    ``since`` is when the subject began; the chain is read from there on by its index.
    """
    rows = Entry.objects.filter(community=community, at__gte=since, subject_id=str(subject_id)).order_by("number")
    return tuple(
        Link(number=row.number, payload=row.payload, previous=row.previous, hash=row.hash)
        for row in rows.only("number", "payload", "previous", "hash")
    )


def _rows(community: str, day: date | None, before: int) -> QuerySet[Entry]:
    rows = Entry.objects.filter(community=community).order_by("-number")
    if day is not None:
        start = datetime.combine(day, time.min, timezone.get_current_timezone())
        rows = rows.filter(at__gte=start, at__lt=start + timedelta(days=1))
    return rows.filter(number__lt=before) if before else rows


def _line(row: Entry, names: dict[str, str]) -> Line:
    others = {"public": _("Public page"), "job": _("The system")}
    return Line(
        number=row.number,
        at=row.at,
        who=names.get(row.actor) or others.get(row.actor, row.actor),
        action=naming.action_label(row.action),
        code=row.action,
        subject=row.subject_id,
        payload=row.payload,
        hash=row.hash,
    )
