"""Reads of text templates: the list of a community, one template's versions, and what a step offers."""

from collections.abc import Mapping
from uuid import UUID

from linli.domains.phrases.contracts import Offered, PhraseLine
from linli.domains.phrases.models import Phrase
from linli.domains.phrases.rules import MOST, Place, filled

MOST_OFFERED = 20


def phrases_of(community: str) -> tuple[PhraseLine, ...]:
    """Return the templates of a community that hold, by step and name (one statement)."""
    latest = Phrase.objects.filter(community=community).order_by("line", "-version").distinct("line")
    lines = [_line(row) for row in latest if not row.is_retired]
    return tuple(sorted(lines, key=lambda line: (line.action, line.kind, line.name))[:MOST])


def versions_of(line: UUID, *, community: str) -> tuple[PhraseLine, ...]:
    """Return all versions of a template, the newest first; empty where there is none."""
    return tuple(_line(row) for row in Phrase.objects.filter(community=community, line=line).order_by("-version"))


def offered(community: str, *, action: str, kind: str, state: str, values: Mapping[Place, str]) -> tuple[Offered, ...]:
    """Return what a step of a matter offers, filled: templates of its kind first, then those of every kind."""
    fitting = [
        line
        for line in phrases_of(community)
        if line.action == action and line.kind in ("", kind) and line.state in ("", state)
    ]
    fitting.sort(key=lambda line: (not line.kind, not line.state, line.name))
    return tuple(
        Offered(line=line.line, name=line.name, words=filled(line.text, values)) for line in fitting[:MOST_OFFERED]
    )


def _line(row: Phrase) -> PhraseLine:
    return PhraseLine(
        line=row.line, version=row.version, action=row.action, kind=row.kind, state=row.state, name=row.name,
        text=row.text, written_at=row.written_at, is_retired=row.is_retired,
    )  # fmt: skip
