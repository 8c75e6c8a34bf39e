"""Packs as tables: out and in again they say the same; gaps and overlaps are named by their rows."""

import pytest

from linli.foundation.rulepacks.actions import NewRules
from linli.foundation.rulepacks.kinds import parse_kinds
from linli.foundation.rulepacks.limits import LimitsTable
from linli.foundation.rulepacks.tables import Around, Finding, body_of, findings, rows_of

KINDS = ("elevator", "noise", "other")
AROUND = Around(kinds=KINDS, clocks=("accept",))
FINE = {"clock": "accept", "kind": "", "urgency": "", "amount": "2", "unit": "working_hours"}
LIFT = {
    "code": "elevator", "words": "电梯", "words_en": "Lift", "urgency": "urgent", "danger": "",
    "shared": "", "procedure": "", "keywords": "电梯、轿厢",
}  # fmt: skip
OTHER = {**LIFT, "code": "other", "words": "其他", "keywords": ""}


def limits(*rows: dict[str, str]) -> list[Finding]:
    return findings("limits", [FINE, *rows], around=AROUND)


def kinds(*rows: dict[str, str]) -> list[Finding]:
    return findings("kinds", rows, around=Around(kinds=("elevator", "other"), procedures=("grid_event",)))


class TestThereAndBack:
    def test_the_shipped_packs_say_the_same(self, packs: dict[str, NewRules]) -> None:
        body = packs["limits.grid_event"].body
        assert LimitsTable.parse(body_of("limits", rows_of("limits", body))) == LimitsTable.parse(body)
        body = packs["kinds.grid_event"].body
        assert parse_kinds(body_of("kinds", rows_of("kinds", body))) == parse_kinds(body)

    def test_the_shipped_packs_have_no_fault(self, packs: dict[str, NewRules]) -> None:
        codes = [kind.code for kind in parse_kinds(packs["kinds.grid_event"].body)]
        clocks = list(packs["limits.grid_event"].body["clocks"])
        for table in ("limits", "kinds"):
            rows = rows_of(table, packs[f"{table}.grid_event"].body)
            found = findings(table, rows, around=Around(kinds=codes, clocks=clocks))
            assert [one for one in found if one.is_fault] == []


class TestTimeLimits:
    def test_a_good_table_has_nothing(self) -> None:
        assert limits() == []

    @pytest.mark.parametrize(
        ("row", "numbers"),
        [
            ({**FINE, "urgency": "urgent", "amount": "0"}, (2,)),
            ({**FINE, "urgency": "urgent", "amount": "10001"}, (2,)),
            ({**FINE, "urgency": "urgent", "amount": "two"}, (2,)),
            ({**FINE, "urgency": "urgent", "unit": "weeks"}, (2,)),
            ({**FINE, "urgency": "at_once"}, (2,)),
            ({**FINE, "kind": "ghosts"}, (2,)),
            (FINE, (1, 2)),
            ({**FINE, "clock": "handle", "kind": "noise"}, (2,)),
        ],
    )
    def test_what_is_wrong_is_named_by_row(self, row: dict[str, str], numbers: tuple[int, ...]) -> None:
        [fault] = limits(row)
        assert (fault.rows, fault.is_fault) == (numbers, True)

    def test_a_clock_the_procedure_needs_is_missed(self) -> None:
        [fault] = findings("limits", [FINE], around=Around(kinds=KINDS, clocks=("accept", "verify")))
        assert (fault.rows, fault.is_fault) == ((), True)
        assert "verify" in fault.sentence

    def test_a_row_for_a_kind_over_one_for_an_urgency_is_worth_a_look(self) -> None:
        urgent, noise = {**FINE, "urgency": "urgent", "amount": "1"}, {**FINE, "kind": "noise", "amount": "9"}
        [remark] = limits(urgent, noise)
        assert (remark.rows, remark.is_fault) == ((3, 2), False)
        assert limits(urgent, noise, {**noise, "urgency": "urgent"}) == []


class TestKinds:
    def test_a_good_table_has_nothing(self) -> None:
        assert kinds(LIFT, OTHER) == []

    @pytest.mark.parametrize(
        ("row", "numbers"),
        [
            ({**LIFT, "keywords": "梯门"}, (1, 3)),
            ({**LIFT, "code": "升降机", "keywords": "梯门"}, (3,)),
            ({**LIFT, "code": "hoist", "keywords": "梯门", "words": ""}, (3,)),
            ({**LIFT, "code": "hoist", "keywords": "梯门", "urgency": ""}, (3,)),
            ({**LIFT, "code": "hoist", "keywords": "梯门", "procedure": "no_such"}, (3,)),
        ],
    )
    def test_what_is_wrong_is_named_by_row(self, row: dict[str, str], numbers: tuple[int, ...]) -> None:
        [fault] = kinds(LIFT, OTHER, row)
        assert (fault.rows, fault.is_fault) == (numbers, True)

    def test_gaps_and_overlaps(self) -> None:
        assert [one.is_fault for one in kinds(LIFT)] == [True, False]  # no “other”, which also was in force
        [remark] = kinds(LIFT, OTHER, {**LIFT, "code": "hoist", "keywords": "轿厢"})
        assert (remark.rows, remark.is_fault) == ((1, 3), False)
        [remark] = kinds(LIFT, OTHER, {**LIFT, "code": "hoist", "keywords": ""})
        assert (remark.rows, remark.is_fault) == ((3,), False)
        [remark] = kinds(OTHER)
        assert (remark.rows, remark.is_fault) == ((), False)
