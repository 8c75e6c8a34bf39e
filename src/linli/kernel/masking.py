"""Shows enough of a personal detail to recognise it, and no more; finds the ones that people type into free text.

A mask is for screens and lists, where the reader already knows whom they mean. It is no anonymisation.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from linli.kernel.codes import BadCredential, PhoneKind, read_phone

STAR = "*"
_COMPOUND_SURNAMES = frozenset(
    re.findall(
        "..",
        "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙"
        "慕容仲孙钟离长孙宇文司徒鲜于司空闾丘子车亓官司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁拓跋夹谷"
        "轩辕令狐段干百里呼延东郭南门羊舌微生梁丘左丘东门西门第五",
    )
)
_WORD = re.compile(r"[^\s·•.\-]+")
_SPACED_HAN = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")  # 张 三, as forms align it.
_BUILDING_NUMBER = re.compile(
    r"[0-9A-Za-z一二三四五六七八九十百零〇甲乙丙丁]+(?=\s*(?:栋|幢|座|楼|号|单元|梯|层|室|房|户|门|弄))"
)
_DIGITS = re.compile(r"[0-9]+")
_FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF38: "X", 0xFF58: "x", 0xFF0D: "-", 0x3000: " "}
_GAP = r"[ \-]?"
_ID_IN_TEXT = re.compile(
    rf"(?<![0-9])[1-9][0-9]{{5}}{_GAP}(?:18|19|20)[0-9]{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]){_GAP}"
    r"[0-9]{3}[0-9Xx](?![0-9])"
)
_MOBILE_IN_TEXT = re.compile(rf"(?<![0-9])(?:\+?86{_GAP})?1[3-9][0-9]{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}(?![0-9])")
_LANDLINE_IN_TEXT = re.compile(rf"(?<![0-9])(?:010|02[0-9]|0[3-9][0-9]{{2}}){_GAP}[1-9][0-9]{{6,7}}(?![0-9])")


def mask_name(name: str) -> str:
    """Keep the family name: 陈建国 → 陈**, 欧阳娜娜 → 欧阳**; of other names, the first letter of each word.

    A name of two characters is never a compound surname alone, and a single character is hidden altogether.
    """
    name = _SPACED_HAN.sub("", name.strip())
    if len(name) == 1:
        return STAR
    if not name.isascii() and _WORD.fullmatch(name):
        kept = 2 if len(name) > 2 and name[:2] in _COMPOUND_SURNAMES else 1  # noqa: PLR2004 - two and more characters
        return name[:kept] + STAR * (len(name) - kept)
    return _WORD.sub(lambda word: word[0][0] + STAR * (len(word[0]) - 1), name)


def family_name_of(name: str) -> str:
    """Return the family name of a Chinese name: 陈建国 → 陈, 欧阳娜娜 → 欧阳, 欧阳 → 欧."""
    plain = _SPACED_HAN.sub("", name.strip())
    return plain[: 2 if len(plain) > 2 and plain[:2] in _COMPOUND_SURNAMES else 1]  # noqa: PLR2004 - two and more


def mask_phone(phone: str) -> str:
    """Keep what identifies the kind and the last four digits: 138****0366, 0755-****1234.

    What is no telephone number keeps only its last two characters.
    """
    try:
        found = read_phone(phone)
    except BadCredential:
        return _hide(phone.strip(), first=0, last=2)
    if found.kind is PhoneKind.MOBILE:
        return _hide(found.number, first=3, last=4)
    area, local = found.number.split("-")
    return f"{area}-{_hide(local, first=0, last=4)}"


def mask_id(number: str) -> str:
    """Keep the city and the last two characters of an ID number: the birth date stays hidden."""
    return _hide(number.strip(), first=4, last=2)


def mask_address(address: str) -> str:
    """Hide the numbers of house, stair and room, and their length: 阳光花园3栋2单元1201室 → 阳光花园*栋*单元*室."""
    plain = address.translate(_FULL_WIDTH)
    return _DIGITS.sub(STAR, _BUILDING_NUMBER.sub(STAR, plain))


class SpotKind(StrEnum):
    """What kind of personal number was found in a text."""

    RESIDENT_ID = "resident_id"
    MOBILE = "mobile"
    LANDLINE = "landline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a personal number stands (`text[start:end]`), what it is, and how it looks masked."""

    start: int
    end: int
    kind: SpotKind
    masked: str


_FINDERS: tuple[tuple[SpotKind, re.Pattern[str], Callable[[str], str]], ...] = (
    (SpotKind.RESIDENT_ID, _ID_IN_TEXT, lambda found: mask_id(re.sub(_GAP, "", found))),
    (SpotKind.MOBILE, _MOBILE_IN_TEXT, mask_phone),
    (SpotKind.LANDLINE, _LANDLINE_IN_TEXT, mask_phone),
)


def personal_spots(text: str) -> tuple[Spot, ...]:
    """Find ID and telephone numbers in free text, in order, spaced or hyphenated or full-width as people type them.

    An ID with a wrong check digit counts: it still names somebody. Case codes, division and grid codes do not.
    """
    plain = text.translate(_FULL_WIDTH)  # One character for one, so that the positions stay true.
    spots: list[Spot] = []
    for kind, pattern, mask in _FINDERS:
        for match in pattern.finditer(plain):
            if all(match.end() <= spot.start or match.start() >= spot.end for spot in spots):
                spots.append(Spot(start=match.start(), end=match.end(), kind=kind, masked=mask(match[0])))
    return tuple(sorted(spots, key=lambda spot: spot.start))


def mask_text(text: str) -> str:
    """Return the text with every personal number in it masked."""
    for spot in reversed(personal_spots(text)):
        text = text[: spot.start] + spot.masked + text[spot.end :]
    return text


def _hide(text: str, *, first: int, last: int) -> str:
    """Hide the middle; a text too short to hide at least two characters is hidden altogether."""
    if len(text) < first + last + 2:
        return STAR * len(text)
    return text[:first] + STAR * (len(text) - first - last) + text[len(text) - last :]
