"""Whole lives of matters through the real engine on the demo community, with real commits."""

from django.utils import timezone
from tests.domains.cases.acting import Recorded

from linli.domains.cases.models import Case, Entry
from linli.domains.cases.queries.snapshot import load
from linli.domains.cases.queries.words import procedure_of
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import job_reader
from linli.foundation.workflow.replay import rebuild
from linli.project.demo.matters import live, states_reached
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY


class TestLives:
    def test_matters_reach_every_state_and_replay_from_their_entries(self, cast: Cast) -> None:
        live(cast, count=40)

        assert set(states_reached(cast.readers["heshuning"])) >= {
            "received", "accepted", "handling", "arbitration", "verifying", "closed", "review",
        }  # fmt: skip
        with reading(job_reader(COMMUNITY)):
            for case_id in Case.objects.values_list("id", flat=True):
                loaded = load(case_id)
                entries = list(Entry.objects.filter(case=case_id).order_by("number"))
                procedure = procedure_of(loaded.case.procedure, loaded.case.procedure_version)
                rebuilt = rebuild(procedure, [Recorded(entry) for entry in entries])
                assert rebuilt.faults == ()
                assert rebuilt.state == loaded.case.state
                assert rebuilt.version == loaded.case.version
                assert set(rebuilt.parties) == {p.id for p in loaded.snapshot.parties}
                assert {p.id: p.state for p in rebuilt.parties.values()} == {
                    p.id: p.state for p in loaded.snapshot.parties
                }
                assert {c.id: c.due.at for c in rebuilt.clocks.values()} == {
                    c.id: c.due.at for c in loaded.snapshot.clocks
                }
                assert rebuilt.handlers == loaded.snapshot.handlers
        assert timezone.now() > loaded.case.opened_at
