"""What the engine says to people, in both languages."""

from __future__ import annotations

import ast
from pathlib import Path
from uuid import UUID

import pytest
from django.utils import translation
from tests.foundation.workflow.walk import Matter, person

import linli.foundation.workflow.vocabulary as room
from linli.foundation.workflow.outcome import Refusal
from linli.foundation.workflow.procedure import ProcedureBody
from linli.foundation.workflow.words import codes, say, sentence

MAIN = {
    "no_such_matter",
    "is_itself",
    "main_is_closed",
    "main_follows",
    "main_takes_none",
    "has_followers",
    "sealed_apart",
}
"""Codes that the fact brings which says whether a matter can be followed."""
CODES = MAIN | {"no_such_choice", "no_such_count", "no_such_code", "answer_missing", "text_too_long", "not_asked_for"}


def test_a_promise_names_who_and_by_when(procedure: ProcedureBody) -> None:
    promise = procedure.state("handling").promise
    values = {"lead": "安和物业", "due": "10 月 13 日 周二 17:30"}
    assert say(promise, language="zh-hans", values=values) == "安和物业正在处理，最晚 10 月 13 日 周二 17:30 答复您"
    assert say(promise, language="en", values={"lead": "Anhe", "due": "Tue 17:30"}).startswith("Anhe is working on it")


def test_an_unknown_language_reads_chinese(procedure: ProcedureBody) -> None:
    assert say(procedure.state("closed").public, language="fr") == "已办结"


def test_a_refusal_speaks_of_states_and_actions_in_words(matter: Matter) -> None:
    refused = matter.attempt("verify", person("verifier"))
    assert isinstance(refused, Refusal)
    with translation.override("en"):
        told = sentence(refused, procedure=matter.procedure)
    assert told == (
        "The matter is now “Received”, so “Verified: close” is no longer possible. Nothing you wrote is lost."
    )


def test_a_sentence_of_another_room_is_handed_on(procedure: ProcedureBody) -> None:
    refused = Refusal(guard="duty_allows", code="only_assists", params={"sentence": "物业只协助，不能牵头。"})
    assert sentence(refused, procedure=procedure) == "物业只协助，不能牵头。"


def test_every_refusal_of_the_vocabulary_has_its_sentence() -> None:
    assert room.__file__ is not None
    folder = Path(room.__file__).parent
    names = ("guards.py", "merging.py", "referrals.py", "supervision.py", "time_guards.py")
    texts = [(folder / name).read_text("utf-8") for name in names]
    tree = ast.Module(body=[node for text in texts for node in ast.parse(text).body], type_ignores=[])
    said = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in codes()
    }
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "_refuse"]
    direct = {n.args[1].value for n in calls if isinstance(n.args[1], ast.Constant)}
    assert len(direct) > 15
    assert direct <= codes()
    assert codes() - said - CODES == {"not_your_action", "not_in_this_state", "no_rule_for_it"}


@pytest.mark.parametrize("code", sorted(codes()))
def test_every_sentence_can_be_filled_in(code: str, procedure: ProcedureBody, lead: UUID) -> None:
    params = dict.fromkeys(
        ("action", "state", "field", "longest", "length", "count", "days", "times", "left"), str(lead)
    )
    params["day"] = "2026-10-20"
    with translation.override("en"):
        assert "%(" not in sentence(Refusal(guard="any", code=code, params=params), procedure=procedure)


def test_a_day_is_written_as_people_write_it(procedure: ProcedureBody) -> None:
    refused = Refusal(guard="within_reopen_days", code="reopen_days_over", params={"days": "7", "day": "2026-10-20"})
    with translation.override("en"):
        assert "for 7 days after closing, until 20 October." in sentence(refused, procedure=procedure)
