"""Which limit a clock has, and the small packs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from linli.foundation.rulepacks.actions import NewRules, RuleUnclear, check_rules
from linli.foundation.rulepacks.limits import LimitsTable, NoLimit
from linli.foundation.rulepacks.terms import InterfaceLimits, PublishingRule, RatingRule, ReopenRule, RetentionRule
from linli.kernel.worktime import Limit, LimitUnit

HOURS, DAYS = LimitUnit.WORKING_HOURS, LimitUnit.WORKING_DAYS
TABLE = LimitsTable.parse(
    {
        "clocks": {
            "handle": [
                {"amount": 5, "unit": "working_days"},
                {"urgency": "urgent", "amount": 3, "unit": "working_days"},
                {"kind": "noise", "amount": 2, "unit": "working_days"},
                {"kind": "noise", "urgency": "urgent", "amount": 4, "unit": "working_hours"},
            ]
        }
    }
)


class TestLimits:
    @pytest.mark.parametrize(
        ("kind", "urgency", "limit"),
        [
            ("noise", "urgent", Limit(amount=4, unit=HOURS)),
            ("noise", "normal", Limit(amount=2, unit=DAYS)),
            ("pets", "urgent", Limit(amount=3, unit=DAYS)),
            ("pets", "normal", Limit(amount=5, unit=DAYS)),
        ],
    )
    def test_the_most_specific_row_answers(self, kind: str, urgency: str, limit: Limit) -> None:
        assert TABLE.limit_for("handle", kind=kind, urgency=urgency) == limit

    def test_a_clock_nobody_knows(self) -> None:
        with pytest.raises(NoLimit):
            TABLE.limit_for("sundial", kind="noise", urgency="normal")

    @pytest.mark.parametrize(
        "rows",
        [
            [{"urgency": "urgent", "amount": 1, "unit": "working_days"}],
            [{"amount": 1, "unit": "working_days"}, {"amount": 2, "unit": "working_days"}],
            [{"amount": 0, "unit": "working_days"}],
            [{"amount": 1, "unit": "moons"}],
        ],
    )
    def test_rows_that_cannot_be_meant(self, rows: list[dict[str, object]]) -> None:
        with pytest.raises(ValueError, match=r".+"):
            LimitsTable.parse({"clocks": {"handle": rows}})

    def test_accepting_takes_two_working_hours(self, packs: dict[str, NewRules]) -> None:
        shipped = LimitsTable.parse(packs["limits.grid_event"].body)
        assert shipped.limit_for("accept", kind="pets", urgency="normal") == Limit(amount=2, unit=HOURS)


class TestShippedPacks:
    def test_every_pack_can_be_read_and_says_what_it_rests_on(self, packs: dict[str, NewRules]) -> None:
        assert set(packs) == {
            "admission", "checks.residents", "export.residents",
            "interfaces.limits", "publishing.matters",
            "kinds.grid_event", "limits.grid_event", "danger.words", "reopen", "ratings", "intake.limits", "retention",
            "pauses.grid_event", "extensions.grid_event",
            "quality",
            "similar.cases", "suggest.kinds", "topics.heat",
            "limits.hotline_ticket", "limits.petition", "limits.patrol_finding", "limits.welfare_visit",
            "limits.spot_resolved", "reopen.petition",
            "supervision.grid_event",
        }  # fmt: skip
        for pack in packs.values():
            check_rules(pack)

    def test_a_matter_is_asked_for_again_once_within_seven_days(self, packs: dict[str, NewRules]) -> None:
        assert ReopenRule.parse(packs["reopen"].body) == ReopenRule(days=7, times=1)

    @pytest.mark.parametrize(
        ("kind", "floors", "is_shown"),
        [("elevator", 4, True), ("elevator", 3, False), ("elevator", None, False), ("noise", 18, False)],
    )
    def test_a_building_is_told_where_many_live_in_it(
        self,
        packs: dict[str, NewRules],
        kind: str,
        floors: int | None,
        is_shown: bool,  # noqa: FBT001
    ) -> None:
        assert PublishingRule.parse(packs["publishing.matters"].body).shows_building(kind, floors) is is_shown

    def test_a_limit_of_no_call_at_all_is_refused(self, packs: dict[str, NewRules]) -> None:
        body = packs["interfaces.limits"].body
        assert InterfaceLimits.parse(body).per_address_minute == 60
        with pytest.raises(ValueError, match="one call"):
            InterfaceLimits.parse({**body, "per_key_minute": 0})

    def test_the_two_lower_levels_are_low(self, packs: dict[str, NewRules]) -> None:
        rule = RatingRule.parse(packs["ratings"].body)
        assert [level.level for level in rule.levels if rule.is_low(level.level)] == [2, 1]
        assert (rule.group_size, rule.words_after_days) == (5, 15)

    def test_the_official_words_stay_in_their_order(self, packs: dict[str, NewRules]) -> None:
        body = dict(packs["ratings"].body)
        with pytest.raises(ValueError, match="five levels"):
            RatingRule.parse(body | {"levels": body["levels"][::-1]})

    def test_logs_are_kept_six_months_at_least(self, packs: dict[str, NewRules]) -> None:
        body = packs["retention"].body
        assert RetentionRule.parse({**body, "log_months": 6}).log_months == 6
        with pytest.raises(ValueError, match="six months"):
            RetentionRule.parse({**body, "log_months": 5})

    @pytest.mark.parametrize(
        "change", [{"code": "weather.report"}, {"basis": "  "}, {"body": {}}, {"body": {"days": 7, "times": "x"}}]
    )
    def test_what_cannot_be_read_is_not_kept(self, packs: dict[str, NewRules], change: dict[str, object]) -> None:
        with pytest.raises(RuleUnclear):
            check_rules(replace(packs["reopen"], **change))
