"""Which kind a report sounds like; a person confirms it."""

from __future__ import annotations

import pytest

from linli.foundation.rulepacks.kinds import Kind, Suggestion, parse_kinds, suggest_kind

EXPECTED = {
    "elevator", "public_facility", "water_power_gas", "sewage", "noise", "sanitation", "fire_safety",
    "illegal_building", "parking", "pets", "greenery", "street_light_manhole", "neighbour_dispute", "elder_care",
    "policy_question", "public_security", "property_service", "other",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("三号楼电梯又坏了", "elevator"),
        ("昨晚开始停水，水压一直上不来", "water_power_gas"),
        ("下水道反水，化粪池满了", "sewage"),
        ("凌晨两点还在施工，电钻声太吵", "noise"),
        ("垃圾桶三天没清，全是蟑螂", "sanitation"),
        ("楼道里给电瓶车飞线充电", "fire_safety"),
        ("一楼私搭乱建，把绿地围起来了", "illegal_building"),
        ("私家车占道停，消防车都进不来，天天乱停", "parking"),
        ("遛狗不牵绳还咬人", "pets"),
        ("大树枝压到电线，该修剪了", "greenery"),
        ("小区门口路灯不亮，井盖也松了", "street_light_manhole"),
        ("独居老人想订助餐", "elder_care"),
        ("请问低保怎么办理，需要什么材料", "policy_question"),
        ("物业费涨了，业委会也不说话", "property_service"),
    ],
)
def test_a_report_sounds_like_its_kind(kinds: tuple[Kind, ...], text: str, kind: str) -> None:
    suggestion = suggest_kind(text, kinds)
    assert suggestion.code == kind
    assert all(word in text for word in suggestion.words)


def test_nothing_known_is_other(kinds: tuple[Kind, ...]) -> None:
    assert suggest_kind("嗯", kinds) == Suggestion(code="other", words=())


def test_a_word_inside_another_counts_once(kinds: tuple[Kind, ...]) -> None:
    assert suggest_kind("楼道充电", kinds).words == ("楼道充电",)


def test_the_shipped_kinds_are_complete_and_named_in_both_languages(kinds: tuple[Kind, ...]) -> None:
    assert {kind.code for kind in kinds} == EXPECTED
    assert all(kind.words["zh-Hans"] and kind.words["en"] for kind in kinds)
    assert {kind.urgency for kind in kinds} <= {"normal", "urgent", "emergency"}
    assert {kind.code for kind in kinds if kind.is_dangerous} == {"fire_safety", "public_security"}


@pytest.mark.parametrize("codes", [["noise"], ["noise", "noise", "other"]])
def test_a_list_without_other_or_with_doubles_is_refused(codes: list[str]) -> None:
    kinds = [{"code": code, "words": {}, "urgency": "normal"} for code in codes]
    with pytest.raises(ValueError, match="every kind once"):
        parse_kinds({"kinds": kinds})
