"""All that a printed case file says, as far as the reader may see the matter, with its links in the audit chain.

The chain is read for this matter alone as an auditor of its community would, and only links of entries that the reader
sees are handed on: a hash says nothing, but how many entries there are beside would.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from linli.domains.cases.contracts.casefile import CaseFile, ChainLink, ClockLine
from linli.domains.cases.models import Entry
from linli.domains.cases.queries.explain import clock_words
from linli.domains.cases.queries.page import case_page
from linli.domains.cases.queries.snapshot import Loaded
from linli.foundation.audit import queries as audit
from linli.foundation.orgs import queries as orgs
from linli.foundation.scope.context import standing_as
from linli.foundation.scope.reader import Purpose, Reader
from linli.foundation.workflow.outcome import Fact
from linli.foundation.workflow.words import limit_words


def case_file(loaded: Loaded, *, reader: Reader, reopen: Fact, at: datetime) -> CaseFile:
    """Return a matter's file as this reader may have it."""
    seen = dict(Entry.objects.filter(case=loaded.case.id).values_list("id", "number"))
    actors = dict(Entry.objects.filter(case=loaded.case.id).values_list("number", "actor"))
    return CaseFile(
        page=case_page(loaded, reader=reader, reopen=reopen, at=at),
        clocks=_clocks(loaded),
        links=_links(loaded, reader=reader, seen={str(key): number for key, number in seen.items()}),
        actors=actors,
    )


def _clocks(loaded: Loaded) -> tuple[ClockLine, ...]:
    units = {party.id: orgs.unit_name(party.unit) for party in loaded.snapshot.parties}
    return tuple(
        ClockLine(
            name=clock_words(clock.name),
            unit=units.get(clock.party_id, "") if clock.party_id else "",
            limit=limit_words(clock.limit),
            started_at=clock.started_at,
            due_at=clock.due.at,
            stopped_at=clock.ended_at,
            is_provisional=clock.due.provisional,
        )
        for clock in sorted(loaded.snapshot.clocks, key=lambda clock: (clock.started_at, str(clock.id)))
    )


def _links(loaded: Loaded, *, reader: Reader, seen: Mapping[str, int]) -> dict[int, ChainLink]:
    case = loaded.case
    with standing_as(replace(reader, purpose=Purpose.AUDIT, territory=case.community)):
        rows = audit.links_of(case.id, community=case.community, since=case.opened_at)
    found = {}
    for row in rows:
        number = seen.get(str(json.loads(row.payload)["data"].get("entry", "")))
        if number is not None:
            found[number] = ChainLink(number=row.number, payload=row.payload, previous=row.previous, hash=row.hash)
    return found
