"""Procedures in the database: sound or not at all, one published at a time, earlier ones kept for running matters."""

from __future__ import annotations

import copy
from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext
from tests.foundation.workflow.walk import shipped_body

from linli.foundation.rulepacks import actions as rulepacks
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import Purpose, Reader
from linli.foundation.workflow import actions, queries
from linli.foundation.workflow.models import Procedure, ProcedureStatus
from linli.kernel.uuid7 import new_id

ADMINISTRATOR = Reader(id=str(new_id()), purpose=Purpose.ADMINISTER)
CLERK = Reader(id=str(new_id()), purpose=Purpose.HANDLE, territory="990101001001")
SHIPPED = shipped_body("workflow", "procedures/grid_event.json")

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeded() -> Iterator[None]:
    with reading(ADMINISTRATOR):
        rulepacks.seed()
        assert actions.seed() == len(actions.shipped())
        yield


@pytest.mark.usefixtures("seeded")
class TestPublishing:
    def test_seeding_twice_changes_nothing(self) -> None:
        assert actions.seed() == 0
        assert Procedure.objects.count() == len(actions.shipped())

    def test_a_new_version_is_for_new_matters_only(self) -> None:
        changed = copy.deepcopy(SHIPPED)
        changed["states"][0]["public"]["zh-Hans"] = "收到了"
        actions.publish_procedure(changed, actor=ADMINISTRATOR)
        assert queries.published("grid_event").version == 2
        assert queries.published("grid_event").state("received").public["zh-Hans"] == "收到了"
        assert queries.procedure("grid_event", 1).state("received").public["zh-Hans"] == "已收到"
        assert Procedure.objects.get(code="grid_event", version=1).status == ProcedureStatus.RETIRED

    def test_an_unsound_one_is_not_published(self) -> None:
        changed = copy.deepcopy(SHIPPED)
        changed["states"][0]["clocks"].append("sundial")
        with pytest.raises(actions.Unsound, match="sundial") as refused:
            actions.publish_procedure(changed, actor=ADMINISTRATOR)
        assert [problem.code for problem in refused.value.problems] == ["no_limit"]
        assert queries.published("grid_event").version == 1

    @pytest.mark.parametrize("change", [{"limits": "rulepack:limits.moon"}, {"states": None}])
    def test_one_that_cannot_be_read_says_so(self, change: dict[str, object]) -> None:
        with pytest.raises(actions.Unsound):
            actions.publish_procedure({**SHIPPED, **change}, actor=ADMINISTRATOR)

    def test_held_procedures_cost_no_query(self) -> None:
        queries.published("grid_event")
        with CaptureQueriesContext(connection) as asked:
            assert queries.procedure("grid_event", 1) is queries.published("grid_event")
        assert len(asked) == 0

    @pytest.mark.parametrize("code", ["mediation", ""])
    def test_what_was_never_published_is_not_there(self, code: str) -> None:
        with pytest.raises(queries.NoProcedure):
            queries.published(code)
        with pytest.raises(queries.NoProcedure):
            queries.procedure("grid_event", 7)


@pytest.mark.usefixtures("committed_db")
def test_a_clerk_reads_procedures_and_alters_none() -> None:
    with reading(ADMINISTRATOR):
        rulepacks.seed()
        actions.seed()
    with reading(CLERK):
        assert queries.published("grid_event").version == 1
        assert Procedure.objects.update(status=ProcedureStatus.RETIRED) == 0
    with pytest.raises(ProgrammingError), reading(CLERK):
        Procedure.objects.create(code="own", version=1, body={}, digest="")
