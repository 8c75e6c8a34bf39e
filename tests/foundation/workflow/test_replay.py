"""The time line against rows that somebody has altered."""

from __future__ import annotations

import json
from dataclasses import replace
from uuid import UUID

from tests.foundation.workflow.walk import REPORTER, Matter, person

from linli.foundation.workflow.outcome import EntryDraft
from linli.foundation.workflow.replay import differences, rebuild


def stored(entry: EntryDraft) -> EntryDraft:
    """The entry as it comes back from a JSON column."""
    return replace(entry, data=json.loads(json.dumps(entry.data)))


def test_a_whole_life_is_rebuilt_from_json(matter: Matter, lead: UUID, helper: UUID) -> None:
    matter.dispatched(lead, helper).worked(lead).later(hours=2).worked(helper, role="assistant")
    matter.do("verify", person("verifier")).do("rate", REPORTER, rating=1).do("reopen", REPORTER)
    assert differences(rebuild(matter.procedure, map(stored, matter.entries)), matter.snapshot) == ()


def test_an_altered_row_is_named(matter: Matter, lead: UUID) -> None:
    matter.dispatched(lead)
    rebuilt = rebuild(matter.procedure, matter.entries)
    (party,), clocks = matter.snapshot.parties, matter.snapshot.clocks
    later = replace(clocks[0], started_at=matter.now.replace(hour=17))
    tampered = {
        "state": replace(matter.snapshot, state="closed"),
        "parties": replace(matter.snapshot, parties=(replace(party, released_at=matter.now),)),
        "clocks": replace(matter.snapshot, clocks=(later, *clocks[1:])),
        "version": replace(matter.snapshot, version=9),
    }
    assert {name: differences(rebuilt, snapshot) for name, snapshot in tampered.items()} == {
        name: (name,) for name in tampered
    }


def test_an_entry_the_procedure_could_not_have_made_is_a_fault(matter: Matter, lead: UUID) -> None:
    matter.dispatched(lead)
    skipped = [matter.entries[0], *matter.entries[2:]]
    forged = [*matter.entries, replace(matter.entries[-1], action="absolve")]
    assert rebuild(matter.procedure, skipped).faults == ("2 dispatch",)
    assert rebuild(matter.procedure, forged).faults == ("4 absolve",)
