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
    "柏": "bai", "卜": "bu", "朴": "piao", "召": "shao", "员": "yun", "乐": "yue", "繁": "po", "尉迟": "yu chi",
    "长孙": "zhang sun", "万俟": "mo qi", "澹台": "tan tai", "令狐": "ling hu", "单于": "chan yu", "祭": "zhai",
    "燕": "yan", "纪": "ji", "那": "na", "华": "hua",
}  # fmt: skip
"""Family names that sound otherwise than their characters usually do, syllable by syllable."""
_LETTERS = re.compile(r"[a-z]+")


@lru_cache(maxsize=8192)
def _sound(character: str) -> str:
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - its dictionary is large and seldom needed

    plain = unicodedata.normalize("NFKD", "".join(lazy_pinyin(character, style=Style.NORMAL))).lower()
    return plain.replace("ü", "v")


def sort_key(name: str) -> str:
    """Return the key a name sorts by: 王芳 → ``wang f``, 欧阳娜娜 → ``ouyang nn``, John Smith → ``john s``.

    What is written in letters keeps its first word and the initials of the others; other characters are passed over.
    """
    family, given = _syllables(name)
    return f"{''.join(family)} {''.join(syllable[:1] for syllable in given)}".strip()


def initials(name: str) -> str:
    """Return the letters people type for a name: 王芳 → ``wf``, 欧阳娜娜 → ``oynn``, 曾子墨 → ``zzm``."""
    family, given = _syllables(name)
    return "".join(syllable[:1] for syllable in (*family, *given))


def _syllables(name: str) -> tuple[list[str], list[str]]:
    """Return how the family name and the given name sound; of a name in letters its first word and the others."""
    plain = narrow(name)
    if plain.isascii():
        words = _LETTERS.findall(plain.lower())
        return words[:1], words[1:]
    family = family_name_of(plain)
    given = "".join(character for character in plain if character.isalnum())[len(family) :]
    said = _SURNAMES.get(family)
    return said.split() if said else [_sound(one) for one in family], [_sound(one) for one in given]
