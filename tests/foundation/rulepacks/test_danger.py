"""Which reports show 119, 110 or 120 before they are sent, and which only look like it."""

from __future__ import annotations

import pytest

from linli.foundation.rulepacks.danger import DangerPack, danger_in


@pytest.mark.parametrize(
    ("text", "phone", "kind"),
    [
        ("3 号楼楼道里电瓶车着火了", "119", "fire"),
        ("五楼窗户在冒 烟", "119", "fire"),
        ("地下室有 浓 烟", "119", "fire"),
        ("厨房里煤气味很重，开窗也散不掉", "119", "gas"),
        ("楼下燃气泄漏", "119", "gas"),
        ("隔壁男的又在打老婆，孩子一直哭", "110", "violence"),
        ("有人拿着刀在小区门口", "110", "violence"),
        ("我不想活了", "110", "self_harm"),
        ("对门老太太说要跳楼", "110", "self_harm"),
        ("我妈晕倒在楼梯上", "120", "life"),
        ("电梯困人，里面有小孩", "119", "trapped"),
        ("The stairwell is ON FIRE", "119", "fire"),
        ("ｏｎ ｆｉｒｅ", "119", "fire"),
    ],
)
def test_danger_names_whom_to_call(danger: DangerPack, text: str, phone: str, kind: str) -> None:
    hits = danger_in(text, danger)
    assert (hits[0].phone, hits[0].kind) == (phone, kind)
    assert hits[0].advice["zh-Hans"]


@pytest.mark.parametrize(
    "text",
    [
        "超市煤气灶打折，占了人行道",
        "大家一起火锅聚餐太吵",
        "楼上吊灯松了，晃得厉害",
        "会所的上吊顶漏水",
        "楼道堆杂物有火灾隐患",
        "周六消防火灾演练能不能换个时间",
        "商铺喇叭喊跳楼大甩卖",
        "老人不想活动，活动室没人去",
        "请拨打人工服务台没人接",
        "请打人民调解的电话",
        "想申请装一氧化碳报警器",
        "孩子剃了个爆炸头被同学笑",
        "围着火炉取暖不安全吗",
        "坐着火车来的亲戚停车",
        "社区反家暴宣传栏旧了",
        "楼道堵死了，一旦发生火灾怎么办",
        "万一着火，消防车进不来",
        "邻居家半夜打架子鼓",
        "旧城改造不要扼杀我们的回忆",
        "路灯不亮",
        "",
    ],
)
def test_what_only_looks_like_danger(danger: DangerPack, text: str) -> None:
    assert danger_in(text, danger) == ()


def test_a_harmless_phrase_does_not_hide_the_danger_beside_it(danger: DangerPack) -> None:
    (hit,) = danger_in("火灾隐患没人管，现在真的着火了", danger)
    assert (hit.kind, hit.word) == ("fire", "着火")


def test_several_dangers_are_named_most_urgent_first(danger: DangerPack) -> None:
    assert [hit.kind for hit in danger_in("他说不想活了，还要放火，屋里已经冒烟", danger)] == ["fire", "self_harm"]


def test_each_kind_is_named_once_by_its_first_word(danger: DangerPack) -> None:
    (hit,) = danger_in("先是冒烟，后来起火，现在火苗很高", danger)
    assert hit.word == "冒烟"


def test_every_danger_has_a_public_number_and_advice(danger: DangerPack) -> None:
    assert {group.phone for group in danger.groups} == {"110", "119", "120"}
    assert all(group.phone in group.advice[lang] for group in danger.groups for lang in ("zh-Hans", "en"))


def test_a_phrase_that_excuses_nothing_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="excuses nothing"):
        DangerPack.parse({"groups": [], "harmless": ["煤气灶"]})
