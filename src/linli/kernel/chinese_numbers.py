"""Numbers as people write them before a building, a stair or a floor: ``十二``, ``一百零三``, read as digits."""

import re

from linli.kernel.narrow import squeezed

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"十": 10, "百": 100}
_NUMBER = re.compile("[零〇一二两三四五六七八九十百]+(?=[号栋幢座楼]|单元)")


def read_chinese_number(text: str) -> int:
    """Return the value of a Chinese number up to 999, such as ``十二`` or ``一百零三``; ``一三`` is read as 13."""
    if not any(character in _TENS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    total, digit = 0, 0
    for character in text:
        if character in _TENS:
            total += (digit or 1) * _TENS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit


def plain_text(text: str) -> str:
    """Return a text without spaces, in half-width characters, Chinese numbers of buildings and stairs as digits.

    Before ``层`` they are left alone: ``一层油`` is no floor.
    """
    return _NUMBER.sub(lambda found: str(read_chinese_number(found[0])), squeezed(text))
