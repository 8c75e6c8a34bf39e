"""What other systems hear of a matter: ids, codes and states in order; of a sealed one nothing."""

import json
from uuid import UUID

from tests import databases
from tests.domains.cases.acting import LIFT, finish, report, step
from tests.domains.cases.test_words_that_name import COMPLAINT, added

from linli.foundation.events import relay
from linli.foundation.scope.context import reading
from linli.foundation.scope.reader import job_reader
from linli.foundation.webhooks.models import Delivery, State
from linli.kernel.uuid7 import new_id
from linli.project.demo.readers import Cast
from linli.project.demo.street import COMMUNITY


def enter(*, unit: UUID | None = None, scope: str = COMMUNITY) -> UUID:
    """Write a receiver of matters as the owner of the tables."""
    key = new_id()
    with databases.kept_owner_of(databases.current()) as connection:
        connection.execute(
            "INSERT INTO webhooks_subscription (id, name, url, kinds, scope, unit, secret_sealed, standing, problem,"
            " failures) VALUES (%s, '外部', 'https://a.example/', '{matter.moved,matter.opened}', %s, %s, '', 'active',"
            " '', 0)",
            [key, scope, unit],
        )
    return key


def heard(receiver: UUID) -> list[Delivery]:
    relay.drain(strict=True)
    with reading(job_reader(COMMUNITY)):
        return list(Delivery.objects.filter(subscription=receiver).order_by("number", "id"))


class TestWhatGoesOut:
    def test_a_matters_life_in_order_and_no_word_of_it(self, cast: Cast) -> None:
        everything = enter()
        opened = report(LIFT + "，王阿姨急得不行")
        finish(cast.readers["wuye"], opened.case_id)

        told = heard(everything)
        assert [one.kind for one in told] == ["matter.opened"] + ["matter.moved"] * (len(told) - 1)
        assert {one.subject for one in told} == {opened.case_id}
        numbers = [one.number for one in told]
        assert len(told) > 2
        assert numbers == sorted(set(numbers))
        for one in told:
            data = json.loads(one.body)["data"]
            assert set(data) <= {
                "matter", "code", "community", "grid", "kind", "state", "units", "action",
            }  # fmt: skip
            assert data["code"] == opened.code
            assert one.body.isascii()

    def test_the_same_event_carried_twice_is_one_delivery(self, cast: Cast) -> None:
        del cast
        everything = enter()
        report(LIFT, token="outside-1")
        before = len(heard(everything))
        with databases.kept_owner_of(databases.current()) as connection:
            connection.execute("UPDATE events_outbox SET done_at = NULL")
        assert len(heard(everything)) == before

    def test_a_unit_hears_of_its_own_matters_alone(self, cast: Cast) -> None:
        lifts, property_firm = enter(unit=cast.units["lift"]), enter(unit=cast.units["property"])
        report(LIFT)
        assert len(heard(property_firm)) == 1
        assert heard(lifts) == []

    def test_nothing_goes_out_of_another_place(self, cast: Cast) -> None:
        del cast
        elsewhere = enter(scope="110101001")
        report(LIFT)
        assert heard(elsewhere) == []

    def test_of_a_sealed_matter_nothing_goes_out_to_anybody(self, cast: Cast) -> None:
        everything, unit = enter(), enter(unit=cast.units["property"])
        report("安和物业服务中心收了钱不开票")
        assert heard(everything) == []
        assert heard(unit) == []


class TestTakingBack:
    def test_a_dispatch_taken_back_in_time_is_never_told(self, cast: Cast) -> None:
        clerk = cast.readers["heshuning"]
        everything = enter()
        opened = report("想问个事情")
        step(clerk, opened.case_id, "accept")
        step(clerk, opened.case_id, "confirm_kind", kind="elevator")
        step(clerk, opened.case_id, "dispatch", lead=cast.units["property"])
        dispatched = next(one for one in heard(everything) if json.loads(one.body)["data"].get("action") == "dispatch")
        assert dispatched.hold_until is not None
        assert dispatched.due_at == dispatched.hold_until
        step(clerk, opened.case_id, "undo_dispatch")
        told = {json.loads(one.body)["data"].get("action"): one.state for one in heard(everything)}
        assert told["dispatch"] == State.WITHDRAWN
        assert told["undo_dispatch"] == State.WAITING


class TestWhatOnlyTheStreetMayRead:
    def test_it_goes_out_to_nobody_and_leaves_no_gap(self, cast: Cast) -> None:
        everything = enter()
        opened = report(LIFT)
        before = len(heard(everything))
        done = added(opened, COMPLAINT)
        assert done.action == "supplement_to_street"
        assert len(heard(everything)) == before
        step(cast.readers["wuye"], opened.case_id, "receive")
        [*_, last] = heard(everything)
        assert json.loads(last.body)["data"]["action"] == "receive"
        assert "number" not in json.loads(last.body)["data"]
