"""What keeps a procedure from being published."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from django.utils.translation import override
from tests.foundation.workflow.walk import shipped_body

from linli.foundation.rulepacks.limits import LimitsTable
from linli.foundation.workflow.procedure import BadProcedure, ProcedureBody, parse
from linli.foundation.workflow.vocabulary import faults, naming, registry
from linli.foundation.workflow.vocabulary.checking import check
from linli.foundation.workflow.vocabulary.fields import TYPES

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
        (lambda b: b["states"][0]["public"].pop("en"), ("no_words", "received", "public/en")),
        (lambda b: b["states"].append(b["states"][0]), ("state_twice", "received", "received")),
        (lambda b: b["actions"].append(b["actions"][0]), ("action_twice", "accept", "accept")),
        (lambda b: b.update(initial="nowhere"), ("no_such_state", "initial", "nowhere")),
        (lambda b: b["states"][0]["clocks"].append("sundial"), ("no_limit", "received", "sundial")),
        (lambda b: b["states"][2].update(clocks=[]), ("no_clock", "handling", "")),
        (lambda b: b["states"][5].update(clocks=["reply"]), ("clock_at_end", "closed", "reply")),
        (lambda b: action(b, "reckon_again")["from"].remove("review"), ("not_reckoned", "review", "")),
        (lambda b: [state.update(final=False) for state in b["states"]], ("no_end", "grid_event", "")),
        (lambda b: b.update(limits="rulepack:limits.moon"), ("limits_of_another", "grid_event", "limits.moon")),
        (lambda b: action(b, "accept").update({"from": []}), ("from_nowhere", "accept", "")),
        (lambda b: action(b, "accept").update(by=["mayor"]), ("unknown_role", "accept", "mayor")),
        (lambda b: action(b, "accept").update(by=["mayor"]), ("nobody_may", "accept", "")),
        (
            lambda b: action(b, "resume_handling").update(by=["lead"]),
            ("cannot_follow", "reject_refusal", "resume_handling"),
        ),
        (lambda b: without(b, "uphold_refusal", "reject_refusal"), ("nobody_may", "resume_handling", "")),
        (lambda b: action(b, "verify").update(effects=[]), ("ends_open", "verify", "closed")),
        (lambda b: action(b, "accept").update(effects=["close"]), ("closes_midway", "accept", "")),
        (lambda b: action(b, "reopen").update(effects=[]), ("begins_closed", "reopen", "accepted")),
        (lambda b: action(b, "answer")["guards"].remove("has_received"), ("guard_missing", "answer", "has_received")),
        (lambda b: action(b, "rate")["form"].append(action(b, "rate")["form"][0]), ("field_twice", "rate", "rating")),
        (lambda b: action(b, "refuse")["form"][0].update(choices={}), ("no_choices", "refuse", "ground")),
        (lambda b: action(b, "accept")["tell"].append("press"), ("unknown_receiver", "accept", "press")),
        (lambda b: action(b, "accept")["tell"].append("units"), ("unknown_message", "accept", "accept")),
        (lambda b: b["states"][0].pop("promise"), ("no_words", "received", "promise/zh-Hans")),
        (lambda b: b["states"][0]["promise"].update(en="By %(when)s"), ("no_words", "received", "promise/en")),
        (lambda b: action(b, "accept").pop("told"), ("no_words", "accept", "told/en")),
        (lambda b: action(b, "accept")["told"].update(en="100 % done"), ("no_words", "accept", "told/en")),
        (lambda b: b.pop("begun"), ("no_words", "grid_event", "begun/en")),
        (lambda b: action(b, "rate")["form"][0].pop("words"), ("no_words", "rate", "rating/en")),
        (
            lambda b: action(b, "refuse")["form"][0]["choices"]["other"].pop("en"),
            ("no_words", "refuse", "ground/other/en"),
        ),
    ],
)
def test_a_fault_is_named_with_its_place(
    change: Callable[[dict[str, Any]], object], problem: tuple[str, str, str], limits: LimitsTable
) -> None:
    found = {(one.code, one.where, one.name) for one in check(changed(change), limits=limits)}
    assert problem in found

    for one in check(changed(change), limits=limits):
        assert faults.told(one)


def test_every_fault_is_one_sentence_with_its_place() -> None:
    body = changed(lambda b: (b["states"][2].update(clocks=[]), action(b, "verify").update(effects=[])))
    with override("zh-hans"):
        said = [faults.sentence(one, body=body) for one in check(body)]
    assert [one.split("：")[0] for one in said] == ["状态“处理中”", "动作“核实通过，办结”"]


def test_every_condition_and_effect_has_words_for_who_draws_a_procedure_up() -> None:
    assert set(registry.guards()) == set(naming.GUARDS)
    assert set(registry.effects()) == set(naming.EFFECTS)
    assert set(TYPES) == set(naming.TYPES)


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
