"""How names sort, and what people type for them."""

import pytest

from linli.kernel.pinyin import initials, sort_key


@pytest.mark.parametrize(
    ("name", "key", "letters"),
    [
        ("王芳", "wang f", "wf"), ("欧阳娜娜", "ouyang nn", "oynn"), ("曾子墨", "zeng zm", "zzm"),
        ("单雄信", "shan xx", "sxx"),
        ("解 缙", "xie j", "xj"), ("吕布", "lv b", "lb"), ("John Smith", "john s", "js"),
        ("买买提·艾山", "mai mtas", "mmtas"),
        ("王", "wang", "w"), ("", "", ""), ("长孙无忌", "zhangsun wj", "zswj"), ("尉迟恭", "yuchi g", "ycg"),
    ],
)  # fmt: skip
def test_names_sound_as_people_say_them(name: str, key: str, letters: str) -> None:
    assert sort_key(name) == key
    assert initials(name) == letters


def test_the_key_does_not_spell_the_given_name_out() -> None:
    assert sort_key("王小明") == sort_key("王晓敏")


def test_a_list_sorts_like_a_telephone_book() -> None:
    assert sorted(["赵一", "安宁", "王芳", "曹操", "曾国"], key=sort_key) == ["安宁", "曹操", "王芳", "曾国", "赵一"]
