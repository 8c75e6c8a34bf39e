"""What keeps a procedure from being published."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from tests.foundation.workflow.walk import shipped_body

from linli.foundation.rulepacks.limits import LimitsTable
from linli.foundation.workflow.procedure import BadProcedure, ProcedureBody, parse
from linli.foundation.workflow.vocabulary.checking import check

SHIPPED = shipped_body("workflow", "procedures/grid_event.json")


def changed(change: Callable[[dict[str, Any]], object]) -> ProcedureBody:
    body = copy.deepcopy(SHIPPED)
    change(body)
    return parse(body)


def action(body: dict[str, Any], code: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in body["actions"] if one["code"] == code)
    return found


def without(body: dict[str, Any], *codes: str) -> None:
    body["actions"] = [one for one in body["actions"] if one["code"] not in codes]


def test_the_shipped_procedure_is_sound(procedure: ProcedureBody, limits: LimitsTable) -> None:
    assert check(procedure, limits=limits) == ()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda b: without(b, "appeal", "reopen_to_street"), ("unreachable", "review", "")),
        (lambda b: without(b, "review_again", "review_close"), ("dead_end", "review", "")),
        (
            lambda b: b["states"].append(
                {"code": "limbo", "public": {"zh-Hans": "悬着", "en": "Limbo"}, "shape": "paused"}
            ),
            ("unreachable", "limbo", ""),
        ),
        (lambda b: action(b, "accept")["guards"].append("is_sunny"), ("unknown_guard", "accept", "is_sunny")),
        (lambda b: action(b, "verify")["effects"].append("celebrate"), ("unknown_effect", "verify", "celebrate")),
        (lambda b: action(b, "rate")["form"][0].update(type="stars"), ("unknown_field_type", "rate", "rating")),
        (lambda b: action(b, "dispatch")["form"].pop(0), ("field_missing", "dispatch", "lead")),
        (lambda b: action(b, "refuse")["form"].pop(1), ("field_missing", "refuse", "reason")),
        (
            lambda b: action(b, "dispatch")["form"].append({"name": "more", "type": "text"}),
            ("two_texts", "dispatch", ""),
        ),
        (lambda b: action(b, "verify").update(to="heaven"), ("no_such_state", "verify", "heaven")),
        (lambda b: action(b, "sign_off").update(then="dance"), ("no_such_action", "sign_off", "dance")),
        (
            lambda b: action(b, "resume_handling").update(then="resume_handling"),
            ("endless_follow_up", "resume_handling", "resume_handling"),
        ),
        (lambda b: action(b, "accept").update(by=[]), ("nobody_may", "accept", "")),
        (lambda b: b["states"][0]["public"].pop("en"), ("no_words", "received", "en")),
        (lambda b: b["states"].append(b["states"][0]), ("state_twice", "received", "received")),
        (lambda b: b["actions"].append(b["actions"][0]), ("action_twice", "accept", "accept")),
        (lambda b: b.update(initial="nowhere"), ("no_such_state", "initial", "nowhere")),
        (lambda b: b["states"][0]["clocks"].append("sundial"), ("no_limit", "received", "sundial")),
    ],
)
def test_a_fault_is_named_with_its_place(
    change: Callable[[dict[str, Any]], object], problem: tuple[str, str, str], limits: LimitsTable
) -> None:
    found = {(one.code, one.where, one.name) for one in check(changed(change), limits=limits)}
    assert problem in found


def test_states_that_only_lead_to_each_other_never_end() -> None:
    def circle(body: dict[str, Any]) -> None:
        without(body, "review_again", "review_close")
        words = {"zh-Hans": "转圈", "en": "Round"}
        body["states"].append({"code": "round", "public": words, "shape": "paused"})
        body["actions"] += [
            {"code": "there", "words": words, "from": ["review"], "to": "round", "by": ["street"]},
            {"code": "back", "words": words, "from": ["round"], "to": "review", "by": ["street"]},
        ]

    problems = {(one.code, one.where) for one in check(changed(circle))}
    assert {("never_ends", "review"), ("never_ends", "round")} <= problems


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda b: b.pop("states"), "lacks 'states'"),
        (lambda b: b["states"][0].update(colour="red"), "unknown keys: colour"),
        (lambda b: b["states"][0].update(shape="spiral"), "spiral"),
        (lambda b: b["parties"].update(close_when="whenever"), "whenever"),
        (lambda b: b["actions"][0].update(audience="everyone"), "everyone"),
    ],
)
def test_json_that_is_no_procedure(change: Callable[[dict[str, Any]], object], says: str) -> None:
    with pytest.raises(BadProcedure, match=says):
        changed(change)
