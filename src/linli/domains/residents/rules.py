"""The rules of a residents' sheet as pure functions: what a row says, and what is wrong with it. No rows, no words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from linli.kernel.codes import (
    BadCredential,
    CodeProblem,
    Sex,
    check_phone,
    read_phone,
    read_resident_id,
    upgrade_resident_id,
)
from linli.kernel.doors import bare_building, plate_in, read_door
from linli.kernel.narrow import narrow, squeezed

LONGEST_NAME = 60
OLDEST_YEAR = 1850
_LEGACY_LENGTH = 15


class Wrong(StrEnum):
    """What is wrong in a row."""

    MISSING = "missing"
    NAME = "name"
    ID_LOST_DIGITS = "id_lost_digits"
    ID_LENGTH = "id_length"
    ID_CHARACTER = "id_character"
    ID_BIRTH_DATE = "id_birth_date"
    ID_CHECKSUM = "id_checksum"
    ID_OTHER = "id_other"
    NOBODY = "nobody"
    DATE = "date"
    DATE_AHEAD = "date_ahead"
    BIRTH_DIFFERS = "birth_differs"
    SEX = "sex"
    SEX_DIFFERS = "sex_differs"
    PHONE = "phone"
    PLACE = "place"
    NO_SUCH_ROOM = "no_such_room"
    SEVERAL_ROOMS = "several_rooms"
    KIND = "kind"
    RELATION = "relation"
    TWICE = "twice"
    OTHER_NAME = "other_name"
    CONFIRMED = "confirmed"
    CONFIRMED_PLACE = "confirmed_place"
    ENDED = "ended"
    NUMBER_MISSING = "number_missing"
    NUMBER_KEPT_DIFFERS = "number_kept_differs"
    PHONE_BOTH = "phone_both"
    NO_DAY = "no_day"
    BEFORE_STAY = "before_stay"
    SAME_ROOM = "same_room"
    NO_GROUND = "no_ground"
    NO_REASON = "no_reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something wrong: in which field (empty for the row as a whole), what, and a value for the sentence."""

    field: str
    wrong: Wrong
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A dwelling as people write it: the building as it was written, stair (0 where none is said), and room."""

    building: str
    stair: int
    room: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """What a row says of one person; empty or None where it says nothing."""

    name: str
    id_kind: str = "none"
    id_number: str = ""
    sex: str = "0"
    birth_on: date | None = None
    phone: str = ""
    door: Door | None = None
    kind: str = "unknown"
    household: str = ""
    relation: str = ""
    from_on: date | None = None


@dataclass(slots=True)
class _Reading:
    texts: Mapping[str, str]
    lossy: frozenset[str]
    today: date
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, name: str, what: Wrong, value: str = "") -> None:
        self.problems.append(Problem(field=name, wrong=what, value=value))


def read_row(
    texts: Mapping[str, str], *, today: date, lossy: frozenset[str] = frozenset(), is_placed: bool = True
) -> tuple[PersonRow | None, tuple[Problem, ...]]:
    """Read one row by its fields; a row with a problem gives no person.

    ``lossy`` names the fields whose digits the spreadsheet has dropped; without ``is_placed`` no dwelling is asked
    for. The identity number is checked by GB
    11643-1999, birth date and sex against it, the telephone by its shape. Nothing is guessed: what cannot be read is
    a problem.
    """
    reading = _Reading(texts={k: v.strip() for k, v in texts.items()}, lossy=lossy, today=today)
    name = _name(reading)
    id_kind, id_number, birth, sex = _identity(reading)
    row = PersonRow(
        name=name,
        id_kind=id_kind,
        id_number=id_number,
        sex=sex,
        birth_on=birth,
        phone=_phone(reading),
        door=_door(reading) if is_placed else None,
        kind=_choice(reading, "kind", KINDS, otherwise="unknown", what=Wrong.KIND),
        household=reading.texts.get("household", "")[:40],
        relation=_choice(reading, "relation", RELATIONS, otherwise="", what=Wrong.RELATION),
        from_on=_date(reading, "from_on"),
    )
    if not id_number and birth is None and not row.phone and not reading.problems:
        reading.wrong("", Wrong.NOBODY)
    return (None if reading.problems else row), tuple(reading.problems)


def _name(reading: _Reading) -> str:
    name = narrow(reading.texts.get("name", ""))
    if not name:
        reading.wrong("name", Wrong.MISSING)
    elif len(name) > LONGEST_NAME or any(character.isdigit() for character in name):
        reading.wrong("name", Wrong.NAME)
    return name


def _identity(reading: _Reading) -> tuple[str, str, date | None, str]:
    """Return kind and number of the document, birth date and sex, from the number where it says them."""
    kind = _choice(reading, "id_kind", ID_KINDS, otherwise="resident", what=Wrong.KIND)
    text = squeezed(reading.texts.get("id_number", "")).upper()
    birth, sex = _date(reading, "birth_on"), _sex(reading)
    if not text:
        return "none", "", birth, sex
    if "id_number" in reading.lossy:
        reading.wrong("id_number", Wrong.ID_LOST_DIGITS)
        return kind, "", birth, sex
    if kind not in ("resident", "foreign") or (kind == "foreign" and not text.isdigit()):
        if _OTHER_DOCUMENT.fullmatch(text) is None:
            reading.wrong("id_number", Wrong.ID_OTHER)
        return kind, text, birth, sex
    return _resident(reading, text, kind=kind, birth=birth, sex=sex)


def _resident(
    reading: _Reading, text: str, *, kind: str, birth: date | None, sex: str
) -> tuple[str, str, date | None, str]:
    try:
        found = read_resident_id(
            upgrade_resident_id(text) if len(text) == _LEGACY_LENGTH else text, today=reading.today
        )
    except BadCredential as bad:
        reading.wrong("id_number", _ID_PROBLEMS.get(bad.problem, Wrong.ID_CHARACTER))
        return kind, "", birth, sex
    if birth is not None and birth != found.born_on:
        reading.wrong("birth_on", Wrong.BIRTH_DIFFERS, found.born_on.isoformat())
    own = "1" if found.sex is Sex.MALE else "2"
    if sex in ("1", "2") and sex != own:
        reading.wrong("sex", Wrong.SEX_DIFFERS)
    return kind, found.number, found.born_on, own


def _sex(reading: _Reading) -> str:
    text = reading.texts.get("sex", "")
    if not text:
        return "0"
    code = SEXES.get(text.upper())
    if code is None:
        reading.wrong("sex", Wrong.SEX)
    return code or "0"


def _phone(reading: _Reading) -> str:
    text = reading.texts.get("phone", "")
    if not text:
        return ""
    if check_phone(text) is not None:
        reading.wrong("phone", Wrong.PHONE)
        return ""
    return read_phone(text).number


def read_date(text: str) -> date | None:
    """Read a day as people write it: 1990-01-02, 1990/1/2, 1990.1.2, 1990年1月2日, 19900102. None for anything else."""
    found = _DATE.fullmatch(text.strip()) or _COMPACT_DATE.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _date(reading: _Reading, name: str) -> date | None:
    text = reading.texts.get(name, "")
    if not text:
        return None
    found = read_date(text)
    if found is None or found.year < OLDEST_YEAR:
        reading.wrong(name, Wrong.DATE)
        return None
    if found > reading.today:
        reading.wrong(name, Wrong.DATE_AHEAD)
    return found


def read_address(text: str) -> Door | None:
    """Read a dwelling in one text, as places do: ``3号楼2单元502室``, ``3-2-502``. None for what names no room."""
    found = read_door(text)
    return None if found is None else Door(building=plate_in(text), stair=found[1], room=found[2])


def _door(reading: _Reading) -> Door | None:
    building, stair, room = (reading.texts.get(name, "") for name in ("building", "stair", "room"))
    if not building and not room:
        whole = reading.texts.get("address", "")
        found = read_address(whole)
        if found is None:
            reading.wrong("address" if whole else "", Wrong.PLACE)
        return found
    if building and not stair and "-" in room and (joined := read_address(f"{bare_building(building)}-{room}")):
        return replace(joined, building=building)
    number = _FIRST_NUMBER.search(narrow(stair))
    if not building or not room or (stair and number is None):
        reading.wrong("building" if not building else "room" if not room else "stair", Wrong.PLACE)
        return None
    bare_room = narrow(room).rstrip("室号").upper()
    return Door(building=building, stair=int(number[0]) if number else 0, room=bare_room)


def word_for(words: Mapping[str, str], code: str) -> str:
    """Return a word that means a code, so that what is known can be read again; empty for a code without one."""
    return next((word for word, meant in words.items() if meant == code), "")


def _choice(reading: _Reading, name: str, words: Mapping[str, str], *, otherwise: str, what: Wrong) -> str:
    text = reading.texts.get(name, "")
    if not text:
        return otherwise
    plain = squeezed(text)
    code = words.get(plain) or words.get(plain.lstrip("0"))
    if code is None:
        reading.wrong(name, what, plain[:20])
    return code or otherwise


_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+[\d:]+)?", re.ASCII)
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_FIRST_NUMBER = re.compile(r"\d+")
_OTHER_DOCUMENT = re.compile(r"[A-Z0-9()]{5,20}")
_ID_PROBLEMS = {
    CodeProblem.LENGTH: Wrong.ID_LENGTH,
    CodeProblem.CHARACTER: Wrong.ID_CHARACTER,
    CodeProblem.BIRTH_DATE: Wrong.ID_BIRTH_DATE,
    CodeProblem.CHECKSUM: Wrong.ID_CHECKSUM,
}
SEXES = {
    "男": "1",
    "女": "2",
    "男性": "1",
    "女性": "2",
    "1": "1",
    "2": "2",
    "9": "9",
    "M": "1",
    "F": "2",
    "未说明": "9",
}
"""GB/T 2261.1; a code 0 is refused, because some programs write it for men."""
ID_KINDS = {
    "居民身份证": "resident", "身份证": "resident", "111": "resident", "护照": "passport", "414": "passport",
    "港澳居民来往内地通行证": "home_return", "回乡证": "home_return", "516": "home_return",
    "台湾居民来往大陆通行证": "taiwan", "台胞证": "taiwan", "511": "taiwan", "外国人永久居留身份证": "foreign",
    "外国人永久居留证": "foreign", "554": "foreign",
}  # fmt: skip
"""GA/T 517 and what people write."""
KINDS = {
    "户籍人口": "registered", "户籍": "registered", "常住": "registered", "人户一致": "registered",
    "一致": "registered", "01": "registered", "1": "registered", "人户分离": "elsewhere", "不一致": "elsewhere",
    "人在户不在": "permanent", "户在人不在": "elsewhere", "2": "elsewhere", "02": "elsewhere",
    "常住人口": "permanent", "非户籍常住": "permanent", "流动人口": "floating", "流动": "floating",
    "租户": "floating", "租住": "floating", "境外人员": "foreign", "境外": "foreign", "外籍": "foreign",
}  # fmt: skip
RELATIONS = {
    "户主": "0", "本人": "0", "配偶": "1", "夫": "1", "妻": "1", "夫妻": "1", "子": "2", "儿子": "2",
    "长子": "2", "次子": "2", "女": "3", "女儿": "3", "长女": "3", "次女": "3", "孙辈": "4", "孙子": "4",
    "孙女": "4", "外孙": "4", "外孙女": "4", "孙": "4", "父母": "5", "父": "5", "母": "5", "父亲": "5",
    "母亲": "5", "祖父母": "6", "祖父": "6", "祖母": "6", "外祖父": "6", "外祖母": "6", "兄弟姐妹": "7",
    "兄": "7", "弟": "7", "姐": "7", "妹": "7", "哥哥": "7", "弟弟": "7", "姐姐": "7", "妹妹": "7", "其他": "8",
    "儿媳": "8", "女婿": "8", "媳妇": "8", "保姆": "8", "租客": "8",
}  # fmt: skip
