"""Drawing, comparing and changing procedures: pure, and right for every shipped one."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from tests.foundation.workflow.walk import shipped_body

from linli.foundation.workflow.actions import shipped
from linli.foundation.workflow.editing import edits
from linli.foundation.workflow.editing.changes import changes
from linli.foundation.workflow.editing.diagram import NODE_HEIGHT, NODE_WIDTH, draw
from linli.foundation.workflow.procedure import parse
from linli.foundation.workflow.vocabulary.checking import check

SHIPPED = shipped_body("workflow", "procedures/grid_event.json")


class TestDrawing:
    @pytest.mark.parametrize("body", shipped(), ids=lambda body: body["code"])
    def test_every_state_has_a_box_of_its_own_and_every_move_an_arrow(self, body: dict[str, Any]) -> None:
        drawn = draw(parse(body))
        boxes = [(node.x, node.y) for node in drawn.nodes]
        assert {node.state.code for node in drawn.nodes} == {state["code"] for state in body["states"]}
        for at, (x, y) in enumerate(boxes):
            assert 0 <= x <= drawn.width - NODE_WIDTH
            assert 0 <= y <= drawn.height - NODE_HEIGHT
            apart = [abs(x - other) >= NODE_WIDTH or abs(y - low) >= NODE_HEIGHT for other, low in boxes[at + 1 :]]
            assert all(apart)
        moves = {(h, a["to"]) for a in body["actions"] for h in a["from"] if a.get("to") and a["to"] != h}
        assert {(arrow.here, arrow.there) for arrow in drawn.arrows} == moves
        assert sorted(arrow.number for arrow in drawn.arrows) == list(range(1, len(moves) + 1))

    def test_one_with_faults_is_drawn_too(self) -> None:
        body = copy.deepcopy(SHIPPED)
        body["actions"][0]["to"] = "moon"
        body["initial"] = "nowhere"
        assert len(draw(parse(body)).nodes) == len(body["states"])


class TestDifferences:
    def test_nothing_differs_from_itself(self) -> None:
        assert changes(SHIPPED, copy.deepcopy(SHIPPED)) == ()

    def test_what_came_went_and_changed_is_named(self) -> None:
        after = copy.deepcopy(SHIPPED)
        after["hold_seconds"] = 20
        after["states"][0]["public"]["en"] = "Here"
        after["actions"].pop(0)
        after["actions"].append({**SHIPPED["actions"][0], "code": "take_on"})
        found = {(one.part, one.code, one.how): one.keys for one in changes(SHIPPED, after)}
        assert found == {
            ("procedure", "grid_event", "changed"): ("hold_seconds",),
            ("state", "received", "changed"): ("public",),
            ("action", "accept", "gone"): (),
            ("action", "take_on", "new"): (),
        }

    def test_another_order_is_a_difference(self) -> None:
        after = copy.deepcopy(SHIPPED)
        after["states"].reverse()
        assert [one.keys for one in changes(SHIPPED, after)] == [("order",)]


class TestEdits:
    def test_putting_back_what_is_there_changes_nothing(self) -> None:
        for part in (edits.STATES, edits.ACTIONS):
            for one in SHIPPED[part]:
                assert edits.put(SHIPPED, part, one) == SHIPPED

    def test_a_new_state_is_reckoned_again_like_the_others(self) -> None:
        new = {"code": "pending", "public": {"en": "Pending"}, "clocks": ["reply"]}
        body = edits.put(SHIPPED, edits.STATES, new)
        codes = {(one.code, one.where) for one in check(parse(body))}
        assert ("not_reckoned", "pending") not in codes
        assert ("unreachable", "pending") in codes

    def test_what_named_a_part_that_is_gone_is_a_fault(self) -> None:
        body = edits.take_out(SHIPPED, edits.STATES, "review")
        assert ("no_such_state", "appeal") in {(one.code, one.where) for one in check(parse(body))}
        assert len(SHIPPED["states"]) == len(body["states"]) + 1
