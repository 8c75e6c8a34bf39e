"""How a Chinese name sounds: the key that sorts a list of names, and the initials people type.

The key keeps the family name's sound in full and the given name's initials alone, so that a stored key sorts like a
telephone book and does not spell the name out.
"""

import re
import unicodedata
from functools import lru_cache

from linli.kernel.masking import family_name_of
from linli.kernel.narrow import narrow

_SURNAMES = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "任": "ren", "盖": "ge",
    "缪": "miao", "宓": "mi", "种": "chong", "秘": "bi", "冼": "xian", "折": "she", "黑": "he", "翟": "zhai",
    "柏": "bai", "卜": "bu", "朴": "piao", "召": "shao", "员": "yun", "乐": "yue", "繁": "po", "尉迟": "yuchi",
    "长孙": "zhangsun", "万俟": "moqi", "澹台": "tantai", "令狐": "linghu", "单于": "chanyu", "祭": "zhai",
    "燕": "yan", "纪": "ji", "那": "na", "华": "hua",
}  # fmt: skip
"""Family names that sound otherwise than the character usually does."""
_LETTERS = re.compile(r"[a-z]+")


@lru_cache(maxsize=8192)
def _sound(character: str) -> str:
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - its dictionary is large and seldom needed

    plain = unicodedata.normalize("NFKD", "".join(lazy_pinyin(character, style=Style.NORMAL))).lower()
    return plain.replace("ü", "v")


def _given(name: str, family: str) -> str:
    return "".join(character for character in name if character.isalnum())[len(family) :]


def sort_key(name: str) -> str:
    """Return the key a name sorts by: 王芳 → ``wang f``, 欧阳娜娜 → ``ouyang nn``, John Smith → ``john s``.

    What is written in letters keeps its first word and the initials of the others; other characters are passed over.
    """
    plain = narrow(name)
    if plain.isascii():
        words = _LETTERS.findall(plain.lower())
        return " ".join([*words[:1], "".join(word[0] for word in words[1:])]).strip()
    family = family_name_of(plain)
    given = _given(plain, family)
    sound = _SURNAMES.get(family) or "".join(_sound(character) for character in family)
    return f"{sound} {''.join(_sound(character)[:1] for character in given)}".strip()


def initials(name: str) -> str:
    """Return the letters people type for a name: 王芳 → ``wf``, 欧阳娜娜 → ``oynn``, 曾子墨 → ``zzm``."""
    plain = narrow(name)
    if plain.isascii():
        return "".join(word[0] for word in _LETTERS.findall(plain.lower()))
    family = family_name_of(plain)
    given = _given(plain, family)
    first = _SURNAMES.get(family, "")[:1] if len(family) == 1 else ""
    head = first or "".join(_sound(character)[:1] for character in family)
    return head + "".join(_sound(character)[:1] for character in given)
