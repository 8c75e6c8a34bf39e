"""Whatever somebody draws up: a procedure that passes the check never strands a matter, and the engine agrees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.foundation.workflow.walk import Matter, person

from linli.foundation.rulepacks.limits import LimitsTable
from linli.foundation.workflow.outcome import ENGINE_ROLE
from linli.foundation.workflow.procedure import ProcedureBody, parse
from linli.foundation.workflow.vocabulary.checking import check
from linli.kernel.worktime import WorkCalendar

LIMITS = LimitsTable.parse({"clocks": {"wait": [{"amount": 1, "unit": "working_days"}]}})
CALENDAR = WorkCalendar(version=1, published_years=frozenset({2026, 2027}))
STATES = ("a", "b", "c", "d", "e")
ROLES = ("dispatcher", "street", ENGINE_ROLE, "nobody_we_know")
STRANDS = {"dead_end", "never_ends"}


def words(text: str) -> dict[str, str]:
    return {"zh-Hans": text, "en": text}


@st.composite
def procedures(draw: st.DrawFn) -> dict[str, Any]:
    """A few states with some ends, and arrows between them; some taken by people, some by the program."""
    codes = STATES[: draw(st.integers(min_value=2, max_value=5))]
    ends = draw(st.sets(st.sampled_from(codes[1:]), min_size=1, max_size=2))
    states = [
        {"code": code, "public": words(code), "promise": words(code), "final": code in ends,
         "clocks": [] if code in ends else ["wait"]}
        for code in codes
    ]  # fmt: skip
    count = draw(st.integers(min_value=1, max_value=7))
    actions = [_arrow(draw, number=number, count=count, codes=codes, ends=ends) for number in range(count)]
    actions.append({**_said("reckon_again"), "from": list(codes), "by": [ENGINE_ROLE]})
    return {
        "code": "any", "words": words("any"), "begun": words("begun"), "initial": codes[0], "states": states,
        "actions": actions, "limits": "rulepack:limits.any", "parties": {"close_when": "all_signed_off"},
    }  # fmt: skip


def _said(code: str) -> dict[str, Any]:
    return {"code": code, "words": words(code), "told": words(code)}


def _arrow(draw: st.DrawFn, *, number: int, count: int, codes: tuple[str, ...], ends: set[str]) -> dict[str, Any]:
    starts = draw(st.lists(st.sampled_from(codes), min_size=1, max_size=3, unique=True))
    to = draw(st.one_of(st.none(), st.sampled_from(codes)))
    then = draw(st.one_of(st.none(), st.none(), st.sampled_from([f"x{other}" for other in range(count)])))
    effects = ["close"] if to in ends else ["reopen"] if to and set(starts) & ends else []
    by = draw(st.lists(st.sampled_from(ROLES), min_size=1, max_size=2, unique=True))
    return {**_said(f"x{number}"), "from": starts, "to": to, "by": by, "then": then, "effects": effects}


def _steps(body: ProcedureBody, matter: Matter) -> list[Matter]:
    here = matter.snapshot.state
    people = [(a.code, role) for a in body.actions if here in a.from_states for role in a.by & {"dispatcher", "street"}]
    return [_copied(matter).do(code, person(role)) for code, role in people]


def _copied(matter: Matter) -> Matter:
    copied = Matter(procedure=matter.procedure, limits=LIMITS, calendar=CALENDAR)
    copied.snapshot = matter.snapshot
    return copied


def reaches_an_end(body: ProcedureBody, start: Matter) -> bool:
    ends = {state.code for state in body.states if state.is_final}
    seen, waiting = {start.snapshot.state}, [start]
    while waiting:
        matter = waiting.pop()
        if matter.snapshot.state in ends:
            return True
        for there in _steps(body, matter):
            if there.snapshot.state not in seen:
                seen.add(there.snapshot.state)
                waiting.append(there)
    return False


def _standing_in_each(body: ProcedureBody) -> Mapping[str, Matter]:
    found = {body.initial: Matter(procedure=body, limits=LIMITS, calendar=CALENDAR).open()}
    waiting = list(found.values())
    while waiting:
        for there in _steps(body, waiting.pop()):
            if there.snapshot.state not in found:
                found[there.snapshot.state] = there
                waiting.append(there)
    return found


class TestAnyProcedure:
    @given(drawn=procedures())
    @settings(max_examples=300, deadline=None, derandomize=True)
    def test_what_passes_the_check_comes_to_an_end_from_wherever_it_stands(self, drawn: dict[str, Any]) -> None:
        body = parse(drawn)
        if any(problem.code in STRANDS | {"endless_follow_up"} for problem in check(body, limits=LIMITS)):
            return
        assert all(reaches_an_end(body, matter) for matter in _standing_in_each(body).values())

    @given(drawn=procedures())
    @settings(max_examples=300, deadline=None, derandomize=True)
    def test_the_check_names_exactly_the_states_the_engine_never_comes_to_and_never_gets_out_of(
        self, drawn: dict[str, Any]
    ) -> None:
        body = parse(drawn)
        problems = check(body, limits=LIMITS)
        if any(problem.code == "endless_follow_up" for problem in problems):
            return
        standing = _standing_in_each(body)
        never = {state.code for state in body.states} - set(standing)
        stuck = {code for code, matter in standing.items() if not reaches_an_end(body, matter)}
        named = {code: {p.where for p in problems if p.code == code} for code in ("unreachable", *STRANDS)}
        assert named["unreachable"] == never
        assert named["dead_end"] | named["never_ends"] == stuck

    @given(drawn=procedures(), moon=st.sampled_from(["clocks", "by", "to", "words"]))
    @settings(max_examples=100, deadline=None, derandomize=True)
    def test_one_spoilt_place_is_always_found(self, drawn: dict[str, Any], moon: str) -> None:
        first = drawn["actions"][0]
        spoilt = {
            "clocks": lambda: drawn["states"][0].update(clocks=[]),
            "by": lambda: first.update(by=[]),
            "to": lambda: first.update(to="moon"),
            "words": lambda: first.update(words={"en": "x"}),
        }
        spoilt[moon]()
        assert check(parse(drawn), limits=LIMITS)
