"""Which words of a message name a place and which say what it is about. Pure; the segmenter is loaded at the first."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_NAMED_AFTER: Final = """
小区 社区 花园 家园 公寓 新村 新城 山庄 广场 公园 市场 学校 小学 中学 大学 学院 幼儿园 医院 车站 地铁站 公司 工地
大道 高速 大桥 大厦 国际 楼盘 商城 酒店 景区 华庭 街道 路 街 巷 村 镇 乡 苑 里 湾 府 城
桥 站 园 厂 店 楼 栋
"""
_SUFFIXES: Final = tuple(_NAMED_AFTER.split())
_AREA: Final = re.compile(r"[a-z]*[0-9]*[\u3400-\u9fff]{0,4}(?:省|市|区|县)")
_CODED: Final = re.compile(r"[a-z]+[0-9]*(?:市|区|县|镇|乡)|[a-z0-9]+(?:路|街|号线|栋|期)")
"""Places named by letters and numbers, which a segmenter takes apart."""
_HAN: Final = re.compile(r"[\u3400-\u9fff]{2,}")
_CUT: Final = re.compile(r"[^\u3400-\u9fffa-z0-9]+")
_SAID_ANYHOW: Final = """
尊敬 领导 您好 你好 政府 部门 相关 有关 希望 请问 我们 他们 你们 问题 关于 情况 反映 举报 投诉 咨询
建议 求助 谢谢 感谢 解决 处理 现在 已经 没有 一个 这个 这样 什么 怎么 为什么 如何 是否 可以 应该 因为
所以 但是 而且 如果 还是 就是 不能 不是 进行 要求 请求 严重 影响 人民 群众 百姓 老百姓 居民 业主 市民
书记 市长 县长 局长 厅长 省长 先生 女士 万分 能够 知道 出现 时候 时间 今年 去年 至今 多次 一直 非常
很多 大家 我家 本人 自己 不知 到底 给予 答复 回复 重视 关注 调查 查处 落实 办理 存在 位于 附近 目前
以及
"""
_STOP: Final = frozenset(_SAID_ANYHOW.split())
_MOST: Final = 1_200


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The words of a message: where, and about what; each as often as it stands there."""

    places: tuple[str, ...]
    contents: tuple[str, ...]


def told_in(text: str) -> Told:
    """Return the place words and the content words of a text (its first 1,200 characters)."""
    import rjieba  # noqa: PLC0415 - its dictionary takes memory that most commands need not pay for

    plain = unicodedata.normalize("NFKC", text[:_MOST]).lower()
    places: list[str] = []
    contents: list[str] = []
    for run in _CUT.split(plain):
        places += _CODED.findall(run)
        before = ""
        for word in rjieba.cut(_CODED.sub(" ", run)):
            if _is_place(word):
                places.append(_named(before, word))
            elif _HAN.fullmatch(word) and word not in _STOP:
                contents.append(word)
            before = word
    return Told(places=tuple(place for place in places if place), contents=tuple(contents))


def _is_place(word: str) -> bool:
    return (len(word) > 1 and bool(_AREA.fullmatch(word))) or word.endswith(_SUFFIXES)


def _named(before: str, word: str) -> str:
    """Return a place with its name: a bare suffix takes the word before it (梧桐 + 苑); alone it names no place."""
    if word not in _SUFFIXES:
        return word
    named = before and before not in _STOP and _CUT.search(before) is None
    return before + word if named and len(before) > 1 else ""
