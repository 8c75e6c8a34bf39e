"""Matters on every shipped procedure, opened and taken to their end on the demo community, row security on."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from importlib import resources
from uuid import UUID

import pytest
from django.utils import translation
from tests.domains.cases.acting import finish, page, report, row, step

from linli.domains.cases import facade as cases
from linli.domains.cases.models import Entry
from linli.domains.cases.queries.requests import reason_words
from linli.domains.cases.queries.snapshot import load
from linli.foundation.rulepacks import actions as rulepacks
from linli.foundation.rulepacks import queries as rules
from linli.foundation.rulepacks.models import Certainty, RuleSet, RuleStatus
from linli.foundation.scope.context import reading
from linli.foundation.scope.published import publish
from linli.foundation.scope.reader import Purpose, Reader, job_reader
from linli.foundation.workflow import queries as workflow
from linli.foundation.workflow.editing import drafts
from linli.foundation.workflow.models import Procedure, ProcedureStatus
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY

SYSTEM = job_reader("", purpose=Purpose.ADMINISTER)


def workers(cast: Cast) -> dict[UUID, Reader]:
    """The people of units, by their unit."""
    return {one.unit: one for one in cast.readers.values() if one.unit and one.purpose is Purpose.ASSIST}


def lead_for(cast: Cast, case_id: UUID) -> UUID:
    """Return the first unit that the form of the dispatch offers to a clerk and that has people."""
    with reading(cast.readers["heshuning"]):
        offer = cases.pending_step(case_id, "dispatch").offer
    assert offer is not None
    field = next(one for one in offer.fields if one.name == "lead")
    return next(UUID(code) for code, _name in field.choices if UUID(code) in workers(cast))


def worked(cast: Cast, case_id: UUID) -> None:
    lead = lead_for(cast, case_id)
    step(cast.readers["heshuning"], case_id, "dispatch", lead=str(lead))
    finish(workers(cast)[lead], case_id)


class TestOtherProcedures:
    def test_a_hotline_ticket_is_called_back(self, cast: Cast) -> None:
        clerk = cast.readers["heshuning"]
        opened = report("单元门口垃圾没人清", by=clerk, channel="phone", procedure="hotline_ticket")
        case = row(opened.case_id)
        assert (case.procedure, case.state) == ("hotline_ticket", "handling")
        assert case.lead_unit_id is not None
        finish(workers(cast)[case.lead_unit_id], case.id)
        assert row(case.id).state == "calling_back"
        step(cast.readers["heshi"], case.id, "call_back", resolved="yes", satisfied="yes", text="说已经清走了")
        assert row(case.id).closed_at is not None

    def test_a_petition_is_answered_in_writing_and_reviewed(self, cast: Cast) -> None:
        clerk, street = cast.readers["heshuning"], cast.readers["jiedao"]
        opened = report("反映楼道照明一直没人修", by=clerk, kind="elevator", channel="visit", procedure="petition")
        assert row(opened.case_id).state == "received"
        step(street, opened.case_id, "accept")
        worked(cast, opened.case_id)
        step(street, opened.case_id, "deliver", outcome="granted", text="已予支持，月底前修好")
        step(clerk, opened.case_id, "ask_recheck", reason="还是不亮")
        step(street, opened.case_id, "recheck_keep", reason="已修好，维持")
        assert row(opened.case_id).state == "closed"
        with pytest.raises(cases.StepRefused):
            step(clerk, opened.case_id, "ask_recheck")

    def test_a_petition_is_lengthened_by_thirty_days_once_and_the_page_says_why(self, cast: Cast) -> None:
        clerk, street = cast.readers["heshuning"], cast.readers["jiedao"]
        opened = report("反映楼道照明一直没人修", by=clerk, kind="elevator", channel="visit", procedure="petition")
        step(street, opened.case_id, "accept")
        step(clerk, opened.case_id, "dispatch", lead=str(lead_for(cast, opened.case_id)))
        before = row(opened.case_id).reply_due_at
        step(street, opened.case_id, "lengthen", reason="要等鉴定")
        after = row(opened.case_id).reply_due_at
        assert before is not None
        assert after is not None
        assert after - before > timedelta(days=28)
        assert page(clerk, opened.case_id).entries[-1].text == "要等鉴定"
        with reading(job_reader(COMMUNITY)), translation.override("en"):
            (more,) = next(c for c in load(opened.case_id).snapshot.clocks if c.name == "reply").extensions
            words = reason_words(more.reason, procedure="petition", community=COMMUNITY)
        assert (more.reason, words) == ("lengthen", "Extend by 30 days")
        with pytest.raises(cases.StepRefused):
            step(street, opened.case_id, "lengthen", reason="还要等")

    def test_a_finding_is_put_right_and_checked(self, cast: Cast) -> None:
        opened = report(
            "楼道堆了旧家具", by=cast.readers["heshuning"], kind="elevator", channel="round", procedure="patrol_finding"
        )
        worked(cast, opened.case_id)
        step(cast.readers["heshi"], opened.case_id, "verify", text="清空了")
        assert row(opened.case_id).state == "closed"

    def test_a_visit_that_finds_something_to_do_ends_with_asking_again(self, cast: Cast) -> None:
        clerk = cast.readers["heshuning"]
        opened = report("看望独居的老人", by=clerk, kind="elevator", channel="round", procedure="welfare_visit")
        step(clerk, opened.case_id, "not_met", how="door")
        step(clerk, opened.case_id, "visit_needs", text="想请人换灯泡")
        worked(cast, opened.case_id)
        step(cast.readers["heshi"], opened.case_id, "verify", text="灯亮了")
        assert row(opened.case_id).closed_at is not None

    def test_settled_on_the_spot_is_one_line(self, cast: Cast) -> None:
        opened = report(
            "井盖歪了", by=cast.readers["wangge2"], channel="round", procedure="spot_resolved", done_words="已扶正"
        )
        assert row(opened.case_id).state == "closed"
        with reading(job_reader(COMMUNITY)):
            assert Entry.objects.filter(case=opened.case_id).count() == 2

    def test_the_public_does_not_choose_a_procedure(self, cast: Cast) -> None:  # noqa: ARG002 - the community
        assert row(report("电梯停了", procedure="petition").case_id).procedure == "grid_event"

    @pytest.mark.parametrize(
        ("procedure", "unruled"),
        [
            ("grid_event", {"review"}),
            ("petition", {"pause", "extension", "supervision"}),
            ("hotline_ticket", {"pause", "extension", "supervision", "review"}),
        ],
    )
    def test_each_goes_by_rule_packs_of_its_own(self, cast: Cast, procedure: str, unruled: set[str]) -> None:
        opened = report("想问个事情", by=cast.readers["heshuning"], channel="phone", procedure=procedure)
        with reading(job_reader(COMMUNITY)):
            assert load(opened.case_id).snapshot.unruled == unruled

    def test_it_waits_on_the_to_do_list_of_whose_turn_it_is(self, cast: Cast) -> None:
        opened = report(
            "反映楼道照明", by=cast.readers["heshuning"], kind="elevator", channel="visit", procedure="petition"
        )
        with reading(cast.readers["heshuning"]):
            waiting = [r.id for group in cases.todo_list().groups for r in group.rows]
        assert opened.case_id in waiting


@pytest.fixture
def kinds_point(cast: Cast) -> Iterator[Cast]:
    """The community's kinds send noise to the hotline's procedure."""
    packs = {one.code: one for one in rulepacks.shipped()}
    body = json.loads(json.dumps(dict(packs["kinds.grid_event"].body)))
    next(kind for kind in body["kinds"] if kind["code"] == "noise")["procedure"] = "hotline_ticket"
    with reading(SYSTEM):
        new = replace(packs["kinds.grid_event"], scope=COMMUNITY, body=body, certainty=Certainty.INFERRED)
        rulepacks.publish_rules(rulepacks.draft_rules(new, actor=SYSTEM), actor=SYSTEM)
    yield cast
    with reading(SYSTEM):  # rules and procedures stay from test to test
        RuleSet.objects.filter(code="kinds.grid_event", scope=COMMUNITY).update(status=RuleStatus.RETIRED)
        Procedure.objects.filter(code="hotline_ticket", version=1).update(status=ProcedureStatus.PUBLISHED)
        publish(rules.VERSION_NAME)
        publish(workflow.VERSION_NAME)


class TestKindsPoint:
    def test_a_kind_brings_its_procedure(self, kinds_point: Cast) -> None:  # noqa: ARG002 - the community
        assert row(report("楼上半夜很吵").case_id).procedure == "hotline_ticket"

    def test_a_retired_procedure_takes_no_new_matter_and_lets_the_running_one_end(self, kinds_point: Cast) -> None:
        running = report("楼上半夜很吵").case_id
        with reading(SYSTEM):
            drafts.retire("hotline_ticket", version=1, actor=SYSTEM)
        with pytest.raises(cases.CaseRefused, match="热线工单"):
            report("楼下白天也很吵")
        step(kinds_point.readers["jiedao"], running, "close_with_reasons", ground="law", reason="已说明")
        assert row(running).closed_at is not None


def test_the_shipped_procedures_are_all_here() -> None:
    folder = resources.files("linli.foundation.workflow") / "procedures"
    codes = {one.name.removesuffix(".json") for one in folder.iterdir() if one.name.endswith(".json")}
    assert codes == {
        "grid_event", "hotline_ticket", "petition", "patrol_finding", "welfare_visit", "spot_resolved",
    }  # fmt: skip
